//! The command line: what `ruhu` can do, in words worth reading, and how a command ends.
//! A new command is a file in `command/`, a line in the enum here and a line in `dispatch`.

use crate::characters::{is_invisible, visible};
use crate::command::{self, CommandError, Outcome, Output};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

const LONG_ABOUT: &str = "\
入户 Ruhu: 每一次入户走访记一次，处处可用、处处可查。
Ruhu keeps a county's promise to visit every household it helps: phones record visits, this server takes them in,
judges them, shows who has not been visited yet, and exports evidence that anybody can check offline.";

const AFTER_HELP: &str = "\
第一次使用 / The first day:
  ruhu serve --data /srv/ruhu                     建库、打印一次性登录链接 / makes everything, prints a sign-in link
  ruhu villages villages.csv --data /srv/ruhu     行政村代码 / the villages and their codes
  ruhu import roster.xlsx --data /srv/ruhu        花名册 / the roster of households and cadres
  ruhu enrol --data /srv/ruhu --cadre 姓名        给一部手机发登记码 / a code for one cadre's phone
  ruhu export --data /srv/ruhu --scope 610924102 --year 2026 --out pack
  ruhu verify pack                                离线核验佐证包 / checks a pack, offline
  ruhu backup --data /srv/ruhu --out /mnt/ruhu-0503   每天备份到另一块磁盘 / every day, to another disk
  ruhu doctor --data /srv/ruhu                    有没有毛病、怎么办 / is anything wrong, and what to do

命令可在 serve 运行时使用。 Commands may run while `serve` runs on the same folder.
`--key FILE` goes wherever `--data DIR` goes, when the folder was begun with one.
With `--json`, standard output holds one JSON value and nothing else; everything said to a person goes to
standard error. Messages say what is wrong, where, and how to mend it; nothing is changed by a refused input.

退出码 / Exit codes:
  0  正常 / fine
  1  有发现：核验或检查没有通过 / a finding: a check was made and did not pass
  2  输入不可用，什么都没有改动 / the input or the call cannot be used; nothing was changed
  3  部分被拒，其余已处理 / partly refused; the rest was done";

/// What was asked for.
#[derive(Debug, Parser)]
#[command(name = "ruhu", version, about = "入户：帮扶走访一次记录、处处可查 / visits recorded once, evidence anyone can check", long_about = LONG_ABOUT, after_help = AFTER_HELP)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Every command, in the order of a township's first day.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 运行乡镇服务器 / Run the township's server on a data folder
    Serve(command::serve::Args),
    /// 导入行政村代码表 / Read the list of villages and their 12-digit codes
    Villages(command::villages::Args),
    /// 导入花名册 / Read a roster of households and cadres (XLSX or CSV)
    Import(command::import::Args),
    /// 给帮扶责任人的手机发登记码 / Make a one-time code that enrols a cadre's phone
    Enrol(command::enrol::Args),
    /// 登记过的手机：列出、停用、恢复 / The phones: list them, shut one out, let it in again
    Phones(command::phones::Args),
    /// 登录账号：范围与角色 / Accounts that sign in: their scope and role
    Account(command::account::Args),
    /// 给手机发新版应用 / The phone app that this server hands out
    App(command::app::Args),
    /// 谁在登录，结束登录 / Who is signed in, and ending it
    Sessions(command::sessions::Args),
    /// 审计：谁看过、改过什么 / The audit log: who opened and changed what
    Audit(command::audit::Args),
    /// 规则试算 / Ask the rules about given cases, or about the real households
    Rules(command::rules::Args),
    /// 检查规则文件，让它生效 / Check a policy file, and put it in force
    Policy(command::policy::Args),
    /// 登记免走访或可远程走访的日子 / Waive visits, or let remote ones count, on some days
    Waive(command::waive::Args),
    /// 认定一次走访算不算 / Decide whether a visit counts
    Decide(command::decide::Args),
    /// 把农户交给另一位责任人 / Hand households over to another cadre
    Handover(command::handover::Args),
    /// 登记一户的位置 / Say where a household lives
    Place(command::place::Args),
    /// 依法删除一户 / Erase a household, lawfully
    Erase(command::erase::Args),
    /// 谁在什么时候决定了什么 / What was decided, when, by whom
    Log(command::log::Args),
    /// 新的一次性登录链接 / A new one-time sign-in link
    Signin(command::signin::Args),
    /// 手机会怎样保存这些照片 / What a phone would keep of these photo files
    Photo(command::photo::Args),
    /// 收下手机没传上来的记录（存储卡带来的） / Take in what phones could not send, from a memory card
    Unsent(command::unsent::Args),
    /// 导出佐证包 / Export a year's evidence as a pack
    Export(command::export::Args),
    /// 离线核验佐证包 / Verify a pack, offline
    Verify(command::verify::Args),
    /// 检查数据文件夹，说明怎么办 / Look whether all is well with a data folder, and what to do
    Doctor(command::doctor::Args),
    /// 备份，可在运行时进行 / Make a backup, also while the server runs
    Backup(command::backup::Args),
    /// 把备份恢复到新文件夹 / Bring a backup back, into a new folder
    Restore(command::restore::Args),
}

/// Runs one command line; the exit code is documented in `ruhu --help`.
pub fn run(args: impl IntoIterator<Item = OsString>, stdout: &mut dyn Write, stderr: &mut dyn Write) -> ExitCode {
    let cli = match Cli::try_parse_from(args.into_iter().map(typed)) {
        Ok(cli) => cli,
        Err(usage) => {
            // clap knows where its text belongs (help to stdout, a wrong call to stderr) and that a wrong call is 2.
            let asked = !usage.use_stderr();
            let text = usage.render();
            let written = match asked {
                true => write!(stdout, "{text}"),
                false => write!(stderr, "{text}"),
            };
            return match written {
                Ok(()) if asked => Outcome::Fine.into(),
                _ => CommandError::EXIT.into(),
            };
        }
    };
    let done = dispatch(&cli.command, &mut Output { stdout, stderr });
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            // Nowhere is left to say that standard error itself is closed.
            let _ = write!(stderr, "{error}");
            CommandError::EXIT.into()
        }
    }
}

/// An argument as it was meant: what was copied from a chat or a spreadsheet brings marks along that do not show, and a
/// name or number with them is found nowhere. The path of a file that is there stays as it is.
fn typed(arg: OsString) -> OsString {
    let text = match arg.to_str() {
        Some(text) if text.chars().any(is_invisible) && !Path::new(text).exists() => visible(text).into_owned(),
        _ => return arg,
    };
    text.into()
}

fn dispatch(command: &Command, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    match command {
        Command::Serve(args) => command::serve::run(args, out),
        Command::Villages(args) => command::villages::run(args, out),
        Command::Import(args) => command::import::run(args, out),
        Command::Enrol(args) => command::enrol::run(args, out),
        Command::Phones(args) => command::phones::run(args, out),
        Command::Account(args) => command::account::run(args, out),
        Command::App(args) => command::app::run(args, out),
        Command::Sessions(args) => command::sessions::run(args, out),
        Command::Audit(args) => command::audit::run(args, out),
        Command::Rules(args) => command::rules::run(args, out),
        Command::Policy(args) => command::policy::run(args, out),
        Command::Waive(args) => command::waive::run(args, out),
        Command::Decide(args) => command::decide::run(args, out),
        Command::Handover(args) => command::handover::run(args, out),
        Command::Place(args) => command::place::run(args, out),
        Command::Erase(args) => command::erase::run(args, out),
        Command::Log(args) => command::log::run(args, out),
        Command::Signin(args) => command::signin::run(args, out),
        Command::Photo(args) => command::photo::run(args, out),
        Command::Unsent(args) => command::unsent::run(args, out),
        Command::Export(args) => command::export::run(args, out),
        Command::Verify(args) => command::verify::run(args, out),
        Command::Doctor(args) => command::doctor::run(args, out),
        Command::Backup(args) => command::backup::run(args, out),
        Command::Restore(args) => command::restore::run(args, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruhu(args: &[&str]) -> (String, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let all = std::iter::once("ruhu").chain(args.iter().copied()).map(OsString::from);
        let code = run(all, &mut out, &mut err);
        let text = |bytes| String::from_utf8(bytes).expect("the command line speaks UTF-8");
        (format!("{code:?}"), text(out), text(err))
    }

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn help_names_every_command_and_every_exit_code() {
        let (code, out, err) = ruhu(&["--help"]);
        assert_eq!((code, err.as_str()), (format!("{:?}", ExitCode::SUCCESS), ""));
        for word in [
            "serve", "villages", "import", "enrol", "phones", "account", "sessions", "audit", "rules", "policy",
            "waive", "decide", "handover", "place", "erase", "log", "signin", "photo", "export", "verify", "doctor",
            "backup", "restore",
        ] {
            assert!(out.contains(&format!("\n  {word}")), "{word} is missing in:\n{out}");
        }
        for line in ["  0  ", "  1  ", "  2  ", "  3  "] {
            assert!(out.contains(line), "{line:?} is missing in:\n{out}");
        }
    }

    #[test]
    fn marks_that_do_not_show_are_taken_out_of_arguments() {
        for (given, meant) in [
            ("王\u{200B}试一\u{FEFF}", "王试一"),
            ("\u{202D}61092410100100001\u{202C}", "61092410100100001"),
            ("王 芳", "王 芳"),
        ] {
            assert_eq!(typed(given.into()), OsString::from(meant));
        }
        let place = tempfile::tempdir().expect("a temporary folder");
        let file = place.path().join("a\u{200D}b");
        std::fs::write(&file, "x").expect("written");
        assert_eq!(typed(file.clone().into()), OsString::from(file));
    }

    #[test]
    fn a_wrong_call_is_unusable_input() {
        let (code, out, err) = ruhu(&["serve"]);
        assert_eq!((code, out.as_str()), (format!("{:?}", ExitCode::from(2)), ""));
        assert!(err.contains("--data"), "{err}");
    }
}
