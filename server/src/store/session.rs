//! Sessions: begun by a link or by a password, told apart by a short id, ended by time, by their owner or by a command.

use super::account::Account;
use super::who::{SessionId, SignInBy, Who, Whose};
use crate::Result;
use crate::store::{LinkState, Reach};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;

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
