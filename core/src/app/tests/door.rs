//! At the door: what the cadre sees before leaving, and what finishing keeps.

use super::*;
use crate::domain::{Met, ReasonCode, Verdict};

#[test]
fn a_good_visit_counts_as_the_first_of_the_year_and_its_row_says_so_at_once() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let before = phone.app.today(&TodayAsk::default()).expect("a list").rows[0].clone();
    assert_eq!((before.have, before.need), (0, 6));
    let draft = phone.at_the_door(1);
    let door = phone.app.judge(draft).expect("judges");
    assert_eq!(
        (door.photos_have, door.photos_want, door.verdict),
        (0, 1, Verdict::NeedsReview)
    );
    assert_eq!(door.reasons[0].code, ReasonCode::PhotosMissing);
    assert_eq!(door.band.zh, "补 1 张照片后，就有效");
    assert!((door.distance_m.expect("a distance") - 20.0).abs() < 0.5);

    phone.clock.minutes(12);
    let shown = phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    assert_eq!(
        phone.app.photo_bytes(shown.entry.original.sha256).expect("there"),
        PHOTO
    );
    let door = phone.app.judge(draft).expect("judges");
    assert_eq!(
        (door.nth_of_year, door.minutes, door.band.zh.as_str()),
        (Some(1), 12, "✓ 这次有效，算今年第 1 次")
    );
    assert!(door.reasons.is_empty(), "{:?}", door.reasons);

    let finished = phone.app.finish(draft).expect("finishes");
    assert_eq!((finished.verdict, finished.late), (Verdict::Counts, false));
    assert_eq!(phone.app.finish(draft).expect("twice is once").visit, finished.visit);
    let after = phone.app.today(&TodayAsk::default()).expect("a list");
    assert_eq!((after.rows[0].have, after.waiting), (1, 1));
    assert!(phone.app.drafts().expect("a list").is_empty());
}

#[test]
fn a_second_visit_of_the_day_says_at_the_door_that_it_will_not_count() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone.clock.minutes(60);
    let second = phone.visit(1, OTHER_PHOTO);
    assert_eq!(
        (second.verdict, second.codes),
        (Verdict::DoesNotCount, vec![ReasonCode::SameDay])
    );
}

#[test]
fn a_photo_used_before_is_seen_by_its_bytes() {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "陈明德", Class::Lifted),
    ]);
    phone.visit(1, PHOTO);
    phone.clock.days(1);
    let second = phone.visit(2, PHOTO);
    assert_eq!(second.codes, vec![ReasonCode::PhotoUsedBefore]);
}

#[test]
fn being_in_two_villages_at_once_is_seen_across_the_own_visits() {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "陈明德", Class::Lifted),
    ]);
    phone.visit(1, PHOTO);
    phone.clock.minutes(2);
    let draft = phone.app.start(&number(2), Mode::OnSite).expect("starts").draft.id;
    let fix = phone.fix(20_000.0);
    let door = phone.app.change(draft, DraftChange::Fix { fix }).expect("takes it");
    let codes: Vec<_> = door.reasons.iter().map(|reason| reason.code).collect();
    assert!(
        codes.contains(&ReasonCode::TooFar) && codes.contains(&ReasonCode::TravelTooFast),
        "{codes:?}"
    );
}

#[test]
fn a_draft_finished_the_day_after_becomes_a_late_entry_of_its_own_day() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    phone.clock.minutes(20);
    phone
        .app
        .change(
            draft,
            DraftChange::Statements {
                statements: note("降压药快用完"),
            },
        )
        .expect("changes");
    phone.clock.days(1);
    let finished = phone.app.finish(draft).expect("finishes");
    assert!(finished.late);
    assert_eq!(finished.codes, vec![ReasonCode::LateEntry]);
    let file = phone.app.household(&number(1)).expect("a file");
    assert_eq!(file.visits[0].day, day("2026-05-03"));
    let written = phone
        .app
        .store
        .record(finished.visit.into())
        .expect("reads")
        .expect("there");
    let visit: crate::domain::Visit = write::body_of(&written).expect("a visit");
    assert_eq!(visit.ended.wall.since(visit.started.wall), 20 * 60_000);
}

#[test]
fn a_late_entry_tells_its_times_and_too_late_does_not_count() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let (from, to) = (moment("2026-05-01T15:00:00+08:00"), moment("2026-05-01T15:30:00+08:00"));
    let late = phone
        .app
        .late_entry(&number(1), Mode::OnSite, from, to)
        .expect("begins");
    assert!(late.late && late.reasons.iter().map(|r| r.code).eq([ReasonCode::LateEntry]));
    let (from, to) = (moment("2026-04-20T15:00:00+08:00"), moment("2026-04-20T15:30:00+08:00"));
    let told = DraftChange::Told {
        started: from,
        ended: to,
    };
    let door = phone.app.change(late.draft.id, told).expect("changes");
    assert_eq!(door.reasons[0].code, ReasonCode::LateEntryTooLate);
    assert_eq!(
        code(phone.app.late_entry(&number(1), Mode::OnSite, to, from)),
        "ended_before_started"
    );
    let next = moment("2026-05-04T15:00:00+08:00");
    assert_eq!(
        code(phone.app.late_entry(&number(1), Mode::OnSite, from, next)),
        "in_the_future"
    );
    phone.app.finish(late.draft.id).expect("finishes");
}

#[test]
fn a_wall_clock_set_back_does_not_make_a_record_that_ends_before_it_begins() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    phone.clock.minutes(10);
    phone.clock.set_wall("2026-05-03T06:00:00+08:00");
    let finished = phone.app.finish(draft).expect("finishes");
    assert!(finished.codes.contains(&ReasonCode::ClockMoved), "{:?}", finished.codes);
    assert_eq!(phone.sync().end, SyncEnd::Done);
}

#[test]
fn a_photo_that_cannot_be_used_leaves_nothing_behind() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    assert_eq!(
        code(phone.app.attach_photo(draft, phone.photo(&PHOTO[..PHOTO.len() / 2]))),
        "photo_truncated"
    );
    assert_eq!(
        code(phone.app.attach_photo(draft, phone.photo(b"GIF89a"))),
        "photo_not_jpeg"
    );
    assert!(phone.app.shelf.list().expect("lists").is_empty());
    assert!(phone.app.judge(draft).expect("judges").draft.photos.is_empty());
}

#[test]
fn a_removed_photo_and_a_cancelled_draft_leave_no_file() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    let first = phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    let again = phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    assert_eq!(first.entry, again.entry);
    assert_eq!(phone.app.photos(draft.into()).expect("lists").len(), 1);
    phone
        .app
        .remove_photo(draft, first.entry.original.sha256)
        .expect("removes");
    assert!(phone.app.shelf.list().expect("lists").is_empty());
    phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    phone.app.cancel(draft).expect("cancels");
    assert!(phone.app.shelf.list().expect("lists").is_empty());
    assert_eq!(code(phone.app.judge(draft)), "not_found");
}

#[test]
fn what_is_changed_comes_back_in_one_call() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    let statements = Statements {
        met: vec![Met::Householder, Met::Elder],
        ..note("都好")
    };
    let change = DraftChange::Statements {
        statements: statements.clone(),
    };
    let door = phone.app.change(draft, change).expect("changes");
    assert_eq!((door.draft.statements, door.head.as_str()), (statements, "李秀英"));
    let reason = DraftChange::RefusedReason {
        reason: Some("不愿意".into()),
    };
    let door = phone.app.change(draft, reason).expect("changes");
    assert_eq!(door.reasons[0].code, ReasonCode::PhotoRefused);
    let blank = DraftChange::RefusedReason {
        reason: Some("  ".into()),
    };
    assert_eq!(
        phone.app.change(draft, blank).expect("changes").draft.refused_reason,
        None
    );
    assert_eq!(
        phone.app.start(&number(1), Mode::OnSite).expect("goes on").draft.id,
        draft
    );
}

#[test]
fn nobody_at_home_is_said_at_the_door_with_its_cure() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    phone.clock.minutes(5);
    phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    let met = |who: &[Met]| {
        let statements = Statements {
            met: who.to_vec(),
            ..Statements::default()
        };
        phone
            .app
            .change(draft, DraftChange::Statements { statements })
            .expect("takes it")
    };
    let door = met(&[Met::Nobody]);
    assert_eq!((door.verdict, door.reasons.len()), (Verdict::NeedsReview, 1));
    assert_eq!(door.reasons[0].code, ReasonCode::NobodyMet);
    assert_eq!(door.band.zh, "⋯ 没见到这家人，会转镇里审核");
    assert!(
        door.reasons[0].zh.cure.contains("改选见到谁"),
        "{}",
        door.reasons[0].zh.cure
    );
    assert_eq!(met(&[Met::Elder]).verdict, Verdict::Counts);
    met(&[Met::Nobody]);
    let finished = phone.app.finish(draft).expect("finishes");
    assert_eq!(
        (finished.verdict, finished.codes),
        (Verdict::NeedsReview, vec![ReasonCode::NobodyMet])
    );
}

#[test]
fn the_fourth_home_written_down_at_one_spot_is_told_so_unless_the_township_set_their_places() {
    let homes = |learned: bool| {
        (1..=5)
            .map(|n| {
                let mut down = household(n, "李秀英", Class::Lifted);
                down.household.place = down.household.place.map(|place| PlaceVersion { learned, ..place });
                down
            })
            .collect::<Vec<_>>()
    };
    let codes = |phone: &Phone| {
        (1..=4)
            .map(|n| {
                phone.clock.minutes(3);
                let draft = phone.at_the_door(n);
                let door = phone.app.judge(draft).expect("judges");
                phone.app.finish(draft).expect("finishes");
                let codes = door.reasons.iter().map(|reason| reason.code);
                codes.filter(|code| *code == ReasonCode::OneSpot).count()
            })
            .collect::<Vec<_>>()
    };
    let phone = Phone::with(homes(true));
    assert_eq!(codes(&phone), [0, 0, 0, 1]);
    // On another day it is another spot.
    phone.clock.days(1);
    let door = phone.app.judge(phone.at_the_door(5)).expect("judges");
    assert!(door.reasons.iter().all(|reason| reason.code != ReasonCode::OneSpot));
    assert_eq!(codes(&Phone::with(homes(false))), [0, 0, 0, 0]);
}

#[test]
fn a_clock_that_fell_back_to_2010_and_was_put_right_makes_no_late_entry_of_2010() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    // Two days without network, then the battery was out: another boot, and the clock begins anew.
    phone.clock.days(2);
    phone.clock.reboot();
    phone.clock.set_wall("2010-01-01T00:05:00+08:00");
    let draft = phone.at_the_door(1);
    phone.clock.minutes(5);
    phone.clock.set_wall("2026-05-05T09:10:00+08:00");
    phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    phone.clock.minutes(5);
    let finished = phone.app.finish(draft).expect("finishes");
    assert!(!finished.late, "ten minutes are no night");
    assert!(finished.codes.contains(&ReasonCode::ClockMoved), "{:?}", finished.codes);
    assert_eq!(finished.verdict, Verdict::NeedsReview, "{:?}", finished.codes);
    let file = phone.app.household(&number(1)).expect("a file");
    assert_eq!(
        file.visits[0].day,
        day("2026-05-03"),
        "the day of the last checkpoint seen"
    );
    assert_eq!(phone.app.drafts().expect("a list"), []);
}

#[test]
fn a_home_whose_month_is_done_is_told_its_next_month_and_not_the_end_of_the_year() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Marginal)]);
    let finished = phone.visit(1, PHOTO);
    let ahead = finished.row.ahead.expect("a next visit");
    assert_eq!(ahead.zh, "6 月 1 日起，最晚 6 月 30 日要再去");
    assert_eq!(ahead.en, "From 1 June on, go again by 30 June, no later");
    let row = &phone.app.today(&TodayAsk::default()).expect("a list").rows[0];
    assert_eq!(row.ahead.as_ref(), Some(&ahead));
    assert_eq!(row.next.as_ref().map(|next| next.by), Some(day("2026-06-30")));
    let lifted = Phone::with(vec![household(1, "陈明德", Class::Lifted)]);
    let ahead = lifted.visit(1, PHOTO).row.ahead.expect("a next visit");
    assert_eq!(ahead.zh, "7 月 1 日起，建议 8 月 31 日前再去；最晚 12 月 27 日");
}
