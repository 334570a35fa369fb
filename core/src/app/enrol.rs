//! Enrolment: a code from the township makes this phone a cadre's.

use super::{Answer, App};
use crate::domain::Cadre;
use crate::ids::{KeyId, RegionCode};

/// Whose phone this is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Me {
    /// The cadre.
    pub cadre: Cadre,
    /// The township.
    pub township: RegionCode,
    /// Its name.
    pub township_name: String,
    /// The server's address.
    pub address: String,
    /// The fingerprint of the server's key.
    pub server: KeyId,
    /// This phone's key.
    pub device: KeyId,
    /// A demo's server: everything is 演示.
    pub simulated: bool,
}

impl App {
    /// Enrols this phone. `code` is the QR picture's text (JSON), or typed: address, code and fingerprint with blanks
    /// between. `model` is the phone's kind ("Redmi 9A, Android 10").
    pub fn enrol(&self, _code: &str, _model: &str) -> Answer<Me> {
        todo!()
    }
    /// Whose phone this is; `None` before enrolment.
    pub fn me(&self) -> Answer<Option<Me>> {
        todo!()
    }
    /// The township's cadres, to choose companions from.
    pub fn cadres(&self) -> Answer<Vec<Cadre>> {
        todo!()
    }
}
