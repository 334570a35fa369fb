//! Who reads a page, as far as its language goes: `?lang=en` chooses, a cookie remembers, Chinese is the default.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
pub use ruhu_core::rules::Language;
use std::convert::Infallible;

const COOKIE: &str = "ruhu_lang";

/// The reader of this request.
#[derive(Clone, Debug)]
pub struct Reader {
    /// In which language.
    pub language: Language,
    /// The language was chosen with this very request, so the browser is to remember it.
    chosen: bool,
    /// Path and query without `lang`.
    here: String,
}

impl Reader {
    /// The words in the reader's language.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }
    /// The same page in the other language.
    pub fn other_language(&self) -> String {
        let join = if self.here.contains('?') { '&' } else { '?' };
        let other = match self.language {
            Language::Zh => "en",
            Language::En => "zh",
        };
        format!("{}{join}lang={other}", self.here)
    }
    /// The answer: the page, and the language to remember when it was just chosen.
    pub fn shown(&self, status: StatusCode, page: Markup) -> Response {
        let mut response = (status, page).into_response();
        if self.chosen {
            let line = match self.language {
                Language::Zh => "ruhu_lang=zh; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
                Language::En => "ruhu_lang=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
            };
            response
                .headers_mut()
                .append(header::SET_COOKIE, HeaderValue::from_static(line));
        }
        response
    }
    /// The same reader at another address: where the page in the other language is, when it is not here.
    pub fn at(&self, path: &str) -> Self {
        Self {
            here: path.to_owned(),
            ..self.clone()
        }
    }
}

/// The words in this language.
pub fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(reader(&parts.headers, parts.uri.path(), parts.uri.query()))
    }
}

fn reader(headers: &HeaderMap, path: &str, query: Option<&str>) -> Reader {
    let pairs = || query.unwrap_or("").split('&').filter(|pair| !pair.is_empty());
    let asked = pairs().find_map(|pair| language(pair.strip_prefix("lang=")?));
    let kept: Vec<&str> = pairs().filter(|pair| !pair.starts_with("lang=")).collect();
    Reader {
        language: asked.or_else(|| remembered(headers)).unwrap_or(Language::Zh),
        chosen: asked.is_some(),
        here: match kept.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", kept.join("&")),
        },
    }
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, value)| language(value))
}

fn language(word: &str) -> Option<Language> {
    match word {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_asked_for_wins_over_one_remembered_and_the_link_leads_back() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; ruhu_lang=en"));
        let remembers = reader(&headers, "/villages/1", Some("window=5"));
        assert_eq!(remembers.language, Language::En);
        assert_eq!(remembers.other_language(), "/villages/1?window=5&lang=zh");
        let asks = reader(&headers, "/", Some("lang=zh"));
        assert_eq!((asks.language, asks.chosen), (Language::Zh, true));
        assert_eq!(asks.other_language(), "/?lang=en");
        assert_eq!(reader(&HeaderMap::new(), "/", Some("lang=fr")).language, Language::Zh);
    }
}
