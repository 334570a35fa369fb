//! How a command speaks and ends: four exit codes.

use crate::error::CommandError;
use serde::Serialize;
use std::fmt;
use std::io::Write;
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

impl From<crate::town::roster::RosterError> for CommandError {
    /// These say what and how to mend it in one sentence; the caller adds the file.
    fn from(error: crate::town::roster::RosterError) -> Self {
        Self::new(error.to_string(), "", "")
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
