//! What a server says of itself to whoever asks before he knows it: which key it signs by, and what its TLS certificate
//! is known by. It proves only that the server has that key; that the key is the township's, a person sees who compares
//! its six words with the printed sheet.

use super::{Jws, ServerKey, ServerSigner, typ};
use crate::ids::Sha256;
use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// The payload of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutServer {
    /// The server's public Ed25519 key, raw 32 bytes in base64url: the statement is signed by it.
    pub server_key: String,
    /// The township's name, where there is one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township_name: Option<String>,
    /// What phones know the server's TLS certificate by, as an enrolment code carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Sha256>,
}

impl AboutServer {
    /// What the server with this key says.
    pub fn new(key: &ServerKey, township_name: Option<String>, pin: Option<Sha256>) -> Self {
        Self {
            server_key: URL_SAFE_NO_PAD.encode(key.to_bytes()),
            township_name,
            pin,
        }
    }
    /// Reads a statement by the key that it carries, and answers that key.
    ///
    /// # Errors
    /// `NotGenuine` when that key did not sign it, or it is no such statement; `Key` when it carries none.
    pub fn read(jws: &str) -> Result<(ServerKey, Self)> {
        let unread = || Error::NotGenuine(format!("the payload of a {} cannot be read", typ::SERVER));
        let told: Self = serde_json::from_slice(&Jws::parse(jws)?.payload).map_err(|_| unread())?;
        let raw = URL_SAFE_NO_PAD.decode(&told.server_key).map_err(|_| unread())?;
        let key = ServerKey::from_bytes(&raw)?;
        key.verify(typ::SERVER, jws)?;
        Ok((key, told))
    }
}

impl ServerSigner {
    /// Signs what the server says of itself, typ `ruhu-server+1`.
    pub fn about(&self, about: &AboutServer) -> String {
        self.statement(typ::SERVER, about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_by_the_key_it_carries_and_by_no_other() {
        let (one, other) = (ServerSigner::from_bytes(&[9; 32]), ServerSigner::from_bytes(&[8; 32]));
        let told = AboutServer::new(&one.public(), Some("蒿坪镇".into()), Some(Sha256::of(b"key")));
        let (key, read) = AboutServer::read(&one.about(&told)).expect("genuine");
        assert_eq!((key.id(), read), (one.public().id(), told.clone()));
        assert!(AboutServer::read(&other.about(&told)).is_err(), "signed by another");
        let payload = serde_json::to_vec(&told).expect("JSON");
        let for_something_else = one.sign(typ::RECEIPT, &payload);
        assert!(AboutServer::read(&for_something_else).is_err());
        for bad in [
            "",
            "a.b.c",
            &one.sign(typ::SERVER, b"{}"),
            &one.sign(typ::SERVER, br#"{"server_key":"AAAA"}"#),
        ] {
            assert!(AboutServer::read(bad).is_err(), "{bad}");
        }
    }
}
