//! The files that `ruhu rules` reads and prints: cases as JSON in, verdicts or coverage as JSON out, so that another program can be
//! compared with this one, and a policy tried before it is in force. The shapes are in `docs/rules.md`.

mod coverage;
mod file;
mod judge;

pub use coverage::{RealHousehold, try_cases, try_households};
pub use file::CaseError;
pub use judge::judge_cases;

use serde::Serialize;

/// A JSON list with one member a line.
fn lines_of_json<T: Serialize>(members: &[T]) -> String {
    let lines: Vec<String> = members
        .iter()
        .map(|member| serde_json::to_string(member).expect("texts, numbers and lists always are JSON"))
        .collect();
    format!("[{}]\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod worked;
