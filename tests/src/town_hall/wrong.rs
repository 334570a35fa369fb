//! Why a request was not carried out: what, where, how to mend it. Nothing has changed then.

use crate::failure::Failure;
use ruhu_server::command::CommandError;
use std::fmt;

/// How a line that cannot be read is mended.
pub(super) const KNOWN: &str = r#"write one line such as {"do":"visits"}; `do` is one of code, clock, road, households, visits, records, waive, hand_over, place, decide, policy, app, visit_with, phone, link, page, spoil"#;

/// What a driver is told.
#[derive(Debug)]
pub struct Wrong(String);

impl Wrong {
    /// Where, what is wrong, how to mend it.
    pub fn new(place: &str, what: impl fmt::Display, mend: &str) -> Self {
        Self(format!("{place}: {what}; {mend}"))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The server's errors, the desk's among them, say all three already.
impl From<ruhu_server::Error> for Wrong {
    fn from(error: ruhu_server::Error) -> Self {
        Self(error.to_string())
    }
}
impl From<CommandError> for Wrong {
    fn from(error: CommandError) -> Self {
        // A command's error has lines for a terminal; an answer is one line.
        let text = error.to_string();
        let lines: Vec<&str> = text.trim_start_matches("ruhu: ").lines().map(str::trim).collect();
        Self(lines.join("; "))
    }
}
impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self(failure.to_string())
    }
}
