//! What stands beside visits, and what may be said of a visit afterwards.

use super::*;
use crate::domain::{HelpKind, Measure, ProblemOrigin, ProblemState, StrokePoint};
use crate::record::{ChainLink, Correction, Kind, check_chain};

#[test]
fn a_correction_names_what_it_corrects_and_the_file_shows_it() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let visit = phone.visit(1, PHOTO).visit;
    phone.clock.minutes(5);
    phone
        .app
        .correct(visit, note("周三送药"), "写错了日子")
        .expect("corrects");
    phone.clock.minutes(5);
    phone
        .app
        .correct(visit, note("周四送药"), "还是错的")
        .expect("corrects");
    assert_eq!(code(phone.app.correct(visit, note("x"), " ")), "why_missing");
    let file = phone.app.household(&number(1)).expect("a file");
    assert_eq!(file.visits[0].statements, Some(note("周四送药")));

    phone.sync();
    phone.town.with(|town| {
        let second: Correction = serde_json::from_value(town.records[2].envelope.body.clone()).expect("a correction");
        assert_eq!((second.corrects, second.visit), (town.records[1].sha256, visit));
    });
}

#[test]
fn everything_a_cadre_writes_is_one_chain_without_a_hole() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let home = number(1);
    phone.app.consent("2026-1").expect("consents");
    phone.app.notice(&home, "2026-1", "read_aloud").expect("tells");
    let visit = phone.visit(1, PHOTO).visit;
    let stroke = vec![vec![StrokePoint { x: 1, y: 2 }, StrokePoint { x: 3, y: 4 }]];
    phone.app.sign(visit, stroke).expect("signs");
    let help = HelpGiven {
        household: home.clone(),
        visit: Some(visit),
        kind: HelpKind::Medical,
        day: day("2026-05-03"),
        text: "联系村医送药".into(),
        amount_fen: None,
        follow_up: None,
    };
    phone.app.help(help).expect("helps");
    let found = ProblemFound {
        household: home.clone(),
        origin: ProblemOrigin::Visit,
        kind: HelpKind::Housing,
        text: "屋顶漏雨".into(),
        follow_up: None,
    };
    let problem = phone.app.problem(found).expect("opens");
    phone.clock.minutes(1);
    phone
        .app
        .move_problem(problem, ProblemState::Acting, "报了危房改造", None)
        .expect("moves");
    assert_eq!(
        code(phone.app.move_problem(problem, ProblemState::Closed, "好了", None)),
        "closing_is_the_townships"
    );
    let measure = Measure {
        kind: HelpKind::Work,
        text: "介绍到县里务工".into(),
        outcome: None,
    };
    phone.app.plan(&home, 2026, vec![measure]).expect("plans");

    let file = phone.app.household(&home).expect("a file");
    assert_eq!((file.help.len(), file.plans.len(), file.notices.len()), (1, 1, 1));
    assert_eq!(
        (file.problems[0].now.state, file.problems[0].before.len()),
        (ProblemState::Acting, 1)
    );
    assert_eq!(phone.app.consented().expect("reads"), Some("2026-1".into()));
    phone.app.withdraw_consent("2026-1").expect("withdraws");
    assert_eq!(phone.app.consented().expect("reads"), None);

    phone.sync();
    phone.town.with(|town| {
        let kinds: Vec<Kind> = town.records.iter().map(|record| record.envelope.kind.clone()).collect();
        assert_eq!(kinds.len(), 9);
        let links: Vec<ChainLink> = town
            .records
            .iter()
            .map(|record| ChainLink::Record {
                seq: record.envelope.seq,
                sha256: record.sha256,
                prev: record.envelope.prev,
            })
            .collect();
        assert_eq!(check_chain(&town.records[0].envelope.device, &links), []);
    });
}

#[test]
fn nothing_is_written_before_enrolment() {
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let dir = tempfile::tempdir().expect("a folder");
    let signer = Arc::new(MemorySigner::generate());
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    assert_eq!((app.opened(), app.me().expect("reads")), (Opened::Fresh, None));
    assert_eq!(code(app.today(&TodayAsk::default())), "not_enrolled");
    assert_eq!(code(app.start(&number(1), Mode::OnSite)), "not_enrolled");
    assert_eq!(code(app.consent("2026-1")), "not_enrolled");
    assert_eq!(code(app.enrol("01ABC-DEFGH", "test")), "enrol_code");
    let other = town.code().replace(
        &town.code()[town.code().len() - 12..town.code().len() - 2],
        "AAAAAAAAAA",
    );
    assert_eq!(code(app.enrol(&other, "test")), "other_server");
    assert_eq!(
        app.enrol(&town.code(), "test").expect("enrols").cadre,
        township::cadre()
    );
}

#[test]
fn what_was_written_last_stands_though_the_wall_clock_was_set_back_meanwhile() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let home = number(1);
    let found = ProblemFound {
        household: home.clone(),
        origin: ProblemOrigin::Visit,
        kind: HelpKind::Housing,
        text: "房子漏雨".into(),
        follow_up: None,
    };
    let problem = phone.app.problem(found).expect("is reported");
    let plan = |text: &str| Measure {
        kind: HelpKind::Housing,
        text: text.into(),
        outcome: None,
    };
    phone.app.plan(&home, 2026, vec![plan("修屋顶")]).expect("plans");
    // An hour back, and then not a millisecond goes by.
    phone.clock.set_wall("2026-05-03T06:00:00+08:00");
    for state in [ProblemState::Acting, ProblemState::Done] {
        phone.app.move_problem(problem, state, "去看过了", None).expect("moves");
    }
    phone.app.plan(&home, 2026, vec![plan("换屋顶")]).expect("plans again");
    let file = phone.app.household(&home).expect("a file");
    assert_eq!(file.problems[0].now.state, ProblemState::Done);
    assert_eq!(file.plans[0].measures[0].text, "换屋顶");
}
