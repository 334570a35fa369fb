//! `GET /villages/CODE`: the households of a village, or of the whole township, that are behind a number.

use super::reader::{Language, Reader};
use super::shell::{Place, Simulated, desk};
use super::standing::{Row, Standing, Stands};
use super::strip::{class, day_words, mark_words, standing_tag, strip_of, tag};
use super::urgent::silence_words;
use super::window::Window;
use crate::access::SignedIn;
use crate::api::ApiError;
use crate::serve::App;
use crate::store::Township;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::coverage::{Mark, Standing as Order, State as Reached};
use ruhu_core::ids::RegionCode;
use serde::Deserialize;
use std::sync::Arc;

/// Which of the households.
#[derive(Debug, Deserialize)]
pub struct Asked {
    window: Option<String>,
    show: Option<String>,
}

/// The choice behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// All.
    All,
    /// Those whose strip has this mark in this window.
    Marked(Window, Mark),
    /// Those with this word today.
    Standing(Standing),
    /// Those with enough visits for the year.
    Enough,
    /// Those with a promise broken this year, or out of reach.
    Broken,
}

impl Show {
    fn of(asked: &Asked) -> Option<Self> {
        match (asked.window.as_deref(), asked.show.as_deref()) {
            (None, None) => Some(Self::All),
            (None, Some("enough")) => Some(Self::Enough),
            (None, Some("broken")) => Some(Self::Broken),
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
    fn holds(self, row: &Row, stands: &Stands) -> bool {
        match self {
            Self::All => true,
            Self::Marked(window, mark) => window.mark(&row.strip, stands.today) == mark,
            Self::Standing(standing) => row.standing == standing,
            Self::Enough => {
                let line = stands.year.as_ref().and_then(|year| row.year_line(year));
                line.is_some_and(|line| line.state == Reached::Met)
            }
            Self::Broken => matches!(row.coverage.state, Reached::Missed | Reached::Lost),
        }
    }
    fn words(self, language: Language) -> String {
        let said = |(zh, en): (&str, &str)| super::reader::say(language, zh, en).to_owned();
        match (self, language) {
            (Self::All, _) => said(("全部", "all")),
            (Self::Enough, _) => said(("全年够了", "enough for the year")),
            (Self::Broken, _) => said(("今年有漏访", "missed this year")),
            (Self::Standing(standing), _) => said(standing.words()),
            (Self::Marked(window, mark), Language::Zh) => {
                let (months, words) = (window.months(language), said(mark_words(mark)));
                format!("第 {} 期({months}){words}", window.number())
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
    who: SignedIn,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let (now, simulated) = (app.now(), Simulated::from(app.simulated));
    let found = match code.parse::<RegionCode>() {
        Err(_) => None,
        Ok(scope) => {
            let reach = who.reach();
            app.within(who.reach(), move |_, store| {
                if !reach.covers(&scope) {
                    return Ok(None);
                }
                let townships = store.townships()?;
                let others = townships.len() > 1;
                let of = scope.township();
                let Some(township) = townships
                    .into_iter()
                    .find(|township| Some(&township.code) == of.as_ref())
                else {
                    return Ok(None);
                };
                let stands = Stands::read(store, &township.code, &scope, now)?;
                Ok(Some((township, others, scope, stands)))
            })
            .await?
        }
    };
    let (Some((township, others, scope, stands)), Some(show)) = (found, Show::of(&asked)) else {
        return Ok(gone(&reader, simulated));
    };
    let Some(name) = name_of(&township, &scope, &stands) else {
        return Ok(gone(&reader, simulated));
    };
    let place = Place {
        code: &township.code,
        name: &township.name,
        others,
    };
    let (title, content) = content(&reader, &scope, name, &stands, show);
    Ok(reader.shown(StatusCode::OK, desk(&reader, simulated, Some(place), &title, content)))
}

fn gone(reader: &Reader, simulated: Simulated) -> Response {
    let zh = "没有这个村,或地址里的选择不对。";
    let en = "There is no such village, or the choice in the address is none.";
    reader.not_found(simulated, zh, en)
}

fn name_of<'a>(township: &'a Township, scope: &RegionCode, stands: &'a Stands) -> Option<&'a str> {
    if township.code == *scope {
        return Some(&township.name);
    }
    let found = stands.villages.iter().find(|village| village.code == *scope);
    found.map(|village| village.name.as_str())
}

fn content(reader: &Reader, scope: &RegionCode, name: &str, stands: &Stands, show: Show) -> (String, Markup) {
    let mut rows: Vec<&Row> = stands.rows.iter().filter(|row| show.holds(row, stands)).collect();
    rows.sort_by_key(|row| {
        Order {
            state: row.coverage.state,
            date: row.coverage.date,
            suggested: row.coverage.suggested,
        }
        .due_order()
    });
    let title = format!("{name} · {}", show.words(reader.language));
    let link = format!("/villages/{scope}");
    let content = html! {
        div.lead {
            h1 { (title) " " span.count { (rows.len()) (reader.say(" 户", " homes")) } }
            p.sub { (reader.say("在册 ", "on the roster: ")) (stands.rows.len()) (reader.say(" 户", " homes")) " · " (stands.today) }
        }
        section.card {
            p.legend {
                a class=(chosen("tag t-rest", show == Show::All)) href=(link) { (reader.say("全部", "all")) " " (stands.rows.len()) }
                @for standing in Standing::ALL {
                    @let (zh, en) = standing.words();
                    @let kind = format!("tag t-{}", class(standing.mark()));
                    a class=(chosen(&kind, show == Show::Standing(standing)))
                        href=(format!("{link}?show={}", standing.word())) {
                        b { (standing.mark().zh()) } " " (reader.say(zh, en)) " " (stands.count(standing))
                    }
                }
            }
            @if rows.is_empty() {
                p.empty { (reader.say("没有这样的户。", "No such home. ")) a href=(link) { (reader.say("看全部", "See all")) } }
            } @else {
                (table(reader, &rows, stands))
            }
        }
    };
    (title, content)
}

/// The class of a choice, and whether it is the one that is shown.
fn chosen(class: &str, shown: bool) -> String {
    format!("{class}{}", if shown { " on" } else { "" })
}

fn table(reader: &Reader, rows: &[&Row], stands: &Stands) -> Markup {
    html! {
        table.households {
            thead { tr {
                th { (reader.say("户主", "Household")) }
                th { (reader.say("村组", "Village, group")) }
                th { (stands.today.year()) (reader.say(" 年", "")) }
                th { (reader.say("本期", "This window")) }
                th { (reader.say("次数", "Visits")) }
                th { (reader.say("最晚", "At the latest")) }
                th { (reader.say("建议", "Suggested")) }
                th { (reader.say("责任人", "Cadre")) }
            } }
            tbody { @for row in rows { (household(reader, row, stands)) } }
        }
    }
}

fn household(reader: &Reader, row: &Row, stands: &Stands) -> Markup {
    let village = stands.villages.iter().find(|village| village.code == row.state.village);
    let day = |day: Option<_>| day.map_or_else(|| "–".to_owned(), |day| day_words(day, stands.today, reader.language));
    let who: Vec<&str> = row.cadres.iter().map(|(_, name)| name.as_str()).collect();
    html! {
        tr {
            td { a.name href=(format!("/households/{}/{}", row.state.township, row.state.household)) { (row.state.head) } }
            td { (village.map_or("", |village| village.name.as_str())) (row.state.group) }
            td { (strip_of(&row.strip, reader.language)) }
            td {
                (standing_tag(row, stands.today, reader))
                @if matches!(row.coverage.state, Reached::Missed | Reached::Lost) && row.standing != Standing::Missed {
                    " " (tag(Mark::Missed, reader.say(row.coverage.state.zh(), row.coverage.state.en())))
                }
            }
            td.tabular {
                @if let Some(line) = row.main_line() {
                    (line.have) " / " (line.need)
                    @if line.pending > 0 { " " span.f-wait { "⋯" (line.pending) } }
                } @else { "–" }
            }
            td { (day(row.coverage.date)) }
            td { (day(row.coverage.suggested)) }
            td {
                @if who.is_empty() { (reader.say("还没有责任人", "nobody yet")) } @else { (who.join("、")) }
                @if let Some(quiet) = &row.quiet { " " span.sub { (silence_words(quiet, reader.language)) } }
            }
        }
    }
}
