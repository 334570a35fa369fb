//! `GET /villages/CODE`: a village, or the whole township, home by home; or those of them that are behind a number.

use super::headline::{broken, headline};
use super::homes::homes_table;
use super::reader::{Language, Reader};
use super::shell::{Place, Simulated, desk, no_day, not_found};
use super::standing::{Row, Standing, Stands};
use super::strip::{class, mark_words};
use super::text::{homes_text, place_text};
use super::tools::{AS_TEXT, as_text, tools};
use super::when::{When, Wish, chooser, joined};
use super::window::Window;
use crate::store::{AuditEvent, Homes, Store, Township};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::coverage::{Mark, State as Reached};
use ruhu_core::ids::RegionCode;
use serde::Deserialize;
use std::sync::Arc;

/// Which of the households, as of when, and how.
#[derive(Debug, Deserialize)]
pub struct Asked {
    window: Option<String>,
    show: Option<String>,
    on: Option<String>,
    year: Option<String>,
    #[serde(rename = "as")]
    form: Option<String>,
}

/// The choice behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// All.
    All,
    /// Those whose strip has this mark in this window.
    Marked(Window, Mark),
    /// Those with this word on the day.
    Standing(Standing),
    /// Those with enough visits for the year.
    Enough,
    /// Those with a promise broken this year, or out of reach.
    Broken,
    /// Those with a promise of the year not kept so far.
    Short,
}

impl Show {
    fn of(asked: &Asked) -> Option<Self> {
        match (asked.window.as_deref(), asked.show.as_deref()) {
            (None, None) => Some(Self::All),
            (None, Some("enough")) => Some(Self::Enough),
            (None, Some("broken")) => Some(Self::Broken),
            (None, Some("short")) => Some(Self::Short),
            (None, Some(word)) => {
                let found = Standing::ALL.into_iter().find(|standing| standing.word() == word);
                found.map(Self::Standing)
            }
            (Some(number), mark) => {
                let mark = Mark::from_word(mark.unwrap_or("met"))?;
                Window::numbered(number).map(|window| Self::Marked(window, mark))
            }
        }
    }
    /// The address of this choice in a place.
    fn link(self, scope: &RegionCode) -> String {
        let path = format!("/villages/{scope}");
        match self {
            Self::All => path,
            Self::Marked(window, mark) => {
                let path = joined(&path, "window", &window.number().to_string());
                joined(&path, "show", mark.word())
            }
            Self::Standing(standing) => joined(&path, "show", standing.word()),
            Self::Enough => joined(&path, "show", "enough"),
            Self::Broken => joined(&path, "show", "broken"),
            Self::Short => joined(&path, "show", "short"),
        }
    }
    fn holds(self, row: &Row, stands: &Stands) -> bool {
        match self {
            Self::All => true,
            Self::Marked(window, mark) => window.mark(&row.view.strip, stands.on()) == mark,
            Self::Standing(standing) => row.standing == standing,
            Self::Enough => {
                let line = stands.year.as_ref().and_then(|year| row.year_line(year));
                line.is_some_and(|line| line.state == Reached::Met)
            }
            Self::Broken => row.is_broken(),
            Self::Short => row.is_short(),
        }
    }
    fn words(self, language: Language) -> String {
        let said = |(zh, en): (&str, &str)| super::reader::say(language, zh, en).to_owned();
        match (self, language) {
            (Self::All, _) => said(("全部", "all")),
            (Self::Enough, _) => said(("全年够了", "enough for the year")),
            (Self::Broken, _) => said(("今年有漏访", "missed this year")),
            (Self::Short, _) => said(("还没走够", "not enough visits yet")),
            (Self::Standing(standing), _) => said(standing.words()),
            (Self::Marked(window, mark), Language::Zh) => {
                let (months, words) = (window.months(language), said(mark_words(mark)));
                format!("第 {} 期（{months}）{words}", window.number())
            }
            (Self::Marked(window, mark), Language::En) => {
                let (months, words) = (window.months(language), said(mark_words(mark)));
                format!("window {} ({months}), {words}", window.number())
            }
        }
    }
}

/// `GET /villages/CODE?window=5&show=missed`: a village's code, or the township's for all of it.
pub async fn list(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let simulated = Simulated::from(app.simulated);
    // The window of a list chooses homes; the day is chosen by `on` and `year` alone.
    let wish = Wish {
        on: asked.on.as_deref(),
        year: asked.year.as_deref(),
        window: None,
    };
    let Some(when) = When::of(app.now(), wish) else {
        return Ok(no_day(&reader, simulated));
    };
    let found = match code.parse::<RegionCode>() {
        Err(_) => None,
        Ok(scope) => {
            let reach = who.reach();
            app.seen(who.reach(), move |_, store| match reach.covers(&scope) {
                true => read(store, scope, when),
                false => Ok(None),
            })
            .await?
        }
    };
    let (Some(found), Some(show)) = (found, Show::of(&asked)) else {
        let zh = "没有这个村，或地址里的选择不对。";
        let en = "There is no such village, or the choice in the address is none.";
        return Ok(not_found(&reader, simulated, zh, en));
    };
    let listed = Listed::of(&reader, &found, show);
    if asked.form.as_deref() == Some(AS_TEXT) {
        who.note(&app, from, AuditEvent::TextDownloaded(code)).await?;
        return Ok(as_text(listed.text));
    }
    let place = Place {
        code: &found.township.code,
        name: &found.township.name,
        others: found.others,
        to_judge: found.stands.to_judge,
        seen: Some((when, who.whose())),
    };
    let content = content(&reader, &found, show, &listed);
    let page = desk(&reader, simulated, Some(place), &listed.title, content);
    Ok(reader.shown(StatusCode::OK, page))
}

/// A place on a day.
struct Found {
    township: Township,
    others: bool,
    scope: RegionCode,
    name: String,
    stands: Stands,
}

fn read(store: &dyn Store, scope: RegionCode, when: When) -> crate::Result<Option<Found>> {
    let townships = store.townships()?;
    let others = townships.len() > 1;
    let of = scope.township();
    let Some(township) = townships
        .into_iter()
        .find(|township| Some(&township.code) == of.as_ref())
    else {
        return Ok(None);
    };
    let stands = Stands::read(store, &township.code, &Homes::In(scope.clone()), when)?;
    let village = stands.villages.iter().find(|village| village.code == scope);
    let name = match (township.code == scope, village) {
        (true, _) => township.name.clone(),
        (false, Some(village)) => village.name.clone(),
        (false, None) => return Ok(None),
    };
    Ok(Some(Found {
        township,
        others,
        scope,
        name,
        stands,
    }))
}

/// The households of a choice, with its words.
struct Listed<'a> {
    title: String,
    rows: Vec<&'a Row>,
    text: String,
}

impl<'a> Listed<'a> {
    fn of(reader: &Reader, found: &'a Found, show: Show) -> Self {
        let stands = &found.stands;
        let mut rows = stands.in_due_order();
        rows.retain(|row| show.holds(row, stands));
        let title = match show {
            Show::All => found.name.clone(),
            _ => format!("{} · {}", found.name, show.words(reader.language)),
        };
        let text = match show {
            Show::All => place_text(reader, &found.name, stands),
            _ => homes_text(reader, &title, &rows, stands),
        };
        Self { title, rows, text }
    }
}

fn content(reader: &Reader, found: &Found, show: Show, listed: &Listed<'_>) -> Markup {
    let (stands, scope) = (&found.stands, &found.scope);
    let (base, all) = (show.link(scope), Show::All.link(scope));
    let out = broken(&stands.rows);
    html! {
        div.lead {
            div {
                @if found.township.code != *scope || show != Show::All {
                    p.crumb {
                        a href=(stands.when.link(&format!("/?township={}", found.township.code))) { (found.township.name) }
                        @if found.township.code != *scope && show != Show::All {
                            " › " a href=(stands.when.link(&all)) { (found.name) }
                        }
                    }
                }
                h1 { (listed.title) " " span.count { "· " (listed.rows.len()) (reader.say(" 户", " homes")) } }
                @if show == Show::All {
                    p.say { (headline(stands, reader.language).shown(stands, &all)) }
                } @else {
                    p.sub { (reader.say("在册 ", "on the roster: ")) (stands.rows.len()) (reader.say(" 户", " homes")) }
                }
                @if out > 0 && show == Show::All && !stands.when.is_year_over() {
                    p.sub {
                        (stands.on().year()) (reader.say(" 年已有漏访的：", ", already missed: "))
                        a href=(stands.when.link(&Show::Broken.link(scope))) { (out) (reader.say(" 户", " homes")) }
                    }
                }
            }
            (tools(reader, &stands.when, &base, &listed.text, Some(scope)))
        }
        (chooser(reader, &stands.when, &base))
        section.card {
            (choices(reader, found, show))
            @if listed.rows.is_empty() {
                p.empty {
                    (reader.say("没有这样的户。", "No such home. "))
                    a href=(stands.when.link(&all)) { (reader.say("看全部", "See all")) }
                }
            } @else {
                (homes_table(reader, &listed.rows, stands))
            }
        }
    }
}

fn choices(reader: &Reader, found: &Found, show: Show) -> Markup {
    let (stands, scope) = (&found.stands, &found.scope);
    html! {
        p.legend {
            a class=(chosen("tag t-rest", show == Show::All)) href=(stands.when.link(&Show::All.link(scope))) {
                (reader.say("全部", "all")) " " (stands.rows.len())
            }
            @for standing in Standing::ALL {
                @let (zh, en) = standing.words();
                @let kind = format!("tag t-{} l-{}", class(standing.mark()), standing.word());
                a class=(chosen(&kind, show == Show::Standing(standing)))
                    href=(stands.when.link(&Show::Standing(standing).link(scope))) {
                    b { (standing.mark().zh()) } " " (reader.say(zh, en)) " " (stands.count(standing))
                }
            }
        }
    }
}

/// The class of a choice, and whether it is the one that is shown.
fn chosen(class: &str, shown: bool) -> String {
    format!("{class}{}", if shown { " on" } else { "" })
}
