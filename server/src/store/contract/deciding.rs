//! A decision is one transaction on what its maker saw, leaves its row of the audit log with itself, and can be looked at
//! before it is made.

use super::town::{Town, cadre, good_visit, household, now};
use crate::Error;
use crate::store::{AuditEvent, Deed, Who};
use crate::town::decide::{Act, Deciding, Standing, decide, preview, rule, waive};
use ruhu_core::domain::{Ruling, Verdict, WaiverKind, WaiverScope};
use ruhu_core::record::{DecisionBody, SignedRecord, WaiverBody};

/// How many rows the audit log has.
fn audited(town: &Town) -> u64 {
    town.within(|tx| tx.last_note()).map_or(0, |row| row.n)
}

fn refusal(visit: &SignedRecord) -> DecisionBody {
    DecisionBody {
        visit: visit.envelope.id.into(),
        ruling: Some(Ruling::DoesNotCount),
        why: "没有到户".into(),
        by: "王芳".into(),
    }
}

fn may_waiver() -> WaiverBody {
    WaiverBody {
        scope: WaiverScope::Household(household(2)),
        kind: WaiverKind::Excuse,
        from: "2026-05-01".parse().expect("a day"),
        to: "2026-05-31".parse().expect("a day"),
        why: "举家外出".into(),
        paper: None,
        by: None,
    }
}

pub fn a_decision_on_what_has_changed_meanwhile_is_a_conflict_and_changes_nothing(town: &Town) {
    let decided = || town.within(|tx| tx.decided());
    let seen = decided();
    waive(&*town.store, &town.code, &may_waiver(), now()).expect("granted");
    let (before, rows) = (decided(), audited(town));
    let late = Act {
        expected: Some(seen),
        ..now().into()
    };
    let mut other = may_waiver();
    other.scope = WaiverScope::Household(household(3));
    let answer = waive(&*town.store, &town.code, &other, late);
    assert!(matches!(answer, Err(Error::Conflict { .. })), "{answer:?}");
    assert_eq!((decided(), audited(town)), (before, rows));
    let fresh = Act {
        expected: Some(before),
        ..now().into()
    };
    waive(&*town.store, &town.code, &other, fresh).expect("granted");
}

pub fn a_decision_and_its_row_of_the_audit_log_stand_or_fall_together(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&visit]);
    rule(&*town.store, &town.code, &refusal(&visit), now()).expect("decided");
    let row = town.within(|tx| tx.last_note()).expect("a row");
    assert_eq!((row.event.as_str(), row.who.as_str()), ("visit_decided", "command"));
    assert!(row.detail.expect("which, and how").ends_with("does_not_count"));
    // The same again is refused, and so is a decision whose end fails: neither leaves anything.
    let before = (audited(town), town.within(|tx| tx.decided()));
    rule(&*town.store, &town.code, &refusal(&visit), now()).expect_err("it was decided so already");
    let failing = &mut |deciding: &mut Deciding<'_>| {
        deciding.tx.household_changed(&household(1))?;
        deciding.tx.note(&note(), deciding.now)?;
        Err::<((), Option<AuditEvent>), _>(Error::refused("here", "it ends badly", "nothing"))
    };
    decide(&*town.store, &town.code, &now().into(), failing).expect_err("it ended badly");
    assert_eq!((audited(town), town.within(|tx| tx.decided())), before);
}

fn note() -> crate::store::AuditNote {
    crate::store::AuditNote {
        who: Who::Command,
        event: AuditEvent::Decided(Deed::Place, "610924101".into(), None),
        origin: None,
    }
}

pub fn a_preview_says_which_visits_would_stand_otherwise_and_changes_nothing(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    // The same photo in a later visit.
    let mut copied = good_visit(2, cadre(1), "2026-03-05T09:00:00+08:00");
    copied.photos = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00").photos;
    let later = phone.visits(2, &copied);
    town.send(&phone, &[&visit, &later]);
    let before = (audited(town), town.within(|tx| tx.decided()), town.visit(&visit));
    let mut work = |deciding: &mut Deciding<'_>| {
        let id = visit.envelope.id.into();
        let row = deciding.tx.visit(&id)?.expect("it was taken");
        deciding
            .tx
            .put_decision(&id, Some(Ruling::DoesNotCount), "王芳", "没有到户")?;
        deciding.touched.visit(&row, crate::store::Why::Decision);
        Ok((row.household, None))
    };
    let (whose, seen) = preview(&*town.store, &town.code, &now().into(), &mut work).expect("looked at");
    assert_eq!((whose, seen.waiting), (household(1), 0));
    let turned = &seen.turned[0];
    assert_eq!((seen.turned.len(), turned.visit), (1, visit.envelope.id.into()));
    assert_eq!(
        (turned.is, turned.would_be),
        (
            Standing {
                verdict: Verdict::Counts,
                decision: None
            },
            Standing {
                verdict: Verdict::Counts,
                decision: Some(Ruling::DoesNotCount)
            }
        )
    );
    assert_eq!(
        (audited(town), town.within(|tx| tx.decided()), town.visit(&visit)),
        before
    );
    // What was refused in the preview is refused in the deed's words.
    let mut refused = |_: &mut Deciding<'_>| Err::<((), _), _>(Error::refused("here", "no", "nothing"));
    let answer = preview(&*town.store, &town.code, &now().into(), &mut refused);
    assert!(matches!(answer, Err(Error::Refused { .. })), "{answer:?}");
}
