//! The audit log: who signed in and failed to, which sessions, accounts, codes, links and phones were made and ended, what
//! was opened, looked at, downloaded and taken out. Append-only, each row's hash over the row and the hash before it; once a
//! day the newest hash goes into each township's signed log (`town::audit`). A row names a household, an
//! account, a session; never a number that was masked.

use super::account::{AccountName, Role};
use super::who::{SessionId, SignInBy, Who};
use crate::Result;
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, RegionCode, Sha256};
use ruhu_core::time::{Day, Moment};
use serde::Serialize;

/// The kind of the township's record that names the audit log's newest hash.
pub(crate) const SEAL: &str = "audit";

/// Reading and writing of the audit log.
pub trait Audit {
    /// Appends what was done. Synced to disk when this answers, so that it can stand before what it tells of.
    fn note(&self, note: &AuditNote, now: Moment) -> Result<()>;
    /// Calls `each` with every row, oldest first. Answers the first row whose hash does not follow, if there is one.
    fn audit(&self, each: &mut dyn FnMut(AuditRow) -> Result<()>) -> Result<Option<u64>>;
    /// One row.
    fn audit_row(&self, n: u64) -> Result<Option<AuditRow>>;
    /// The newest row.
    fn last_audit(&self) -> Result<Option<AuditRow>>;
    /// The records of a township's own chain that name the audit log's newest hash, oldest first, as compact JWS.
    fn audit_seals(&self, township: &RegionCode) -> Result<Vec<String>>;
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
    /// A one-time link was made that signs an administrator in.
    AdministratorLinkMade,
    /// A code was made that enrols a phone of this cadre.
    CodeMade(RegionCode, CadreId),
    /// A phone was enrolled: its key, its cadre.
    PhoneEnrolled(RegionCode, KeyId, CadreId),
    /// The ledger of a place was downloaded, as of a day.
    LedgerDownloaded(RegionCode, Day),
    /// A page was taken away as text: a township's, a village's, `TOWNSHIP/HOUSEHOLD`, `TOWNSHIP/CADRE`.
    TextDownloaded(String),
    /// A photo was shown.
    PhotoViewed(RegionCode, Sha256),
    /// A backup of the whole folder was begun.
    BackupBegun,
    /// The folder was brought back from a backup made then.
    Restored(Moment),
    /// Somebody decided: what, about which place (`TOWNSHIP` or `TOWNSHIP/HOUSEHOLD`), and what else there is to say.
    Decided(Deed, String, Option<String>),
    /// What a phone could send no more was taken in from a file: the township, how many records were new.
    UnsentTaken(RegionCode, u64),
}

/// A kind of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A visit was decided on, or a decision taken back.
    Visit,
    /// An assignment began or ended.
    Assignment,
    /// Households passed from one cadre to another.
    HandOver,
    /// A waiver was granted.
    Waiver,
    /// A household's place was set.
    Place,
    /// A household was erased.
    Erasure,
    /// A roster was imported.
    Import,
    /// A policy was put in force.
    Policy,
    /// A phone was shut out.
    Revocation,
    /// A phone was let in again.
    Renewal,
}

impl Deed {
    /// The word it is kept as.
    fn word(self) -> &'static str {
        match self {
            Self::Visit => "visit_decided",
            Self::Assignment => "assigned",
            Self::HandOver => "handed_over",
            Self::Waiver => "waived",
            Self::Place => "place_set",
            Self::Erasure => "household_erased",
            Self::Import => "roster_imported",
            Self::Policy => "policy_put",
            Self::Revocation => "phone_revoked",
            Self::Renewal => "phone_renewed",
        }
    }
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
            Self::AdministratorLinkMade => "administrator_link_made",
            Self::CodeMade(..) => "code_made",
            Self::PhoneEnrolled(..) => "phone_enrolled",
            Self::LedgerDownloaded(..) => "ledger_downloaded",
            Self::TextDownloaded(_) => "text_downloaded",
            Self::PhotoViewed(..) => "photo_viewed",
            Self::BackupBegun => "backup_begun",
            Self::Restored(_) => "restored",
            Self::Decided(deed, ..) => deed.word(),
            Self::UnsentTaken(..) => "unsent_taken",
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
            | Self::AppPublished(..)
            | Self::AdministratorLinkMade
            | Self::CodeMade(..)
            | Self::PhoneEnrolled(..)
            | Self::LedgerDownloaded(..)
            | Self::TextDownloaded(_)
            | Self::PhotoViewed(..)
            | Self::BackupBegun
            | Self::Restored(_)
            | Self::Decided(..)
            | Self::UnsentTaken(..) => None,
        }
    }
    /// The place it is about.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::AccountAdded(_, scope, _)
            | Self::AccountChanged(_, scope, _)
            | Self::PackExported(scope, _)
            | Self::FullPackExported(scope, _)
            | Self::CodeMade(scope, _)
            | Self::PhoneEnrolled(scope, ..)
            | Self::LedgerDownloaded(scope, _)
            | Self::UnsentTaken(scope, _)
            | Self::PhotoViewed(scope, _) => Some(scope.to_string()),
            Self::TextDownloaded(place) | Self::Decided(_, place, _) => Some(place.clone()),
            Self::IdentityOpened(township, no) => Some(format!("{township}/{no}")),
            Self::SignedIn(..)
            | Self::SignInFailed(_)
            | Self::SessionEnded(_)
            | Self::AccountDisabled(_)
            | Self::AccountEnabled(_)
            | Self::LinkMade(_)
            | Self::PasswordSet(_)
            | Self::PasswordChanged(_)
            | Self::AppPublished(..)
            | Self::AdministratorLinkMade
            | Self::BackupBegun
            | Self::Restored(_) => None,
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
            Self::CodeMade(_, cadre) => Some(cadre.to_string()),
            Self::PhoneEnrolled(_, kid, cadre) => Some(format!("{kid} {cadre}")),
            Self::LedgerDownloaded(_, on) => Some(on.to_string()),
            Self::PhotoViewed(_, sha256) => Some(sha256.to_string()),
            Self::Restored(made) => Some(made.to_string()),
            Self::UnsentTaken(_, records) => Some(records.to_string()),
            Self::Decided(_, _, detail) => detail.clone(),
            Self::SignInFailed(_)
            | Self::AccountDisabled(_)
            | Self::AccountEnabled(_)
            | Self::LinkMade(_)
            | Self::PasswordSet(_)
            | Self::PasswordChanged(_)
            | Self::AdministratorLinkMade
            | Self::TextDownloaded(_)
            | Self::BackupBegun => None,
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
    /// An account's name, `administrator`, `phone`, `command` or `nobody`.
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
    /// The session it was done under.
    pub session: Option<String>,
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
        let text = match &self.session {
            Some(session) => serde_json::to_vec(&(parts, session)),
            None => serde_json::to_vec(&parts),
        };
        let text = text.expect("texts and numbers are always JSON");
        Sha256::of(&text)
    }
}
