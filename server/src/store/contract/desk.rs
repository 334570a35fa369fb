//! What the desk writes, and what it reads.

use super::town::{Town, cadre, day, good_visit, household, moment, now};
use crate::store::Why;
use crate::town::decide;
use ruhu_core::domain::{Assignment, Mode, ReasonCode, Ruling, Verdict, WaiverKind, WaiverScope};
use ruhu_core::record::{DecisionBody, WaiverBody};

pub fn an_assignment_put_right_judges_the_visit_again(town: &Town) {
    let phone = town.phone(cadre(2));
    let visit = phone.visits(1, &good_visit(1, cadre(2), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&visit]);
    assert_eq!(town.visit(&visit).base, Verdict::NeedsReview);
    let assignment = Assignment {
        household: household(1),
        cadre: cadre(2),
        from: day("2026-02-01"),
        to: None,
    };
    decide::assign(&*town.store, &town.code, &assignment, now()).expect("an assignment");
    let row = town.visit(&visit);
    assert!(row.counted && !row.own.contains(&ReasonCode::NotAssigned));
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("a file")
        .expect("known");
    let why: Vec<_> = file.visits[0].history.iter().map(|past| past.why).collect();
    assert_eq!(why, [Why::Arrived, Why::Assignment]);
}

pub fn a_decision_stands_over_the_verdict_and_can_be_taken_back(town: &Town) {
    let phone = town.phone(cadre(2));
    let visit = phone.visits(1, &good_visit(1, cadre(2), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&visit]);
    let cursor = town.hear(&town.phone(cadre(1)), 0).cursor;
    for (ruling, counted) in [(Some(Ruling::Counts), true), (None, false)] {
        let decision = DecisionBody {
            visit: visit.envelope.id.into(),
            ruling,
            why: "看过照片".into(),
            by: "镇里".into(),
        };
        decide::rule(&*town.store, &town.code, &decision, now()).expect("a decision");
        let row = town.visit(&visit);
        assert_eq!(
            (row.decision, row.counted, row.base),
            (ruling, counted, Verdict::NeedsReview)
        );
    }
    let heard = town.hear(&town.phone(cadre(1)), cursor);
    assert_eq!(heard.households[0].visits[0].decision, None);
}

pub fn a_waiver_lets_a_phone_call_count(town: &Town) {
    let phone = town.phone(cadre(1));
    let mut call = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00");
    call.mode = Mode::Phone;
    let call = phone.visits(1, &call);
    town.send(&phone, &[&call]);
    let row = town.visit(&call);
    assert_eq!(
        (row.own, row.verdict, row.counted),
        (vec![ReasonCode::ModeNeedsWaiver], Verdict::DoesNotCount, false)
    );
    let waiver = WaiverBody {
        scope: WaiverScope::Region(town.code.clone()),
        kind: WaiverKind::Remote,
        from: day("2026-02-01"),
        to: day("2026-03-31"),
        why: "防疫".into(),
        paper: None,
        by: None,
    };
    decide::waive(&*town.store, &town.code, &waiver, now()).expect("a waiver");
    let row = town.visit(&call);
    assert_eq!((row.own, row.verdict, row.counted), (vec![], Verdict::Counts, true));
}

pub fn an_import_writes_its_record_and_the_first_policy(town: &Town) {
    let policies = town.store.policies(&town.code).expect("the policies");
    assert_eq!((policies.len(), policies[0].toml.as_str()), (1, decide::DEFAULT_POLICY));
    let mut kinds = Vec::new();
    town.store
        .each_record(&town.code, &mut |record| {
            assert!(record.jws.is_some_and(|jws| !jws.contains("13800000000")));
            kinds.push(record.kind);
            Ok(())
        })
        .expect("every record");
    assert_eq!(kinds, ["import", "policy"]);
    let now_known = town.store.roster_now(&town.code).expect("the roster");
    assert_eq!((now_known.households.len(), now_known.cadres.len()), (3, 2));
    assert_eq!(now_known.households[0].person.head, "户主1");
}

pub fn a_households_file_shows_what_happened(town: &Town) {
    let phone = town.phone(cadre(1));
    let mut far = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00");
    far.companions = vec![cadre(2)];
    let visit = phone.visits(1, &far);
    town.send_at(&phone, &[&visit], moment("2026-03-01T20:00:00+08:00"));
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("a file")
        .expect("known");
    let shown = &file.visits[0];
    let names: Vec<_> = shown.cadres.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["干部1", "干部2"]);
    assert_eq!(shown.photos[0].entry, far.photos[0]);
    assert_eq!(shown.received, moment("2026-03-01T20:00:00+08:00"));
    let states = town.store.households(&town.code).expect("the households");
    assert_eq!(states.len(), 3);
    assert_eq!(
        (states[0].visits.len(), states[0].assignments[0].1.as_str()),
        (1, "干部1")
    );
    let phones = town.store.phones(&town.code).expect("the phones");
    assert_eq!(phones[0].last_seen, Some(moment("2026-03-01T20:00:00+08:00")));
    assert_eq!(
        town.store
            .household_file(&town.code, &household(9))
            .expect("no failure"),
        None
    );
}
