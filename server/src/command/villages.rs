//! `ruhu villages FILE --data DIR`: the list of villages and their 12-digit codes.

use super::{CommandError, DataArgs, Outcome, Output, read_file};
use crate::store::{Roster as _, Village};
use crate::town::villages;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The arguments of `ruhu villages`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 行政村代码表（XLSX、XLS 或 CSV） / The list of villages with their 12-digit codes: XLSX, XLS, or CSV
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结果用 JSON / Report as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// The largest list that is read, in bytes: the whole country's 620,000 villages are 50 MB.
const LARGEST_LIST: usize = 128 << 20;

/// What was read: what `--json` prints.
#[derive(Debug, Serialize)]
struct Told {
    /// Villages in the list.
    villages: usize,
    /// Townships they are of.
    townships: usize,
    /// Villages that were not known before.
    new: u64,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let bytes = read_file(&args.file, LARGEST_LIST)?;
    let list =
        villages::read(&bytes).map_err(|e| CommandError::new(e.to_string(), args.file.display().to_string(), ""))?;
    let villages: Vec<Village> = list
        .villages()
        .iter()
        .map(|v| Village {
            code: v.code.clone(),
            name: v.name.clone(),
            listed: true,
        })
        .collect();
    let regions: Vec<_> = list
        .regions()
        .iter()
        .map(|(code, name)| (code.clone(), name.clone()))
        .collect();
    let folder = args.data.open_or_make()?;
    let told = Told {
        villages: villages.len(),
        townships: villages
            .iter()
            .filter_map(|v| v.code.township())
            .collect::<BTreeSet<_>>()
            .len(),
        new: folder.store.put_villages(&villages, &regions)?,
    };
    match args.json {
        true => out.json(&told)?,
        false => out.line(format_args!(
            "{} 个乡镇，{} 个村，新增 {} 个。  {} townships, {} villages, {} of them new.",
            told.townships, told.villages, told.new, told.townships, told.villages, told.new
        ))?,
    }
    Ok(Outcome::Fine)
}
