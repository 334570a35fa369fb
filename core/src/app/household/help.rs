//! Help given to a household. Its photos are kept from the moment they are taken, like a visit's; the record takes them.

use super::ledger::words;
use crate::app::visit::ready;
use crate::app::write::body;
use crate::app::{Answer, App, AppError, PhotoTaken, PhotoView};
use crate::domain::{Amount, HelpKind, HelpLog};
use crate::ids::{HouseholdNo, RecordId, Sha256, VisitId};
use crate::record::Kind;
use crate::store::{Album, Entry, HelpKept, NewRecord};
use crate::time::Day;

/// Help given to a household.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HelpGiven {
    /// Whom.
    pub household: HouseholdNo,
    /// The visit it was given on, if any.
    pub visit: Option<VisitId>,
    /// The kind.
    pub kind: HelpKind,
    /// The day.
    pub day: Day,
    /// In words.
    pub text: String,
    /// Money in fen, if any.
    pub amount_fen: Option<Amount>,
    /// When to look again.
    pub follow_up: Option<Day>,
}

/// Help being written of which photos are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HelpBegun {
    /// Whom.
    pub household: HouseholdNo,
    /// The householder's name.
    pub head: String,
    /// Photos so far.
    pub photos: u32,
}

/// The page of help being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HelpPage {
    /// The householder's name.
    pub head: String,
    /// The photos so far, in the order of taking.
    pub photos: Vec<PhotoView>,
}

impl App {
    /// Takes in a photo of help being written for this household. When it answers, original and copy are synced to disk,
    /// and wait there for [`App::help`]. A file that cannot be used is an error with its code and leaves nothing behind.
    pub fn help_photo(&self, household: &HouseholdNo, photo: PhotoTaken) -> Answer<PhotoView> {
        self.enrolment()?;
        self.known_household(household)?;
        let ready = ready(photo)?;
        // The household may have gone while the picture was being made smaller.
        let _changing = self.changing();
        self.known_household(household)?;
        let id = RecordId::new(self.clock.now().wall);
        let id = self.store.begin_help(household, id)?;
        self.keep_photo(Album::from(id), ready)
    }
    /// What the page of help being written for this household shows: whose home, and the photos kept for it.
    pub fn help_page(&self, household: &HouseholdNo) -> Answer<HelpPage> {
        let photos = match self.store.help_draft(household)? {
            Some(id) => self.store.photos(id)?,
            None => Vec::new(),
        };
        Ok(HelpPage {
            head: self.known_household(household)?.head,
            photos: photos.into_iter().map(PhotoView::from).collect(),
        })
    }
    /// Takes a photo out of help being written again.
    pub fn remove_help_photo(&self, household: &HouseholdNo, original: Sha256) -> Answer<()> {
        let _changing = self.changing();
        if let Some(id) = self.store.help_draft(household)? {
            self.clear(&self.store.detach(Album::from(id), &original)?);
        }
        Ok(())
    }
    /// Throws help being written away with the photos that only it has.
    pub fn cancel_help(&self, household: &HouseholdNo) -> Answer<()> {
        let _changing = self.changing();
        self.clear(&self.store.cancel_help(household)?);
        Ok(())
    }

    /// Writes help given, with the photos kept for it.
    pub fn help(&self, help: HelpGiven) -> Answer<RecordId> {
        let _changing = self.changing();
        let me = self.may_sign()?;
        self.known_household(&help.household)?;
        let text = words(&help.text)?;
        if help.amount_fen.is_some_and(|fen| fen < 0) {
            return Err(AppError::fix(
                "amount",
                "金额不能是负数。",
                "An amount of money is not below zero.",
            ));
        }
        let now = self.clock.now();
        let begun = self.store.help_draft(&help.household)?;
        let id = begun.unwrap_or_else(|| RecordId::new(now.wall));
        let photos: Vec<_> = self.store.photos(id)?.into_iter().map(|photo| photo.entry).collect();
        let log = HelpLog {
            household: help.household,
            cadre: me.cadre.id,
            visit: help.visit,
            kind: help.kind,
            day: help.day,
            text,
            amount_fen: help.amount_fen,
            photos: photos.clone(),
            follow_up: help.follow_up,
        };
        let record = NewRecord {
            id,
            kind: Kind::Help,
            household: Some(log.household.clone()),
            about: log.visit.map(|visit| *visit.as_bytes()),
            needed: now.wall,
            body: body(&log),
        };
        let entry = Entry {
            records: vec![record],
            help: Some(HelpKept {
                id,
                needed: now.wall,
                photos,
            }),
            ..Entry::default()
        };
        self.write(&entry, &now)?;
        Ok(id)
    }

    /// Help being written of which photos are kept, the newest first.
    pub(in crate::app) fn help_begun(&self) -> Answer<Vec<HelpBegun>> {
        let kept = self.store.help_drafts()?.into_iter();
        kept.map(|help| {
            let known = self.store.household(&help.household)?;
            Ok(HelpBegun {
                head: known.map_or_else(String::new, |known| known.down.household.head),
                household: help.household,
                photos: u32::try_from(help.photos).unwrap_or(u32::MAX),
            })
        })
        .collect()
    }
}
