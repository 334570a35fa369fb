//! Enrolling by typing: the address is looked up, the cadre compares six words with the printed sheet, then types the code.

use crate::app::transport_words::{certificate_words, transport_words};
use crate::app::{Answer, App, AppError, Me};
use crate::error::{Error, TransportError};
use crate::ids::{KeyId, Sha256};
use crate::record::fingerprint_words;
use crate::sync::{ask, look_up};
use crate::wire::{EnrolCode, read_address, read_code};

/// A server that was looked up, to be compared with the printed sheet by its words. Nothing of it is kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ServerShown {
    /// Its address, mended.
    pub address: String,
    /// The fingerprint of the key it signs by.
    pub server: KeyId,
    /// The same as six words with a blank between: those on the sheet, or it is another server.
    pub words: String,
    /// The township's name as the server says it; absent where it has several.
    pub township_name: Option<String>,
    /// What its certificate is known by, when it is self-made.
    pub pin: Option<Sha256>,
}

impl App {
    /// Looks up the server at a typed address. Show the words before anything else is done.
    pub fn look_up(&self, typed: &str) -> Answer<ServerShown> {
        let address = read_address(typed).map_err(|error| bad_address(&error))?;
        let found = match &self.own_transport {
            Some(own) => ask(&**own),
            None => look_up(&address, &self.trust, &self.proxies()),
        };
        let found = found.map_err(|error| match error {
            Error::Unusable { .. } => bad_address(&error),
            Error::Transport(TransportError::Unreachable | TransportError::NotTheServer) => AppError::TryLater {
                text: super::Text::new(
                    "这个地址现在没有入户的服务器回答。看看有没有信号，再对照纸上的地址。",
                    "No server of Ruhu answers at this address now. Look for a signal, then compare the address with the sheet.",
                ),
            },
            // Nothing is kept or sent yet: only the cause is told.
            Error::Transport(TransportError::MovedToHttps { to }) => AppError::fix(
                "address",
                format!("这个地址改成了 {to}：请按这个填。"),
                format!("This address has become {to}: type that one."),
            ),
            Error::Transport(broke) => {
                let why = transport_words(&broke);
                AppError::TryLater {
                    text: super::Text::new(format!("{}。", why.zh), format!("{}.", why.en)),
                }
            }
            Error::WrongCertificate(fault) => {
                let (code, why) = certificate_words(fault);
                AppError::fix(
                    code,
                    format!("{}。也请对照纸上的地址。", why.zh),
                    format!("{}. Compare the address with the sheet, too.", why.en),
                )
            }
            Error::NotGenuine(detail) | Error::Key(detail) => AppError::fix(
                "other_server",
                "回答的不是入户的服务器。请对照纸上的地址。",
                format!("What answered is no server of Ruhu ({detail}). Compare the address with the sheet."),
            ),
            other => other.into(),
        })?;
        let server = found.server.id();
        Ok(ServerShown {
            address,
            words: fingerprint_words(&server).join(" "),
            server,
            township_name: found.township_name,
            pin: found.pin,
        })
    }

    /// Enrols this phone at a server whose words the cadre has compared, by the code of ten characters as typed.
    pub fn enrol_at(&self, server: &ServerShown, code: &str, model: &str) -> Answer<Me> {
        let code = read_code(code).map_err(|error| {
            AppError::fix(
                "enrol_code",
                "登记码是 10 个数字或字母（没有字母 U），请对照纸上再填一次。",
                error.to_string(),
            )
        })?;
        let code = EnrolCode {
            address: server.address.clone(),
            code,
            server: server.server.clone(),
            pin: server.pin,
        };
        self.enrol_by(EnrolCode::from_qr(&code.to_qr())?, model)
    }
}

fn bad_address(error: &Error) -> AppError {
    AppError::fix(
        "address",
        "地址不对：照纸上填，如 ruhu.example 或 ruhu.example:8460，后面不要加别的。",
        error.to_string(),
    )
}
