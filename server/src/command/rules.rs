//! `ruhu rules try` and `ruhu rules judge`: the rules, asked from outside; exactly docs/rules.md.

use super::{CommandError, DataArgs, Outcome, Output, read_text, town};
use crate::store::{Coverage as _, Ledger as _};
use ruhu_core::cases::{CaseError, RealHousehold, judge_cases, try_cases, try_households};
use ruhu_core::ids::RegionCode;
use ruhu_core::time::{Clock, Day, SystemClock};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// The arguments of `ruhu rules`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Which question.
    #[command(subcommand)]
    pub question: Question,
}

/// The two questions.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Question {
    /// 走访够不够：按规则算覆盖 / Coverage of given cases
    Try(TryArgs),
    /// 一次走访算不算：按规则判定 / Verdicts of given visits
    Judge(JudgeArgs),
}

/// The arguments of `ruhu rules try`.
#[derive(Clone, Debug, clap::Args)]
pub struct TryArgs {
    /// 规则文件 / The policy file (TOML)
    #[arg(long, value_name = "POLICY.toml")]
    pub policy: PathBuf,
    /// 算例 / The cases (JSON)
    #[arg(value_name = "CASES.json", required_unless_present = "data", conflicts_with = "data")]
    pub cases: Option<PathBuf>,
    /// 数据文件夹：按这份规则算实有农户 / The data folder: what the policy would say of its real households
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 加密数据库的密钥文件 / The file with the key that encrypts the database
    #[arg(long, value_name = "FILE", requires = "data")]
    pub key: Option<PathBuf>,
    /// 哪一年：今年算到今天，往年算到年底 / Which year: this one up to today, a past one to its end
    #[arg(long, value_name = "YEAR", requires = "data")]
    pub year: Option<i32>,
    /// 只算一个村、镇或县 / Only the households of this village, township or county
    #[arg(long, value_name = "CODE", requires = "data")]
    pub scope: Option<String>,
    /// 回答总是 JSON，写不写都一样 / The answer is JSON either way
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `ruhu rules judge`.
#[derive(Clone, Debug, clap::Args)]
pub struct JudgeArgs {
    /// 规则文件 / The policy file (TOML)
    #[arg(long, value_name = "POLICY.toml")]
    pub policy: PathBuf,
    /// 走访事实 / The facts of the visits (JSON)
    #[arg(value_name = "VISITS.json")]
    pub visits: PathBuf,
}

/// Runs it. The answer is JSON whatever the reader.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let answer = match &args.question {
        Question::Try(args) => match (&args.cases, &args.data) {
            (Some(cases), _) => of_files(&args.policy, cases, try_cases)?,
            (None, Some(data)) => of_folder(args, data, SystemClock.now().wall.day())?,
            (None, None) => {
                let mend = "name a file of cases, or a folder with --data";
                return Err(CommandError::new("it is not said of whom", "CASES.json", mend));
            }
        },
        Question::Judge(args) => of_files(&args.policy, &args.visits, judge_cases)?,
    };
    out.line(answer.trim_end())?;
    Ok(Outcome::Fine)
}

/// A question about two files: their texts, and their names for errors.
type Asked = fn(&str, &str, &str, &str) -> Result<String, CaseError>;

fn of_files(policy: &Path, file: &Path, ask: Asked) -> Result<String, CommandError> {
    let (policy_text, file_text) = (read_text(policy)?, read_text(file)?);
    let (policy, file) = (policy.display().to_string(), file.display().to_string());
    // The error says file, line, column and how to mend it: one line, as docs/rules.md promises.
    ask(&policy_text, &policy, &file_text, &file).map_err(|e| CommandError::new(one_line(&e.to_string()), "", ""))
}

/// The real households of a folder, by township and number.
fn of_folder(args: &TryArgs, data: &Path, today: Day) -> Result<String, CommandError> {
    let policy_text = read_text(&args.policy)?;
    let year = args.year.unwrap_or_else(|| today.year());
    let on = match (year.cmp(&today.year()), Day::new(year, 12, 31)) {
        (Ordering::Equal, _) => today,
        (Ordering::Less, Some(last)) => last,
        (Ordering::Less | Ordering::Greater, _) => {
            let mend = format!("give {} or a year before it", today.year());
            return Err(CommandError::new(
                format!("the year {year} has not come"),
                "--year",
                mend,
            ));
        }
    };
    let folder = DataArgs {
        data: data.to_owned(),
        key: args.key.clone(),
    }
    .open()?;
    let scopes = match &args.scope {
        Some(text) => vec![town::parsed::<RegionCode>("--scope", text)?],
        None => folder.store.townships()?.into_iter().map(|town| town.code).collect(),
    };
    let mut states = Vec::new();
    for scope in &scopes {
        states.extend(folder.store.households(scope)?);
    }
    states.sort_by(|a, b| (&a.township, &a.household).cmp(&(&b.township, &b.household)));
    let households: Vec<RealHousehold> = states
        .into_iter()
        .map(|state| RealHousehold {
            id: state.household.to_string(),
            tenure: state.tenure,
            waivers: state.waivers,
            visits: state.visits,
        })
        .collect();
    try_households(&policy_text, &args.policy.display().to_string(), &households, on)
        .map_err(|e| CommandError::new(one_line(&e.to_string()), "", ""))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
