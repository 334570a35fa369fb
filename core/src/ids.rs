//! Every id is its own type, so that a visit's id never stands where a cadre's belongs.
//! Ids that a phone gives birth to are UUIDv7 (RFC 9562); the others are the names the world already uses:
//! a household's number, a region's code, a key's thumbprint, a file's hash.

use crate::error::Error;
#[cfg(feature = "openapi")]
use crate::openapi::described_text;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Declares UUIDv7 ids, each a type of its own.
macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new id, ordered by `now`. Ten random bytes come from the operating system.
            pub fn new(now: Moment) -> Self {
                Self(uuid_v7(now))
            }
            /// When it was made, by the clock it was made with: the first 48 bits, in milliseconds (RFC 9562, 5.7).
            pub fn born(&self) -> Moment {
                let millis = self.as_bytes()[..6].iter().fold(0, |sum, byte| (sum << 8) | i64::from(*byte));
                Moment::from_millis(millis)
            }
            /// The id with exactly these bytes, for tests and for reading a column.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(uuid::Uuid::from_bytes(bytes))
            }
            /// The sixteen bytes, as a column keeps them.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                uuid::Uuid::try_parse(text)
                    .map(Self)
                    .map_err(|_| Error::unusable(stringify!($name), text, "write it as 8-4-4-4-12 hexadecimal digits"))
            }
        }
        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($name, String, {
            try_lift: |text| text.parse().map_err(|e: Error| uniffi::deps::anyhow::anyhow!(e.to_string())),
            lower: |id| id.to_string(),
        });
        #[cfg(feature = "openapi")]
        described_text!($name, Some("uuid"), None, "A UUID; version 7 where a phone gives birth to it.");
    )+};
}

uuid_ids! {
    /// One signed record of a device. A visit's id is the id of the record that first told of it.
    RecordId,
    /// A visit: equal to the `RecordId` of its first record; corrections keep it.
    VisitId,
    /// A cadre, as the township's roster knows one. Born at import.
    CadreId,
    /// A problem, from its finding to its verified closure.
    ProblemId,
    /// A draft on a phone, before it is a record.
    DraftId,
}

impl From<RecordId> for VisitId {
    fn from(id: RecordId) -> Self {
        Self(id.0)
    }
}
impl From<VisitId> for RecordId {
    fn from(id: VisitId) -> Self {
        Self(id.0)
    }
}
impl From<DraftId> for RecordId {
    /// A finished draft's record carries the draft's id, so that finishing twice is finishing once.
    fn from(id: DraftId) -> Self {
        Self(id.0)
    }
}
impl From<DraftId> for VisitId {
    fn from(id: DraftId) -> Self {
        Self(id.0)
    }
}

fn uuid_v7(now: Moment) -> uuid::Uuid {
    let mut random = [0u8; 10];
    getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
    uuid::Builder::from_unix_timestamp_millis(now.millis().max(0).unsigned_abs(), &random).into_uuid()
}

/// Declares ids that are texts the world already uses, checked on the way in.
macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident: $check:expr, $mend:literal);+ $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self, Error> {
                let check: fn(&str) -> bool = $check;
                if check(&text) { Ok(Self(text)) } else { Err(Error::unusable(stringify!($name), &text, $mend)) }
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                Self::try_from(text.to_owned())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($name, String, {
            try_lift: |text| text.parse().map_err(|e: Error| uniffi::deps::anyhow::anyhow!(e.to_string())),
            lower: |id| id.0,
        });
        #[cfg(feature = "openapi")]
        described_text!($name, None, None, $mend);
    )+};
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
fn printable(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

text_ids! {
    /// A household's number (户编号) in its township: 1 to 40 letters, digits, `-`, `_` or `.`.
    HouseholdNo: |t| printable(t, 40), "a household number is 1 to 40 letters or digits";
    /// A region's statistical code: province 2 digits, prefecture 4, county 6, township 9, village 12.
    /// A scope is a code that is a prefix of what lies in it.
    RegionCode: |t| matches!(t.len(), 2 | 4 | 6 | 9 | 12) && digits(t), "a region code has 2, 4, 6, 9 or 12 digits";
    /// A key's name: the RFC 7638 thumbprint (SHA-256, base64url without padding, 43 characters).
    /// A phone's `device` in its records is the thumbprint of its device key.
    KeyId: |t| t.len() == 43 && t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
        "a key id is the 43 characters of an RFC 7638 thumbprint";
    /// A policy's id, as its file names it.
    PolicyId: |t| printable(t, 80), "a policy id is 1 to 80 letters, digits, `-`, `_` or `.`";
    /// A township's log: the township's code and the server key's first characters.
    LogId: |t| printable(t, 80), "a log id is 1 to 80 letters, digits, `-`, `_` or `.`";
}

impl RegionCode {
    /// Whether `inner` is this region or lies in it.
    pub fn contains(&self, inner: &RegionCode) -> bool {
        inner.0.starts_with(&self.0)
    }
    /// The township (first 9 digits), when the code is a township's or a village's.
    pub fn township(&self) -> Option<RegionCode> {
        (self.0.len() >= 9).then(|| RegionCode(self.0[..9].to_owned()))
    }
}

/// A SHA-256 hash (FIPS 180-4); in JSON 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(bytes).into())
    }
}
impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}
impl FromStr for Sha256 {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut bytes = [0u8; 32];
        match text.bytes().any(|b| b.is_ascii_uppercase()) || hex::decode_to_slice(text, &mut bytes).is_err() {
            true => Err(Error::unusable(
                "Sha256",
                text,
                "a SHA-256 is 64 lower-case hexadecimal digits",
            )),
            false => Ok(Self(bytes)),
        }
    }
}
impl TryFrom<String> for Sha256 {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}
impl From<Sha256> for String {
    fn from(hash: Sha256) -> String {
        hash.to_string()
    }
}
#[cfg(feature = "uniffi")]
uniffi::custom_type!(Sha256, String, {
    try_lift: |text| text.parse().map_err(|e: Error| uniffi::deps::anyhow::anyhow!(e.to_string())),
    lower: |hash| hash.to_string(),
});

#[cfg(feature = "openapi")]
described_text!(
    Sha256,
    None,
    Some("^[0-9a-f]{64}$"),
    "A SHA-256, 64 lower-case hexadecimal digits."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_by_the_time_they_were_born() {
        let (a, b) = (
            RecordId::new(Moment::from_millis(1_000)),
            RecordId::new(Moment::from_millis(2_000)),
        );
        assert!(a < b && a.to_string() < b.to_string());
        assert_eq!(a.to_string().as_bytes()[14], b'7');
    }

    #[test]
    fn a_scope_contains_what_its_code_is_a_prefix_of() {
        let county: RegionCode = "610924".parse().expect("six digits");
        let village: RegionCode = "610924102001".parse().expect("twelve digits");
        assert!(county.contains(&village) && !village.contains(&county));
        assert!("6109241".parse::<RegionCode>().is_err());
    }

    #[test]
    fn a_hash_is_lower_case_and_whole() {
        let hash = Sha256::of(b"");
        assert_eq!(
            hash.to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(hash.to_string().parse::<Sha256>().ok(), Some(hash));
        assert!(hash.to_string().to_uppercase().parse::<Sha256>().is_err());
    }
}
