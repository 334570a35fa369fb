//! `cargo xtask demo`: the whole way once, from a roster to evidence that a stranger has verified.

use clap::Parser;
use ruhu_tests::demo::{Demo, Renewed, Standing};
use ruhu_tests::failure::{Done, While};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// So often it is looked whether a phone has used the code.
const LOOK: Duration = Duration::from_secs(1);

/// 入户演示：一年的走访，从花名册到佐证包 / A year of visits, from the roster to the evidence.
#[derive(Parser)]
#[command(name = "cargo xtask demo")]
struct Words {
    /// 演示完就退出 / Leave at the end instead of staying up
    #[arg(long)]
    once: bool,
    /// 把数据留在 DIR/data，佐证包留在 DIR/pack / Leave the data in DIR/data and the pack in DIR/pack
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// 只用前 N 部手机 / Only the first N cadres' phones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    cadres: Option<u16>,
    /// 演示期间把地址和登记码写在这里 / While it stays up, leave its address and an enrolment code for a phone in this file
    #[arg(long, value_name = "FILE", conflicts_with = "once")]
    note: Option<PathBuf>,
}

fn main() -> ExitCode {
    let words = Words::parse();
    let demo = Demo {
        keep: words.keep,
        cadres: words.cadres.map(usize::from),
    };
    let played = demo.play().and_then(|standing| match words.once {
        true => {
            standing.end();
            Ok(())
        }
        false => stay(standing, words.note.as_deref()),
    });
    match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Stays up until Ctrl-C, or until it is told to end.
fn stay(mut standing: Standing, note: Option<&Path>) -> Done<()> {
    let (page, link) = standing.doors()?;
    println!("覆盖页 coverage page: {page}");
    println!("一次性登录链接，15 分钟内有效 / one-time sign-in link, good for 15 minutes:\n  {link}");
    let note = note.map(|path| standing.note(path)).transpose()?;
    println!("{}", standing.phone());
    println!("按 Ctrl-C 结束 / Ctrl-C ends the demo");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.when("Ctrl-C")?.block_on(async {
        let mut told_to_end = signal(SignalKind::terminate()).when("SIGTERM")?;
        loop {
            tokio::select! {
                pressed = tokio::signal::ctrl_c() => return pressed.when("Ctrl-C"),
                _ = told_to_end.recv() => return Ok(()),
                () = tokio::time::sleep(LOOK) => {}
            }
            if standing.renew(note.as_ref())? == Renewed::Yes {
                println!("{}", standing.phone());
            }
        }
    })?;
    drop(note);
    standing.end();
    Ok(())
}
