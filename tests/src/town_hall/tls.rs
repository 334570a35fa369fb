//! A town hall that speaks TLS by a certificate it made itself: phones know it by the key that the enrolment code names.

use crate::failure::{Done, While};
use ruhu_server::tls::{Tls, TlsTrust};
use ruhu_server::web::serve::Front;

/// A server's front with such a certificate.
pub(super) fn self_made() -> Done<Front> {
    let doing = "制作证书 making a certificate";
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".into()]).when(doing)?;
    let folder = tempfile::tempdir().when(doing)?;
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).when(doing)?;
    std::fs::write(&key, made.signing_key.serialize_pem()).when(doing)?;
    Ok(Front {
        tls: Some(Tls::load(&cert, &key, TlsTrust::Auto).when(doing)?),
        ..Front::default()
    })
}
