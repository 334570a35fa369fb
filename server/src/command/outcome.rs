//! How a command speaks and ends: four exit codes, and errors that say what, where and how to mend it.

use serde::Serialize;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

/// A command that was carried out. What was not is a [`CommandError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1: a check was made and did not pass.
    Finding,
    /// Exit code 3: the usable part was done, the rest is named in the report.
    PartlyRefused,
}

impl Outcome {
    /// The documented exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Finding => 1,
            Self::PartlyRefused => 3,
        }
    }
}
impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome.code())
    }
}

/// The call or its input cannot be used: exit code 2, nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandError {
    /// What is wrong, a plain sentence without personal data.
    pub what: String,
    /// Where: a file, with line and column if there are any; an option; empty when `what` says it.
    pub place: String,
    /// How to mend it.
    pub mend: String,
}

impl CommandError {
    /// The exit code of every unusable input.
    pub const EXIT: u8 = 2;

    /// What, where, how to mend it.
    pub fn new(what: impl Into<String>, place: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: place.into(),
            mend: mend.into(),
        }
    }

    /// The same error, with the file it is about.
    pub fn at(self, path: &std::path::Path) -> Self {
        Self {
            place: path.display().to_string(),
            ..self
        }
    }

    /// The same error; when it says no place, it is about this file.
    pub fn at_if_empty(self, path: &std::path::Path) -> Self {
        match self.place.is_empty() {
            true => self.at(path),
            false => self,
        }
    }

    /// A file that could not be read or written.
    pub fn file(path: &std::path::Path, error: &io::Error) -> Self {
        let mend = match error.kind() {
            io::ErrorKind::NotFound => "give the path of a file that is there",
            io::ErrorKind::PermissionDenied => "run as a user who may read and write it, or change its permissions",
            io::ErrorKind::StorageFull => "make room on the disk, then run it again",
            _ => "look at the file and its disk, then run it again",
        };
        Self::new(error.to_string(), path.display().to_string(), mend)
    }
}

impl fmt::Display for CommandError {
    /// One to three lines, each ended.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => writeln!(f, "ruhu: {}", self.what)?,
            false => writeln!(f, "ruhu: {}: {}", self.place, self.what)?,
        }
        match self.mend.is_empty() {
            true => Ok(()),
            false => writeln!(f, "  怎么办 / to mend it: {}", self.mend),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<ruhu_core::Error> for CommandError {
    fn from(error: ruhu_core::Error) -> Self {
        use ruhu_core::Error as E;
        match error {
            E::Unusable { what, place, mend } => Self::new(format!("{what} cannot be used"), place, mend),
            E::NotFound { what, id } => Self::new(format!("no such {what}"), id, "look at how it is written"),
            E::NotNow { what, mend } => Self::new(what, "", mend),
            E::File { path, source } => Self::file(std::path::Path::new(&path), &source),
            E::WrongKey => Self::new(
                "the database does not open with this key",
                "--key",
                "give the key file this folder was begun with; leave --key away if it was begun without",
            ),
            E::DiskFull => Self::new("the disk is full", "", "make room on the disk, then run it again"),
            E::Damaged { .. } => Self::new(
                error.to_string(),
                "",
                "keep the folder as it is and restore a backup beside it",
            ),
            other => Self::new(other.to_string(), "", ""),
        }
    }
}

impl From<crate::Error> for CommandError {
    fn from(error: crate::Error) -> Self {
        match error {
            crate::Error::Core(error) => error.into(),
            crate::Error::Refused { what, place, mend } => Self::new(what, place, mend),
            crate::Error::Conflict { place } => Self::new(
                "读取之后，镇里又作了别的决定（移交、删除、豁免、另一次导入……），什么也没有写入 / the township has decided \
                 something else meanwhile (a handover, an erasure, a waiver, another import ...); nothing was written",
                place,
                "再运行一次 / run it again",
            ),
            // These say what, where and how to mend it in one sentence.
            other => Self::new(other.to_string(), "", ""),
        }
    }
}

impl From<crate::town::roster::RosterError> for CommandError {
    /// These say what and how to mend it in one sentence; the caller adds the file.
    fn from(error: crate::town::roster::RosterError) -> Self {
        Self::new(error.to_string(), "", "")
    }
}

impl From<io::Error> for CommandError {
    /// An error of standard output or standard error: nothing else hands out a bare `io::Error` here.
    fn from(error: io::Error) -> Self {
        Self::new(
            error.to_string(),
            "standard output",
            "keep the reader of the output open until the command ends",
        )
    }
}

/// Where a command speaks: results to `stdout`, what is said on the way to `stderr`.
pub struct Output<'a> {
    /// The result: with `--json` one JSON value and nothing else.
    pub stdout: &'a mut dyn Write,
    /// Everything said to a person beside the result.
    pub stderr: &'a mut dyn Write,
}

impl Output<'_> {
    /// Prints one JSON value on standard output, readable by eye, ended by a line break.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CommandError> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|e| CommandError::new(format!("the answer cannot be written as JSON: {e}"), "", "report this"))?;
        writeln!(self.stdout, "{text}")?;
        Ok(())
    }
    /// Prints one line of the result.
    pub fn line(&mut self, text: impl fmt::Display) -> Result<(), CommandError> {
        writeln!(self.stdout, "{text}")?;
        Ok(())
    }
    /// Says one line beside the result.
    pub fn say(&mut self, text: impl fmt::Display) -> Result<(), CommandError> {
        writeln!(self.stderr, "{text}")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_what_and_how_to_mend_it() {
        let error = CommandError::new("no header row", "roster.xlsx", "add a row with 户编号");
        assert_eq!(
            error.to_string(),
            "ruhu: roster.xlsx: no header row\n  怎么办 / to mend it: add a row with 户编号\n"
        );
        assert_eq!(CommandError::new("x", "", "").to_string(), "ruhu: x\n");
    }

    #[test]
    fn json_goes_to_standard_output_and_talk_to_standard_error() {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut out = Output {
            stdout: &mut stdout,
            stderr: &mut stderr,
        };
        out.json(&[1]).expect("a vector takes every byte");
        out.say("done").expect("a vector takes every byte");
        assert_eq!(
            (stdout.as_slice(), stderr.as_slice()),
            (&b"[\n  1\n]\n"[..], &b"done\n"[..])
        );
    }
}
