//! Looking a server up by its address alone, for a cadre who types instead of scanning: it says by which key it signs and
//! what its certificate is known by. Nothing of this phone is told, and nothing that was heard is kept: a person compares
//! the key's six words with the printed sheet first.

use super::answer::no;
use super::request::{ANSWER_MS, SMALL_ANSWER};
use super::{HttpRequest, HttpTransport, Method, ProxySource, Transport, Trust};
use crate::Result;
use crate::error::Error;
use crate::ids::Sha256;
use crate::record::{AboutServer, ServerKey};
use crate::wire::{SERVER_PATH, ServerAnswer};
use std::sync::Arc;

/// A server as it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFound {
    /// The key it signs by.
    pub server: ServerKey,
    /// What its certificate is known by, when it is self-made.
    pub pin: Option<Sha256>,
    /// The township's name, where it has one only.
    pub township_name: Option<String>,
}

/// Looks up the server at an address. A certificate that nobody trusted stands behind may be the township's own: it is
/// then asked once without looking at the certificate, and once more by the certificate that the signed answer names, so
/// that what answers is at least the one it says it is. Whether that is the township's, the six words say.
///
/// Errors: `Unusable` for an address that is none, `Road` when no answer came, `WrongCertificate` when nobody trusted
/// stands behind the certificate and the server names none, `NotGenuine` when its answer is not what it signed.
pub fn look_up(address: &str, trust: &Trust, proxies: &Arc<dyn ProxySource>) -> Result<ServerFound> {
    let through = || Arc::clone(proxies);
    match ask(&HttpTransport::through(address, trust, through())?) {
        // The dates are looked at first: an expired certificate may be self-made too.
        Err(Error::WrongCertificate(fault)) => {
            let told = ask(&HttpTransport::to_anyone(address, through())?)?;
            let pin = told.pin.ok_or(Error::WrongCertificate(fault))?;
            let found = ask(&HttpTransport::through(address, &Trust::Pinned(pin), through())?)?;
            match found.server == told.server {
                true => Ok(found),
                false => Err(Error::NotGenuine("two servers answered at one address".to_owned())),
            }
        }
        other => other,
    }
}

/// Asks the server at the end of a road who it is.
pub fn ask(road: &dyn Transport) -> Result<ServerFound> {
    let request = HttpRequest {
        method: Method::Get,
        path: SERVER_PATH.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        answer_limit: SMALL_ANSWER,
        patience_ms: ANSWER_MS,
    };
    let answer = road.send(&request)?;
    let told = (answer.status == 200).then(|| serde_json::from_slice::<ServerAnswer>(&answer.body).ok());
    let told = told.flatten().ok_or_else(|| no(&answer))?;
    let (server, about) = AboutServer::read(&told.server)?;
    Ok(ServerFound {
        server,
        pin: about.pin,
        township_name: about.township_name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ServerSigner;
    use crate::sync::{HttpAnswer, TransportError};

    struct FakeServer(u16, Vec<u8>);

    impl Transport for FakeServer {
        fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
            assert!(
                request.headers.is_empty() && request.body.is_empty(),
                "nothing of the phone is told"
            );
            Ok(HttpAnswer {
                status: self.0,
                headers: Vec::new(),
                body: self.1.clone(),
            })
        }
    }

    fn asked(status: u16, body: impl AsRef<[u8]>) -> Result<ServerFound> {
        ask(&FakeServer(status, body.as_ref().to_vec()))
    }

    #[test]
    fn only_a_statement_signed_by_the_key_it_carries_is_believed() {
        let (one, other) = (ServerSigner::from_bytes(&[9; 32]), ServerSigner::from_bytes(&[8; 32]));
        let about = AboutServer::new(&one.public(), None, Some(Sha256::of(b"key")));
        let body = |signer: &ServerSigner| serde_json::json!({"server": signer.about(&about)}).to_string();
        let found = asked(200, body(&one)).expect("genuine");
        assert_eq!((found.server, found.pin), (one.public(), about.pin));
        assert!(matches!(asked(200, body(&other)), Err(Error::NotGenuine(_))));
    }

    #[test]
    fn a_sign_in_page_a_busy_server_and_an_older_one_are_told_apart() {
        assert!(matches!(asked(200, "<html>welcome</html>"), Err(Error::Transport(_))));
        assert!(matches!(asked(302, ""), Err(Error::Transport(_))));
        assert!(matches!(asked(404, "<html>"), Err(Error::Transport(_))));
        assert!(matches!(
            asked(503, r#"{"code":"busy","message":"busy"}"#),
            Err(Error::Transport(_))
        ));
        let older = asked(
            404,
            r#"{"code":"no_such_path","message":"there is nothing at this address"}"#,
        );
        assert!(matches!(older, Err(Error::Refused { .. })));
    }
}
