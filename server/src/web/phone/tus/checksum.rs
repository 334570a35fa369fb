//! `Upload-Checksum`: what one part must hash to (tus, checksum extension).

use super::protocol::{CHECKSUMS, UPLOAD_CHECKSUM};
use crate::web::answer::ApiError;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;

/// A hash being worked out, and what it must be.
pub(super) struct Checksum {
    hash: Hash,
    expected: Vec<u8>,
}

enum Hash {
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
}

impl Checksum {
    /// Reads the header, when it is there.
    pub(super) fn of(headers: &HeaderMap) -> Result<Option<Self>, ApiError> {
        let Some(value) = headers.get(UPLOAD_CHECKSUM) else {
            return Ok(None);
        };
        let (name, expected) = value
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .ok_or_else(bad)?;
        let expected = STANDARD.decode(expected.trim()).map_err(|_| bad())?;
        let hash = match name {
            "sha1" => Hash::Sha1(sha1::Sha1::new()),
            "sha256" => Hash::Sha256(sha2::Sha256::new()),
            _ => return Err(bad()),
        };
        Ok(Some(Self { hash, expected }))
    }

    /// Takes more bytes of the part in.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.hash {
            Hash::Sha1(hash) => hash.update(bytes),
            Hash::Sha256(hash) => hash.update(bytes),
        }
    }

    /// Whether the whole part was what it must be.
    pub(super) fn holds(self) -> bool {
        match self.hash {
            Hash::Sha1(hash) => hash.finalize().as_slice() == self.expected,
            Hash::Sha256(hash) => hash.finalize().as_slice() == self.expected,
        }
    }
}

fn bad() -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "bad_checksum_header",
        format!("Upload-Checksum is one of {CHECKSUMS}, a blank, and the hash in base64"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(text: &'static str) -> Result<Option<Checksum>, ApiError> {
        let mut headers = HeaderMap::new();
        headers.insert(UPLOAD_CHECKSUM, HeaderValue::from_static(text));
        Checksum::of(&headers)
    }

    #[test]
    fn both_hashes_are_known_by_their_published_values() {
        // FIPS 180-4: the hashes of "abc".
        for text in [
            "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
            "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        ] {
            let mut checksum = read(text).expect("a good header").expect("it is there");
            checksum.update(b"ab");
            checksum.update(b"c");
            assert!(checksum.holds(), "{text}");
            let mut other = read(text).expect("a good header").expect("it is there");
            other.update(b"abd");
            assert!(!other.holds(), "{text}");
        }
    }

    #[test]
    fn an_unknown_hash_is_refused() {
        for text in ["md5 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "sha1", "sha1 ***"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
