//! Accounts kept: with a password that its owner sets by a one-time link. Passwords are handed in hashed; every change
//! writes its row of the audit log in the same transaction.

use super::LinkState;
use super::account::{Account, AccountName, Role};
use super::session::NewSession;
use super::who::Who;
use crate::Result;
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::time::Moment;

/// Reading and writing of accounts. One method is one transaction. A method on a name that is none answers `false`; names
/// are found as [`Accounts::account`] finds them.
pub trait Accounts {
    /// Adds an account and the link that sets its password; `false` when the name, or one that reads alike
    /// ([`AccountName::folded`]), is taken, and nothing has changed.
    fn add_account(&self, account: &Account, link: &NewLink, by: &Who) -> Result<bool>;
    /// The account with this very name, else the only one whose name reads alike. `None` where two read alike, which an
    /// earlier version let be made: they are told apart by their very names.
    fn account(&self, name: &AccountName) -> Result<Option<Account>>;
    /// Every account, by name.
    fn accounts(&self) -> Result<Vec<Account>>;
    /// The password's hash (PHC string), of an account that is not disabled and has one.
    fn password_of(&self, name: &AccountName) -> Result<Option<String>>;
    /// Gives an account another scope or role, from its sessions' next request on.
    fn change_account(&self, name: &AccountName, scope: &RegionCode, role: Role, now: Moment, by: &Who)
    -> Result<bool>;
    /// Disables an account: its sessions and open links end with it.
    fn disable_account(&self, name: &AccountName, now: Moment, by: &Who) -> Result<bool>;
    /// Takes a disabling back.
    fn enable_account(&self, name: &AccountName, now: Moment, by: &Who) -> Result<bool>;
    /// Keeps a new link that sets the password; older open ones are no good any more.
    fn keep_account_link(&self, name: &AccountName, link: &NewLink, by: &Who) -> Result<bool>;
    /// How an account's link stands, and whose it is while it is open.
    fn account_link(&self, link: &Sha256, now: Moment) -> Result<(LinkState, Option<AccountName>)>;
    /// Uses an open link up: the password holds from now on, every session of the account ends and this one begins.
    /// Answers how the link stood before.
    fn set_password(&self, link: &Sha256, password: &str, session: &NewSession) -> Result<LinkState>;
    /// A new password: every session of the account ends and this one begins.
    fn change_password(&self, name: &AccountName, password: &str, session: &NewSession) -> Result<()>;
}

/// A one-time link to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The hash of its token.
    pub hash: Sha256,
    /// When it was made.
    pub issued: Moment,
    /// From this moment on it is no good.
    pub expires: Moment,
}
