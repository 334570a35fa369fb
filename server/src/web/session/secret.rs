//! Secrets that are handed out once and kept hashed: tokens, links, cookies, enrolment codes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ruhu_core::ids::Sha256;
use ruhu_core::wire::{CODE_LENGTH, code_of};
use std::fmt;

/// A secret in clear, on its way to its one reader. It shows itself only when asked to, never in a log line.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 32 random bytes in base64url.
    pub fn token() -> Self {
        let mut random = [0u8; 32];
        fill(&mut random);
        Self(URL_SAFE_NO_PAD.encode(random))
    }
    /// An enrolment code: 10 Crockford characters, 50 random bits.
    pub fn code() -> Self {
        let mut random = [0u8; CODE_LENGTH];
        fill(&mut random);
        Self(code_of(&random))
    }
    /// The text, for the one who is to have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
    /// What is kept.
    pub fn hash(&self) -> Sha256 {
        hash_of(&self.0)
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a secret that somebody shows.
pub fn hash_of(shown: &str) -> Sha256 {
    Sha256::of(shown.as_bytes())
}

fn fill(random: &mut [u8]) {
    getrandom::fill(random).expect("the operating system always has random bytes once it has booted");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_only_when_asked() {
        let secret = Secret::token();
        assert_eq!(secret.reveal().len(), 43);
        assert!(!format!("{secret:?}").contains(secret.reveal()));
        assert_eq!(secret.hash(), hash_of(secret.reveal()));
        assert_ne!(secret, Secret::token());
    }
}
