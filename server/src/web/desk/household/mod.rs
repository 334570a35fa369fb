//! `GET /households/TOWNSHIP/NO`: one household's file: how it stands, line by line, and every visit with its reasons.

mod asked;
mod shown;
mod told;

use crate::store::{AuditEvent, Reach, Store};
use crate::web::answer::ApiError;
use crate::web::desk::identity::identity;
use crate::web::desk::reader::Reader;
use crate::web::desk::shell::{Place, Simulated, desk, no_day, not_found};
use crate::web::desk::standing::timeline;
use crate::web::desk::strip::strip_of;
use crate::web::desk::tools::{AS_TEXT, as_text, tools};
use crate::web::desk::visit::visit;
use crate::web::desk::when::{When, Wish, chooser, joined};
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use asked::{lines, responsible, state_tag};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::coverage::{strip, tally};
use ruhu_core::domain::{Class, VisitFact};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use serde::Deserialize;
use shown::{Shown, to_go};
use std::collections::BTreeSet;
use std::sync::Arc;
use told::text;

/// As of when, and how.
#[derive(Debug, Deserialize)]
pub struct Asked {
    on: Option<String>,
    year: Option<String>,
    window: Option<String>,
    #[serde(rename = "as")]
    form: Option<String>,
}

/// The page. A household of another township, and one that is none, is 404.
pub async fn household(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path((township, no)): Path<(String, String)>,
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
    let shown = match (township.parse::<RegionCode>(), no.parse::<HouseholdNo>()) {
        (Ok(township), Ok(no)) => {
            let reach = who.reach();
            app.seen(who.reach(), move |_, store| read(store, reach, &township, &no, when))
                .await?
        }
        (Err(_), _) | (_, Err(_)) => None,
    };
    let Some(shown) = shown else {
        let zh = "这个乡镇的花名册里没有这一户。";
        return Ok(not_found(
            &reader,
            simulated,
            zh,
            "This household is not on that township's roster.",
        ));
    };
    if asked.form.as_deref() == Some(AS_TEXT) {
        let place = format!("{}/{}", shown.township.code, shown.file.household.household);
        who.note(&app, from, AuditEvent::TextDownloaded(place)).await?;
        return Ok(as_text(text(&reader, &shown)));
    }
    let place = Place {
        code: &shown.township.code,
        name: &shown.township.name,
        others: shown.others,
        to_judge: shown.to_judge,
        seen: Some((when, who.whose())),
    };
    let page = desk(
        &reader,
        simulated,
        Some(place),
        &shown.file.household.head,
        content(&reader, &shown),
    );
    Ok(reader.shown(StatusCode::OK, page))
}

fn read(
    store: &dyn Store,
    reach: Reach,
    code: &RegionCode,
    no: &HouseholdNo,
    when: When,
) -> crate::Result<Option<Shown>> {
    let townships = store.townships()?;
    let others = townships.len() > 1;
    let Some(township) = townships.into_iter().find(|township| township.code == *code) else {
        return Ok(None);
    };
    let (Some(file), Some((_, person))) = (store.household_file(code, no)?, store.person(code, no)?) else {
        return Ok(None);
    };
    let timeline = timeline(&store.policies(code)?)?;
    let facts: Vec<VisitFact> = file
        .visits
        .iter()
        .map(|visit| VisitFact {
            id: visit.id,
            day: visit.day,
            mode: visit.mode,
            verdict: visit.base,
            decision: visit.decision.as_ref().map(|(ruling, _, _)| *ruling),
        })
        .collect();
    let tenure = &file.household.tenure;
    let coverage = tally(&timeline, tenure, &file.waivers, &facts, when.on);
    let strip = strip(
        &timeline,
        tenure,
        &file.waivers,
        &facts,
        &coverage,
        when.on.year(),
        when.on,
    );
    let mut here = BTreeSet::new();
    for photo in file.visits.iter().flat_map(|visit| &visit.photos) {
        let copy = photo.entry.copy.sha256;
        if store.photo(code, &copy)?.is_some() {
            here.insert(copy);
        }
    }
    Ok(Some(Shown {
        township,
        others,
        file,
        person,
        reach,
        timeline,
        coverage,
        strip,
        here,
        when,
        to_judge: store.to_judge(code)?,
        waits: store.waits(code, no)?,
    }))
}

fn content(reader: &Reader, shown: &Shown) -> Markup {
    let household = &shown.file.household;
    let when = &shown.when;
    let visits = shown.visits();
    html! {
        div.lead {
            div {
                p.crumb {
                    a href=(when.link(&format!("/?township={}", shown.township.code))) { (shown.township.name) }
                    " › " a href=(when.link(&format!("/villages/{}", household.village))) { (household.village_name) }
                }
                h1 { (household.head) (reader.say("家", "'s home")) " " (state_tag(reader, shown)) }
                p.sub { (facts(reader, shown)) }
                (identity(reader, &shown.reach, &shown.township.code, &household.household, &shown.person))
                p.big { (strip_of(&shown.strip, reader.language)) " " span.sub { (to_go(reader, shown)) } }
            }
            (tools(reader, when, &shown.base(), &text(reader, shown), None))
        }
        (chooser(reader, when, &shown.base()))
        @if shown.waits {
            p.rejudging { (reader.say(
                "这一户还没有按新规则重新认定：下面是原来的结果，轮到它以后可能会变。",
                "This household is not judged by the new rules yet: what follows is as it was judged before, and may change.",
            )) }
        }
        div.columns {
            section.visits {
                h2 { (when.on.year()) (reader.say(" 年的走访", ", visits")) " · " (visits.len()) }
                @if visits.is_empty() {
                    p.card.empty { (reader.say(
                        "这一年还没有走访传上来。责任人的手机联网后，这里就有了。",
                        "No visit of this year has been uploaded. It appears here once the cadre's phone connects.",
                    )) }
                }
                @for one in visits {
                    (visit(reader, &shown.township.code, one, &shown.timeline, &shown.here))
                }
                @let others = shown.other_years();
                @if !others.is_empty() {
                    p.sub.years {
                        (reader.say("别的年份：", "Other years: "))
                        @for (year, count) in others {
                            a href=(joined(&shown.base(), "year", &year.to_string())) { (year) " (" (count) (reader.say(" 次)", ")")) } " "
                        }
                    }
                }
            }
            aside.card {
                h2 { (reader.say("要求", "What is asked")) }
                (lines(reader, shown))
                (responsible(reader, shown))
            }
        }
    }
}

fn facts(reader: &Reader, shown: &Shown) -> String {
    let household = &shown.file.household;
    let mut facts = vec![
        format!("{}{}", household.village_name, household.group),
        format!("{} {}", reader.say("户编号", "No."), household.household),
    ];
    if let Some(class) = class_on(
        household.tenure.classes.iter().map(|c| (c.class, c.from)),
        shown.when.on,
    ) {
        facts.push(reader.say(class.zh(), class.en()).to_owned());
    }
    if let Some(people) = household.people {
        facts.push(format!("{people} {}", reader.say("口人", "people")));
    }
    if !household.risk.is_empty() {
        facts.push(household.risk.clone());
    }
    facts.retain(|fact| !fact.is_empty());
    facts.join(" · ")
}

/// The class that holds on a day: the last that began; of two on one day the later in the list.
fn class_on(classes: impl Iterator<Item = (Class, Day)>, day: Day) -> Option<Class> {
    let begun = classes.filter(|(_, from)| *from <= day);
    begun.max_by_key(|(_, from)| *from).map(|(class, _)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_a_day_is_the_last_that_began() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let classes = [(Class::Sudden, day("2026-03-01")), (Class::Lifted, day("2021-01-01"))];
        assert_eq!(class_on(classes.into_iter(), day("2026-02-28")), Some(Class::Lifted));
        assert_eq!(class_on(classes.into_iter(), day("2026-03-01")), Some(Class::Sudden));
        assert_eq!(class_on(classes.into_iter(), day("2020-03-01")), None);
    }
}
