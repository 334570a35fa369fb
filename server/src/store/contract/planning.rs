//! An import's plan, made from the roster as it was read, and what the township decides before it is carried out.

use super::town::{Town, cadre, day, good_visit, household, now};
use crate::store::RosterNow;
use crate::town::decide::{self, Handover, NewPlace};
use crate::{Error, Result};
use ruhu_core::domain::{LatLon, Ruling, WaiverKind, WaiverScope};
use ruhu_core::record::{DecisionBody, WaiverBody};

fn carry_out(town: &Town, standing: &RosterNow) -> Result<()> {
    let mut plan = town.plan();
    plan.households[0].person.head = "另一个名字".into();
    decide::import_onto(&*town.store, &town.server.public(), &plan, standing.decided, now())
}

pub fn a_plan_is_carried_out_only_on_the_roster_it_was_made_from(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    let read = || town.store.roster_now(&town.code).expect("the roster");
    let store = &*town.store;
    let standing = read();
    town.send(&phone, &[&visit]);
    carry_out(town, &standing).expect("a visit that arrives meanwhile changes no roster");
    let decisions: [(&str, &dyn Fn() -> Result<()>); 7] = [
        ("a handover", &|| {
            let handover = Handover {
                from: cadre(1),
                to: cadre(2),
                on: day("2026-06-30"),
                households: Some(&[household(2)]),
                why: None,
                by: None,
            };
            decide::handover(store, &town.code, &handover, now()).map(|_| ())
        }),
        ("a waiver", &|| {
            let waiver = WaiverBody {
                scope: WaiverScope::Household(household(1)),
                kind: WaiverKind::Excuse,
                from: day("2026-07-01"),
                to: day("2026-07-31"),
                why: "洪水".into(),
                paper: None,
                by: None,
            };
            decide::waive(store, &town.code, &waiver, now())
        }),
        ("a place", &|| {
            let place = NewPlace {
                household: &household(1),
                point: LatLon { lat: 32.5, lon: 108.5 },
                from: day("2026-06-30"),
                why: None,
                by: None,
            };
            decide::set_place(store, &town.code, &place, now()).map(|_| ())
        }),
        ("a decision", &|| {
            let decision = DecisionBody {
                visit: visit.envelope.id.into(),
                ruling: Some(Ruling::Counts),
                why: "looked at".into(),
                by: "周敏".into(),
            };
            decide::rule(store, &town.code, &decision, now())
        }),
        ("an erasure of a household that has a place and nothing else", &|| {
            decide::erase(store, &town.code, &household(3), "镇长", None, now()).map(|_| ())
        }),
        ("another import", &|| {
            let mut plan = town.plan();
            plan.households.truncate(1);
            plan.households[0].person.phone = "1".into();
            decide::import(store, &town.server.public(), &plan, now())
        }),
        ("an erasure", &|| {
            decide::erase(store, &town.code, &household(1), "镇长", None, now()).map(|_| ())
        }),
    ];
    for (what, decide) in decisions {
        let standing = read();
        decide().unwrap_or_else(|error| panic!("{what}: {error}"));
        let before = (read().households, store.log(&town.code, None).expect("the log"));
        assert!(
            matches!(carry_out(town, &standing), Err(Error::Conflict { .. })),
            "{what}"
        );
        let after = (read().households, store.log(&town.code, None).expect("the log"));
        assert_eq!(before, after, "{what}: nothing has changed");
    }
}
