//! `GET /`: the township's coverage. The sentence first, then villages by windows, then whom to call on.

use super::headline::{broken, headline};
use super::reader::{Language, Reader};
use super::shell::{Place, Simulated, desk, no_day, not_found};
use super::silence::SILENT_DAYS;
use super::standing::{Standing, Stands};
use super::text::place_text;
use super::tools::{AS_TEXT, as_text, tools};
use super::urgent::urgent;
use super::villages::villages_table;
use super::when::{When, Wish, chooser};
use crate::store::{AuditEvent, Homes, Reach, Store, Township};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ruhu_core::ids::RegionCode;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which township, as of when, and how.
#[derive(Debug, Deserialize)]
pub struct Asked {
    township: Option<String>,
    on: Option<String>,
    year: Option<String>,
    window: Option<String>,
    #[serde(rename = "as")]
    form: Option<String>,
}

/// What is at the front door.
enum Front {
    /// No township is served yet.
    Nothing,
    /// Several: the reader chooses.
    Choose(Vec<Township>),
    /// The reader sees one village: that is the front page.
    Village(RegionCode),
    /// The one asked for is none of ours.
    Unknown,
    /// This one; the flag says that there are others.
    One(Box<(Township, bool, Stands)>),
}

/// `GET /`, `GET /?township=CODE`.
pub async fn overview(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let simulated = Simulated::from(app.simulated);
    let wish = Wish {
        on: asked.on.as_deref(),
        year: asked.year.as_deref(),
        window: asked.window.as_deref(),
    };
    let Some(when) = When::of(app.now(), wish) else {
        return Ok(no_day(&reader, simulated));
    };
    let form = asked.form;
    let reach = who.reach();
    let front = app
        .seen(who.reach(), move |_, store| {
            front(store, &reach, asked.township.as_deref(), when)
        })
        .await?;
    let page = match front {
        Front::Village(code) => return Ok(Redirect::to(&when.link(&format!("/villages/{code}"))).into_response()),
        Front::Nothing => desk(
            &reader,
            simulated,
            None,
            reader.say("覆盖", "Coverage"),
            no_township(&reader),
        ),
        Front::Choose(townships) => desk(
            &reader,
            simulated,
            None,
            reader.say("选乡镇", "Choose a township"),
            which_township(&reader, &townships),
        ),
        Front::Unknown => {
            return Ok(not_found(
                &reader,
                simulated,
                "这台服务器上没有这个乡镇。",
                "This server has no such township.",
            ));
        }
        Front::One(one) => {
            let (township, others, stands) = *one;
            let place = Place {
                code: &township.code,
                name: &township.name,
                others,
                to_judge: stands.to_judge,
                seen: Some((when, who.whose())),
            };
            if form.as_deref() == Some(AS_TEXT) {
                let event = AuditEvent::TextDownloaded(township.code.to_string());
                who.note(&app, from, event).await?;
                return Ok(as_text(place_text(&reader, &township.name, &stands)));
            }
            let content = content(&reader, &township, others, &stands);
            let title = headline(&stands, reader.language).plain();
            desk(&reader, simulated, Some(place), &title, content)
        }
    };
    Ok(reader.shown(StatusCode::OK, page))
}

/// The one village that is within reach, when that is all, and it or its township is asked for.
fn village_of(reach: &Reach, asked: Option<&str>) -> Option<RegionCode> {
    let village = reach.region()?;
    let township = village.township().filter(|township| township != village)?;
    asked
        .is_none_or(|code| code == township.as_str())
        .then(|| village.clone())
}

fn front(store: &dyn Store, reach: &Reach, asked: Option<&str>, when: When) -> crate::Result<Front> {
    let mut townships = store.townships()?;
    if let Some(village) = village_of(reach, asked) {
        return Ok(Front::Village(village));
    }
    // A township of which only a part is within reach has no page as a whole.
    townships.retain(|township| reach.covers(&township.code));
    let others = townships.len() > 1;
    let chosen = match asked {
        Some(code) => townships.into_iter().find(|township| township.code.as_str() == code),
        None if others => return Ok(Front::Choose(townships)),
        None if townships.is_empty() => return Ok(Front::Nothing),
        None => townships.into_iter().next(),
    };
    let Some(township) = chosen else {
        return Ok(Front::Unknown);
    };
    let stands = Stands::read(store, &township.code, &Homes::In(township.code.clone()), when)?;
    Ok(Front::One(Box::new((township, others, stands))))
}

fn content(reader: &Reader, township: &Township, others: bool, stands: &Stands) -> Markup {
    // The one township of a server is at its front door.
    let base = match others {
        true => format!("/?township={}", township.code),
        false => "/".to_owned(),
    };
    if stands.rows.is_empty() {
        return no_household(reader, stands, &base);
    }
    let list = format!("/villages/{}", township.code);
    let out = broken(&stands.rows);
    let text = place_text(reader, &township.name, stands);
    html! {
        div.lead {
            div {
                h1 { (headline(stands, reader.language).shown(stands, &list)) }
                p.sub { (second_line(reader, stands)) }
                @if out > 0 && !stands.when.is_year_over() {
                    p.sub {
                        (stands.on().year()) (reader.say(" 年已有漏访的：", ", already missed: "))
                        a href=(stands.when.link(&format!("{list}?show=broken"))) { (out) (reader.say(" 户", " homes")) }
                    }
                }
                @if !stands.ruled {
                    p.hint { (reader.say(
                        "这一天没有生效的政策，所以没有要求。用 ruhu policy check 检查政策文件。",
                        "No policy is in force on this day, so nothing is asked. Check the policy file with ruhu policy check.",
                    )) }
                }
                @if stands.phones.is_empty() {
                    p.hint {
                        (reader.say("还没有手机登记。下一步：给每位责任人发登记码 ", "No phone is enrolled yet. Next: give each cadre a code with "))
                        code { "ruhu enrol --data DIR --cadre NAME" }
                    }
                }
            }
            (tools(reader, &stands.when, &base, &text, Some(&township.code)))
        }
        (chooser(reader, &stands.when, &base))
        div.columns {
            (villages_table(reader, &township.code, stands))
            (urgent(reader, &township.code, stands))
        }
    }
}

/// Households, cadres, data up to when, silent phones.
fn second_line(reader: &Reader, stands: &Stands) -> String {
    let now = stands.when.now;
    let households = stands.rows.len();
    let cadres: BTreeSet<_> = stands
        .rows
        .iter()
        .flat_map(|row| row.cadres.iter().map(|(id, _)| id))
        .collect();
    let heard = stands.phones.iter().filter_map(|phone| phone.last_seen).max();
    let silent = stands.quiet.values().filter(|quiet| quiet.days >= SILENT_DAYS).count();
    let unsent = stands.count(Standing::Unsent);
    let up_to = match (heard, reader.language) {
        _ if !stands.when.is_now() => {
            let homes = reader.say("位帮扶责任人", "cadres");
            return format!("{households} {} · {} {homes}", reader.say("户", "homes"), cadres.len());
        }
        (None, Language::Zh) => "还没有手机上传过".to_owned(),
        (None, Language::En) => "no phone has uploaded yet".to_owned(),
        (Some(at), Language::Zh) if at.day() == now.day() => format!("数据到 今天 {}", at.clock_text()),
        (Some(at), Language::En) if at.day() == now.day() => format!("data up to today {}", at.clock_text()),
        (Some(at), Language::Zh) => format!("数据到 {} {}", at.day(), at.clock_text()),
        (Some(at), Language::En) => format!("data up to {} {}", at.day(), at.clock_text()),
    };
    let unheard = match (silent, reader.language) {
        (0, _) => String::new(),
        (_, Language::Zh) => format!(" · {silent} 位的手机 {SILENT_DAYS} 天以上没有联网"),
        (_, Language::En) => format!(" · phones of {silent} silent for {SILENT_DAYS} days or more"),
    };
    let waiting = match (unsent, reader.language) {
        (0, _) => String::new(),
        (_, Language::Zh) => format!(" · {unsent} 户先标「未上传」，不算漏访"),
        (_, Language::En) => format!(" · {unsent} homes marked \"not uploaded yet\", not as missed"),
    };
    match reader.language {
        Language::Zh => format!(
            "{households} 户 · {} 位帮扶责任人 · {up_to}{unheard}{waiting}",
            cadres.len()
        ),
        Language::En => format!(
            "{households} homes · {} cadres · {up_to}{unheard}{waiting}",
            cadres.len()
        ),
    }
}

fn which_township(reader: &Reader, townships: &[Township]) -> Markup {
    html! {
        section.card.lone {
            h1 { (reader.say("看哪个乡镇？", "Which township?")) }
            ul.choose {
                @for township in townships {
                    li { a href=(format!("/?township={}", township.code)) { (township.name) " " small { (township.code) } } }
                }
            }
        }
    }
}

fn no_township(reader: &Reader) -> Markup {
    html! {
        section.card.lone {
            h1 { (reader.say("还没有花名册", "There is no roster yet")) }
            p { (reader.say("下一步，在服务器上导入花名册：", "Next, import the roster on the server:")) }
            p { code { "ruhu import ROSTER.xlsx --data DIR" } }
            p { (reader.say("再给每位帮扶责任人一个登记码：", "Then give each cadre an enrolment code:")) }
            p { code { "ruhu enrol --data DIR --cadre NAME" } }
        }
    }
}

fn no_household(reader: &Reader, stands: &Stands, base: &str) -> Markup {
    html! {
        (chooser(reader, &stands.when, base))
        section.card.lone {
            @if stands.when.is_now() {
                h1 { (reader.say("花名册里今天没有户", "No household is on the roster today")) }
                p { (reader.say("下一步，导入这个乡镇的花名册：", "Next, import this township's roster:")) }
                p { code { "ruhu import ROSTER.xlsx --data DIR" } }
            } @else {
                h1 { (reader.say("那一天花名册里没有户", "No household was on the roster that day")) }
                p { a href=(base) { (reader.say("回到今天", "Back to today")) } }
            }
        }
    }
}
