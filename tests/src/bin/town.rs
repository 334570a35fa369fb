//! `ruhu-town`: a township in a process of its own, driven by JSON lines. A test in Kotlin, or the phone in a window,
//! starts it, reads its first line, then writes one object a line and reads one object a line. It ends when its standard
//! input closes.

use clap::Parser;
use ruhu_tests::town_hall::{TownHall, Words};
use std::io::{BufRead, Result, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut hall = match TownHall::open(&Words::parse()) {
        Ok(hall) => hall,
        Err(error) => {
            eprintln!("ruhu-town: {error}");
            return ExitCode::FAILURE;
        }
    };
    match serve(&mut hall) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ruhu-town: standard input or output broke: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers line by line. A line that is no UTF-8 is answered too, by an error: whoever waits for an answer gets one.
fn serve(hall: &mut TownHall) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", hall.ready())?;
    out.flush()?;
    let mut said = std::io::stdin().lock();
    let mut line = Vec::new();
    while said.read_until(b'\n', &mut line)? > 0 {
        writeln!(out, "{}", hall.answer(&line))?;
        out.flush()?;
        line.clear();
    }
    Ok(())
}
