//! Who may come in: enrolment codes and phones' tokens, sign-in links and sessions, and what the folder knows of its
//! own serving. Secrets are handed in hashed; the store never sees one in clear.

use crate::Result;
use crate::store::DeviceRow;
use ruhu_core::domain::Cadre;
use ruhu_core::ids::{CadreId, KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use serde::Serialize;

/// Reading and writing of access. One method is one transaction.
pub trait Access {
    /// Every cadre of every township with this name or this id, by township, unit, id.
    fn cadres_called(&self, name_or_id: &str) -> Result<Vec<TownshipCadre>>;
    /// Keeps a new enrolment code.
    fn keep_code(&self, code: &NewCode) -> Result<()>;
    /// Uses a code up and knows the phone from now on; or says why not, and then nothing has changed. The key that used
    /// the code may show it again while it would still hold: it is given one more token.
    fn enrol(&self, code: &Sha256, phone: &NewPhone) -> Result<Enrolment>;
    /// The phone that this token was given to, revoked or not. The tokens it was given before this one end.
    fn phone_of(&self, token: &Sha256) -> Result<Option<DeviceRow>>;

    /// Keeps a new sign-in link of an administrator.
    fn keep_link(&self, link: &Sha256, issued: Moment, expires: Moment) -> Result<()>;
    /// How an administrator's link stands.
    fn link(&self, link: &Sha256, now: Moment) -> Result<LinkState>;
    /// Ends every code, link and session at once: what was used or ended since a backup was made must not live again with
    /// it. Answers how many there were of each.
    fn void_access(&self) -> Result<Voided>;
    /// Forgets codes, links and sessions that ended before `before`.
    fn forget_ended(&self, before: Moment) -> Result<()>;

    /// The township's name, where the server has one only: what it says of itself to somebody who has no reach yet.
    fn only_township_name(&self) -> Result<Option<String>>;
    /// What the folder knows of its own serving.
    fn serving(&self) -> Result<Serving>;
    /// Keeps the address phones use. `simulated` once said is never taken back.
    fn set_serving(&self, serving: &Serving) -> Result<()>;
}

/// A cadre and the township whose roster names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownshipCadre {
    /// The township.
    pub township: RegionCode,
    /// The cadre.
    pub cadre: Cadre,
}

/// An enrolment code to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// The hash of its ten characters.
    pub hash: Sha256,
    /// The township.
    pub township: RegionCode,
    /// Whose phone it makes.
    pub cadre: CadreId,
    /// When it was made.
    pub issued: Moment,
    /// From this moment on it is no good.
    pub expires: Moment,
}

/// A phone that shows a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPhone {
    /// Its key's thumbprint.
    pub kid: KeyId,
    /// Its public key: SEC1, 65 bytes.
    pub public_key: Vec<u8>,
    /// What kind of phone it says it is.
    pub model: String,
    /// The hash of the token it will be given.
    pub token: Sha256,
    /// The server's clock.
    pub now: Moment,
}

/// What came of showing a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// The phone is this cadre's now.
    Done(TownshipCadre),
    /// There is no such code.
    NoSuchCode,
    /// Another key has used it.
    CodeUsed,
    /// It is older than seven days.
    CodeExpired,
    /// The phone's key is another cadre's, or was revoked: it must make a new one.
    KeyTaken,
}

/// How a sign-in link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Good, once.
    Open,
    /// Used before.
    Used,
    /// Too old.
    Expired,
    /// There is no such link.
    Unknown,
}

/// What a restored backup would have let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Voided {
    /// Enrolment codes.
    pub codes: usize,
    /// One-time links.
    pub links: usize,
    /// Sessions.
    pub sessions: usize,
}

/// What the folder knows of its own serving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// The address at which phones and browsers found the server last.
    pub address: Option<String>,
    /// A demo's folder: everything that comes out of it says 演示.
    pub simulated: bool,
}
