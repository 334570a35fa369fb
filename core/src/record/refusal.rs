//! Why a JWS is not taken: each reason has a stable code that the server hands back and docs/record.md lists.
//! The texts name places, never what stood there: a record is full of personal data.

use crate::Error;
use thiserror::Error as ThisError;

/// A JWS that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum RecordError {
    /// Longer than `MAX_RECORD_BYTES`.
    #[error("the record has {bytes} bytes, at most {most} are taken")]
    TooLarge {
        /// Its length.
        bytes: usize,
        /// The most that is taken.
        most: usize,
    },
    /// Not three parts of base64url, or the header is no JSON object.
    #[error("this is no compact JWS: {0}")]
    NotAJws(&'static str),
    /// The header says something else than it must.
    #[error("the header is wrong: {0}")]
    Header(&'static str),
    /// `kid`, `device` and the key's thumbprint are not one.
    #[error("`{0}` does not name the key that was looked at")]
    OtherKey(&'static str),
    /// The signature is not this key's over these bytes.
    #[error("the signature does not fit: the text was changed, or another key signed it")]
    Signature,
    /// The payload is not JSON.
    #[error("the payload is not JSON (line {line}, column {column})")]
    NotJson {
        /// Where, from 1.
        line: usize,
        /// Where, from 1.
        column: usize,
    },
    /// The payload is JSON, but not a record: a field is missing, twice there, or of another shape.
    #[error("the payload is not a record: {0}")]
    NotARecord(String),
    /// A registered JWT claim name stands at the payload's top level.
    #[error("the payload uses the claim name `{0}`, which records never do")]
    Claim(&'static str),
    /// `seq` and `prev` do not fit together.
    #[error("{0}")]
    Chain(&'static str),
}

impl RecordError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::NotAJws(_) => "not_a_jws",
            Self::Header(_) => "wrong_header",
            Self::OtherKey(_) => "wrong_key",
            Self::Signature => "bad_signature",
            Self::NotJson { .. } => "not_json",
            Self::NotARecord(_) => "not_a_record",
            Self::Claim(_) => "reserved_claim",
            Self::Chain(_) => "bad_chain",
        }
    }
}

impl From<RecordError> for Error {
    fn from(refusal: RecordError) -> Self {
        Error::NotGenuine(format!("{refusal} ({})", refusal.code()))
    }
}
