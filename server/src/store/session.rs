//! Sessions: begun by a link or by a password, told apart by a short id, ended by time, by their owner or by a command.

use super::account::{Account, AccountName};
use super::audit::{SignInBy, Who};
use crate::Result;
use crate::store::{LinkState, Reach};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A session that is not used for so long is over, in milliseconds: half a working day.
pub const IDLE_MS: i64 = 4 * 3600 * 1000;

/// Reading and writing of sessions. One method is one transaction, its row of the audit log included.
pub trait Sessions {
    /// Uses an administrator's open link up and begins the session; answers how the link stood before. The session in
    /// whose place it comes ends.
    fn use_link(&self, link: &Sha256, session: &NewSession, instead_of: Option<&Sha256>) -> Result<LinkState>;
    /// Begins a session; the one in whose place it comes ends.
    fn begin_session(&self, session: &NewSession, instead_of: Option<&Sha256>, by: SignInBy) -> Result<()>;
    /// The session with this cookie, when it holds: not past its end, not idle for too long, its account not disabled.
    fn session(&self, cookie: &Sha256, now: Moment) -> Result<Option<SessionRow>>;
    /// Notes that the session was used.
    fn session_seen(&self, cookie: &Sha256, now: Moment) -> Result<()>;
    /// Every session that holds, the one used last first.
    fn sessions(&self, now: Moment) -> Result<Vec<SessionRow>>;
    /// Ends sessions; answers which. One that is none, or not of those meant, stays what it is.
    fn end_sessions(&self, which: &Ending, by: &Ended, now: Moment) -> Result<Vec<SessionId>>;
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

/// A session to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its cookie.
    pub hash: Sha256,
    /// What people call it by.
    pub id: SessionId,
    /// Whose.
    pub whose: Whose,
    /// The network address it begins from.
    pub origin: String,
    /// Now.
    pub began: Moment,
    /// Its latest end.
    pub expires: Moment,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// What people call it by.
    pub id: SessionId,
    /// The account; `None` for an administrator's.
    pub account: Option<Account>,
    /// The network address it began from.
    pub origin: String,
    /// When it began.
    pub began: Moment,
    /// When it was last used, to the minute.
    pub seen: Moment,
    /// Its latest end.
    pub expires: Moment,
}

impl SessionRow {
    /// Whose it is.
    pub fn whose(&self) -> Whose {
        match &self.account {
            None => Whose::Administrator,
            Some(account) => Whose::Account(account.name.clone()),
        }
    }
    /// How far it reaches.
    pub fn reach(&self) -> Reach {
        self.account.as_ref().map_or(Reach::Server, Account::reach)
    }
}

/// Which sessions to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The one with this id, whosever it is.
    Any(SessionId),
    /// The one with this id, if it is theirs.
    Own(SessionId, Whose),
    /// All of theirs.
    AllOf(Whose),
    /// All of theirs but this.
    Others(Whose, SessionId),
}

/// Who ends sessions, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Who.
    pub who: Who,
    /// The network address, when it was asked for over the network.
    pub origin: Option<String>,
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
