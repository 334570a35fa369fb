//! What a draft is worth now: the facts this phone knows, through the same rules as the server's.

use crate::app::{Answer, App};
use crate::coverage::{Timeline, spacing, tally};
use crate::domain::{
    Judged, Judgement, LatLon, Mode, PhotoEntry, PlaceVersion, ReasonCode, Verdict, Visit, VisitFact, VisitFacts,
};
use crate::ids::{DraftId, VisitId};
use crate::rules::{
    AcrossVisit, HouseholdContext, Policy, VisitContext, across_position, base_of, day_of, facts_of, is_finished_late,
    judge, judge_across, newest_place, spot_fix, start_of, weigh,
};
use crate::store::{HouseholdHistory, KeptDraft};
use crate::time::{DAY_MS, Day, TimeEvidence};
use crate::wire::HouseholdDown;
use std::sync::Arc;

/// A draft, weighed as if it were finished now.
pub(super) struct Weighed {
    /// The record's body.
    pub visit: Visit,
    /// What the rules read.
    pub facts: VisitFacts,
    /// The verdict and all codes.
    pub judgement: Judgement,
    /// What coverage reads.
    pub fact: VisitFact,
    /// What the look across visits reads.
    pub across: AcrossVisit,
    /// A usable fix that is not mock, of a visit on site and not late.
    pub spot: Option<LatLon>,
    /// It counts as this one of its year.
    pub nth: Option<u32>,
    /// The household with every visit but this.
    pub known: HouseholdHistory,
    /// The policies.
    pub timeline: Arc<Timeline>,
    /// Today.
    pub today: Day,
}

impl Weighed {
    /// The policy the visit is held to.
    pub fn policy(&self) -> Option<&Policy> {
        self.timeline.judging(self.fact.day)
    }
    /// The household with this visit in it, not sent yet.
    pub fn known_after(&self) -> HouseholdHistory {
        let mut known = self.known.clone();
        known.down.visits.push(self.fact);
        known.down.visits.sort_unstable_by_key(|fact| (fact.day, fact.id));
        known.unsent.push(self.fact.id);
        known
    }
}

impl App {
    /// Weighs a draft as if it were finished at `now`.
    pub(super) fn weigh(
        &self,
        id: DraftId,
        draft: &KeptDraft,
        photos: Vec<PhotoEntry>,
        now: &TimeEvidence,
    ) -> Answer<Weighed> {
        let me = self.enrolment()?;
        let seen = self.store.server_seen()?;
        let anchor = seen.anchor.as_ref();
        let today = self.on()?;
        let timeline = self.timeline()?;
        let mut known = self.known(&draft.household)?;
        let visit_id = VisitId::from(id);
        known.down.visits.retain(|fact| fact.id != visit_id);
        known.unsent.retain(|unsent| *unsent != visit_id);

        let mut visit = Visit {
            household: draft.household.clone(),
            cadre: me.cadre.id,
            companions: draft.companions.clone(),
            mode: draft.mode,
            late: draft.late,
            started: draft.started,
            ended: *now,
            fixes: draft.fixes.clone(),
            no_fix_reason: draft.no_fix_reason.clone(),
            far_reason: draft.far_reason.clone(),
            refused_reason: draft.refused_reason.clone(),
            photos,
            statements: draft.statements.clone(),
            judged: Judged {
                policy: None,
                place_version: None,
                roster_cursor: seen.cursor,
                verdict: Verdict::NeedsReview,
                codes: Vec::new(),
            },
        };
        // A draft finished on a later China day than it began becomes a late entry; it ended with its last change.
        visit.late |= is_finished_late(&visit.started, now, anchor);
        if visit.late {
            visit.ended = draft.touched;
        }
        // A wall clock set back during the visit must not make a record that ends before it begins, which would be
        // refused; the monotonic clock still tells how long it was, and `clock_moved` says the rest.
        visit.ended.wall = visit.ended.wall.max(visit.started.wall);

        let day = day_of(&visit, anchor, None);
        let place = place_on(&known, day);
        let started = start_of(&visit, anchor, None).at;
        let cadres = [visit.cadre];
        let context = VisitContext {
            received: None,
            anchor_untrue: false,
            day,
            // Companions count once they have said so from phones of their own.
            cadres: &cadres,
            household: Some(HouseholdContext {
                place,
                assignments: &known.down.assignments,
                waivers: &known.down.waivers,
            }),
            used_before: self.store.used_before(id, started)?,
        };
        let (facts, day) = facts_of(&visit, now, anchor, context.into());
        let across = AcrossVisit {
            id: visit_id,
            cadres: cadres.to_vec(),
            started: facts.started,
            ended: facts.ended,
            position: across_position(&facts),
            far_m: 0.0,
        };
        let mut weighed = Weighed {
            fact: VisitFact {
                id: visit_id,
                day,
                mode: visit.mode,
                verdict: Verdict::NeedsReview,
                decision: None,
            },
            judgement: Judgement {
                verdict: Verdict::NeedsReview,
                codes: Vec::new(),
            },
            visit,
            spot: spot_fix(&facts).filter(|_| facts.mode == Mode::OnSite && facts.late_written.is_none()),
            facts,
            across,
            nth: None,
            known,
            timeline,
            today,
        };
        self.give_verdict(&mut weighed)?;
        weighed.visit.judged = Judged {
            policy: weighed.policy().map(|policy| policy.id.clone()),
            place_version: place.map(|place| place.version),
            roster_cursor: seen.cursor,
            verdict: weighed.judgement.verdict,
            codes: weighed.judgement.codes.clone(),
        };
        Ok(weighed)
    }

    /// Everything the phone can judge: by itself, across the cadre's own visits, and the spacing. Without any policy
    /// there is nothing to judge by: the township will say.
    fn give_verdict(&self, weighed: &mut Weighed) -> Answer<()> {
        let timeline = Arc::clone(&weighed.timeline);
        let Some(policy) = timeline.judging(weighed.fact.day) else {
            return Ok(());
        };
        let far_reason = weighed.facts.far_reason.as_deref();
        let mut codes = judge(policy, &weighed.facts).codes;
        weighed.across.far_m = policy.visit.far_m;
        if weighed.facts.mode == Mode::OnSite && weighed.facts.late_written.is_none() {
            let (from, to) = (
                weighed.facts.started.plus_ms(-2 * DAY_MS),
                weighed.facts.ended.plus_ms(DAY_MS),
            );
            let mut visits = self.store.visits_across(from, to, policy.visit.far_m)?;
            visits.retain(|visit| visit.id != weighed.fact.id);
            visits.push(weighed.across.clone());
            codes.extend(judge_across(&visits).pop().unwrap_or_default());
            codes.extend(self.is_of_spot(weighed)?.then_some(ReasonCode::OneSpot));
        }
        weighed.fact.verdict = base_of(policy, &weigh(policy, codes.clone(), far_reason), far_reason);

        let down = &weighed.known.down;
        let mut visits = down.visits.clone();
        visits.push(weighed.fact);
        let spaced = spacing(&timeline, &down.waivers, &visits);
        codes.extend(
            spaced
                .into_iter()
                .filter(|(id, _)| *id == weighed.fact.id)
                .map(|(_, code)| code),
        );
        weighed.judgement = weigh(policy, codes, far_reason);

        let on = weighed.today.max(weighed.fact.day);
        weighed.nth = nth_of_year(&timeline, down, &visits, weighed.fact.id, on);
        Ok(())
    }
}

/// Which one of its year the visit is among those that count, as of a day; none when it does not count by itself.
pub(super) fn nth_of_year(
    timeline: &Timeline,
    down: &HouseholdDown,
    visits: &[VisitFact],
    id: VisitId,
    on: Day,
) -> Option<u32> {
    let counted = tally(timeline, &down.household.tenure, &down.waivers, visits, on).counted;
    let fact = visits.iter().find(|fact| fact.id == id && counted.contains(&fact.id))?;
    let of_the_year = |visit: &&VisitFact| {
        visit.day.year() == fact.day.year()
            && (visit.day, visit.id) <= (fact.day, fact.id)
            && counted.contains(&visit.id)
    };
    Some(u32::try_from(visits.iter().filter(of_the_year).count()).unwrap_or(u32::MAX))
}

/// The newest place that was in force on the day.
pub(super) fn place_on(known: &HouseholdHistory, day: Day) -> Option<PlaceVersion> {
    newest_place(known.down.household.place.iter().chain(&known.down.old_places), day)
}
