//! A visit, from the door to the chain. Every change of a draft is saved at once; finishing is one database sync.

use super::change::{apply, told_times};
use super::cover::cover_of;
use super::door::door_of;
use super::write::body;
use super::{Answer, App, AppError, Door, Draft, DraftChange, DraftLine, PhotoView, Text};
use crate::domain::{Mode, ReasonCode, Signature, Statements, Verdict, Visit};
use crate::error::Error;
use crate::ids::{DraftId, HouseholdNo, RecordId, VisitId};
use crate::record::Kind;
use crate::store::{Entry, KeptDraft, KeptPhoto, NewRecord, Seen, VisitKept};
use crate::time::{Moment, TimeEvidence};

/// A finished visit.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// In a line: "✓ 这次有效，算今年第 5 次".
    pub band: Text,
}

impl App {
    /// Begins a visit now. A draft of the same household begun today is gone on with.
    pub fn start(&self, household: &HouseholdNo, mode: Mode) -> Answer<Door> {
        self.enrolment()?;
        self.known_household(household)?;
        let now = self.clock.now();
        let today = now.wall.day();
        let begun = self
            .store
            .drafts()?
            .into_iter()
            .find(|(_, draft)| draft.household == *household && !draft.late && draft.started.wall.day() == today);
        if let Some((id, _)) = begun {
            return self.judge(id);
        }
        self.begin(household, mode, now, now, Form::AtTheDoor)
    }
    /// Begins a late entry (补录): times are told by hand.
    pub fn late_entry(&self, household: &HouseholdNo, mode: Mode, started: Moment, ended: Moment) -> Answer<Door> {
        self.enrolment()?;
        self.known_household(household)?;
        told_times(started, ended, self.clock.now().wall)?;
        let (started, ended) = (TimeEvidence::told(started), TimeEvidence::told(ended));
        self.begin(household, mode, started, ended, Form::Late)
    }
    fn begin(
        &self,
        household: &HouseholdNo,
        mode: Mode,
        started: TimeEvidence,
        touched: TimeEvidence,
        form: Form,
    ) -> Answer<Door> {
        let id = DraftId::new(self.clock.now().wall);
        let draft = KeptDraft {
            household: household.clone(),
            mode,
            late: matches!(form, Form::Late),
            started,
            touched,
            companions: Vec::new(),
            fixes: Vec::new(),
            no_fix_reason: None,
            far_reason: None,
            refused_reason: None,
            statements: Statements::default(),
            signature: Vec::new(),
        };
        self.store.save_draft(id, &draft)?;
        self.judge(id)
    }

    /// The visits begun and not finished, newest first.
    pub fn drafts(&self) -> Answer<Vec<DraftLine>> {
        let today = self.on()?;
        let drafts = self.store.drafts()?.into_iter();
        drafts
            .map(|(id, draft)| {
                let known = self.store.household(&draft.household)?;
                Ok(DraftLine {
                    id,
                    head: known.map_or_else(String::new, |known| known.down.household.head),
                    started: draft.started.wall,
                    late: draft.late || draft.started.wall.day() < today,
                    household: draft.household,
                })
            })
            .collect()
    }

    /// Changes a draft; it is saved when this answers.
    pub fn change(&self, id: DraftId, change: DraftChange) -> Answer<Door> {
        let _changing = self.changing();
        let mut draft = self.store.draft(id)?.ok_or_else(|| no_draft(id))?;
        let now = self.clock.now();
        apply(&mut draft, change, now.wall)?;
        // A visit ended with its last change of the same day: what is added later does not make it longer.
        if !draft.late && now.wall.day() == draft.started.wall.day() {
            draft.touched = now;
        }
        self.store.save_draft(id, &draft)?;
        self.judge(id)
    }

    /// Finishes: the visit is signed, kept for ever and waits to be sent. Finishing twice is finishing once.
    /// On a later China day than it began the visit becomes a late entry.
    pub fn finish(&self, id: DraftId) -> Answer<Finished> {
        let _changing = self.changing();
        if self.store.draft(id)?.is_none() {
            return self.finished_before(id);
        }
        self.may_sign()?;
        let now = self.clock.now();
        let (draft, photos) = self.load(id)?;
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
        let seen_across = match weighed.visit.mode == Mode::OnSite && !weighed.visit.late {
            true => Seen::Yes,
            false => Seen::No,
        };
        let entry = Entry {
            records,
            visit: Some(VisitKept {
                household: draft.household.clone(),
                fact: weighed.fact,
                across: weighed.across.clone(),
                seen_across,
                photos: weighed.visit.photos.clone(),
            }),
            draft: Some(id),
            cover: Some(cover_of(&weighed.timeline, &weighed.known_after(), weighed.today)),
            given_up: None,
        };
        self.write(&entry, &now)?;
        let door = door_of(draft_of(id, draft, photos), &weighed);
        Ok(Finished {
            visit: VisitId::from(id),
            verdict: door.verdict,
            codes: weighed.judgement.codes,
            late: door.late,
            band: door.band,
        })
    }

    /// What finishing answered the first time, from the record.
    fn finished_before(&self, id: DraftId) -> Answer<Finished> {
        let record = self.store.record(RecordId::from(id))?.ok_or_else(|| no_draft(id))?;
        let visit: Visit = super::household::body_of(&record)?;
        Ok(Finished {
            visit: VisitId::from(id),
            verdict: visit.judged.verdict,
            codes: visit.judged.codes,
            late: visit.late,
            band: super::household::verdict_tag(visit.judged.verdict, None),
        })
    }

    /// Throws a draft away with the photos that only it has.
    pub fn cancel(&self, draft: DraftId) -> Answer<()> {
        let _changing = self.changing();
        let unneeded = self.store.cancel_draft(draft)?;
        unneeded.iter().try_for_each(|file| Ok(self.shelf.remove(file)?))
    }

    /// A draft and its photos.
    pub(super) fn load(&self, id: DraftId) -> Answer<(KeptDraft, Vec<KeptPhoto>)> {
        let draft = self.store.draft(id)?.ok_or_else(|| no_draft(id))?;
        Ok((draft, self.store.photos(VisitId::from(id))?))
    }
}

/// Which form a draft was begun with.
enum Form {
    AtTheDoor,
    Late,
}

fn no_draft(id: DraftId) -> AppError {
    AppError::from(Error::NotFound {
        what: "draft",
        id: id.to_string(),
    })
}

/// The draft as screens see it.
pub(super) fn draft_of(id: DraftId, draft: KeptDraft, photos: Vec<KeptPhoto>) -> Draft {
    Draft {
        id,
        household: draft.household,
        mode: draft.mode,
        late: draft.late,
        started: draft.started.wall,
        told_ended: draft.late.then_some(draft.touched.wall),
        companions: draft.companions,
        fixes: draft.fixes,
        no_fix_reason: draft.no_fix_reason,
        far_reason: draft.far_reason,
        refused_reason: draft.refused_reason,
        photos: photos.into_iter().map(PhotoView::from).collect(),
        statements: draft.statements,
        signature: draft.signature,
    }
}
