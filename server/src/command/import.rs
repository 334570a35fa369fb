//! `ruhu import ROSTER --data DIR`: a roster of households and cadres, read with patience and reported row by row.

use super::judging::{Judged, judge_again};
use super::{CommandError, DataArgs, Outcome, Output, read_file};
use crate::folder::Folder;
use crate::store::{Roster as _, RosterNow, Village};
use crate::town::decide;
use crate::town::roster::diff::{Occasion, diff};
use crate::town::roster::report::Report;
use crate::town::roster::{self, LARGEST_FILE};
use crate::town::villages::VillageList;
use ruhu_core::ids::{CadreId, RegionCode, Sha256};
use ruhu_core::time::{Clock, Day, Moment, SystemClock};
use std::path::PathBuf;

/// The arguments of `ruhu import`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 花名册（XLSX、XLS 或 CSV） / The roster: XLSX, XLS, or CSV (UTF-8 or GB18030)
    #[arg(value_name = "ROSTER")]
    pub roster: PathBuf,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 只看结果，不写入 / Read and report, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// 乡镇代码（9 位） / The township the roster is of, 9 digits, when the roster does not say
    #[arg(long, value_name = "CODE")]
    pub township: Option<String>,
    /// 读哪个工作表；隐藏的表只有写明才读 / The sheet to read; a hidden one is read only when named
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// 变动从哪天算起 / The day that changes to a roster imported before hold from; today when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub effective: Option<String>,
    /// 结果用 JSON / Report as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let (report, judged) = import(args, SystemClock.now().wall, out)?;
    match args.json {
        true => out.json(&report)?,
        false => {
            if args.dry_run {
                out.line("试算，没有写入。  A dry run: nothing was written.")?;
            }
            out.line(report.to_string().trim_end())?;
        }
    }
    Ok(match report.refused.is_empty() {
        true => judged.outcome(),
        false => Outcome::PartlyRefused,
    })
}

/// Reads the roster, compares it with the folder, and carries it out unless it is a dry run. A roster that cannot be
/// used changes nothing: not even a folder is made for it.
fn import(args: &Args, now: Moment, out: &mut Output<'_>) -> Result<(Report, Judged), CommandError> {
    let mut judged = Judged::All;
    let township = args.township.as_deref().map(township_code).transpose()?;
    let effective = match &args.effective {
        Some(text) => text
            .parse::<Day>()
            .map_err(|e| CommandError::new(e.to_string(), "--effective", ""))?,
        None => now.day(),
    };
    let bytes = read_file(&args.roster, LARGEST_FILE)?;
    let folder = args.data.open_if_there()?;
    let (list, known_villages) = match &folder {
        Some(folder) => village_list(folder)?,
        None => (VillageList::default(), Vec::new()),
    };
    let mut roster = roster::read_sheet(&bytes, &list, township.as_ref(), args.sheet.as_deref())
        .map_err(|e| CommandError::from(e).at(&args.roster))?;
    let standing = match &folder {
        Some(folder) => folder.store.roster_now(&roster.township)?,
        None => RosterNow::default(),
    };
    roster.leave_erased_out(&standing.erased);
    let occasion = Occasion {
        effective,
        file: Sha256::of(&bytes),
        known_villages: &known_villages,
    };
    let diff = diff(&roster, &standing, &occasion, &mut || CadreId::new(now));
    if !args.dry_run {
        let folder = match folder {
            Some(folder) => folder,
            None => args.data.open_or_make()?,
        };
        let server = folder.signer.public();
        decide::import_onto(&folder.store, &server, &diff.plan, standing.decided, now)?;
        judged = judge_again(&folder, out)?;
    }
    Ok((Report::new(&roster, &diff), judged))
}

fn township_code(text: &str) -> Result<RegionCode, CommandError> {
    let code = text.parse::<RegionCode>().ok().filter(|code| code.as_str().len() == 9);
    code.ok_or_else(|| CommandError::new("a township's code has 9 digits", "--township", "as in 610924101"))
}

/// The villages that `ruhu villages` told of, ready to be asked, and all that the folder knows.
fn village_list(folder: &Folder) -> Result<(VillageList, Vec<Village>), CommandError> {
    let (villages, regions) = folder.store.every_village()?;
    let listed = villages
        .iter()
        .filter(|v| v.listed)
        .map(|v| (v.code.clone(), v.name.clone()));
    Ok((VillageList::new(listed, regions.into_iter().collect()), villages))
}
