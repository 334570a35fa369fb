//! Answers that are not the server's but a proxy's, a firewall's or a sign-in page's: each is mapped to the cause that the cadre
//! is told. None counts as a refusal: no item becomes stuck and no phone is signed out by it (docs/protocol.md, "Roads that
//! are not ours").

use super::{Call, HttpAnswer, TransportError};

/// Whose answer this is, by its status and its form.
pub(super) fn foreign(answer: &HttpAnswer) -> TransportError {
    match answer.status {
        511 => TransportError::SignInPage,
        407 => TransportError::ProxyPassword,
        // A sign-in page at another host is told by the transport, which knows the server's address.
        300..=399 if answer.header("location").is_some() => TransportError::SignInPage,
        200..=299 if is_page(answer) => TransportError::SignInPage,
        200..=299 if is_encoded(answer) => TransportError::Transformed,
        200..=299 => TransportError::NotTheServer,
        status => TransportError::Answered { status },
    }
}

/// A success of the server's that lacks this header, or what took its place.
pub(super) fn without(header: &'static str, answer: &HttpAnswer) -> TransportError {
    match is_page(answer) {
        true => TransportError::SignInPage,
        false => TransportError::Stripped { header },
    }
}

/// The header of a call that did not come through as this client sends it, by the server's complaint about it.
pub(super) fn stripped(call: &Call, code: &str) -> Option<TransportError> {
    let header = match code {
        "no_token" => "Authorization",
        "tus_version" => "Tus-Resumable",
        "length_missing" => "Upload-Length",
        "bad_metadata" => "Upload-Metadata",
        // A number that is none.
        "bad_header" if matches!(call, Call::Create { .. }) => "Upload-Length",
        "bad_header" => "Upload-Offset",
        "bad_checksum_header" => "Upload-Checksum",
        "bad_content_type" => "Content-Type",
        _ => return None,
    };
    Some(TransportError::Stripped { header })
}

/// A page for people: by its type, or by how it begins.
fn is_page(answer: &HttpAnswer) -> bool {
    let said = answer
        .header("content-type")
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"));
    let body = answer.body.trim_ascii_start();
    // The mark of UTF-8 may stand before it.
    let body = body.strip_prefix(b"\xEF\xBB\xBF".as_slice()).unwrap_or(body);
    said || body.trim_ascii_start().starts_with(b"<")
}

fn is_encoded(answer: &HttpAnswer) -> bool {
    answer
        .header("content-encoding")
        .is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity"))
}
