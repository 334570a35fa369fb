//! Finishing a visit: signed and kept in one transaction, and then told, whole, from what was kept. So finishing twice
//! answers the same, and a phone killed in between has lost nothing.

use super::draft::no_draft;
use super::judge::{reasons_of, said_of, spoken_of};
use super::weigh::{nth_of_year, place_on};
use crate::app::today::cover_of;
use crate::app::write::body;
use crate::app::write::body_of;
use crate::app::{Answer, App, DueRow, Text};
use crate::domain::{LatLon, Mode, ReasonCode, Signature, Verdict, Visit};
use crate::ids::{DraftId, HouseholdNo, RecordId, VisitId};
use crate::record::Kind;
use crate::rules::{FactsContext, chosen_fix, facts_of, start_of};
use crate::store::{Comparable, CoverFilter, Entry, NewRecord, VisitKept};
use crate::time::Day;

/// A finished visit.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Finished {
    /// The visit.
    pub visit: VisitId,
    /// What it is worth, as far as this phone can know.
    pub verdict: Verdict,
    /// Why, in the table's order.
    pub codes: Vec<ReasonCode>,
    /// It was kept as a late entry.
    pub late: bool,
    /// The township has it: what the household's strip shows as waiting is not waiting any more.
    pub sent: bool,
    /// In a line: "✓ 这次有效，算今年第 5 次".
    pub band: Text,
    /// It counts as this one of the year; absent when it does not count by itself.
    pub nth_of_year: Option<u32>,
    /// The household as the due list shows it after this visit.
    pub row: DueRow,
    /// Whom to visit next: the nearest home that still needs it and was not visited today, measured from where this visit
    /// was, else from the household's place; without either the one that needs it most.
    pub next: Option<DueRow>,
}

impl App {
    /// Finishes: the visit is signed, kept for ever and waits to be sent. Finishing twice is finishing once.
    /// On a later China day than it began the visit becomes a late entry.
    pub fn finish(&self, id: DraftId) -> Answer<Finished> {
        self.keep_visit(id)?;
        self.tell_finished(id)
    }

    /// Signs and keeps the visit, if that has not been done.
    fn keep_visit(&self, id: DraftId) -> Answer<()> {
        let _changing = self.changing();
        if self.kept_draft(id)?.is_none() {
            return Ok(());
        }
        self.may_sign()?;
        let now = self.clock.now();
        let (mut draft, photos) = self.load(id)?;
        // A draft of an earlier version may name more; who left the township's list meanwhile is not named either.
        draft.companions = self.companions(draft.companions)?;
        let entries = photos.iter().map(|photo| photo.entry.clone()).collect();
        let weighed = self.weigh(id, &draft, entries, &now)?;
        let household = Some(draft.household.clone());
        let about = Some(*id.as_bytes());
        let needed = weighed.facts.started;
        let mut records = vec![NewRecord {
            id: RecordId::from(id),
            kind: Kind::Visit,
            household: household.clone(),
            about,
            needed,
            body: body(&weighed.visit),
        }];
        if !draft.signature.is_empty() {
            let signature = Signature {
                visit: VisitId::from(id),
                strokes: draft.signature.clone(),
            };
            records.push(NewRecord {
                id: RecordId::new(now.wall),
                kind: Kind::Signature,
                household,
                about,
                needed,
                body: body(&signature),
            });
        }
        let comparable = match weighed.visit.mode == Mode::OnSite && !weighed.visit.late {
            true => Comparable::Yes,
            false => Comparable::No,
        };
        let entry = Entry {
            records,
            visit: Some(VisitKept {
                household: draft.household.clone(),
                fact: weighed.fact,
                across: weighed.across.clone(),
                comparable,
                spot: weighed.spot,
                photos: weighed.visit.photos.clone(),
            }),
            draft: Some(id),
            cover: Some(cover_of(&weighed.timeline, &weighed.known_after(), weighed.today)),
            help: None,
            given_up: None,
        };
        self.write(&entry, &now)?;
        Ok(())
    }

    /// A finished visit, from its record and what the phone knows now.
    fn tell_finished(&self, id: DraftId) -> Answer<Finished> {
        let record = self.store.record(RecordId::from(id))?.ok_or_else(|| no_draft(id))?;
        let visit: Visit = body_of(&record)?;
        let on = self.on()?;
        self.refresh(on)?;
        let known = self.known(&visit.household)?;
        let timeline = self.timeline()?;

        let (at, anchor) = (&record.envelope.at, record.envelope.anchor.as_ref());
        let started = start_of(&visit, anchor, None).at;
        let place = place_on(&known, started.day()).map(|place| place.point());
        let context = FactsContext {
            received: None,
            place,
            used_before: self.store.used_before(id, started)?,
            ..FactsContext::default()
        };
        let (facts, day) = facts_of(&visit, at, anchor, context);
        let policy = timeline.judging(day);
        let reasons = reasons_of(policy, &facts, &visit.judged.codes, &spoken_of(policy, &facts));
        let nth_of_year = nth_of_year(
            &timeline,
            &known.down,
            &known.down.visits,
            VisitId::from(id),
            on.max(day),
        );
        let from = chosen_fix(&facts).map(|fix| fix.point()).or(place);
        Ok(Finished {
            visit: VisitId::from(id),
            verdict: visit.judged.verdict,
            late: visit.late,
            sent: !known.unsent.contains(&VisitId::from(id)),
            band: said_of(policy, visit.judged.verdict, nth_of_year, &reasons),
            nth_of_year,
            row: self.row_of(&known, on)?,
            next: self.next_home(&visit.household, from, on)?,
            codes: visit.judged.codes,
        })
    }

    /// Whom to visit after this household.
    fn next_home(&self, after: &HouseholdNo, from: Option<LatLon>, on: Day) -> Answer<Option<DueRow>> {
        let homes = match from {
            Some(from) => self.by_distance(from, CoverFilter::ToVisit)?,
            None => {
                let homes = self.store.cover_places(CoverFilter::ToVisit)?;
                homes.into_iter().map(|(household, _)| household).collect()
            }
        };
        for household in homes {
            if household == *after || self.store.visited_on(&household, on)? {
                continue;
            }
            let row = self.store.cover(&household)?.into_iter().collect();
            return Ok(self.due_rows(row, on, from, &self.store.drafts()?)?.pop());
        }
        Ok(None)
    }
}
