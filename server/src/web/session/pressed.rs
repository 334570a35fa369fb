//! The button of a one-time link, pressed twice: the browser drops the first answer and waits for the second. For a minute
//! the same browser, known by the cookie that the link's page or the first answer gave it, gets in again.

use super::secret::{Secret, hash_of};
use crate::store::AccountName;
use crate::web::serve::Client;
use axum::http::{HeaderMap, HeaderValue, header};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a second press counts as the first, in milliseconds.
const AGAIN_MS: i64 = 60_000;
/// How long a link's page may stand open before its button is pressed, in seconds: as long as a link of an account holds.
const PAGE_SECONDS: i64 = 3 * 86_400;
const COOKIE: &str = "ruhu_link";

/// Links that were used in the last minute.
#[derive(Default)]
pub struct Pressed(Mutex<HashMap<Sha256, Press>>);

/// The first press of a link's button.
#[derive(Clone, Debug)]
pub struct Press {
    /// The cookie of the link's page, hashed.
    pub page: Option<Sha256>,
    /// The session that began.
    pub session: Sha256,
    /// Whose link it was; `None` for an administrator's.
    pub account: Option<AccountName>,
    /// When.
    pub at: Moment,
}

/// Keeps presses of one link in a row, so that the second finds the first.
pub struct Turn<'a>(MutexGuard<'a, HashMap<Sha256, Press>>);

impl Pressed {
    /// Waits for whoever uses a link at this moment.
    pub fn turn(&self) -> Turn<'_> {
        Turn(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// The first press, where this is the same browser within a minute.
    pub fn first(&self, link: &Sha256, page: Option<&Sha256>, session: Option<&Sha256>, now: Moment) -> Option<Press> {
        self.turn().first(link, page, session, now)
    }
}

impl Turn<'_> {
    /// As [`Pressed::first`].
    pub fn first(&self, link: &Sha256, page: Option<&Sha256>, session: Option<&Sha256>, now: Moment) -> Option<Press> {
        let press = self.0.get(link).filter(|press| now.since(press.at) < AGAIN_MS)?;
        let same = (page.is_some() && page == press.page.as_ref()) || session == Some(&press.session);
        same.then(|| press.clone())
    }
    /// Notes a press, and forgets those that are over.
    pub fn note(&mut self, link: Sha256, press: Press) {
        let now = press.at;
        self.0.retain(|_, press| now.since(press.at) < AGAIN_MS);
        self.0.insert(link, press);
    }
}

/// The cookie that a link's page gives its browser.
pub(super) fn page_cookie(client: Client) -> HeaderValue {
    let secure = match client.transport {
        super::Transport::Https => "; Secure",
        super::Transport::Http => "",
    };
    let value = Secret::token();
    let text = format!(
        "{COOKIE}={}; Path=/; Max-Age={PAGE_SECONDS}; HttpOnly; SameSite=Strict{secure}",
        value.reveal()
    );
    HeaderValue::try_from(text).expect("base64url and digits are good in a header")
}

/// That cookie, hashed.
pub(super) fn page_of(headers: &HeaderMap) -> Option<Sha256> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && value.len() <= 100)
        .map(|(_, value)| hash_of(value))
}
