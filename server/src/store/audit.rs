//! The audit log: who signed in and failed to, which sessions and accounts were changed, whose masked numbers were
//! opened. Append-only, each row's hash over the row and the hash before it. A row names a household, an account, a
//! session; never a number that was masked.

use super::account::{AccountName, Role};
use super::session::{SessionId, Whose};
use crate::Result;
use ruhu_core::ids::{HouseholdNo, RegionCode, Sha256};
use ruhu_core::time::Moment;
use serde::Serialize;

/// Reading and writing of the audit log.
pub trait Audit {
    /// Appends what was done. Synced to disk when this answers, so that it can stand before what it tells of.
    fn note(&self, note: &AuditNote, now: Moment) -> Result<()>;
    /// Calls `each` with every row, oldest first. Answers the first row whose hash does not follow, if there is one.
    fn audit(&self, each: &mut dyn FnMut(AuditRow) -> Result<()>) -> Result<Option<u64>>;
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody signed in.
    Signed(Whose),
    /// A command on the server itself.
    Command,
    /// Nobody who was known.
    Nobody,
}

impl Who {
    /// Words that no account may be called.
    pub const RESERVED: [&'static str; 4] = ["administrator", "管理员", "command", "nobody"];

    /// As a row keeps it.
    pub fn text(&self) -> &str {
        match self {
            Self::Signed(Whose::Administrator) => "administrator",
            Self::Signed(Whose::Account(name)) => name.as_str(),
            Self::Command => "command",
            Self::Nobody => "nobody",
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

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditEvent {
    /// A session began.
    SignedIn(SessionId, SignInBy),
    /// A password was wrong. The name stands here only when there is such an account: it may be anything else.
    SignInFailed(Option<AccountName>),
    /// A session was ended by its owner or by a command.
    SessionEnded(SessionId),
    /// An account was added.
    AccountAdded(AccountName, RegionCode, Role),
    /// An account has another scope or role.
    AccountChanged(AccountName, RegionCode, Role),
    /// An account was disabled.
    AccountDisabled(AccountName),
    /// An account was enabled again.
    AccountEnabled(AccountName),
    /// A link was made that sets an account's password.
    LinkMade(AccountName),
    /// A password was set by a link.
    PasswordSet(AccountName),
    /// A password was changed by who knew it.
    PasswordChanged(AccountName),
    /// A household's ID number and telephone were shown.
    IdentityOpened(RegionCode, HouseholdNo),
    /// Evidence of a place and year was written out, by whoever runs `ruhu export`.
    PackExported(RegionCode, i32),
    /// The same, with ID numbers and telephones.
    FullPackExported(RegionCode, i32),
    /// A version of the phone app is handed out from now on: its name and code, its file's hash.
    AppPublished(String, u32, Sha256),
}

impl AuditEvent {
    /// The word it is kept as.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SignedIn(..) => "signed_in",
            Self::SignInFailed(_) => "sign_in_failed",
            Self::SessionEnded(_) => "session_ended",
            Self::AccountAdded(..) => "account_added",
            Self::AccountChanged(..) => "account_changed",
            Self::AccountDisabled(_) => "account_disabled",
            Self::AccountEnabled(_) => "account_enabled",
            Self::LinkMade(_) => "link_made",
            Self::PasswordSet(_) => "password_set",
            Self::PasswordChanged(_) => "password_changed",
            Self::IdentityOpened(..) => "identity_opened",
            Self::PackExported(..) => "pack_exported",
            Self::FullPackExported(..) => "full_pack_exported",
            Self::AppPublished(..) => "app_published",
        }
    }
    /// The account it happened to.
    pub fn account(&self) -> Option<&AccountName> {
        match self {
            Self::SignInFailed(account) => account.as_ref(),
            Self::AccountAdded(account, ..)
            | Self::AccountChanged(account, ..)
            | Self::AccountDisabled(account)
            | Self::AccountEnabled(account)
            | Self::LinkMade(account)
            | Self::PasswordSet(account)
            | Self::PasswordChanged(account) => Some(account),
            Self::SignedIn(..)
            | Self::SessionEnded(_)
            | Self::IdentityOpened(..)
            | Self::PackExported(..)
            | Self::FullPackExported(..)
            | Self::AppPublished(..) => None,
        }
    }
    /// The place it is about.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::AccountAdded(_, scope, _)
            | Self::AccountChanged(_, scope, _)
            | Self::PackExported(scope, _)
            | Self::FullPackExported(scope, _) => Some(scope.to_string()),
            Self::IdentityOpened(township, no) => Some(format!("{township}/{no}")),
            Self::SignedIn(..)
            | Self::SignInFailed(_)
            | Self::SessionEnded(_)
            | Self::AccountDisabled(_)
            | Self::AccountEnabled(_)
            | Self::LinkMade(_)
            | Self::PasswordSet(_)
            | Self::PasswordChanged(_)
            | Self::AppPublished(..) => None,
        }
    }
    /// What else there is to say.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::SignedIn(session, SignInBy::Link) => Some(format!("{session} link")),
            Self::SignedIn(session, SignInBy::Password) => Some(format!("{session} password")),
            Self::SessionEnded(session) => Some(session.to_string()),
            Self::AccountAdded(_, _, role) | Self::AccountChanged(_, _, role) => Some(role.word().to_owned()),
            Self::PackExported(_, year) | Self::FullPackExported(_, year) => Some(year.to_string()),
            Self::IdentityOpened(..) => Some("id_number phone".to_owned()),
            Self::AppPublished(name, code, sha256) => Some(format!("{name} ({code}) {sha256}")),
            Self::SignInFailed(_)
            | Self::AccountDisabled(_)
            | Self::AccountEnabled(_)
            | Self::LinkMade(_)
            | Self::PasswordSet(_)
            | Self::PasswordChanged(_) => None,
        }
    }
}

/// A row to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditNote {
    /// Who.
    pub who: Who,
    /// What.
    pub event: AuditEvent,
    /// The network address it came from, if it came over the network.
    pub origin: Option<String>,
}

/// A row as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// Its number, from 1.
    pub n: u64,
    /// The server's clock.
    pub at: Moment,
    /// An account's name, `administrator`, `command` or `nobody`.
    pub who: String,
    /// A word of [`AuditEvent`].
    pub event: String,
    /// The account it happened to.
    pub account: Option<String>,
    /// A region, or `TOWNSHIP/HOUSEHOLD`.
    pub place: Option<String>,
    /// What else there is to say.
    pub detail: Option<String>,
    /// The network address it came from.
    pub origin: Option<String>,
    /// Over this row and the hash before it.
    pub hash: Sha256,
}

impl AuditRow {
    /// The hash that belongs to this row after a row with that hash; the first follows 32 zero bytes.
    pub fn hash_after(&self, before: &Sha256) -> Sha256 {
        let parts = (
            before,
            self.n,
            self.at.millis(),
            &self.who,
            &self.event,
            &self.account,
            &self.place,
            &self.detail,
            &self.origin,
        );
        let text = serde_json::to_vec(&parts).expect("texts and numbers are always JSON");
        Sha256::of(&text)
    }
}
