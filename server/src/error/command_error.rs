//! What a person at a command line reads when something cannot be done: what, where and how to mend it.

use std::fmt;
use std::io;

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
}
