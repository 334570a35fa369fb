//! Whose phone this is: a code from the township makes it a cadre's, until the cadre signs out. In order:
//!
//! 1. [`App::enrol`] reads a code that was scanned or typed whole. Who types an address alone sees first who answers there
//!    ([`App::look_up`]), compares its six words with the printed sheet, and goes on with [`App::enrol_at`] (`look_up`).
//! 2. `enrol_by` sends this phone's key to the address, verifies what comes back, and keeps the enrolment.
//! 3. The store's key is written beside the store, sealed to the township (`store_key`).
//! 4. [`App::sign_out`] is refused while something would be lost ([`App::unsent`]); `finish_sign_out` sets store and photos aside
//!    when the app is next opened (`sign_out`).

mod look_up;
mod sign_out;
mod store_key;

pub use look_up::ServerShown;
pub use sign_out::Unsent;
pub(super) use sign_out::{SignOut, finish_sign_out};
pub(super) use store_key::StoreKey;

use super::KeptTransport;
use super::open::lock;
use super::transport_words::transport_words;
use super::{Answer, App, AppError, Text};
use crate::domain::Cadre;
use crate::error::Error;
use crate::ids::{KeyId, RegionCode, Sha256};
use crate::record::{Anchor, Checkpoint, ServerKey, fingerprint_words};
use crate::store::{Enrolment, ServerSeen};
use crate::sync::{HttpTransport, Transport, Trust, enrol};
use crate::time::{TimeAnchor, TimeEvidence};
use crate::wire::EnrolCode;
use std::sync::Arc;

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
    /// The same as six words, to compare by eye with those the township printed.
    pub server_words: String,
    /// This phone's key.
    pub device: KeyId,
    /// A demo's server: everything is 演示.
    pub simulated: bool,
}

impl App {
    /// Enrols this phone. `code` is the QR picture's text (JSON), or typed: address, code, fingerprint and, where there is
    /// one, the certificate's, with blanks between. `model` is the phone's kind ("Redmi 9A, Android 10").
    pub fn enrol(&self, code: &str, model: &str) -> Answer<Me> {
        self.enrol_by(read_code_text(code)?, model)
    }
    /// Enrols this phone by a code that was read.
    pub(super) fn enrol_by(&self, code: EnrolCode, model: &str) -> Answer<Me> {
        self.key_is_good()?;
        let transport = self.transport_to(&code.address, code.pin)?;
        let wall = self.clock.now().wall;
        let brought = enrol(&*transport, &code, &*self.signer, wall, model).map_err(|error| match error {
            // Not the phone's records are in doubt, but the code: another server answered.
            Error::NotGenuine(detail) => AppError::fix(
                "other_server",
                "回答的不是登记码上的服务器，没有登记。请向镇里要一张新的登记码。",
                format!("Not enrolled: {detail}. Ask the township for a new code."),
            ),
            Error::Transport(broke) => {
                let why = transport_words(&broke);
                AppError::TryLater {
                    text: Text::new(
                        format!("{}。还没有登记好，请用这张登记码再试。", why.zh),
                        format!(
                            "{}. This phone is not enrolled yet: try again with the same code.",
                            why.en
                        ),
                    ),
                }
            }
            other => other.into(),
        })?;
        let seen = ServerSeen {
            cursor: 0,
            anchor: Some(anchor_of(&brought.checkpoint, &self.clock.now())),
            checkpoint: Some(brought.checkpoint_jws),
            ..ServerSeen::default()
        };
        let enrolment = Enrolment {
            device: self.device.clone(),
            address: code.address,
            pin: code.pin,
            server_key: brought.server.to_bytes(),
            certificate: brought.certificate,
            token: brought.token,
            township: brought.township,
            township_name: brought.township_name,
            cadre: brought.cadre,
            backup_key: brought.backup_key,
            simulated: brought.simulated,
        };
        self.store.enrolled(&enrolment, &seen)?;
        // The enrolment stands, and its code is used: a full disk is told at the next pause, which tries again.
        drop(self.seal_store_key());
        me_of(enrolment)
    }
    /// Whose phone this is; `None` before enrolment.
    pub fn me(&self) -> Answer<Option<Me>> {
        self.store.enrolment()?.map(me_of).transpose()
    }
    /// The township's cadres, to choose companions from.
    pub fn cadres(&self) -> Answer<Vec<Cadre>> {
        Ok(self.store.cadres()?)
    }

    /// The road to this address, kept so that connections are used again. A pin stands in the place of public roots.
    pub(super) fn transport_to(&self, address: &str, pin: Option<Sha256>) -> Answer<Arc<dyn Transport>> {
        if let Some(own) = &self.own_transport {
            return Ok(Arc::clone(own));
        }
        let mut kept = lock(&self.transport);
        if let Some(road) = &*kept
            && (road.address.as_str(), road.pin) == (address, pin)
        {
            return Ok(Arc::clone(&road.transport));
        }
        let trust = pin.map_or_else(|| self.trust.clone(), Trust::Pinned);
        let transport: Arc<dyn Transport> = Arc::new(HttpTransport::through(address, &trust, self.proxies())?);
        *kept = Some(KeptTransport {
            address: address.to_owned(),
            pin,
            transport: Arc::clone(&transport),
        });
        Ok(transport)
    }
}

/// A checkpoint tied to what the phone's clocks said when it came. A clock that knows no boot ties it to none (0).
pub(super) fn anchor_of(checkpoint: &Checkpoint, heard: &TimeEvidence) -> Anchor {
    let (monotonic_ms, boot) = heard.monotonic_ms.zip(heard.boot).unwrap_or((0, 0));
    Anchor {
        log: checkpoint.log.clone(),
        size: checkpoint.size,
        root: checkpoint.root,
        time: TimeAnchor {
            time: checkpoint.time,
            monotonic_ms,
            boot,
        },
    }
}

fn me_of(enrolment: Enrolment) -> Answer<Me> {
    let server = ServerKey::from_bytes(&enrolment.server_key)?.id();
    Ok(Me {
        cadre: enrolment.cadre,
        township: enrolment.township,
        township_name: enrolment.township_name,
        address: enrolment.address,
        server_words: fingerprint_words(&server).join(" "),
        server,
        device: enrolment.device,
        simulated: enrolment.simulated,
    })
}

/// The QR picture's text, or the three or four words typed.
fn read_code_text(text: &str) -> Answer<EnrolCode> {
    let text = text.trim();
    if text.starts_with('{') {
        return Ok(EnrolCode::from_qr(text)?);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (address, code, server, pin) = match *words.as_slice() {
        [address, code, server] => (address, code, server, None),
        [address, code, server, pin] => (address, code, server, Some(pin)),
        _ => {
            return Err(AppError::fix(
                "enrol_code",
                "登记码不完整：请扫二维码，或依次填写地址、登记码、指纹。",
                "The code is not whole: scan the picture, or type address, code and fingerprint.",
            ));
        }
    };
    let typed = EnrolCode {
        address: address.to_owned(),
        code: code.to_owned(),
        server: server.parse()?,
        pin: pin.map(str::parse).transpose()?,
    };
    Ok(EnrolCode::from_qr(&typed.to_qr())?)
}
