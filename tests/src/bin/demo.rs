//! `cargo xtask demo`: the whole way once, from a roster to evidence that a stranger has verified.

use clap::Parser;
use ruhu_tests::demo::{Demo, Standing};
use ruhu_tests::failure::{Done, Failure, While};
use std::path::PathBuf;
use std::process::ExitCode;

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
        false => stay(standing),
    });
    match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Stays up until Ctrl-C.
fn stay(standing: Standing) -> Done<()> {
    let (page, link) = standing.doors()?;
    println!("覆盖页 coverage page: {page}");
    println!("一次性登录链接，15 分钟内有效 / one-time sign-in link, good for 15 minutes:\n  {link}");
    println!("按 Ctrl-C 结束 / Ctrl-C ends the demo");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let waiting = runtime.map_err(|error| Failure::new("Ctrl-C", error))?;
    waiting.block_on(tokio::signal::ctrl_c()).when("Ctrl-C")?;
    standing.end();
    Ok(())
}
