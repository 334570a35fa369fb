//! After a visit: what it was worth, what the list says now, and whom to visit next; and the first screen's own numbers.

use super::*;
use crate::domain::Verdict;

/// Four homes, so many metres north of the first; the last has no known place.
fn village() -> Phone {
    let mut homes: Vec<_> = (1..=4).map(|n| household(n, "陈明德", Class::Lifted)).collect();
    for (down, north) in homes.iter_mut().zip([0.0, 900.0, 300.0, 0.0]) {
        let place = down.household.place.as_mut().expect("a place");
        place.lat += north / 111_195.0;
    }
    homes[3].household.place = None;
    Phone::with(homes)
}

fn today(phone: &Phone) -> Today {
    phone.app.today(&TodayAsk::default()).expect("a list")
}

#[test]
fn a_finished_visit_names_its_number_its_row_and_the_nearest_home_not_visited_today() {
    let phone = village();
    let first = phone.visit(1, PHOTO);
    assert_eq!((first.nth_of_year, first.verdict), (Some(1), Verdict::Counts));
    assert_eq!(first.band.zh, "✓ 这次有效，算今年第 1 次");
    assert_eq!(
        Some(&first.row),
        today(&phone).rows.iter().find(|row| row.household == number(1))
    );
    let next = first.next.expect("another home");
    assert_eq!(next.household, number(3));
    // The visit's own position was 20 m north of the first home.
    assert!((next.distance_m.expect("a distance") - 280.0).abs() < 1.0, "{next:?}");

    phone.clock.minutes(30);
    phone
        .app
        .late_entry(
            &number(2),
            Mode::OnSite,
            moment("2026-05-02T10:00:00+08:00"),
            moment("2026-05-02T10:20:00+08:00"),
        )
        .expect("begins");
    let draft = phone.app.start(&number(3), Mode::OnSite).expect("starts").draft.id;
    phone.clock.minutes(10);
    let third = phone.app.finish(draft).expect("finishes");
    assert_eq!(third.nth_of_year, None);
    assert_eq!(third.band.zh, "⋯ 没有定位，会转镇里审核");
    // Without a position it is measured from the home; the first was visited today, and a draft does not put one out.
    let next = third.next.expect("another home");
    assert_eq!(next.household, number(2));
    assert!((next.distance_m.expect("a distance") - 600.0).abs() < 1.0, "{next:?}");
    assert!(next.draft.is_some());
}

#[test]
fn without_position_and_place_the_next_home_is_the_one_in_most_need() {
    let phone = village();
    phone.visit(1, PHOTO);
    let draft = phone.app.start(&number(4), Mode::OnSite).expect("starts").draft.id;
    let finished = phone.app.finish(draft).expect("finishes");
    let next = finished.next.expect("another home");
    let first = today(&phone)
        .rows
        .into_iter()
        .find(|row| ![number(1), number(4)].contains(&row.household));
    assert_eq!(Some(next.clone()), first);
    assert_eq!(next.distance_m, None);
}

#[test]
fn finishing_twice_answers_the_same_also_after_the_app_was_ended() {
    let phone = village();
    let draft = phone.at_the_door(1);
    let first = phone.app.finish(draft).expect("finishes");
    assert!(first.codes.contains(&crate::domain::ReasonCode::PhotosMissing));
    assert_eq!(first.band.zh, "⋯ 还差 1 张照片，会转镇里审核");
    assert_eq!(phone.app.finish(draft).expect("finishes"), first);
    let good = phone.visit(2, PHOTO);
    let phone = phone.again();
    assert_eq!(
        phone
            .app
            .finish(DraftId::from_bytes(*good.visit.as_bytes()))
            .expect("finishes"),
        good
    );
}

#[test]
fn when_every_home_was_visited_today_there_is_no_next_one() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    assert_eq!(phone.visit(1, PHOTO).next, None);
}

#[test]
fn the_first_screen_tells_of_drafts_of_what_is_stuck_and_of_homes_still_to_visit() {
    let phone = village();
    let before = today(&phone);
    assert_eq!((before.to_visit, before.stuck, before.drafts.len()), (4, 0, 0));
    let draft = phone.at_the_door(2);
    phone.clock.minutes(3);
    let newer = phone.at_the_door(3);
    let enough = TodayAsk {
        filter: DueFilter::Enough,
        ..TodayAsk::default()
    };
    let list = phone.app.today(&enough).expect("a list");
    assert_eq!((list.to_visit, list.matching), (4, 0));
    let ids: Vec<_> = list.drafts.iter().map(|line| line.id).collect();
    assert_eq!(ids, [newer, draft]);
    assert_eq!(list.drafts, phone.app.drafts().expect("a list"));

    phone.app.cancel(draft).expect("cancels");
    phone.visit(1, PHOTO);
    phone.town.with(|town| town.refuse_records = true);
    phone.sync();
    assert_eq!(today(&phone).stuck, 1);
}
