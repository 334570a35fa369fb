//! A visit being written: begun, changed, thrown away. Every change of a draft is saved at once.

use super::change::{apply, told_times};
use super::draft::no_draft;
use crate::app::{Answer, App, AppError, Door, DraftChange, DraftLine};
use crate::domain::{Mode, Statements};
use crate::error::Error;
use crate::ids::{DraftId, HouseholdNo};
use crate::rules::is_finished_late;
use crate::store::{KeptDraft, KeptPhoto};
use crate::time::{Moment, TimeEvidence};

impl App {
    /// Begins a visit now. A draft of the same household begun today is gone on with.
    pub fn start(&self, household: &HouseholdNo, mode: Mode) -> Answer<Door> {
        self.enrolment()?;
        self.known_household(household)?;
        let now = self.clock.now();
        let anchor = self.store.server_seen()?.anchor;
        let begun = self.store.drafts()?.into_iter().find(|(_, draft)| {
            draft.household == *household && !draft.late && !is_finished_late(&draft.started, &now, anchor.as_ref())
        });
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
        self.draft_lines(self.store.drafts()?)
    }
    /// Drafts as lists show them, and after them those that cannot be read.
    pub(in crate::app) fn draft_lines(&self, drafts: Vec<(DraftId, KeptDraft)>) -> Answer<Vec<DraftLine>> {
        let now = self.clock.now();
        let anchor = self.store.server_seen()?.anchor;
        let finished_late = |started: &TimeEvidence| is_finished_late(started, &now, anchor.as_ref());
        let line = |id: DraftId, household: HouseholdNo, started: TimeEvidence, late: bool, unreadable: bool| {
            let known = self.store.household(&household)?;
            Ok(DraftLine {
                id,
                head: known.map_or_else(String::new, |known| known.down.household.head),
                household,
                started: started.wall,
                late: late || finished_late(&started),
                unreadable,
            })
        };
        let readable = drafts
            .into_iter()
            .map(|(id, draft)| line(id, draft.household, draft.started, draft.late, false));
        let unreadable = self.store.unreadable_drafts()?;
        let unreadable = unreadable.into_iter().map(|draft| {
            line(
                draft.id,
                draft.household,
                TimeEvidence::told(draft.id.born()),
                false,
                true,
            )
        });
        readable.chain(unreadable).collect()
    }

    /// Changes a draft; it is saved when this answers.
    pub fn change(&self, id: DraftId, change: DraftChange) -> Answer<Door> {
        let _changing = self.changing();
        let mut draft = self.draft(id)?;
        let now = self.clock.now();
        let change = match change {
            DraftChange::Companions { companions } => DraftChange::Companions {
                companions: self.companions(companions)?,
            },
            other => other,
        };
        apply(&mut draft, change, now.wall)?;
        // A visit ended with its last change of the same day: what is added later does not make it longer.
        let anchor = self.store.server_seen()?.anchor;
        if !draft.late && !is_finished_late(&draft.started, &now, anchor.as_ref()) {
            draft.touched = now;
        }
        self.store.save_draft(id, &draft)?;
        self.judge(id)
    }

    /// Throws a draft away with the photos that only it has.
    pub fn cancel(&self, draft: DraftId) -> Answer<()> {
        let _changing = self.changing();
        self.clear(&self.store.cancel_draft(draft)?);
        Ok(())
    }

    /// A draft and its photos.
    pub(super) fn load(&self, id: DraftId) -> Answer<(KeptDraft, Vec<KeptPhoto>)> {
        Ok((self.draft(id)?, self.store.photos(id)?))
    }
    fn draft(&self, id: DraftId) -> Answer<KeptDraft> {
        self.kept_draft(id)?.ok_or_else(|| no_draft(id))
    }
    /// A draft, if there is one; one that does not read has words of its own.
    pub(super) fn kept_draft(&self, id: DraftId) -> Answer<Option<KeptDraft>> {
        match self.store.draft(id) {
            Err(Error::Damaged { .. }) => Err(AppError::fix(
                "draft_unreadable",
                "这份没写完的走访读不出来了，原样留着。先更新应用再看；还是读不出来，就放弃它，重新记一次。",
                "This unfinished visit cannot be read; it is kept as it is. Update the app and look again; if it still \
                 cannot be read, throw it away and write the visit anew.",
            )),
            other => Ok(other?),
        }
    }
}

/// Which form a draft was begun with.
enum Form {
    AtTheDoor,
    Late,
}
