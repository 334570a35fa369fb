//! Companions: whom a visit may name, and the cadre's own word when somebody else's visit names him or her.

use super::*;
use crate::coverage::Mark;
use crate::domain::{Cadre, ReasonCode};
use crate::ids::{CadreId, Sha256, VisitId};
use crate::record::{CompanionBody, Kind};

fn colleague(n: u8) -> Cadre {
    Cadre {
        id: CadreId::from_bytes([n; 16]),
        name: format!("同事{n}"),
        unit: "财政所".into(),
        phone: String::new(),
    }
}

/// A phone that has heard of ten colleagues. The second home is a colleague's own.
fn among_colleagues() -> Phone {
    let mut homes = vec![
        household(1, "陈明德", Class::Lifted),
        household(2, "李秀英", Class::Lifted),
    ];
    homes[1].assignments[0].cadre = colleague(2).id;
    let phone = Phone::with(homes);
    phone
        .town
        .with(|town| town.colleagues = (2..=11).map(colleague).collect());
    // Enrolled again it hears of everything.
    phone.app.enrol(&phone.town.code(), "test").expect("enrols");
    phone.sync();
    phone
}

fn name(phone: &Phone, draft: DraftId, companions: Vec<CadreId>) -> Answer<Door> {
    phone.app.change(draft, DraftChange::Companions { companions })
}

#[test]
fn a_visit_names_at_most_eight_cadres_of_the_list_and_never_oneself() {
    let phone = among_colleagues();
    let draft = phone.at_the_door(1);
    let ids = |numbers: std::ops::RangeInclusive<u8>| numbers.map(|n| colleague(n).id).collect::<Vec<_>>();
    let kept = name(&phone, draft, [ids(2..=9), vec![cadre().id, colleague(2).id]].concat()).expect("eight");
    assert_eq!(kept.draft.companions, ids(2..=9));
    assert_eq!(code(name(&phone, draft, ids(2..=10))), "too_many_companions");
    assert_eq!(code(name(&phone, draft, vec![colleague(99).id])), "companion_unknown");
    let draft = phone.app.start(&number(1), Mode::OnSite).expect("goes on").draft;
    assert_eq!(draft.companions, ids(2..=9), "what was refused changed nothing");
}

#[test]
fn a_companion_who_is_assigned_makes_no_visit_assigned_at_the_door() {
    let phone = among_colleagues();
    let draft = phone.at_the_door(2);
    let door = name(&phone, draft, vec![colleague(2).id]).expect("named");
    let reason = door
        .reasons
        .iter()
        .find(|reason| reason.code == ReasonCode::NotAssigned);
    assert!(reason.expect("not this cadre's home").zh.cure.contains("我也在"));
}

#[test]
fn a_visit_that_names_this_cadre_is_asked_about_once_and_answered_by_a_record() {
    let phone = among_colleagues();
    let ask = |n: u8| CompanionAsk {
        visit: VisitId::from_bytes([n; 16]),
        record: Sha256::of(&[n]),
        by: colleague(2).name,
        household: number(2),
        head: "李秀英".into(),
        village: "黄金村".into(),
        day: day("2026-05-02"),
        started: moment("2026-05-02T09:00:00+08:00"),
    };
    phone.town.with(|town| town.asked = vec![ask(1), ask(2)]);
    phone.sync();
    let asked = || phone.app.today(&TodayAsk::default()).expect("a list").asked;
    assert_eq!(asked(), [ask(1), ask(2)]);
    phone.app.answer_companion(ask(1).visit, true).expect("signs");
    assert_eq!(asked(), [ask(2)], "before it is sent, and after a restart");
    let phone = phone.again();
    let asked = || phone.app.today(&TodayAsk::default()).expect("a list").asked;
    assert_eq!(asked(), [ask(2)]);
    phone.app.answer_companion(ask(2).visit, false).expect("signs");
    assert_eq!(code(phone.app.answer_companion(ask(2).visit, true)), "not_found");
    // A township that has not taken the words yet goes on asking; the cadre is not asked again.
    phone.sync();
    assert_eq!(asked(), []);
    let words: Vec<CompanionBody> = phone.town.with(|town| {
        let records = town
            .records
            .iter()
            .filter(|record| record.envelope.kind == Kind::Companion);
        let body = |record: &crate::record::SignedRecord| record.envelope.body.clone();
        records
            .map(|record| serde_json::from_value(body(record)).expect("a word"))
            .collect()
    });
    let said: Vec<_> = words
        .iter()
        .map(|word| (word.cadre, word.visit, word.sha256, word.there))
        .collect();
    let word = |n: u8, there: bool| (cadre().id, ask(n).visit, ask(n).record, there);
    assert_eq!(said, [word(1, true), word(2, false)]);
}

/// Whether the household's strip shows that something waits.
fn waits(told: &Finished) -> bool {
    told.row.strip.iter().any(|cell| cell.mark == Mark::Waiting)
}

#[test]
fn whether_a_visit_was_sent_is_said_by_the_strip_and_the_words_alike() {
    let phone = Phone::with(vec![household(1, "陈明德", Class::Lifted)]);
    let visit = phone.visit(1, PHOTO);
    assert!(!visit.sent && waits(&visit));
    phone.sync();
    let told = phone
        .app
        .finish(DraftId::from_bytes(*visit.visit.as_bytes()))
        .expect("told again");
    assert!(told.sent && !waits(&told), "{told:?}");
}

#[test]
fn a_visit_of_a_home_that_is_handed_over_meanwhile_is_sent_all_the_same() {
    let phone = Phone::with(vec![household(1, "陈明德", Class::Lifted)]);
    let visit = phone.visit(1, PHOTO);
    // The answer that brings the receipt does not tell of the home.
    phone.town.with(|town| town.households.clear());
    phone.sync();
    let told = phone
        .app
        .finish(DraftId::from_bytes(*visit.visit.as_bytes()))
        .expect("told again");
    assert!(told.sent && !waits(&told), "{told:?}");
}
