//! The household would rather not be photographed; and a picture that is none.

use super::world::{World, agree, at};
use ruhu_core::app::{AppError, DraftChange, PhotoFrom, PhotoTaken};
use ruhu_core::domain::{ReasonCode, Ruling, Verdict};
use ruhu_core::record::DecisionBody;
use ruhu_core::time::Clock;
use ruhu_server::town::decide;
use ruhu_tests::photos::TRUNCATED;

#[test]
fn a_household_that_would_rather_not_be_photographed_is_visited_all_the_same() {
    let world = World::of(&[("王建军", 0..2)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T10:00:00+08:00"));
    let draft = phone.begin(0);
    let door = phone.app.judge(draft).expect("judges");
    assert_eq!(door.verdict, Verdict::NeedsReview);
    assert_eq!(
        door.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(),
        [ReasonCode::PhotosMissing]
    );
    let reason = Some("老人身体不适，不愿拍照".to_owned());
    let door = phone
        .app
        .change(draft, DraftChange::RefusedReason { reason })
        .expect("says why");
    let codes: Vec<_> = door.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [ReasonCode::PhotoRefused],
        "it waits for a person who reads the reason"
    );
    let finished = phone.end(draft);
    assert_eq!(finished.codes, [ReasonCode::PhotoRefused]);
    phone.send(&world);
    agree(&phone, &world, 0);
    assert_eq!((phone.file(0).due.have, phone.file(0).due.pending), (0, 1));

    let decision = DecisionBody {
        visit: finished.visit,
        ruling: Some(Ruling::Counts),
        why: "已打电话向农户核实".into(),
        by: "镇乡村振兴办".into(),
    };
    let (store, now) = (&world.town.folder.store, world.town.clock.now().wall);
    decide::rule(store, &world.town.code, &decision, now).expect("the reviewer decides");
    phone.send(&world);
    agree(&phone, &world, 0);
    let line = &phone.file(0).visits[0];
    assert_eq!(
        (line.decision, line.counted, line.tag.zh.as_str()),
        (Some(Ruling::Counts), true, "✓ 审核认定有效")
    );
}

#[test]
fn a_spoilt_picture_is_refused_in_words_and_leaves_nothing_behind() {
    let world = World::of(&[("王建军", 0..2)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    let draft = phone.begin(0);
    let files = |phone: &super::world::Phone| walk(&phone.dir);
    let before = files(&phone);
    let photo = PhotoTaken {
        bytes: TRUNCATED.to_vec(),
        taken: phone.clock.now().wall,
        from: PhotoFrom::Camera,
        stamp: None,
    };
    let error = phone.app.attach_photo(draft, photo).expect_err("refused");
    assert!(
        matches!(&error, AppError::FixThis { code, text, .. } if code.starts_with("photo_") && text.zh.contains("再拍一张")),
        "{error:?}"
    );
    assert_eq!(files(&phone), before, "a refused photo left something behind");
    // The visit goes on.
    phone.picture(draft, 0, 1);
    assert_eq!(phone.end(draft).verdict, Verdict::Counts);
}

/// Files of photos under a folder; the database's own come and go.
fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(walk(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}
