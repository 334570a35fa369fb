//! What is entered has bounds, each in words; within them every record fits what a server takes.

use super::*;
use crate::domain::{Cadre, Changes, HelpKind, Measure, Met, ProblemOrigin, ProblemState, StrokePoint};
use crate::ids::CadreId;
use crate::record::MAX_RECORD_BYTES;
use crate::time::Day;
use proptest::prelude::*;

fn phone() -> Phone {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let colleague = |id: CadreId| Cadre {
        id,
        name: "同事".into(),
        unit: String::new(),
        phone: String::new(),
    };
    phone
        .town
        .with(|town| town.colleagues = companions(200).into_iter().map(colleague).collect());
    // Enrolled again it hears of its colleagues too.
    phone.app.enrol(&phone.town.code(), "test").expect("enrols");
    phone.sync();
    phone
}

/// The longest text that is taken, of a character that takes the most bytes in JSON.
fn longest(of: char) -> String {
    std::iter::repeat_n(of, 2_000).collect()
}

/// Everything that can be stated, as long as it may be.
fn statements(of: char) -> Statements {
    let text = || Some(longest(of));
    Statements {
        met: vec![Met::Householder; 500],
        changes: Changes {
            income: text(),
            work: text(),
            health: text(),
        },
        problems: text(),
        measures: text(),
        note: text(),
        next_step: text(),
        ..Statements::default()
    }
}

/// Points all over the pad, none near the one before, with the longest numbers there are.
fn strokes(points: usize, strokes: usize) -> Vec<Vec<StrokePoint>> {
    let point = StrokePoint {
        x: u16::MAX,
        y: u16::MAX,
    };
    let mut drawn = vec![Vec::new(); strokes];
    (0..points).for_each(|at| drawn[at % strokes].push(point));
    drawn
}

fn companions(count: u8) -> Vec<CadreId> {
    (0..count)
        .map(|n| CadreId::from_bytes([0x80, n, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]))
        .collect()
}

/// The largest record that the phone has written.
fn largest(phone: &Phone) -> u64 {
    let unsent = phone.app.store.unsent().expect("reads").items;
    let records = unsent
        .iter()
        .filter(|item| matches!(item.what, crate::outbox::What::Record { .. }));
    records.map(|item| item.bytes).max().expect("some")
}

/// A draft with everything that may be in one.
fn full_draft(phone: &Phone, of: char) -> DraftId {
    let draft = phone.at_the_door(1);
    for number in 0..80 {
        let fix = Fix {
            lat: -12.345_678_901_234_567,
            lon: -123.456_789_012_345_67,
            accuracy_m: Some(1.0 / 3.0 + f64::from(number)),
            provider: Some(longest(of)),
            ..phone.fix(0.0)
        };
        phone
            .app
            .change(draft, DraftChange::Fix { fix })
            .expect("takes the fix");
    }
    let reason = Some(longest(of));
    for change in [
        DraftChange::Statements {
            statements: statements(of),
        },
        DraftChange::Companions {
            companions: companions(8),
        },
        DraftChange::NoFixReason { reason: reason.clone() },
        DraftChange::FarReason { reason: reason.clone() },
        DraftChange::RefusedReason { reason },
        DraftChange::Signature {
            strokes: strokes(6_000, 500),
        },
    ] {
        phone.app.change(draft, change).expect("is within the bounds");
    }
    draft
}

#[test]
fn the_fullest_visit_with_the_dearest_characters_fits_a_record() {
    for of in ['\u{1}', '"', '家', '😀'] {
        let phone = phone();
        let draft = full_draft(&phone, of);
        let photo = phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
        // Thirty photos, by their entries: what counts is what the record lists.
        for n in 1..30u8 {
            let mut entry = photo.entry.clone();
            entry.original.sha256 = crate::ids::Sha256([n; 32]);
            entry.original.size = 4_000_000_000;
            let new = crate::store::NewPhoto {
                entry,
                thumb: Vec::new(),
            };
            phone.app.store.attach(draft.into(), &new).expect("attaches");
        }
        assert_eq!(
            code(phone.app.attach_photo(draft, phone.photo(OTHER_PHOTO))),
            "too_many_photos"
        );
        phone.clock.minutes(10);
        phone.app.finish(draft).expect("finishes");
        phone
            .app
            .correct(draft.into(), statements(of), &longest(of))
            .expect("corrects");
        let measure = Measure {
            kind: HelpKind::Work,
            text: std::iter::repeat_n(of, 500).collect(),
            outcome: Some(std::iter::repeat_n(of, 500).collect()),
        };
        phone.app.plan(&number(1), 2026, vec![measure; 20]).expect("plans");
        assert!(
            largest(&phone) <= MAX_RECORD_BYTES as u64,
            "{of:?}: {}",
            largest(&phone)
        );
        phone.sync();
        assert_eq!(phone.app.unsent().expect("reads").records, 0);
    }
}

#[test]
fn one_more_than_a_bound_is_refused_in_its_own_words_and_changes_nothing() {
    let phone = phone();
    let draft = full_draft(&phone, '家');
    let before = phone.app.judge(draft).expect("judges").draft;
    let over = || Some(format!("{}了", longest('家')));
    let note = Statements {
        note: over(),
        ..Statements::default()
    };
    let income = Statements {
        changes: Changes {
            income: over(),
            ..Changes::default()
        },
        ..Statements::default()
    };
    let cases = [
        (DraftChange::Statements { statements: note }, "too_long", "备注"),
        (DraftChange::Statements { statements: income }, "too_long", "收入变化"),
        (
            DraftChange::Companions {
                companions: companions(9),
            },
            "too_many_companions",
            "同行",
        ),
        (DraftChange::NoFixReason { reason: over() }, "too_long", "定位"),
        (DraftChange::FarReason { reason: over() }, "too_long", "离家远"),
        (DraftChange::RefusedReason { reason: over() }, "too_long", "拍照"),
        (
            DraftChange::Signature {
                strokes: strokes(6_001, 10),
            },
            "signature_too_long",
            "签名",
        ),
        (
            DraftChange::Signature {
                strokes: strokes(600, 501),
            },
            "signature_too_long",
            "签名",
        ),
    ];
    for (change, expected, word) in cases {
        match phone.app.change(draft, change) {
            Err(AppError::FixThis { code, text }) => {
                assert_eq!(code, expected, "{word}");
                assert!(text.zh.contains(word) && text.zh.ends_with('。'), "{}", text.zh);
            }
            other => panic!("{word}: {other:?}"),
        }
        assert_eq!(phone.app.judge(draft).expect("judges").draft, before, "{word}");
    }
    let text = over().expect("a text");
    let day: Day = "2026-05-03".parse().expect("a day");
    let help = HelpGiven {
        household: number(1),
        visit: None,
        kind: HelpKind::Work,
        day,
        text: text.clone(),
        amount_fen: None,
        follow_up: None,
    };
    assert_eq!(code(phone.app.help(help)), "too_long");
    let found = ProblemFound {
        household: number(1),
        origin: ProblemOrigin::Visit,
        kind: HelpKind::Water,
        text: "停水".into(),
        follow_up: None,
    };
    let problem = phone.app.problem(found.clone()).expect("opens one");
    assert_eq!(
        code(phone.app.problem(ProblemFound {
            text: text.clone(),
            ..found
        })),
        "too_long"
    );
    assert_eq!(
        code(phone.app.move_problem(problem, ProblemState::Acting, &text, None)),
        "too_long"
    );
    assert_eq!(code(phone.app.notice(&number(1), &text, "paper")), "too_long");
    assert_eq!(code(phone.app.consent(&text)), "too_long");
    let measure = Measure {
        kind: HelpKind::Work,
        text,
        outcome: None,
    };
    assert_eq!(
        code(phone.app.plan(&number(1), 2026, vec![measure.clone()])),
        "too_long"
    );
    assert_eq!(
        code(phone.app.plan(&number(1), 2026, vec![measure; 21])),
        "too_many_measures"
    );
}

#[test]
fn a_draft_of_an_earlier_version_that_is_too_large_says_so_and_stays() {
    let phone = phone();
    let draft = full_draft(&phone, '家');
    let mut kept = phone.app.store.draft(draft).expect("reads").expect("there");
    kept.signature = strokes(30_000, 3);
    phone.app.store.save_draft(draft, &kept).expect("saves");
    phone.clock.minutes(10);
    match phone.app.finish(draft) {
        Err(AppError::FixThis { code, text }) => {
            assert_eq!(code, "too_long");
            assert!(text.zh.contains("签名") && !text.zh.contains("服务器"), "{}", text.zh);
        }
        other => panic!("{other:?}"),
    }
    let signature = DraftChange::Signature {
        strokes: strokes(100, 3),
    };
    phone.app.change(draft, signature).expect("draws it again");
    phone.app.finish(draft).expect("finishes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is entered: it is refused with words, or its record fits.
    #[test]
    fn whatever_is_entered_is_refused_in_words_or_fits(
        characters in proptest::collection::vec(any::<char>(), 1..20),
        lengths in proptest::collection::vec(0usize..2_400, 10),
        points in 0usize..7_000,
        lines in 1usize..600,
        others in 0u8..11,
    ) {
        let phone = phone();
        let draft = phone.at_the_door(1);
        let text = |at: usize| Some(characters.iter().cycle().take(lengths[at]).collect::<String>());
        let statements = Statements {
            changes: Changes { income: text(0), work: text(1), health: text(2) },
            problems: text(3),
            measures: text(4),
            note: text(5),
            next_step: text(6),
            ..Statements::default()
        };
        for change in [
            DraftChange::Statements { statements },
            DraftChange::NoFixReason { reason: text(7) },
            DraftChange::FarReason { reason: text(8) },
            DraftChange::RefusedReason { reason: text(9) },
            DraftChange::Companions { companions: companions(others) },
            DraftChange::Signature { strokes: strokes(points, lines) },
        ] {
            match phone.app.change(draft, change) {
                Ok(_) => {}
                Err(AppError::FixThis { text, .. }) => prop_assert!(text.zh.ends_with('。')),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
        phone.clock.minutes(10);
        phone.app.finish(draft).expect("finishes");
        prop_assert!(largest(&phone) <= MAX_RECORD_BYTES as u64);
    }
}
