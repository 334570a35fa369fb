//! `GET /cadres/TOWNSHIP/ID`: a cadre's homes and what is due there. No rank and no score: a list of homes to go to.

use super::headline::headline;
use super::homes::homes_table;
use super::reader::Reader;
use super::shell::{Place, Simulated, desk, not_found};
use super::silence::silence_words;
use super::standing::{Row, Standing, Stands};
use super::strip::tag;
use super::text::homes_text;
use super::tools::{AS_TEXT, as_text, tools};
use super::when::{When, Wish, chooser};
use crate::store::{AuditEvent, Homes, Store, Township};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::coverage::Mark;
use ruhu_core::domain::Cadre;
use ruhu_core::ids::{CadreId, RegionCode};
use serde::Deserialize;
use std::sync::Arc;

/// As of when, and how.
#[derive(Debug, Deserialize)]
pub struct Asked {
    on: Option<String>,
    year: Option<String>,
    window: Option<String>,
    #[serde(rename = "as")]
    form: Option<String>,
}

/// A cadre's homes on a day.
struct Shown {
    township: Township,
    others: bool,
    cadre: Cadre,
    stands: Stands,
}

/// The order in which a cadre's homes stand: what presses first.
const ORDER: [Standing; 7] = [
    Standing::Pressing,
    Standing::Due,
    Standing::Missed,
    Standing::Unsent,
    Standing::Review,
    Standing::Rest,
    Standing::Met,
];

/// The page. A cadre of another township, and one that is none, is 404.
pub async fn cadre(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path((township, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let simulated = Simulated::from(app.simulated);
    let wish = Wish {
        on: asked.on.as_deref(),
        year: asked.year.as_deref(),
        window: asked.window.as_deref(),
    };
    let Some(when) = When::of(app.now(), wish) else {
        return Ok(super::shell::no_day(&reader, simulated));
    };
    let shown = match (township.parse::<RegionCode>(), id.parse::<CadreId>()) {
        (Ok(township), Ok(id)) => {
            app.seen(who.reach(), move |_, store| read(store, &township, id, when))
                .await?
        }
        (Err(_), _) | (_, Err(_)) => None,
    };
    let Some(shown) = shown else {
        let zh = "这个乡镇的花名册里没有这位责任人。";
        return Ok(not_found(
            &reader,
            simulated,
            zh,
            "This cadre is not on that township's roster.",
        ));
    };
    if asked.form.as_deref() == Some(AS_TEXT) {
        let place = format!("{}/{}", shown.township.code, shown.cadre.id);
        who.note(&app, from, AuditEvent::TextDownloaded(place)).await?;
        return Ok(as_text(text(&reader, &shown)));
    }
    let place = Place {
        code: &shown.township.code,
        name: &shown.township.name,
        others: shown.others,
        to_judge: shown.stands.to_judge,
        seen: Some((shown.stands.when, who.whose())),
    };
    let content = content(&reader, &shown);
    let page = desk(&reader, simulated, Some(place), &shown.cadre.name, content);
    Ok(reader.shown(StatusCode::OK, page))
}

fn read(store: &dyn Store, code: &RegionCode, id: CadreId, when: When) -> crate::Result<Option<Shown>> {
    let townships = store.townships()?;
    let others = townships.len() > 1;
    let Some(township) = townships.into_iter().find(|township| township.code == *code) else {
        return Ok(None);
    };
    let Some(cadre) = store.cadres(code)?.into_iter().find(|cadre| cadre.id == id) else {
        return Ok(None);
    };
    let homes = Homes::Of {
        township: code.clone(),
        cadre: id,
    };
    let stands = Stands::read(store, code, &homes, when)?;
    Ok(Some(Shown {
        township,
        others,
        cadre,
        stands,
    }))
}

/// The homes in this order of words, each word's in the order of a due list.
fn in_order(stands: &Stands) -> Vec<&Row> {
    let all = stands.in_due_order();
    let of = |standing| all.iter().copied().filter(move |row| row.standing == standing);
    ORDER.into_iter().flat_map(of).collect()
}

fn text(reader: &Reader, shown: &Shown) -> String {
    homes_text(reader, &shown.cadre.name, &in_order(&shown.stands), &shown.stands)
}

fn content(reader: &Reader, shown: &Shown) -> Markup {
    let (stands, cadre) = (&shown.stands, &shown.cadre);
    let base = format!("/cadres/{}/{}", shown.township.code, cadre.id);
    html! {
        div.lead {
            div {
                p.crumb { a href=(stands.when.link(&format!("/?township={}", shown.township.code))) { (shown.township.name) } " › " (reader.say("帮扶责任人", "Cadre")) }
                h1 { (cadre.name) span.count { " · " (stands.rows.len()) (reader.say(" 户", " homes")) } }
                p.say { (headline(stands, reader.language).plain()) }
                p.sub {
                    (cadre.unit)
                    @if let Some(quiet) = stands.quiet.get(&cadre.id) {
                        @if !cadre.unit.is_empty() { " · " }
                        (tag(Mark::Waiting, &silence_words(quiet, reader.language)))
                        " " (reader.say("走访可能还在手机上", "visits may still be on the phone"))
                    }
                }
            }
            (tools(reader, &stands.when, &base, &text(reader, shown), None))
        }
        (chooser(reader, &stands.when, &base))
        @if stands.rows.is_empty() {
            p.card.empty { (reader.say("这一天没有户由他（她）负责。换个日子看看。", "No home was this cadre's on that day. Try another day.")) }
        } @else {
            section.card.homes-of { (homes_table(reader, &in_order(stands), stands)) }
        }
    }
}
