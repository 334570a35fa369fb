//! `GET /`: the township's coverage. The sentence first, then villages by windows, then whom to call on.

use super::reader::{Language, Reader};
use super::shell::{Place, Simulated, desk};
use super::silence::SILENT_DAYS;
use super::standing::{Standing, Stands};
use super::urgent::urgent;
use super::villages::villages_table;
use crate::access::SignedIn;
use crate::api::ApiError;
use crate::serve::App;
use crate::store::{Reach, Store, Township};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ruhu_core::coverage::State as Reached;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::Moment;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which township.
#[derive(Debug, Deserialize)]
pub struct Asked {
    township: Option<String>,
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
    who: SignedIn,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let now = app.now();
    let simulated = Simulated::from(app.simulated);
    let reach = who.reach();
    let front = app
        .within(who.reach(), move |_, store| {
            front(store, &reach, asked.township.as_deref(), now)
        })
        .await?;
    let page = match front {
        Front::Village(code) => return Ok(Redirect::to(&format!("/villages/{code}")).into_response()),
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
            chooser(&reader, &townships),
        ),
        Front::Unknown => {
            return Ok(reader.not_found(
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
            };
            let content = content(&reader, &township.code, &stands, now);
            desk(
                &reader,
                simulated,
                Some(place),
                &sentence(&stands, reader.language).plain(),
                content,
            )
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

fn front(store: &dyn Store, reach: &Reach, asked: Option<&str>, now: Moment) -> crate::Result<Front> {
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
    let stands = Stands::read(store, &township.code, &township.code, now)?;
    Ok(Front::One(Box::new((township, others, stands))))
}

/// The first line: what matters, with its number set apart.
struct Headline {
    before: String,
    number: Option<String>,
    after: String,
}

impl Headline {
    fn plain(&self) -> String {
        format!("{}{}{}", self.before, self.number.as_deref().unwrap_or(""), self.after)
    }
}

fn sentence(stands: &Stands, language: Language) -> Headline {
    let window = stands.window();
    let left = window.last(stands.today.year()).since(stands.today);
    let (number, months) = (window.number(), window.months(language));
    let pressing = stands.count(Standing::Pressing);
    let before = match (language, left) {
        (Language::Zh, 0) => format!("第 {number} 期({months})今天是最后一天,"),
        (Language::Zh, _) => format!("第 {number} 期({months})还有 {left} 天,"),
        (Language::En, 0) => format!("Window {number} ({months}) ends today: "),
        (Language::En, 1) => format!("Window {number} ({months}) has 1 day left: "),
        (Language::En, _) => format!("Window {number} ({months}) has {left} days left: "),
    };
    let (number, after) = match (language, pressing) {
        (Language::Zh, 0) => (None, "眼下没有要漏的户".to_owned()),
        (Language::En, 0) => (None, "no home is about to be missed".to_owned()),
        (Language::Zh, _) => (Some(format!("{pressing} 户")), "再不去就漏了".to_owned()),
        (Language::En, 1) => (
            Some("1 home".to_owned()),
            " will be missed unless somebody goes".to_owned(),
        ),
        (Language::En, _) => (
            Some(format!("{pressing} homes")),
            " will be missed unless somebody goes".to_owned(),
        ),
    };
    Headline { before, number, after }
}

fn content(reader: &Reader, township: &RegionCode, stands: &Stands, now: Moment) -> Markup {
    if stands.rows.is_empty() {
        return no_household(reader);
    }
    let headline = sentence(stands, reader.language);
    html! {
        div.lead {
            h1 {
                (headline.before)
                @if let Some(number) = &headline.number {
                    a.alarm href=(format!("/villages/{township}?show=pressing")) { (number) }
                }
                (headline.after)
            }
            p.sub { (second_line(reader, stands, now)) }
            @let broken = broken(stands);
            @if broken > 0 {
                p.sub {
                    (reader.say("今年已有漏访的:", "Already missed this year: "))
                    a href=(format!("/villages/{township}?show=broken")) {
                        (broken) (reader.say(" 户", " homes"))
                    }
                }
            }
            @if !stands.ruled {
                p.hint { (reader.say(
                    "今天没有生效的政策,所以没有要求。用 ruhu policy check 检查政策文件。",
                    "No policy is in force today, so nothing is asked. Check the policy file with ruhu policy check.",
                )) }
            }
            @if stands.phones.is_empty() {
                p.hint {
                    (reader.say("还没有手机登记。下一步:给每位责任人发登记码 ", "No phone is enrolled yet. Next: give each cadre a code with "))
                    code { "ruhu enrol --data DIR --cadre NAME" }
                }
            }
        }
        div.columns {
            (villages_table(reader, township, stands))
            (urgent(reader, township, stands))
        }
    }
}

fn broken(stands: &Stands) -> usize {
    let out = |state| matches!(state, Reached::Missed | Reached::Lost);
    stands.rows.iter().filter(|row| out(row.coverage.state)).count()
}

/// Households, cadres, data up to when, silent phones.
fn second_line(reader: &Reader, stands: &Stands, now: Moment) -> String {
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
        (_, Language::Zh) => format!(" · {unsent} 户先标「未上传」,不算漏访"),
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

fn chooser(reader: &Reader, townships: &[Township]) -> Markup {
    html! {
        section.card.lone {
            h1 { (reader.say("看哪个乡镇?", "Which township?")) }
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
            p { (reader.say("下一步,在服务器上导入花名册:", "Next, import the roster on the server:")) }
            p { code { "ruhu import ROSTER.xlsx --data DIR" } }
            p { (reader.say("再给每位帮扶责任人一个登记码:", "Then give each cadre an enrolment code:")) }
            p { code { "ruhu enrol --data DIR --cadre NAME" } }
        }
    }
}

fn no_household(reader: &Reader) -> Markup {
    html! {
        section.card.lone {
            h1 { (reader.say("花名册里今天没有户", "No household is on the roster today")) }
            p { (reader.say("下一步,导入这个乡镇的花名册:", "Next, import this township's roster:")) }
            p { code { "ruhu import ROSTER.xlsx --data DIR" } }
        }
    }
}
