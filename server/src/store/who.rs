//! Who did something, and under which session.

use super::account::AccountName;
use ruhu_core::Error as CoreError;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody signed in.
    Signed(Whose),
    /// The same, with the session it is done under.
    Session(Whose, SessionId),
    /// A phone with a code or a token.
    Phone,
    /// A command on the server itself.
    Command,
    /// Nobody who was known.
    Nobody,
}

impl Who {
    /// As a row keeps it.
    pub fn text(&self) -> &str {
        match self {
            Self::Signed(Whose::Administrator) | Self::Session(Whose::Administrator, _) => "administrator",
            Self::Signed(Whose::Account(name)) | Self::Session(Whose::Account(name), _) => name.as_str(),
            Self::Phone => "phone",
            Self::Command => "command",
            Self::Nobody => "nobody",
        }
    }
    /// The session it was done under.
    pub fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Session(_, session) => Some(session),
            Self::Signed(_) | Self::Phone | Self::Command | Self::Nobody => None,
        }
    }
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInBy {
    /// By a one-time link.
    Link,
    /// By name and password.
    Password,
}

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Somebody who opened an administrator's link.
    Administrator,
    /// An account's.
    Account(AccountName),
}

impl Whose {
    /// The account's name; `None` for an administrator.
    pub fn account(&self) -> Option<&AccountName> {
        match self {
            Self::Administrator => None,
            Self::Account(name) => Some(name),
        }
    }
}

/// What people call a session by: 12 hexadecimal digits. Knowing it lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SessionId(String);

impl SessionId {
    /// A new one.
    pub fn new() -> Self {
        let mut random = [0u8; 6];
        getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
        Self(hex::encode(random))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Default for SessionId {
    fn default() -> Self {
        Self::new()
    }
}
impl FromStr for SessionId {
    type Err = CoreError;
    fn from_str(text: &str) -> std::result::Result<Self, CoreError> {
        let good = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match good {
            true => Ok(Self(text.to_owned())),
            false => Err(CoreError::unusable(
                "session",
                text,
                "an id has 12 hexadecimal digits, as `ruhu sessions` lists them",
            )),
        }
    }
}
impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
