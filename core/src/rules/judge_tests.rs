//! The edges of the verdict's table that the worked cases do not reach: several fixes, effects, what rule 5 reads.

use super::*;
use crate::domain::LatLon;
use crate::ids::VisitId;
use crate::rules::across_position;
use crate::time::Moment;

const HOME: LatLon = LatLon { lat: 32.0, lon: 108.0 };

fn policy(visit: &str) -> Policy {
    let text = format!("id='p'\nname='n'\nfrom=2026-01-01\n[visit]\nphotos=0\n{visit}");
    Policy::parse(&text, "policy").expect("a good policy")
}

fn at(clock: &str) -> Moment {
    format!("2026-05-03T{clock}+08:00").parse().expect("a written time")
}

/// A fix so many metres north of the home.
fn fix(metres: f64, accuracy_m: Option<f64>, clock: &str) -> Fix {
    Fix {
        lat: HOME.lat + metres / 111_195.08,
        lon: HOME.lon,
        accuracy_m,
        at: at(clock),
        mock: false,
        provider: None,
    }
}

fn facts(fixes: Vec<Fix>) -> VisitFacts {
    VisitFacts {
        mode: Mode::OnSite,
        started: at("09:00:00"),
        stated: at("09:00:00"),
        ended: at("09:30:00"),
        monotonic_ms: None,
        late_written: None,
        received: None,
        place: Some(HOME),
        fixes,
        far_reason: None,
        refused_reason: None,
        photos: Vec::new(),
        used_before: Vec::new(),
        assigned: true,
        remote_waiver: false,
        anchor_untrue: false,
        nobody_met: false,
    }
}

#[test]
fn of_several_fixes_the_old_are_dropped_and_then_the_sharpest_and_earliest_is_kept() {
    let chosen = |fixes: Vec<Fix>| chosen_fix(&facts(fixes)).map(|fix| (fix.at, fix.accuracy_m));
    let old = fix(0.0, Some(1.0), "08:57:59.999");
    assert_eq!(
        chosen(vec![old.clone(), fix(0.0, Some(50.0), "09:00:00")]),
        Some((at("09:00:00"), Some(50.0)))
    );
    assert_eq!(chosen(vec![old]), Some((at("08:57:59.999"), Some(1.0))));
    assert_eq!(
        chosen(vec![
            fix(0.0, None, "09:01:00"),
            fix(0.0, Some(100.0), "09:02:00"),
            fix(0.0, Some(0.0), "09:00:30"),
            fix(0.0, Some(120.0), "09:00:00"),
        ]),
        Some((at("09:00:30"), Some(0.0)))
    );
    assert_eq!(chosen(Vec::new()), None);
}

#[test]
fn a_fix_is_of_the_visit_until_two_minutes_before_and_after() {
    for (clock, good) in [
        ("08:58:00", true),
        ("08:57:59.999", false),
        ("09:32:00", true),
        ("09:32:00.001", false),
    ] {
        let judged = judge(&policy(""), &facts(vec![fix(0.0, Some(5.0), clock)]));
        assert_eq!(judged.codes.is_empty(), good, "{clock}");
    }
}

#[test]
fn the_pass_radius_grows_with_a_bad_accuracy_but_never_above_far() {
    let codes = |metres, accuracy| judge(&policy(""), &facts(vec![fix(metres, accuracy, "09:05:00")])).codes;
    assert_eq!(codes(59.9, Some(5.0)), []);
    assert_eq!(codes(60.1, Some(5.0)), [ReasonCode::FarFromHome]);
    assert_eq!(codes(199.0, None), []);
    assert_eq!(codes(299.0, Some(1_000.0)), []);
    assert_eq!(codes(301.0, Some(1_000.0)), [ReasonCode::TooFar]);
}

#[test]
fn a_set_effect_stands_over_the_table_and_over_a_reason() {
    let mut far = facts(vec![fix(100.0, Some(5.0), "09:05:00")]);
    let verdict = |visit: &str, facts: &VisitFacts| judge(&policy(visit), facts).verdict;
    assert_eq!(verdict("", &far), Verdict::NeedsReview);
    far.far_reason = Some(" \u{3000}".to_owned());
    assert_eq!(verdict("", &far), Verdict::NeedsReview);
    far.far_reason = Some("在地里".to_owned());
    assert_eq!(verdict("", &far), Verdict::Counts);
    assert_eq!(verdict("effect.far_from_home='no'", &far), Verdict::DoesNotCount);
    assert_eq!(verdict("effect.far_from_home='note'", &far), Verdict::Counts);
}

#[test]
fn what_rule_five_reads_leaves_out_what_is_worked_out_anew() {
    let policy = policy("");
    let judged = weigh(
        &policy,
        vec![
            ReasonCode::SameDay,
            ReasonCode::ModeNeedsWaiver,
            ReasonCode::FarFromHome,
            ReasonCode::SameDay,
        ],
        None,
    );
    assert_eq!(
        judged.codes,
        [
            ReasonCode::ModeNeedsWaiver,
            ReasonCode::FarFromHome,
            ReasonCode::SameDay
        ]
    );
    assert_eq!(judged.verdict, Verdict::DoesNotCount);
    assert_eq!(base_of(&policy, &judged, None), Verdict::NeedsReview);
    assert_eq!(base_of(&policy, &judged, Some("在地里")), Verdict::Counts);
}

#[test]
fn a_late_or_remote_visit_is_asked_nothing_about_the_door() {
    let mut visit = facts(Vec::new());
    visit.late_written = Some(at("23:59:59").plus_ms(7 * 86_400_000));
    assert_eq!(judge(&policy("min_minutes=60"), &visit).codes, [ReasonCode::LateEntry]);
    visit.late_written = Some(at("23:59:59").plus_ms(7 * 86_400_000 + 1_000));
    assert_eq!(judge(&policy(""), &visit).codes, [ReasonCode::LateEntryTooLate]);
    visit.late_written = None;
    visit.mode = Mode::Video;
    assert_eq!(
        judge(&policy("min_minutes=60"), &visit).codes,
        [ReasonCode::ModeNeedsWaiver]
    );
}

#[test]
fn a_visit_qualifies_by_a_decision_or_by_its_verdict_and_mode() {
    let policy = policy("");
    let mut fact = VisitFact {
        id: VisitId::from_bytes([1; 16]),
        day: at("09:00:00").day(),
        mode: Mode::Phone,
        verdict: Verdict::Counts,
        decision: None,
    };
    let waiver = |kind| Waiver {
        kind,
        from: fact.day,
        to: fact.day,
    };
    let (excuse, remote) = ([waiver(WaiverKind::Excuse)], [waiver(WaiverKind::Remote)]);
    assert!(!qualifies(&policy, &fact, &excuse));
    assert!(qualifies(&policy, &fact, &remote));
    fact.verdict = Verdict::DoesNotCount;
    assert!(!qualifies(&policy, &fact, &remote));
    fact.decision = Some(Ruling::Counts);
    assert!(qualifies(&policy, &fact, &[]));
    fact.decision = Some(Ruling::DoesNotCount);
    fact.verdict = Verdict::Counts;
    fact.mode = Mode::OnSite;
    assert!(!qualifies(&policy, &fact, &[]));
}

#[test]
fn across_visits_a_mock_or_old_fix_gives_way_to_the_known_place() {
    let mut mock = fix(50.0, Some(5.0), "09:05:00");
    mock.mock = true;
    assert_eq!(across_position(&facts(vec![mock])), Some((HOME, 100.0)));
    assert_eq!(
        across_position(&facts(vec![fix(50.0, Some(5.0), "08:00:00")])),
        Some((HOME, 100.0))
    );
    let good = fix(50.0, None, "09:05:00");
    assert_eq!(across_position(&facts(vec![good.clone()])), Some((good.point(), 100.0)));
    let mut unknown = facts(Vec::new());
    unknown.place = None;
    assert_eq!(across_position(&unknown), None);
}

#[test]
fn nobody_met_goes_to_review_on_site_and_late_and_is_not_asked_of_a_call() {
    let mut visit = facts(vec![fix(5.0, Some(5.0), "09:05:00")]);
    visit.nobody_met = true;
    let judged = judge(&policy(""), &visit);
    assert_eq!(
        (judged.verdict, judged.codes),
        (Verdict::NeedsReview, vec![ReasonCode::NobodyMet])
    );
    assert_eq!(judge(&policy("met='off'"), &visit).codes, []);
    assert_eq!(judge(&policy("met='required'"), &visit).codes, [ReasonCode::NobodyMet]);
    assert_eq!(
        judge(&policy("effect.nobody_met='no'"), &visit).verdict,
        Verdict::DoesNotCount
    );
    assert_eq!(
        judge(&policy("effect.nobody_met='note'"), &visit).verdict,
        Verdict::Counts
    );
    visit.late_written = Some(at("20:00:00"));
    assert_eq!(
        judge(&policy(""), &visit).codes,
        [ReasonCode::LateEntry, ReasonCode::NobodyMet]
    );
    visit.mode = Mode::Phone;
    visit.remote_waiver = true;
    assert_eq!(judge(&policy(""), &visit).codes, [ReasonCode::LateEntry]);
}

#[test]
fn a_start_stated_ahead_of_the_receipt_is_told_though_the_start_was_moved() {
    let mut visit = facts(vec![fix(5.0, Some(5.0), "09:05:00")]);
    visit.received = Some(at("09:00:00"));
    for (stated, codes) in [
        ("09:05:00", vec![]),
        ("09:05:00.001", vec![ReasonCode::FutureTime]),
        ("08:00:00", vec![]),
    ] {
        visit.stated = at(stated);
        assert_eq!(judge(&policy(""), &visit).codes, codes, "{stated}");
    }
    // Not known on the phone.
    visit.received = None;
    visit.stated = at("23:00:00");
    assert_eq!(judge(&policy(""), &visit).codes, []);
}

#[test]
fn an_untrue_anchor_goes_to_review_whatever_the_mode() {
    let mut visit = facts(vec![fix(5.0, Some(5.0), "09:05:00")]);
    visit.anchor_untrue = true;
    assert_eq!(judge(&policy(""), &visit).codes, [ReasonCode::AnchorUntrue]);
    assert_eq!(
        judge(&policy("effect.anchor_untrue='no'"), &visit).verdict,
        Verdict::DoesNotCount
    );
    visit.mode = Mode::Phone;
    visit.remote_waiver = true;
    assert_eq!(judge(&policy(""), &visit).codes, [ReasonCode::AnchorUntrue]);
    assert_eq!(judge(&policy(""), &visit).verdict, Verdict::NeedsReview);
}

#[test]
fn many_homes_at_one_spot_are_a_note_unless_the_policy_says_otherwise() {
    let weighed = |visit: &str| weigh(&policy(visit), vec![ReasonCode::OneSpot], None).verdict;
    assert_eq!(weighed(""), Verdict::Counts);
    assert_eq!(weighed("effect.one_spot='review'"), Verdict::NeedsReview);
}
