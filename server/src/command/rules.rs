//! `ruhu rules try` and `ruhu rules judge`: the rules, asked from outside; exactly docs/rules.md.

use super::{CommandError, Outcome, Output, read_text};
use ruhu_core::coverage::try_cases;
use ruhu_core::rules::judge_cases;
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
    #[arg(value_name = "CASES.json")]
    pub cases: PathBuf,
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
    let (policy, file) = match &args.question {
        Question::Try(args) => (&args.policy, &args.cases),
        Question::Judge(args) => (&args.policy, &args.visits),
    };
    let (policy_text, file_text) = (read_text(policy)?, read_text(file)?);
    let (policy, file) = (policy.display().to_string(), file.display().to_string());
    let answer = match &args.question {
        Question::Try(_) => try_cases(&policy_text, &policy, &file_text, &file),
        Question::Judge(_) => judge_cases(&policy_text, &policy, &file_text, &file),
    };
    // The error says file, line, column and how to mend it: one line, as docs/rules.md promises.
    out.line(
        answer
            .map_err(|e| CommandError::new(one_line(&e.to_string()), "", ""))?
            .trim_end(),
    )?;
    Ok(Outcome::Fine)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
