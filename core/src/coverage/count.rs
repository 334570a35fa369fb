//! Rule 5: which visits count. Over the household's whole history, in order of (day, id).

use super::Timeline;
use super::timeline::gap_days;
use crate::domain::{ReasonCode, Ruling, Verdict, VisitFact, Waiver};
use crate::ids::VisitId;
use crate::rules::qualifies;
use crate::time::Day;

/// How visits that wait for a reviewer are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PendingReviews {
    /// They do not count yet.
    Excluded,
    /// As if each of them were decided `counts`.
    Included,
}

/// What rule 5 makes of one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// It does not qualify.
    Not,
    Counted,
    /// It qualifies, on the day of the last counted one.
    SameDay,
    /// It qualifies, fewer days after the last counted one than the gap.
    TooSoon,
}

/// The visits up to `on`, in order of (day, id).
pub(super) fn in_order(visits: &[VisitFact], on: Day) -> Vec<VisitFact> {
    let mut known: Vec<VisitFact> = visits.iter().copied().filter(|visit| visit.day <= on).collect();
    known.sort_unstable_by_key(|visit| (visit.day, visit.id));
    known
}

/// The counted ones of visits that stand in order.
pub(super) fn counted(
    timeline: &Timeline,
    waivers: &[Waiver],
    in_order: &[VisitFact],
    pending: PendingReviews,
) -> Vec<VisitFact> {
    let mut counted = Vec::with_capacity(in_order.len());
    walk(timeline, waivers, in_order, pending, |visit, answer| {
        if answer == Answer::Counted {
            counted.push(*visit);
        }
    });
    counted
}

/// The visits that qualify under rule 5 and yet are not counted, each with its code: `same_day` or `gap_too_short`.
/// In order of (day, id). What holds now decides: waivers, decisions and all visits known.
pub fn spacing(timeline: &Timeline, waivers: &[Waiver], visits: &[VisitFact]) -> Vec<(VisitId, ReasonCode)> {
    let mut held_back = Vec::new();
    let visits = in_order(visits, Day::from_number(i32::MAX));
    walk(
        timeline,
        waivers,
        &visits,
        PendingReviews::Excluded,
        |visit, answer| match answer {
            Answer::Not | Answer::Counted => {}
            Answer::SameDay => held_back.push((visit.id, ReasonCode::SameDay)),
            Answer::TooSoon => held_back.push((visit.id, ReasonCode::GapTooShort)),
        },
    );
    held_back
}

fn walk(
    timeline: &Timeline,
    waivers: &[Waiver],
    in_order: &[VisitFact],
    pending: PendingReviews,
    mut tell: impl FnMut(&VisitFact, Answer),
) {
    let mut last: Option<Day> = None;
    for visit in in_order {
        let supposed =
            pending == PendingReviews::Included && visit.verdict == Verdict::NeedsReview && visit.decision.is_none();
        let decided = supposed || visit.decision == Some(Ruling::Counts);
        let policy = timeline.judging(visit.day);
        let answer = if !decided && !policy.is_some_and(|policy| qualifies(policy, visit, waivers)) {
            Answer::Not
        } else {
            let gap = if decided { 1 } else { policy.map_or(1, gap_days) };
            match last.map(|last| visit.day.since(last)) {
                Some(0) => Answer::SameDay,
                Some(days) if days < gap => Answer::TooSoon,
                Some(_) | None => Answer::Counted,
            }
        };
        if answer == Answer::Counted {
            last = Some(visit.day);
        }
        tell(visit, answer);
    }
}
