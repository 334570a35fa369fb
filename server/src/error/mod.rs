//! What can go wrong on the server: the core's errors, and those only a township server has.
//! No variant carries personal data: texts name fields, codes, rows and files, never people.

mod command_error;

pub use command_error::CommandError;

use ruhu_core::rules::PolicyError;
use thiserror::Error as ThisError;

/// Everything the server can answer instead of a result.
#[derive(Debug, ThisError)]
pub enum Error {
    /// The core's own error.
    #[error(transparent)]
    Core(#[from] ruhu_core::Error),
    /// A policy file is wrong: file, line, column, and how to mend it.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// No such township is served here.
    #[error("township {code} is not served from this folder: import its roster first (ruhu import)")]
    NoTownship {
        /// The code asked for.
        code: String,
    },
    /// The desk was asked for what makes no sense; nothing has changed.
    #[error("{place}: {what}; {mend}")]
    Refused {
        /// What is wrong, a plain sentence without personal data.
        what: String,
        /// Which part of what was asked: an option's name, an id.
        place: String,
        /// How to mend it.
        mend: String,
    },
    /// The township decided something else between the reading and the writing; nothing has changed.
    #[error("{place}: the township has decided something else meanwhile; nothing was changed: run it again")]
    Conflict {
        /// What was to be written.
        place: String,
    },
    /// A preview's transaction was rolled back, as it is meant to be; whoever asked for the preview never hears this.
    #[error("a preview was rolled back")]
    RolledBack,
    /// What was asked for lies outside the asker's reach: answered as if it were not there.
    #[error("there is nothing here for this account: it lies outside its scope")]
    OutOfReach,
    /// The township has revoked the phone that calls.
    #[error(
        "the township has shut this phone out: keep everything on it and ask the township to let it in again (ruhu phones renew)"
    )]
    PhoneRevoked,
    /// The asker may read and not decide.
    #[error("this account may read and not change anything: ask for the role `township`")]
    ReadOnly,
    /// What is stored contradicts itself: a sign of a damaged or edited database, never of bad input.
    #[error("the store contradicts itself ({place}): {detail}; restore the newest backup and tell the maintainers")]
    Inconsistent {
        /// Table and key, no personal data.
        place: String,
        /// What is wrong.
        detail: String,
    },
}

impl Error {
    /// Something the desk does not do: where, what is wrong, how to mend it.
    pub fn refused(place: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::Refused {
            what: what.into(),
            place: place.into(),
            mend: mend.into(),
        }
    }
    /// A stored value that does not read back.
    pub fn inconsistent(place: impl Into<String>, detail: impl std::fmt::Display) -> Self {
        Self::Inconsistent {
            place: place.into(),
            detail: detail.to_string(),
        }
    }
}

/// The server's result.
pub type Result<T> = std::result::Result<T, Error>;
