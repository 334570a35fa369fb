//! A township of five homes on 24 November 2026, and what the pure rules say of it on any day.

use super::World;
use ruhu_core::coverage::{Cell, Coverage as CoverageOf, Timeline, keep, strip, tally};
use ruhu_core::domain::{
    Assignment, Class, ClassFrom, Judged, Judgement, Mode, ReasonCode, Statements, Verdict, Visit,
};
use ruhu_core::ids::{CadreId, RegionCode, Sha256, VisitId};
use ruhu_core::record::Kind;
use ruhu_core::rules::Policy;
use ruhu_core::time::{Clock, Day, Moment, TimeEvidence};
use ruhu_server::store::{Coverage, HouseholdPlan, HouseholdState, ImportPlan, Ledger, Person, Village, VisitRow};
use ruhu_server::town::decide;
use ruhu_server::town::log;
use std::collections::BTreeSet;

pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub fn plan(township: &str, villages: &[&str], households: &[(&str, Class, u8)]) -> ImportPlan {
    let from = day("2021-01-01");
    let household = |(no, class, cadre): &(&str, Class, u8)| HouseholdPlan {
        household: no.parse().expect("a good number"),
        village: no[..12].parse().expect("twelve digits"),
        entered: from,
        left: None,
        person: Person {
            head: format!("户主{}", &no[11..]),
            phone: "13812345678".into(),
            id_number: "612401196001010012".into(),
            ..Person::default()
        },
        classes: vec![ClassFrom { class: *class, from }],
        assignments: vec![Assignment {
            household: no.parse().expect("a good number"),
            cadre: CadreId::from_bytes([*cadre; 16]),
            from,
            to: None,
        }],
        place: None,
    };
    ImportPlan {
        township: township.parse().expect("nine digits"),
        township_name: "另一镇".into(),
        file: Sha256::of(township.as_bytes()),
        rows: 1,
        effective: None,
        villages: villages
            .iter()
            .map(|code| Village {
                code: code.parse().expect("twelve digits"),
                name: format!("{}村", &code[11..]),
                listed: true,
            })
            .collect(),
        cadres: Vec::new(),
        households: households.iter().map(household).collect(),
        gone: Vec::new(),
    }
}

/// The township of the world with five homes on 24 November: the first never visited, one visited in every window, one
/// of a monitored class not yet visited this month, one like it whose cadre's phone is silent since May, and one with a
/// visit of September under review.
pub fn small_township(world: &World) -> RegionCode {
    let township: RegionCode = super::TOWNSHIP.parse().expect("nine digits");
    let homes = [
        ("610924102001002", Class::Lifted, 1),
        ("610924102001003", Class::Unstable, 1),
        ("610924102002001", Class::Unstable, 2),
        ("610924102002002", Class::Lifted, 1),
    ];
    let folder = world.folder();
    let more = plan(super::TOWNSHIP, &["610924102002"], &homes);
    decide::import(&folder.store, &folder.signer.public(), &more, world.clock.now().wall).expect("a good roster");
    world.phone_of("王芳");
    let months = ["01", "03", "05", "07", "09", "11"];
    let mut visits: Vec<VisitRow> = months
        .iter()
        .map(|month| visit("610924102001002", &format!("2026-{month}-10"), Verdict::Counts))
        .collect();
    visits.push(visit("610924102002002", "2026-09-10", Verdict::NeedsReview));
    folder
        .store
        .transact(&township, &mut |tx| {
            for visit in &visits {
                let record = log::append_own(tx, Kind::Visit, &told(visit), visit.received)?.sha256;
                let visit = VisitRow {
                    record,
                    statements: record,
                    ..visit.clone()
                };
                tx.put_visit(&visit)?;
            }
            // Nobody judges these: their years are kept by hand.
            let policy = Timeline::one(Policy::parse(decide::DEFAULT_POLICY, "default").expect("a good policy"));
            let homes: BTreeSet<_> = visits.iter().map(|visit| &visit.household).collect();
            for home in homes {
                let theirs = visits.iter().filter(|visit| visit.household == *home);
                let facts: Vec<_> = theirs.map(VisitRow::fact).collect();
                tx.put_kept(home, &keep(&policy, &[], &facts))?;
            }
            Ok(())
        })
        .expect("written");
    let today: Moment = "2026-11-24T10:00:00+08:00".parse().expect("a good time");
    world.clock.step_ms(today.since(world.clock.now().wall));
    township
}

/// The record's body that tells of a visit: what a page reads of it is what was stated.
fn told(visit: &VisitRow) -> Visit {
    Visit {
        household: visit.household.clone(),
        cadre: visit.cadre,
        companions: Vec::new(),
        mode: visit.mode,
        late: visit.late,
        started: TimeEvidence::told(visit.started),
        ended: TimeEvidence::told(visit.ended),
        fixes: Vec::new(),
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: Vec::new(),
        statements: Statements::default(),
        judged: Judged {
            policy: None,
            place_version: None,
            roster_cursor: 0,
            verdict: visit.phone.verdict,
            codes: visit.phone.codes.clone(),
        },
    }
}

fn visit(household: &str, on: &str, verdict: Verdict) -> VisitRow {
    let started = day(on).start().plus_ms(9 * 3_600_000);
    let codes = match verdict {
        Verdict::Counts => Vec::new(),
        Verdict::NeedsReview | Verdict::DoesNotCount => vec![ReasonCode::NoFix],
    };
    let record = Sha256::of(format!("{household} {on}").as_bytes());
    VisitRow {
        erased: false,
        id: VisitId::new(started),
        record,
        statements: record,
        device: "a".repeat(43).parse().expect("43 characters"),
        household: household.parse().expect("a good number"),
        cadre: CadreId::from_bytes([1; 16]),
        companions: Vec::new(),
        mode: Mode::OnSite,
        late: false,
        day: day(on),
        started,
        ended: started.plus_ms(15 * 60_000),
        received: started.plus_ms(3_600_000),
        place: None,
        fix: None,
        position: None,
        far_reason: false,
        own: codes.clone(),
        across: Vec::new(),
        spacing: Vec::new(),
        base: verdict,
        verdict,
        counted: verdict == Verdict::Counts,
        decision: None,
        phone: Judgement { verdict, codes },
    }
}

/// What the pure rules say of every home of the township on a day.
pub fn by_the_rules(world: &World, township: &RegionCode, today: Day) -> Vec<(HouseholdState, CoverageOf, Vec<Cell>)> {
    let timeline = Timeline::one(Policy::parse(decide::DEFAULT_POLICY, "default").expect("a good policy"));
    let homes = world.folder().store.households(township).expect("readable");
    homes
        .into_iter()
        .map(|home| {
            let of = tally(&timeline, &home.tenure, &home.waivers, &home.visits, today);
            let cells = strip(
                &timeline,
                &home.tenure,
                &home.waivers,
                &home.visits,
                &of,
                today.year(),
                today,
            );
            (home, of, cells)
        })
        .collect()
}

pub fn homes_linked(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/households/").skip(1);
    links
        .filter_map(|rest| rest.split(['"', '?']).next()?.split('/').nth(1))
        .map(str::to_owned)
        .collect()
}
