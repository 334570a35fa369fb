//! `ruhu rules try` and `ruhu rules judge`: the rules, asked from outside; exactly docs/rules.md.

use super::{CommandError, Outcome, Output};
use std::path::PathBuf;

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
    /// 走访够不够：按规则算覆盖 / Coverage of given cases, or of the real households
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
    /// 用真实数据试算 / Ask about the real households of this data folder
    #[arg(long, value_name = "DIR", requires = "year")]
    pub data: Option<PathBuf>,
    /// 加密数据库的密钥文件 / The key file of the data folder
    #[arg(long, value_name = "FILE", requires = "data")]
    pub key: Option<PathBuf>,
    /// 年份 / The year asked about
    #[arg(long, value_name = "Y", requires = "data")]
    pub year: Option<i32>,
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

/// Runs it.
pub fn run(args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    match &args.question {
        Question::Try(_) => todo!(),
        Question::Judge(_) => todo!(),
    }
}
