//! How one policy follows another.

use super::town::{Town, cadre, day, good_visit, now};
use crate::town::decide::{self, Ended, NewPolicy, PolicyPut};
use crate::town::judge::timeline_of;
use crate::{Error, Result};
use ruhu_core::domain::Verdict;
use ruhu_core::ids::RegionCode;

fn toml(id: &str, from: &str, rest: &str) -> String {
    format!("id = \"{id}\"\nname = \"n\"\nfrom = {from}\n{rest}[[require]]\nid = \"y\"\ntimes = 4\nevery = \"year\"\n")
}

fn put(town: &Town, toml: &str) -> Result<PolicyPut> {
    put_in(town, &town.code, toml)
}

fn put_in(town: &Town, scope: &RegionCode, toml: &str) -> Result<PolicyPut> {
    let new = NewPolicy {
        scope,
        toml,
        file: "p.toml",
        by: Some("镇长"),
    };
    decide::put_policy(&*town.store, new, now())
}

/// Every policy in force with its days.
fn days(town: &Town) -> Vec<(String, String, Option<String>)> {
    let rows = town.store.policies(&town.code).expect("the policies");
    let timeline = timeline_of(&rows).expect("they follow one another");
    let policies = timeline.policies().iter();
    policies
        .map(|policy| {
            let until = policy.until.map(|until| until.to_string());
            (policy.id.to_string(), policy.from.to_string(), until)
        })
        .collect()
}

fn entry(id: &str, from: &str, until: Option<&str>) -> (String, String, Option<String>) {
    (id.into(), from.into(), until.map(str::to_owned))
}

pub fn a_first_own_policy_may_begin_in_the_past_and_the_built_in_one_gives_way(town: &Town) {
    let phone = town.phone(cadre(1));
    let short = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&short]);
    assert_eq!(town.visit(&short).verdict, Verdict::Counts);
    let before = town.hear(&phone, 0).cursor;
    let strict = format!("{}[visit]\nmin_minutes = 30\n", toml("own", "2026-01-01", ""));
    let put = put(town, &strict).expect("the township's first own one");
    let ended = Ended {
        township: town.code.clone(),
        policy: "default-2021".parse().expect("an id"),
        until: Some(day("2025-12-31")),
    };
    assert_eq!(put.ended, [ended]);
    assert_eq!(
        days(town),
        [
            entry("default-2021", "2021-01-01", Some("2025-12-31")),
            entry("own", "2026-01-01", None)
        ]
    );
    assert_eq!(town.visit(&short).verdict, Verdict::NeedsReview, "it was judged again");
    let heard = town.hear(&phone, before).policies.expect("phones hear of it");
    assert_eq!(heard.len(), 2);
    assert!(heard[0].toml.starts_with("until = 2025-12-31 # ") && heard[0].toml.ends_with(decide::DEFAULT_POLICY));
}

pub fn a_first_own_policy_from_before_the_built_in_one_withdraws_it(town: &Town) {
    let put = put(town, &toml("own", "2020-01-01", "")).expect("the township's first own one");
    assert_eq!(put.ended[0].until, None);
    assert_eq!(days(town), [entry("own", "2020-01-01", None)]);
    // Its id is used up all the same.
    let again = decide::DEFAULT_POLICY.replace("2021-01-01", "2030-01-01");
    assert!(matches!(self::put(town, &again), Err(Error::Refused { .. })));
}

pub fn a_later_policy_ends_the_open_one_before_it(town: &Town) {
    put(town, &toml("a", "2026-01-01", "")).expect("the first own one");
    put(town, &toml("b", "2027-01-01", "")).expect("a later one");
    // One that fits in between: what was ended for a successor gives way once more.
    put(town, &toml("c", "2026-12-01", "until = 2026-12-31\n")).expect("one between them");
    assert_eq!(
        days(town),
        [
            entry("default-2021", "2021-01-01", Some("2025-12-31")),
            entry("a", "2026-01-01", Some("2026-11-30")),
            entry("c", "2026-12-01", Some("2026-12-31")),
            entry("b", "2027-01-01", None)
        ]
    );
    // The text has one `until`, however often it was ended.
    let rows = town.store.policies(&town.code).expect("the policies");
    assert!(rows.iter().all(|row| row.toml.matches("until").count() <= 1));
}

pub fn a_later_policy_from_yesterday_is_refused_and_nothing_changes(town: &Town) {
    put(town, &toml("a", "2026-01-01", "")).expect("the first own one");
    let before = town.store.log(&town.code, None).expect("the log");
    assert!(matches!(
        put(town, &toml("new", "2026-06-29", "")),
        Err(Error::Core(ruhu_core::Error::Unusable { .. }))
    ));
    assert!(matches!(
        put(town, &toml("a", "2027-01-01", "")),
        Err(Error::Refused { .. })
    ));
    assert_eq!(town.store.log(&town.code, None).expect("the log"), before);
    put(town, &toml("new", "2026-06-30", "")).expect("today is good");
}

pub fn an_until_set_on_purpose_clashes_at_its_place_in_the_file(town: &Town) {
    put(town, &toml("a", "2026-01-01", "until = 2026-12-31\n")).expect("the first own one");
    let before = town.store.log(&town.code, None).expect("the log");
    match put(town, &toml("b", "2026-10-01", "")) {
        Err(Error::Policy(clash)) => assert_eq!((clash.file.as_str(), clash.line), ("p.toml", 3)),
        other => panic!("{other:?}"),
    }
    assert_eq!(town.store.log(&town.code, None).expect("the log"), before);
    put(town, &toml("b", "2027-01-01", "")).expect("the day after");
    // An open one never gives way to one that begins before it.
    assert!(matches!(put(town, &toml("c", "2026-12-31", "")), Err(Error::Policy(_))));
}

pub fn a_policy_is_put_in_every_township_of_its_region_or_refused(town: &Town) {
    let region = |text: &str| text.parse::<RegionCode>().expect("a code");
    for scope in ["610924102001", "610924103", "6109", "11"] {
        let asked = put_in(town, &region(scope), &toml("x", "2026-01-01", ""));
        match scope {
            "6109" => assert_eq!(
                asked.expect("the prefecture").townships,
                std::slice::from_ref(&town.code)
            ),
            _ => assert!(asked.is_err(), "{scope}"),
        }
    }
}
