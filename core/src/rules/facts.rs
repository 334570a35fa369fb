//! From a visit's record to the facts that the rules read, and to its day: one function for phone, server and `ruhu verify`.

use super::FactsContext;
use crate::domain::{Fix, PhotoFact, Visit, VisitFacts};
use crate::record::Anchor;
use crate::time::{Day, Moment, SettledTime, TimeEvidence, not_before, settle};

/// The facts of a visit and its day. `written` is the record's own `at`. The start is settled by `time::settle`; every
/// other wall time of the visit is moved by the same amount, so that differences stay the phone's own. When a late
/// entry was written is a time of its own, and settled for itself.
///
/// `visit.statements` are those that hold: a caller that knows corrections puts them in first.
pub fn facts_of(
    visit: &Visit,
    written: &TimeEvidence,
    anchor: Option<&Anchor>,
    context: FactsContext,
) -> (VisitFacts, Day) {
    let anchor = anchor.filter(|_| !context.anchor_untrue);
    let start = start_of(visit, anchor, context.received);
    let moved_ms = start.at.since(visit.started.wall);
    let settled = |wall: Moment| wall.plus_ms(moved_ms);
    let late_written = visit.late.then(|| {
        let seen = anchor.map(|anchor| &anchor.time);
        settle(written, seen, not_before(written, seen), context.received).at
    });
    let facts = VisitFacts {
        mode: visit.mode,
        started: start.at,
        stated: start.stated,
        ended: settled(visit.ended.wall),
        monotonic_ms: visit.ended.monotonic_since(&visit.started),
        late_written,
        received: context.received,
        place: context.place,
        fixes: visit
            .fixes
            .iter()
            .map(|fix| Fix {
                at: settled(fix.at),
                ..fix.clone()
            })
            .collect(),
        far_reason: visit.far_reason.clone(),
        refused_reason: visit.refused_reason.clone(),
        photos: visit
            .photos
            .iter()
            .map(|photo| PhotoFact {
                sha256: photo.original.sha256,
                in_app: photo.in_app,
                taken: settled(photo.taken),
            })
            .collect(),
        used_before: context.used_before,
        assigned: context.assigned,
        remote_waiver: context.remote_waiver,
        anchor_untrue: context.anchor_untrue,
        nobody_met: visit.statements.nobody_met(),
    };
    (facts, start.at.day())
}

/// The day of a visit alone: what assignment, waivers and policy are looked up by, before its facts can be made. Hand in
/// no anchor where it is untrue.
pub fn day_of(visit: &Visit, anchor: Option<&Anchor>, received: Option<Moment>) -> Day {
    start_of(visit, anchor, received).at.day()
}

/// When a visit began, and whose clock says so. A late entry that was told by hand is about the past: the last checkpoint
/// seen is no lower bound for it, the receipt is still an upper one. Where a clock was read at the start, as in a visit
/// finished on a later day, the bound holds.
pub fn start_of(visit: &Visit, anchor: Option<&Anchor>, received: Option<Moment>) -> SettledTime {
    let seen = anchor.map(|anchor| &anchor.time);
    let told_by_hand = visit.late && visit.started.monotonic_ms.is_none();
    let floor = not_before(&visit.started, seen).filter(|_| !told_by_hand);
    settle(&visit.started, seen, floor, received)
}

/// Whether a visit begun at `started` is finished at `now` on a later China day, so that it becomes a late entry. Clocks of
/// one boot are compared by the monotonic one: the wall clock may have been put right in between.
pub fn is_finished_late(started: &TimeEvidence, now: &TimeEvidence, anchor: Option<&Anchor>) -> bool {
    let seen = anchor.map(|anchor| &anchor.time);
    let at = |evidence: &TimeEvidence| settle(evidence, seen, not_before(evidence, seen), None).at;
    let ended = at(now);
    let began = match now.monotonic_since(started) {
        Some(elapsed) => ended.plus_ms(-elapsed),
        None => at(started),
    };
    began.day() < ended.day()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FileRef, Judged, Met, Mode, PhotoEntry, Statements, Verdict};
    use crate::ids::{CadreId, Sha256};
    use crate::time::{TimeAnchor, TimeSource};

    fn moment(text: &str) -> Moment {
        text.parse().expect("a good time")
    }
    fn clocks(wall: &str, monotonic_s: u64, boot: u64) -> TimeEvidence {
        TimeEvidence {
            wall: moment(wall),
            monotonic_ms: Some(monotonic_s * 1000),
            boot: Some(boot),
            gnss: None,
        }
    }
    /// The checkpoint was of 1 May, 08:00 in China, read 100 s after the third boot.
    fn anchor() -> Anchor {
        Anchor {
            log: "log".parse().expect("a log id"),
            size: 1,
            root: Sha256::of(b"root"),
            time: TimeAnchor {
                time: moment("2026-05-01T08:00:00+08:00"),
                monotonic_ms: 100_000,
                boot: 3,
            },
        }
    }
    fn visit(started: TimeEvidence, ended: TimeEvidence) -> Visit {
        let file = FileRef {
            sha256: Sha256::of(b"photo"),
            size: 5,
        };
        Visit {
            household: "610924102001001".parse().expect("a number"),
            cadre: CadreId::from_bytes([1; 16]),
            companions: vec![],
            mode: Mode::OnSite,
            late: false,
            started,
            ended,
            fixes: vec![Fix {
                lat: 32.0,
                lon: 108.0,
                accuracy_m: None,
                at: started.wall.plus_ms(60_000),
                mock: false,
                provider: None,
            }],
            no_fix_reason: None,
            far_reason: None,
            refused_reason: None,
            photos: vec![PhotoEntry {
                original: file,
                copy: file,
                in_app: true,
                taken: started.wall.plus_ms(120_000),
            }],
            statements: Statements::default(),
            judged: Judged {
                policy: None,
                place_version: None,
                roster_cursor: 0,
                verdict: Verdict::Counts,
                codes: vec![],
            },
        }
    }

    #[test]
    fn a_wrong_wall_clock_moves_no_visit_when_the_anchor_holds() {
        // The wall clock is a year ahead; 3,700 s of the same boot have passed since the checkpoint, less 100 s.
        let visit = visit(
            clocks("2027-05-01T09:00:00+08:00", 3_700, 3),
            clocks("2027-05-01T09:10:00+08:00", 4_300, 3),
        );
        let (facts, day) = facts_of(&visit, &visit.ended, Some(&anchor()), FactsContext::default());
        assert_eq!(facts.started, moment("2026-05-01T09:00:00+08:00"));
        assert_eq!(facts.ended, moment("2026-05-01T09:10:00+08:00"));
        assert_eq!(facts.fixes[0].at, moment("2026-05-01T09:01:00+08:00"));
        assert_eq!(facts.photos[0].taken, moment("2026-05-01T09:02:00+08:00"));
        assert_eq!(facts.monotonic_ms, Some(600_000));
        assert_eq!(
            (day.to_string(), day),
            ("2026-05-01".into(), day_of(&visit, Some(&anchor()), None))
        );
    }

    #[test]
    fn a_visit_begun_before_the_last_checkpoint_is_reckoned_back() {
        let visit = visit(
            clocks("2026-05-01T07:59:00+08:00", 40, 3),
            clocks("2026-05-01T08:09:00+08:00", 640, 3),
        );
        let start = start_of(&visit, Some(&anchor()), None);
        assert_eq!(
            (start.at, start.source),
            (moment("2026-05-01T07:59:00+08:00"), TimeSource::Anchor)
        );
    }

    #[test]
    fn after_a_reboot_the_wall_clock_stays_between_checkpoint_and_receipt() {
        let received = moment("2026-05-03T12:00:00+08:00");
        let between = |wall: &str| {
            let visit = visit(clocks(wall, 5, 4), clocks(wall, 605, 4));
            let start = start_of(&visit, Some(&anchor()), Some(received));
            (start.at, start.clamped)
        };
        assert_eq!(
            between("2026-04-01T09:00:00+08:00"),
            (moment("2026-05-01T08:00:00+08:00"), true)
        );
        assert_eq!(
            between("2026-05-02T09:00:00+08:00"),
            (moment("2026-05-02T09:00:00+08:00"), false)
        );
        assert_eq!(between("2026-06-01T09:00:00+08:00"), (received, true));
    }

    #[test]
    fn a_late_entry_tells_of_the_past_and_its_writing_is_timed_by_the_anchor() {
        let told = TimeEvidence::told(moment("2026-04-20T15:00:00+08:00"));
        let mut late = visit(told, told);
        late.late = true;
        // Written two days after the checkpoint, with the wall clock set back to the day told.
        let written = clocks("2026-04-20T16:00:00+08:00", 100 + 2 * 86_400, 3);
        let (facts, day) = facts_of(&late, &written, Some(&anchor()), FactsContext::default());
        assert_eq!(day.to_string(), "2026-04-20");
        assert_eq!(facts.late_written, Some(moment("2026-05-03T08:00:00+08:00")));
        let received = moment("2026-04-10T00:00:00+08:00");
        let start = start_of(&late, None, Some(received));
        assert_eq!((start.at, start.clamped), (received, true), "not after it was received");
    }

    #[test]
    fn a_start_ahead_of_the_receipt_is_moved_and_stays_stated() {
        // Rebooted, no satellites, the clock set a month ahead, uploaded the same day.
        let received = moment("2026-05-03T12:00:00+08:00");
        let visit = visit(
            clocks("2026-06-03T09:00:00+08:00", 5, 4),
            clocks("2026-06-03T09:10:00+08:00", 605, 4),
        );
        let context = FactsContext {
            received: Some(received),
            ..FactsContext::default()
        };
        let (facts, day) = facts_of(&visit, &visit.ended, Some(&anchor()), context);
        assert_eq!((facts.started, day.to_string()), (received, "2026-05-03".into()));
        assert_eq!(facts.stated, moment("2026-06-03T09:00:00+08:00"));
    }

    #[test]
    fn satellites_a_week_roll_over_off_move_no_visit() {
        let received = moment("2026-05-03T12:00:00+08:00");
        for weeks in [-1024i64, 1024] {
            let mut started = clocks("2026-05-02T09:00:00+08:00", 5, 4);
            started.gnss = Some(started.wall.plus_ms(weeks * 7 * 86_400_000));
            let visit = visit(started, clocks("2026-05-02T09:10:00+08:00", 605, 4));
            for anchor in [Some(anchor()), None] {
                let day = day_of(&visit, anchor.as_ref(), Some(received));
                assert_eq!(day.to_string(), "2026-05-02", "{weeks}");
            }
        }
    }

    #[test]
    fn a_clock_at_2010_that_is_put_right_during_the_visit_moves_no_day_before_the_checkpoint_and_makes_nothing_late() {
        let (started, ended) = (
            clocks("2010-01-01T00:05:00+08:00", 300, 4),
            clocks("2026-05-03T09:10:00+08:00", 900, 4),
        );
        assert!(
            !is_finished_late(&started, &ended, Some(&anchor())),
            "ten minutes by the monotonic clock"
        );
        let mut visit = visit(started, ended);
        // Whatever the phone wrote: its start was read from a clock, so the checkpoint bounds it.
        for late in [false, true] {
            visit.late = late;
            let day = day_of(&visit, Some(&anchor()), Some(moment("2026-05-03T12:00:00+08:00")));
            assert_eq!(day.to_string(), "2026-05-01", "late: {late}");
        }
        // Really a day later, by the same clock.
        let next_day = clocks("2026-05-04T09:10:00+08:00", 300 + 86_400, 4);
        assert!(is_finished_late(&started, &next_day, Some(&anchor())));
    }

    #[test]
    fn a_visit_begun_before_a_reboot_and_a_sync_keeps_its_day() {
        // Begun on 30 April in the second boot; the checkpoint of 1 May was seen in the third; finished then.
        let started = clocks("2026-04-30T17:00:00+08:00", 40_000, 2);
        let now = clocks("2026-05-01T08:10:00+08:00", 700, 3);
        assert!(is_finished_late(&started, &now, Some(&anchor())));
        let mut visit = visit(started, started);
        visit.late = true;
        assert_eq!(day_of(&visit, Some(&anchor()), None).to_string(), "2026-04-30");
    }

    #[test]
    fn an_untrue_anchor_settles_nothing() {
        let visit = visit(
            clocks("2026-05-02T09:00:00+08:00", 3_700, 3),
            clocks("2026-05-02T09:10:00+08:00", 4_300, 3),
        );
        let context = FactsContext {
            anchor_untrue: true,
            ..FactsContext::default()
        };
        let (facts, day) = facts_of(&visit, &visit.ended, Some(&anchor()), context);
        assert_eq!((facts.anchor_untrue, day.to_string()), (true, "2026-05-02".into()));
        assert_eq!(facts.started, visit.started.wall);
    }

    #[test]
    fn nobody_is_met_only_where_it_says_so_and_names_nobody_else() {
        let said = |met: &[Met]| {
            Statements {
                met: met.to_vec(),
                ..Statements::default()
            }
            .nobody_met()
        };
        assert!(said(&[Met::Nobody]));
        assert!(!said(&[]));
        assert!(!said(&[Met::Householder]) && !said(&[Met::Nobody, Met::Elder]));
    }

    #[test]
    fn no_clock_however_wrong_panics() {
        let ends = [i64::MIN, i64::MAX].map(Moment::from_millis);
        for wall in ends {
            let started = TimeEvidence {
                wall,
                monotonic_ms: Some(u64::MAX),
                boot: Some(3),
                gnss: Some(ends[0]),
            };
            let ended = TimeEvidence::told(ends[1]);
            facts_of(&visit(started, ended), &ended, Some(&anchor()), FactsContext::default());
        }
    }
}
