//! Passwords: what a good one is, and how it is kept. Rules are kind: long enough, and none that everybody tries; no
//! letters, digits and signs to be counted. Kept by argon2id (RFC 9106; parameters in docs/decisions.md).

use crate::web::answer::ApiError;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use axum::http::StatusCode;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The fewest characters.
pub const SHORTEST: usize = 10;
/// The most bytes that are looked at: more is nobody's password.
pub const LONGEST: usize = 512;
/// Memory of one hash in KiB: 46 MiB.
const MEMORY_KIB: u32 = 47_104;
/// So many hashes at once: memory stays bounded however many sign in.
const AT_ONCE: usize = 2;
/// Whoever waits longer for a turn is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);
/// What everybody tries first, in lower case.
const COMMON: &str = include_str!("common_passwords.txt");
/// Kept of nobody's password, with our parameters: a name that is none takes as long as one that is.
const NOBODYS: &str =
    "$argon2id$v=19$m=47104,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password that may be set. It shows itself to nobody.
pub struct Password(String);

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Under ten characters.
    Short,
    /// Longer than anybody types.
    Long,
    /// Among those that everybody tries.
    Common,
    /// The name itself.
    Name,
    /// The second time it was typed otherwise.
    Differs,
}

impl Password {
    /// Takes what was typed twice, as it was typed.
    pub fn new(typed: &str, again: &str, name: &str) -> Result<Self, Weak> {
        let plain = typed.trim().to_lowercase();
        let mut distinct: Vec<char> = plain.chars().collect();
        distinct.sort_unstable();
        distinct.dedup();
        if typed.chars().count() < SHORTEST {
            Err(Weak::Short)
        } else if typed.len() > LONGEST {
            Err(Weak::Long)
        } else if distinct.len() <= 2 || COMMON.lines().any(|common| common == plain) {
            Err(Weak::Common)
        } else if plain == name.to_lowercase() {
            Err(Weak::Name)
        } else if typed != again {
            Err(Weak::Differs)
        } else {
            Ok(Self(typed.to_owned()))
        }
    }
}
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The room where passwords are hashed: a few at a time.
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Passwords {
    /// What is kept of a password: a PHC string with a salt of its own.
    pub async fn keep(&self, password: Password) -> Result<String, ApiError> {
        self.work(move || hashed(&password.0)).await
    }
    /// Whether what was typed is the password of which `kept` is kept. Of nobody's it never is, and takes as long.
    pub async fn fits(&self, typed: String, kept: Option<String>) -> Result<bool, ApiError> {
        self.work(move || {
            let known = kept.is_some();
            verified(&typed, kept.as_deref().unwrap_or(NOBODYS)) && known
        })
        .await
    }
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            let message = "too many people are signing in at this moment: try again in a little";
            return Err(ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "busy", message, 10));
        };
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| {
            let message = "the server failed at this; nothing is lost, try again later";
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "server_fault", message)
        })
    }
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).expect("the parameters are within RFC 9106");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &str) -> String {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).expect("the operating system always has random bytes once it has booted");
    let hash: PasswordHash = hasher()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("a password and a salt of bounded length always hash");
    hash.to_string()
}

/// A kept text that does not read is nobody's password: it fits nothing.
fn verified(typed: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| hasher().verify_password(typed.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_what_everybody_tries() {
        let no = |typed: &str| Password::new(typed, typed, "高坪镇扶贫办主任王").expect_err("refused");
        assert_eq!(no("短密码"), Weak::Short);
        assert_eq!(no("Password123"), Weak::Common);
        assert_eq!(no("1234567890"), Weak::Common);
        assert_eq!(no("ababababababab"), Weak::Common);
        assert_eq!(no(&"长".repeat(300)), Weak::Long);
        let name = "jianghaitang-1987";
        assert_eq!(
            Password::new(name, name, "JiangHaitang-1987").expect_err("refused"),
            Weak::Name
        );
        assert_eq!(
            Password::new("门前的老槐树开花了", "x", "王").expect_err("refused"),
            Weak::Short
        );
        assert_eq!(
            Password::new("门前的老槐树开花了呀", "x", "王").expect_err("refused"),
            Weak::Differs
        );
        let good = Password::new("门前的老槐树开花了呀", "门前的老槐树开花了呀", "王").expect("a good one");
        assert!(!format!("{good:?}").contains('槐'));
        assert!(
            COMMON
                .lines()
                .all(|line| line.chars().count() >= SHORTEST && line == line.to_lowercase())
        );
    }

    #[test]
    fn what_is_kept_is_argon2id_with_a_salt_of_its_own_and_fits_its_password_alone() {
        let (one, two) = (hashed("correct horse battery"), hashed("correct horse battery"));
        assert_ne!(one, two);
        let head = NOBODYS.rsplitn(3, '$').last().expect("a PHC string");
        assert!(one.starts_with(head), "{one} has not the parameters {head}");
        assert!(verified("correct horse battery", &one) && !verified("correct horse batterz", &one));
        assert!(PasswordHash::new(NOBODYS).is_ok() && !verified("", NOBODYS) && !verified("x", "nothing"));
    }
}
