//! `ruhu policy check FILE`: whether a policy file can be put in force, with line and column when it cannot.

use super::{CommandError, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu policy`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do with a policy.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with a policy file.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    /// 检查并用白话说出规则 / Check it and say in words what it asks for
    Check {
        /// 规则文件 / The policy file (TOML)
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Runs it.
pub fn run(args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    match &args.what {
        What::Check { .. } => todo!(),
    }
}
