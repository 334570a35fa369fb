//! `GET /households/TOWNSHIP/NO`: one household's file: how it stands, line by line, and every visit with its reasons.

use super::identity::identity;
use super::reader::{Language, Reader};
use super::shell::{Place, Simulated, desk};
use super::standing::{main_line, timeline};
use super::strip::{strip_of, tag};
use super::visit::visit;
use crate::access::SignedIn;
use crate::api::ApiError;
use crate::serve::App;
use crate::store::{HouseholdFile, Person, Reach, Store, Township};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::coverage::{Cell, Coverage, Line, Mark, State as Reached, Timeline, strip, tally};
use ruhu_core::domain::{Class, VisitFact};
use ruhu_core::ids::{HouseholdNo, RegionCode, Sha256};
use ruhu_core::time::Day;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A household's file with what the rules say of it.
struct Shown {
    township: Township,
    others: bool,
    file: HouseholdFile,
    person: Person,
    reach: Reach,
    timeline: Timeline,
    coverage: Coverage,
    strip: Vec<Cell>,
    /// The copies of its photos that are here.
    here: BTreeSet<Sha256>,
    today: Day,
}

/// The page. A household of another township, and one that is none, is 404.
pub async fn household(
    State(app): State<Arc<App>>,
    who: SignedIn,
    reader: Reader,
    Path((township, no)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (today, simulated) = (app.now().day(), Simulated::from(app.simulated));
    let shown = match (township.parse::<RegionCode>(), no.parse::<HouseholdNo>()) {
        (Ok(township), Ok(no)) => {
            let reach = who.reach();
            app.within(who.reach(), move |_, store| read(store, reach, &township, &no, today))
                .await?
        }
        (Err(_), _) | (_, Err(_)) => None,
    };
    let Some(shown) = shown else {
        let zh = "这个乡镇的花名册里没有这一户。";
        return Ok(reader.not_found(simulated, zh, "This household is not on that township's roster."));
    };
    let place = Place {
        code: &shown.township.code,
        name: &shown.township.name,
        others: shown.others,
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
    today: Day,
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
    let coverage = tally(&timeline, tenure, &file.waivers, &facts, today);
    let strip = strip(&timeline, tenure, &file.waivers, &facts, &coverage, today.year(), today);
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
        today,
    }))
}

fn content(reader: &Reader, shown: &Shown) -> Markup {
    let household = &shown.file.household;
    html! {
        div.lead {
            h1 { (household.head) (reader.say("家", "'s home")) " " (state_tag(reader, shown)) }
            p.sub { (facts(reader, shown)) }
            (identity(reader, &shown.reach, &shown.township.code, &household.household, &shown.person))
            p.big { (strip_of(&shown.strip, reader.language)) " " span.sub { (to_go(reader, shown)) } }
        }
        div.columns {
            section.visits {
                h2 { (reader.say("走访", "Visits")) " · " (shown.file.visits.len()) }
                @if shown.file.visits.is_empty() {
                    p.card.empty { (reader.say(
                        "还没有走访传上来。责任人的手机联网后,这里就有了。",
                        "No visit has been uploaded. It appears here once the cadre's phone connects.",
                    )) }
                }
                @for one in &shown.file.visits {
                    (visit(reader, &shown.township.code, one, &shown.timeline, &shown.here))
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

fn state_tag(reader: &Reader, shown: &Shown) -> Markup {
    let state = shown.coverage.state;
    tag(mark_of(state), reader.say(state.zh(), state.en()))
}

/// The mark that goes with a state.
fn mark_of(state: Reached) -> Mark {
    match state {
        Reached::Met => Mark::Met,
        Reached::Due => Mark::Now,
        Reached::Missed | Reached::Lost => Mark::Missed,
        Reached::OnTrack | Reached::NotRequired => Mark::Rest,
    }
}

fn facts(reader: &Reader, shown: &Shown) -> String {
    let household = &shown.file.household;
    let mut facts = vec![
        format!("{}{}", household.village_name, household.group),
        format!("{} {}", reader.say("户编号", "No."), household.household),
    ];
    if let Some(class) = class_on(household.tenure.classes.iter().map(|c| (c.class, c.from)), shown.today) {
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

fn to_go(reader: &Reader, shown: &Shown) -> String {
    let counted = match (main_line(&shown.coverage), reader.language) {
        (None, _) => String::new(),
        (Some(line), Language::Zh) => format!("已 {} 次 · 还差 {} 次", line.have, line.need.saturating_sub(line.have)),
        (Some(line), Language::En) => format!("{} made · {} to go", line.have, line.need.saturating_sub(line.have)),
    };
    match (shown.coverage.date, reader.language) {
        (None, _) => counted,
        (Some(day), Language::Zh) => format!("{counted} · 最晚 {day}"),
        (Some(day), Language::En) => format!("{counted} · {day} at the latest"),
    }
}

fn lines(reader: &Reader, shown: &Shown) -> Markup {
    html! {
        table.lines {
            tbody {
                // The newest windows are what a reader looks for; the order of requirements stays.
                @for line in &shown.coverage.lines { (line_of(reader, shown, line)) }
            }
        }
        @for waiver in &shown.file.waivers {
            p.sub { (reader.say(waiver.kind.zh(), waiver.kind.en())) ": " (waiver.from) " – " (waiver.to) }
        }
    }
}

fn line_of(reader: &Reader, shown: &Shown, line: &Line) -> Markup {
    let policies = shown.timeline.policies().iter().rev();
    let asked = policies
        .flat_map(|policy| &policy.require)
        .find(|asked| asked.id == line.require);
    html! {
        tr {
            td {
                (asked.map_or(line.require.as_str(), |asked| asked.title.as_str()))
                @if !line.binding { " " span.sub { (reader.say("(原则上)", "(advice)")) } }
                br; span.sub.days { (line.from) " – " (line.to) }
            }
            td.tabular.r {
                (line.have) " / " (line.need)
                @if line.pending > 0 { " " span.f-wait { "⋯" (line.pending) } }
            }
            td.r {
                (tag(mark_of(line.state), reader.say(line.state.zh(), line.state.en())))
                @if let Some(day) = line.latest_safe { br; span.sub { (reader.say("最晚 ", "by ")) (day) } }
            }
        }
    }
}

fn responsible(reader: &Reader, shown: &Shown) -> Markup {
    html! {
        h2 { (reader.say("帮扶责任人", "Responsible")) }
        ul.plain {
            @for (assignment, cadre) in &shown.file.assignments {
                li {
                    (cadre.name) " " span.sub {
                        (cadre.unit) " · " (assignment.from) " – "
                        @if let Some(to) = assignment.to { (to) } @else { (reader.say("现在", "now")) }
                    }
                }
            }
            @if shown.file.assignments.is_empty() { li.sub { (reader.say("还没有责任人", "nobody yet")) } }
        }
    }
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
