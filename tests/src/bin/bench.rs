//! `cargo xtask bench`: timings and counts, printed and never asserted.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        None => ruhu_tests::bench::all(),
        Some("server") => ruhu_tests::bench::server_alone(),
        Some("visits") => ruhu_tests::bench::visits_alone(),
        Some(other) => Err(format!(
            "there is no bench `{other}`; there are `server` and `visits`, leave it out for all"
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::FAILURE
        }
    }
}
