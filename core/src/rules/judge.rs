//! The verdict of one visit, by itself: the table of `docs/rules.md`, row by row, in its order.
//! Each row only says whether it applies; what a code does to the verdict is decided in one place (`weigh`).

use super::distance::{distance_m, is_usable, pass_radius_m, radius_m};
use super::{Effect, MetRule, Policy, Position, Who};
use crate::domain::WaiverKind;
use crate::domain::{Fix, Judgement, Mode, PhotoFact, ReasonCode, Ruling, Verdict, VisitFact, VisitFacts, Waiver};
use crate::ids::Sha256;
use std::collections::BTreeSet;

/// How far the start that a visit states may lie after the server received it, in milliseconds.
const FUTURE_MS: i64 = 300_000;
/// How far wall time and monotonic time of a visit may differ, in milliseconds.
const CLOCK_MS: i64 = 120_000;
/// How long before and after the visit a photo still is of it, in milliseconds.
const PHOTO_SLACK_MS: i64 = 60_000;
/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// Judges one visit by everything that needs no other visit. `photo_seen_before`, `same_day`, `gap_too_short`,
/// `one_spot`, `two_places_at_once` and `travel_too_fast` are not here. The policy's `from` and `until` are not looked at.
pub fn judge(policy: &Policy, facts: &VisitFacts) -> Judgement {
    let mut codes = Vec::new();
    judge_mode(policy, facts, &mut codes);
    if policy.visit.who == Who::Assigned && !facts.assigned {
        codes.push(ReasonCode::NotAssigned);
    }
    judge_time(policy, facts, &mut codes);
    let at_the_door = facts.mode == Mode::OnSite && facts.late_written.is_none();
    if at_the_door && policy.visit.position == Position::Required {
        judge_presence(policy, facts, &mut codes);
    }
    if at_the_door && good_photos(facts) < u32_len(policy.visit.photos) {
        codes.push(if is_said(facts.refused_reason.as_deref()) {
            ReasonCode::PhotoRefused
        } else {
            ReasonCode::PhotosMissing
        });
    }
    if facts
        .photos
        .iter()
        .any(|photo| facts.used_before.contains(&photo.sha256))
    {
        codes.push(ReasonCode::PhotoUsedBefore);
    }
    if facts.mode == Mode::OnSite && policy.visit.met == MetRule::Required && facts.nobody_met {
        codes.push(ReasonCode::NobodyMet);
    }
    if at_the_door && facts.ended.since(facts.started) < i64::from(policy.visit.min_minutes) * MINUTE_MS {
        codes.push(ReasonCode::StayShort);
    }
    weigh(policy, codes, facts.far_reason.as_deref())
}

fn judge_mode(policy: &Policy, facts: &VisitFacts, codes: &mut Vec<ReasonCode>) {
    if policy.visit.modes.contains(&facts.mode) {
        return;
    }
    if !policy.visit.remote_modes.contains(&facts.mode) {
        codes.push(ReasonCode::ModeNotAllowed);
    } else if !facts.remote_waiver {
        codes.push(ReasonCode::ModeNeedsWaiver);
    }
}

fn judge_time(policy: &Policy, facts: &VisitFacts, codes: &mut Vec<ReasonCode>) {
    if let Some(written) = facts.late_written {
        let days = written.day().since(facts.started.day());
        codes.push(if i64::from(days) <= i64::from(policy.visit.late_days) {
            ReasonCode::LateEntry
        } else {
            ReasonCode::LateEntryTooLate
        });
    }
    if facts
        .received
        .is_some_and(|received| facts.stated.since(received) > FUTURE_MS)
    {
        codes.push(ReasonCode::FutureTime);
    }
    if facts.anchor_untrue {
        codes.push(ReasonCode::AnchorUntrue);
    }
    let at_the_door = facts.mode == Mode::OnSite && facts.late_written.is_none();
    let wall_ms = facts.ended.since(facts.started);
    if at_the_door
        && facts
            .monotonic_ms
            .is_some_and(|monotonic| wall_ms.abs_diff(monotonic) > CLOCK_MS.unsigned_abs())
    {
        codes.push(ReasonCode::ClockMoved);
    }
}

fn judge_presence(policy: &Policy, facts: &VisitFacts, codes: &mut Vec<ReasonCode>) {
    let Some(fix) = chosen_fix(facts) else {
        codes.push(ReasonCode::NoFix);
        return;
    };
    let usable = is_usable(fix, facts.started, facts.ended);
    if !usable {
        codes.push(ReasonCode::FixTooOld);
    }
    if fix.mock {
        codes.push(ReasonCode::MockFix);
    }
    if !usable {
        return;
    }
    let Some(place) = facts.place else {
        codes.push(ReasonCode::PlaceUnknown);
        return;
    };
    let metres = distance_m(place, fix.point());
    if metres > policy.visit.far_m {
        codes.push(ReasonCode::TooFar);
    } else if metres > pass_radius_m(&policy.visit, fix.accuracy_m) {
        codes.push(ReasonCode::FarFromHome);
    }
}

/// The fix the rules judge by: the too old dropped first if a usable one remains, then the least accuracy radius
/// (missing: 100 m), the earliest of equals.
pub fn chosen_fix(facts: &VisitFacts) -> Option<&Fix> {
    usable_fix(facts).or_else(|| sharpest(facts.fixes.iter()))
}

/// The chosen fix, when it is of the visit's time; a mock one is usable.
pub(super) fn usable_fix(facts: &VisitFacts) -> Option<&Fix> {
    sharpest(
        facts
            .fixes
            .iter()
            .filter(|fix| is_usable(fix, facts.started, facts.ended)),
    )
}

fn sharpest<'a>(fixes: impl Iterator<Item = &'a Fix>) -> Option<&'a Fix> {
    // `min_by` keeps the first of equals.
    fixes.min_by(|a, b| {
        radius_m(a.accuracy_m)
            .total_cmp(&radius_m(b.accuracy_m))
            .then(a.at.cmp(&b.at))
    })
}

/// How many different photos were taken in the app during the visit, a minute of slack at both ends.
pub fn good_photos(facts: &VisitFacts) -> usize {
    let of_the_visit = |photo: &&PhotoFact| {
        photo.in_app
            && facts.started.since(photo.taken) <= PHOTO_SLACK_MS
            && photo.taken.since(facts.ended) <= PHOTO_SLACK_MS
    };
    let different: BTreeSet<Sha256> = facts
        .photos
        .iter()
        .filter(of_the_visit)
        .map(|photo| photo.sha256)
        .collect();
    different.len()
}

/// The judgement of these codes: in the table's order, each once, the worst effect decides. `far_reason` is the reason
/// the cadre gave for being far (any text but blank turns `far_from_home` into a note).
///
/// The server adds the codes that need other visits and weighs again. A reviewer's decision is not looked at: it stands
/// over everything but `same_day`.
pub fn weigh(policy: &Policy, mut codes: Vec<ReasonCode>, far_reason: Option<&str>) -> Judgement {
    codes.sort_unstable();
    codes.dedup();
    let worst = codes.iter().map(|code| effect_of(policy, *code, far_reason)).max();
    Judgement {
        verdict: match worst {
            None | Some(Effect::Note) => Verdict::Counts,
            Some(Effect::Review) => Verdict::NeedsReview,
            Some(Effect::No) => Verdict::DoesNotCount,
        },
        codes,
    }
}

/// What a code does to the verdict: what `[visit.effect]` says, else the table, where a reason given makes being far a note.
pub fn effect_of(policy: &Policy, code: ReasonCode, far_reason: Option<&str>) -> Effect {
    if let Some(effect) = policy.visit.effect.get(&code) {
        return *effect;
    }
    match code {
        ReasonCode::ModeNotAllowed
        | ReasonCode::ModeNeedsWaiver
        | ReasonCode::LateEntryTooLate
        | ReasonCode::PhotoUsedBefore
        | ReasonCode::SameDay
        | ReasonCode::GapTooShort => Effect::No,
        ReasonCode::FarFromHome if is_said(far_reason) => Effect::Note,
        ReasonCode::PlaceUnknown | ReasonCode::OneSpot => Effect::Note,
        ReasonCode::NotAssigned
        | ReasonCode::LateEntry
        | ReasonCode::FutureTime
        | ReasonCode::AnchorUntrue
        | ReasonCode::ClockMoved
        | ReasonCode::NoFix
        | ReasonCode::FixTooOld
        | ReasonCode::MockFix
        | ReasonCode::FarFromHome
        | ReasonCode::TooFar
        | ReasonCode::PhotoRefused
        | ReasonCode::PhotosMissing
        | ReasonCode::PhotoSeenBefore
        | ReasonCode::NobodyMet
        | ReasonCode::StayShort
        | ReasonCode::TwoPlacesAtOnce
        | ReasonCode::TravelTooFast => Effect::Review,
    }
}

/// What rule 5 reads: the verdict without `mode_*`, `same_day` and `gap_too_short`, which coverage works out anew.
pub fn base_of(policy: &Policy, judgement: &Judgement, far_reason: Option<&str>) -> Verdict {
    let lasting = judgement
        .codes
        .iter()
        .copied()
        .filter(|code| !code.is_worked_out_anew());
    weigh(policy, lasting.collect(), far_reason).verdict
}

impl ReasonCode {
    /// Whether the code depends on the waivers and visits that hold now, so that no policy may set its effect.
    pub fn is_worked_out_anew(self) -> bool {
        matches!(
            self,
            ReasonCode::ModeNotAllowed | ReasonCode::ModeNeedsWaiver | ReasonCode::SameDay | ReasonCode::GapTooShort
        )
    }
}

/// Rule 5, first half: decided `counts`; or undecided, its base verdict (`fact.verdict`) counts and its mode is allowed that day.
pub fn qualifies(policy: &Policy, fact: &VisitFact, waivers: &[Waiver]) -> bool {
    match fact.decision {
        Some(Ruling::Counts) => true,
        Some(Ruling::DoesNotCount) => false,
        None => {
            fact.verdict == Verdict::Counts
                && (policy.visit.modes.contains(&fact.mode)
                    || policy.visit.remote_modes.contains(&fact.mode)
                        && waivers
                            .iter()
                            .any(|waiver| waiver.kind == WaiverKind::Remote && waiver.holds(fact.day)))
        }
    }
}

/// A reason counts as given when it is any text but blank.
fn is_said(reason: Option<&str>) -> bool {
    reason.is_some_and(|text| !text.trim().is_empty())
}

/// A wanted number as a length; one that no memory holds is never reached either way.
fn u32_len(wanted: u32) -> usize {
    usize::try_from(wanted).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
