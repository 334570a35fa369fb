//! The township's pages as somebody signed in sees them: one session, begun by a one-time link when the first page is
//! asked for, and again when it has ended.

use super::{Answered, Wrong};
use crate::town::Town;
use reqwest::blocking::{Client, Response};
use reqwest::redirect::Policy;
use serde_json::json;
use std::fmt::Display;

/// Somebody who reads pages.
#[derive(Default)]
pub(super) struct Viewer(Option<Session>);

/// A client that follows no redirect, and the cookie it shows.
struct Session {
    http: Client,
    cookie: String,
}

impl Viewer {
    /// A page: its status and its text.
    pub(super) fn page(&mut self, town: &Town, path: &str) -> Answered {
        if !path.starts_with('/') {
            let mend = "write it from the first slash on, such as /households";
            return Err(Wrong::new("path", "it does not begin with a slash", mend));
        }
        let mut session = match self.0.take() {
            Some(session) => session,
            None => Session::begin(town)?,
        };
        let mut answer = session.get(town, path)?;
        // The township's clock may have been stepped past the session's end.
        if answer.status() == 401 {
            session = Session::begin(town)?;
            answer = session.get(town, path)?;
        }
        self.0 = Some(session);
        told(answer)
    }
}

impl Session {
    fn begin(town: &Town) -> Result<Self, Wrong> {
        // The addresses are this machine's own; the library still wants to know whose ciphers it would use. It may have
        // been told before.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = Client::builder().redirect(Policy::none()).build().map_err(broken)?;
        let link = town.running.sign_in_link()?;
        let answer = http.post(link.url).send().map_err(broken)?;
        let cookie = answer.headers().get("set-cookie").and_then(|line| line.to_str().ok());
        match cookie.and_then(|line| line.split(';').next()) {
            Some(cookie) => Ok(Self {
                http,
                cookie: cookie.to_owned(),
            }),
            None => Err(broken(format!(
                "signing in was answered {} and no cookie",
                answer.status()
            ))),
        }
    }

    fn get(&self, town: &Town, path: &str) -> Result<Response, Wrong> {
        let asked = self.http.get(format!("{}{path}", town.running.address()));
        asked.header("Cookie", &self.cookie).send().map_err(broken)
    }
}

/// A redirect is told with where it leads; what is no text, such as a photo, is not put into a line of JSON.
fn told(answer: Response) -> Answered {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let kind = header("content-type").unwrap_or("text/plain").to_owned();
    let (status, location) = (answer.status().as_u16(), header("location").map(str::to_owned));
    if !["text/", "application/json"].iter().any(|text| kind.starts_with(text)) {
        let mend = "ask for a page; files are fetched with a sign-in `link`";
        return Err(Wrong::new("path", format!("this is no page but {kind}"), mend));
    }
    let html = answer.text().map_err(broken)?;
    Ok(json!({"status": status, "location": location, "html": html}))
}

fn broken(error: impl Display) -> Wrong {
    Wrong::new(
        "page",
        error,
        "the town's own server did not answer as it should: look at its stderr",
    )
}
