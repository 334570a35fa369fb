//! How long each step took, in seconds of wall time and of processor time, told at the end of `check`.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One step that has ended.
struct Stage {
    name: String,
    wall: Duration,
    /// Of the step's processes, user and system; unknown where there is no `/proc`.
    processor: Option<Duration>,
}

static STAGES: Mutex<Vec<Stage>> = Mutex::new(Vec::new());

/// Linux counts process times in `/proc` in hundredths of a second.
const TICKS_PER_S: u64 = 100;

/// Runs a step and keeps how long it took.
pub fn timed<T>(name: &str, step: impl FnOnce() -> T) -> T {
    let (began, spent) = (Instant::now(), of_children());
    let done = step();
    let stage = Stage {
        name: name.to_owned(),
        wall: began.elapsed(),
        processor: of_children()
            .zip(spent)
            .map(|(after, before)| after.saturating_sub(before)),
    };
    STAGES.lock().unwrap_or_else(PoisonError::into_inner).push(stage);
    done
}

/// Prints every step so far with its times, and their sum.
pub fn print() {
    let stages = STAGES.lock().unwrap_or_else(PoisonError::into_inner);
    println!("\n== times: seconds of wall, of processor");
    for stage in stages.iter() {
        println!(
            "{} {}  {}",
            seconds(Some(stage.wall)),
            seconds(stage.processor),
            stage.name
        );
    }
    let wall = stages.iter().map(|stage| stage.wall).sum();
    let processor = stages.iter().map(|stage| stage.processor).sum();
    println!("{} {}  all steps", seconds(Some(wall)), seconds(processor));
}

fn seconds(time: Option<Duration>) -> String {
    time.map_or_else(|| format!("{:>6}", "-"), |time| format!("{:>6}", time.as_secs()))
}

/// Processor time of all processes that we started and that have ended: fields 16 and 17 of `/proc/self/stat`, behind
/// the program's name, which may hold blanks.
fn of_children() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|field| field.parse::<u64>().ok())
        .sum::<Option<u64>>()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS_PER_S))
}
