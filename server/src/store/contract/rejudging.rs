//! Judging again in pieces: nobody sees a household half judged, and what comes out is what one transaction would give.

use super::keeping::{Told, drawn, recorded, told};
use super::town::{Phone, Town, cadre, day, good_visit, household, moment, now};
use crate::store::{HouseholdPlan, JudgementPast, VisitRow, Why};
use crate::town::decide::{self, NewPolicy, PolicyPut};
use crate::town::judge::{Worker, queue_older};
use crate::{Error, Result};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use ruhu_core::domain::{Assignment, Verdict, WaiverKind, WaiverScope};
use ruhu_core::ids::{RegionCode, VisitId};
use ruhu_core::record::{SignedRecord, WaiverBody};
use ruhu_core::rules::RULES_VERSION;
use ruhu_core::time::{Clock, Moment, TimeEvidence};

/// A clock that stands.
struct At(Moment);

impl Clock for At {
    fn now(&self) -> TimeEvidence {
        TimeEvidence::told(self.0)
    }
}

const STRICT: &str = "id = \"own\"\nname = \"n\"\nfrom = 2026-01-01\n[visit]\nmin_minutes = 30\nfar_m = 200\n\
                      near_m = 100\nmin_gap_days = 9\n[[require]]\nid = \"y\"\ntimes = 4\nevery = \"year\"\n";

fn put(town: &Town, scope: &str, toml: &str) -> Result<PolicyPut> {
    let new = NewPolicy {
        scope: &scope.parse().expect("a code"),
        toml,
        file: "p.toml",
        by: None,
    };
    decide::put_in_force(&*town.store, new, now())
}

fn step(town: &Town, worker: &mut Worker) -> bool {
    worker.step(&*town.store, &At(now())).expect("a piece")
}

fn work_off(town: &Town) {
    let mut worker = Worker::default();
    while step(town, &mut worker) {}
    assert_eq!(worker.left_out(), []);
}

fn waiting(town: &Town) -> u64 {
    town.store.to_judge(&town.code).expect("a count")
}

/// Two visits of each of the first two households, all good by the built-in policy.
fn visited(town: &Town) -> (Phone, Vec<SignedRecord>) {
    let phone = town.phone(cadre(1));
    let days = ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"];
    let mut all = Vec::new();
    for (number, day) in (1u8..).zip(days) {
        let visit = good_visit(1 + number % 2, cadre(1), &format!("{day}T09:00:00+08:00"));
        all.push(phone.visits(number, &visit));
    }
    town.send(&phone, &all.iter().collect::<Vec<_>>());
    (phone, all)
}

/// The verdicts of a household's visits.
fn verdicts(town: &Town, number: u8) -> Vec<Verdict> {
    let rows = town.within(|tx| tx.visits_of_household(&household(number)));
    rows.iter().map(|row| row.verdict).collect()
}

fn history(town: &Town, number: u8) -> Vec<Vec<JudgementPast>> {
    let file = town.store.household_file(&town.code, &household(number)).expect("read");
    let visits = file.expect("on the roster").visits;
    visits.into_iter().map(|visit| visit.history).collect()
}

pub fn a_household_that_waits_is_wholly_as_it_was_or_wholly_judged_again(town: &Town) {
    let (phone, _) = visited(town);
    put(town, "610924102", STRICT).expect("the first own one");
    assert_eq!(waiting(town), 2);
    for number in [1, 2] {
        assert_eq!(verdicts(town, number), [Verdict::Counts; 2], "as it was");
        assert!(town.store.waits(&town.code, &household(number)).expect("read"));
    }
    // One more visit of household 1 arrives meanwhile: all of its visits are judged by the new policy at once.
    let more = phone.visits(9, &good_visit(1, cadre(1), "2026-06-01T09:00:00+08:00"));
    town.send(&phone, &[&more]);
    assert_eq!(verdicts(town, 1), [Verdict::NeedsReview; 3]);
    assert_eq!((verdicts(town, 2), waiting(town)), (vec![Verdict::Counts; 2], 1));
    let before = town.hear(&phone, 0).cursor;
    work_off(town);
    assert_eq!((verdicts(town, 2), waiting(town)), (vec![Verdict::NeedsReview; 2], 0));
    assert!(
        history(town, 2)
            .iter()
            .all(|past| past.len() == 2 && past[1].why == Why::Policy)
    );
    let heard = town.hear(&phone, before);
    assert_eq!(heard.households.len(), 1, "its phone hears of it");
    // Each piece closed the log behind it.
    let log = town.store.log(&town.code, None).expect("the log");
    let heads = town.store.heads(&town.code).expect("the heads");
    assert_eq!(
        heads.last().map(|head| (head.size, head.root)),
        Some((log.size, log.root))
    );
}

/// What a visit is worth, without what hangs on keys and times of arrival.
fn worth(row: VisitRow) -> impl PartialEq + std::fmt::Debug {
    (
        row.id,
        row.own,
        row.across,
        row.spacing,
        row.base,
        row.verdict,
        row.counted,
    )
}

fn all_worth(town: &Town) -> Vec<impl PartialEq + std::fmt::Debug> {
    let ids = town.within(|tx| tx.visit_ids());
    let row = |id| town.within(|tx| tx.visit(&id)).expect("it is there");
    ids.into_iter().map(|id| worth(row(id))).collect()
}

fn all_kept(town: &Town) -> Vec<impl PartialEq + std::fmt::Debug> {
    let whose = crate::store::Homes::In(town.code.clone());
    let days = (day("2026-01-01"), day("2026-12-31"));
    let years = town.store.household_years(&whose, days).expect("kept years");
    years.into_iter().map(|year| (year.household, year.kept)).collect()
}

fn send_each(town: &Town, phones: &[Phone; 2], numbered: &[(u8, Told)]) {
    for (number, told) in numbered {
        let record = recorded(*number, told, phones);
        town.send(&phones[usize::from(told.by) - 1], &[&record]);
    }
}

pub fn pieces_in_any_order_come_to_what_one_transaction_would(town: &Town) {
    let make = town.make;
    let drawn_visits = (told(4 * 1440), 0usize..12);
    TestRunner::new(drawn(20))
        .run(&drawn_visits, |(all, later)| {
            let numbered: Vec<(u8, Told)> = (1u8..).zip(all).collect();
            let (before, meanwhile) = numbered.split_at(later.min(numbered.len()));
            let known = Town::new(make);
            put(&known, "610924102", STRICT).expect("in force before any visit");
            let phones = [known.phone(cadre(1)), known.phone(cadre(2))];
            send_each(&known, &phones, &numbered);

            let again = Town::new(make);
            let phones = [again.phone(cadre(1)), again.phone(cadre(2))];
            send_each(&again, &phones, before);
            put(&again, "610924102", STRICT).expect("in force");
            let mut worker = Worker::with_pieces_of(1);
            for one in meanwhile {
                send_each(&again, &phones, std::slice::from_ref(one));
                step(&again, &mut worker);
            }
            while step(&again, &mut worker) {}
            prop_assert_eq!(waiting(&again), 0);
            prop_assert_eq!(all_worth(&again), all_worth(&known));
            prop_assert_eq!(all_kept(&again), all_kept(&known));
            Ok(())
        })
        .expect("pieces come to the same");
}

pub fn the_same_file_again_goes_on_until_the_put_has_ended(town: &Town) {
    visited(town);
    let first = put(town, "610924102", STRICT).expect("the first own one");
    let log = town.store.log(&town.code, None).expect("the log");
    // The program was killed here; the same file goes on, another one of the same id does not.
    assert!(matches!(
        put(town, "610924102", &format!("{STRICT}\n# other")),
        Err(Error::Refused { .. })
    ));
    let again = put(town, "610924102", STRICT).expect("it goes on");
    assert_eq!((again.townships, again.ended), (first.townships, Vec::new()));
    assert_eq!(
        town.store.log(&town.code, None).expect("the log"),
        log,
        "nothing is written twice"
    );
    work_off(town);
    // Killed after the last piece, before it answered.
    let put_again = put(town, "610924102", STRICT).expect("it goes on");
    decide::policy_done(&*town.store, &put_again).expect("written");
    assert!(
        matches!(put(town, "610924102", STRICT), Err(Error::Refused { .. })),
        "it has ended"
    );
}

pub fn a_township_that_joins_a_region_gets_its_policy_by_the_same_file(town: &Town) {
    let new = |scope: &'static str| put(town, scope, STRICT);
    let done = new("6109").expect("the one township");
    decide::policy_done(&*town.store, &done).expect("written");
    let other: RegionCode = "610924103".parse().expect("nine digits");
    let mut plan = town.plan();
    plan.township = other.clone();
    for number in [1, 2] {
        plan.cadres[number - 1].cadre.id = cadre(10 + u8::try_from(number).expect("small"));
    }
    plan.households.truncate(1);
    plan.households[0].assignments[0].cadre = cadre(11);
    decide::import(&*town.store, &town.server.public(), &plan, now()).expect("another township");
    let first_log = town.store.log(&town.code, None).expect("the log");
    let joined = new("6109").expect("it goes on with the one that lacks it");
    assert_eq!(joined.townships, [town.code.clone(), other.clone()]);
    assert_eq!(
        joined.ended.iter().map(|ended| &ended.township).collect::<Vec<_>>(),
        [&other]
    );
    assert_eq!(
        town.store.log(&town.code, None).expect("the log"),
        first_log,
        "left as it is"
    );
    decide::policy_done(&*town.store, &joined).expect("written");
    assert!(matches!(new("6109"), Err(Error::Refused { .. })), "all have it");
    // A second region policy that one township refuses is in force in none.
    let from_past = STRICT
        .replace("\"own\"", "\"next\"")
        .replace("2026-01-01", "2026-06-01");
    assert!(put(town, "6109", &from_past).is_err());
    for code in [&town.code, &other] {
        let policies = town.store.policies(code).expect("the policies");
        assert!(policies.iter().all(|row| row.id.as_str() != "next"), "{code}");
    }
}

pub fn a_policy_queues_only_households_with_visits_of_its_days(town: &Town) {
    let phone = town.phone(cadre(1));
    let early = phone.visits(1, &good_visit(1, cadre(1), "2026-02-01T09:00:00+08:00"));
    let today = phone.visits(2, &good_visit(2, cadre(1), "2026-06-30T09:00:00+08:00"));
    town.send(&phone, &[&early, &today]);
    put(town, "610924102", STRICT).expect("the first own one");
    work_off(town);
    let next = STRICT
        .replace("\"own\"", "\"next\"")
        .replace("2026-01-01", "2026-06-30");
    put(town, "610924102", &next).expect("from today on");
    assert_eq!(waiting(town), 1);
    assert!(town.store.waits(&town.code, &household(2)).expect("read"));
}

pub fn newer_rules_queue_every_household_once_and_keep_the_history(town: &Town) {
    let (_, all) = visited(town);
    queue_older(&*town.store).expect("nothing to do");
    assert_eq!(waiting(town), 0, "a new township is of today's rules");
    // As an older program left it: its rules, and a visit that they judged otherwise.
    let mut old = town.visit(&all[0]);
    let right = (old.day, old.started, old.verdict);
    (old.base, old.verdict, old.counted) = (Verdict::NeedsReview, Verdict::NeedsReview, false);
    (old.day, old.started) = (old.day.plus(1), old.started.plus_ms(86_400_000));
    town.within(|tx| {
        tx.set_rules(RULES_VERSION - 1)?;
        tx.put_visit(&old)?;
        tx.set_times(&old)
    });
    queue_older(&*town.store).expect("queued");
    assert_eq!(waiting(town), 2);
    queue_older(&*town.store).expect("queued once");
    work_off(town);
    let new = town.visit(&all[0]);
    assert_eq!(
        (new.day, new.started, new.verdict),
        right,
        "day and verdict are of today's rules"
    );
    let past = history(town, 2);
    let told = past.iter().flatten().filter(|past| past.why == Why::Rules).count();
    assert_eq!(told, 1, "the change is told, and only that: {past:?}");
}

/// So many households more, each visited once by a phone of cadre 1.
fn many(town: &Town, count: u8) {
    let mut plan = town.plan();
    let from = day("2021-01-01");
    let one = |number: u8| HouseholdPlan {
        household: household(number),
        assignments: vec![Assignment {
            household: household(number),
            cadre: cadre(1),
            from,
            to: None,
        }],
        ..plan.households[0].clone()
    };
    plan.households = (10..10 + count).map(one).collect();
    decide::import(&*town.store, &town.server.public(), &plan, now()).expect("more households");
    let phone = town.phone(cadre(1));
    for number in 10..10 + count {
        let begun = moment("2026-03-01T00:00:00+08:00").plus_ms(i64::from(number) * 3_600_000);
        let visit = good_visit(number, cadre(1), &begun.to_string());
        town.send(&phone, &[&phone.visits(number, &visit)]);
    }
}

pub fn what_touches_many_households_is_queued_and_what_touches_few_is_judged_at_once(town: &Town) {
    many(town, 220);
    let waiver = |scope: WaiverScope, from: &str| WaiverBody {
        scope,
        kind: WaiverKind::Excuse,
        from: day(from),
        to: day("2026-12-31"),
        why: "洪水".into(),
        paper: None,
        by: None,
    };
    let whole = waiver(WaiverScope::Region(town.code.clone()), "2026-07-01");
    decide::waive(&*town.store, &town.code, &whole, now()).expect("granted");
    assert_eq!(waiting(town), 220, "more than one transaction should judge");
    work_off(town);
    let one = waiver(WaiverScope::Household(household(10)), "2026-02-01");
    decide::waive(&*town.store, &town.code, &one, now()).expect("granted");
    assert_eq!(waiting(town), 0, "judged at once");
}

pub fn a_household_that_contradicts_itself_is_left_out_and_named(town: &Town) {
    let (phone, all) = visited(town);
    put(town, "610924102", STRICT).expect("the first own one");
    // A visit whose record is of another kind: as a damaged disk or a hand in the database leaves it.
    let policy = town.within(|tx| tx.policies());
    let broken = VisitRow {
        id: VisitId::from_bytes([9; 16]),
        record: policy[0].record,
        ..town.visit(&all[0])
    };
    town.within(|tx| tx.put_visit(&broken));
    let mut worker = Worker::default();
    while step(town, &mut worker) {}
    let left_out: Vec<_> = worker.left_out().iter().map(|one| one.household.clone()).collect();
    assert_eq!(left_out, [household(2)]);
    assert_eq!(
        (waiting(town), verdicts(town, 1)),
        (1, vec![Verdict::NeedsReview; 2]),
        "the others are judged"
    );
    assert_eq!(verdicts(town, 2), [Verdict::Counts; 3], "and it is as it was");
    // It holds nobody up: what arrives for it is taken.
    let more = phone.visits(8, &good_visit(2, cadre(1), "2026-06-01T09:00:00+08:00"));
    town.send(&phone, &[&more]);
    assert_eq!(town.visit(&more).verdict, Verdict::NeedsReview);
}
