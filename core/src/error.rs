//! What can go wrong, in one rich enum. It crosses to the phone's screens once, in `app`, where each variant
//! is turned into its remedy. No variant carries personal data: texts name fields, rows and files, never people.

mod transport;

pub use transport::{CertificateFault, TransportError};

use thiserror::Error as ThisError;

/// Everything the core can answer instead of a result.
#[derive(Debug, ThisError)]
pub enum Error {
    /// A value handed in cannot be used: what it is, where it stood, how to mend it.
    #[error("{what} cannot be used ({place}): {mend}")]
    Unusable {
        /// What was being read ("RegionCode", "policy").
        what: String,
        /// The value or the place of it, never personal data.
        place: String,
        /// What to do about it.
        mend: String,
    },
    /// There is no such thing here.
    #[error("no such {what}: {id}")]
    NotFound {
        /// The kind of thing, as the glossary names it.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// What is asked does not fit the state things are in.
    #[error("{what}: {mend}")]
    NotNow {
        /// What stands in the way.
        what: String,
        /// What to do first.
        mend: String,
    },
    /// A picture cannot be taken in. The code is stable, see `photo`.
    #[error("photo: {message} ({code})")]
    Photo {
        /// Stable code, such as `not_a_jpeg`.
        code: &'static str,
        /// The plain sentence.
        message: String,
    },
    /// The database does not open with this key, or is none.
    #[error("the database does not open with this key")]
    WrongKey,
    /// The database was written by a newer Ruhu.
    #[error("the database has schema {found}, this program knows up to {known}: install the newer program")]
    NewerSchema {
        /// The schema found on disk.
        found: u32,
        /// The newest schema this program knows.
        known: u32,
    },
    /// The database failed its own check.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What the check said.
        detail: String,
    },
    /// There is no room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// Another program held the database longer than the busy timeout. Nothing was changed; trying again may help.
    #[error("the database is busy: another program is writing; try again")]
    Busy,
    /// The system failed a read or a write of the database. It says nothing about what is in it; trying again may help.
    #[error("the disk did not answer: {0}; try again")]
    DiskIo(String),
    /// The database answered with an error that is none of the above.
    #[error("database: {0}")]
    Database(String),
    /// A file could not be read or written. It says nothing about the file's content: what is lost for good is `NotFound`
    /// or `Damaged`.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The device's key would not sign, or a key is no key.
    #[error("key: {0}")]
    Key(String),
    /// What was written is more than a record may hold; nothing was signed.
    #[error("the record would have {bytes} bytes, at most {most} are taken")]
    TooLarge {
        /// Its length, signed.
        bytes: usize,
        /// The most that is taken.
        most: usize,
    },
    /// A record, a receipt or a checkpoint is not what its signature says.
    #[error("not genuine: {0}")]
    NotGenuine(String),
    /// The server could not be reached, or the connection broke. Trying later may help.
    #[error("the server cannot be reached: {0}")]
    Transport(TransportError),
    /// What answered over TLS does not have a certificate that this phone trusts. Nothing was sent to it.
    #[error("what answered does not have a certificate that this phone trusts ({0}); nothing was sent")]
    WrongCertificate(CertificateFault),
    /// The server knows this phone no more: enrol again.
    #[error("the server no longer knows this phone: {0}")]
    SignedOut(String),
    /// The server answered and said no.
    #[error("the server refused ({code}): {message}")]
    Refused {
        /// The server's stable code.
        code: String,
        /// The server's plain sentence.
        message: String,
    },
}

impl From<TransportError> for Error {
    fn from(broke: TransportError) -> Self {
        match broke {
            TransportError::WrongCertificate(fault) => Self::WrongCertificate(fault),
            other => Self::Transport(other),
        }
    }
}

impl Error {
    /// A value that cannot be used. Long values are cut: an error is no place for a file.
    pub fn unusable(what: &str, place: &str, mend: &str) -> Self {
        let place = if place.chars().count() > 120 {
            place.chars().take(120).chain("…".chars()).collect()
        } else {
            place.to_owned()
        };
        Self::Unusable {
            what: what.to_owned(),
            place,
            mend: mend.to_owned(),
        }
    }

    /// A failed call on a file; a full disk is told apart.
    pub fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            _ => Self::File {
                path: path.display().to_string(),
                source,
            },
        }
    }
}

/// The core's result.
pub type Result<T> = std::result::Result<T, Error>;
