//! The settings screen, whole: what is set, whose phone this is, what takes room, and what would be lost with the phone.

use crate::app::{Answer, App, Me, Settings, Storage, Unsent};
use crate::time::Moment;

/// The settings screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SettingsPage {
    /// What is set.
    pub settings: Settings,
    /// Whose phone this is.
    pub me: Option<Me>,
    /// The version of the text consented to, while the consent stands.
    pub consented: Option<String>,
    /// What may be freed.
    pub storage: Storage,
    /// What would be lost with this phone.
    pub unsent: Unsent,
    /// The last backup of what was not sent.
    pub last_backup: Option<BackupMade>,
}

/// A backup that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BackupMade {
    /// When, by the phone's wall clock.
    pub at: Moment,
    /// Records in it.
    pub records: u32,
    /// Photo files in it.
    pub photos: u32,
    /// Photo files left out.
    pub left_out: u32,
    /// How much of what is not sent now it holds.
    pub covers: BackupCovers,
}

/// How much of what is not sent a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum BackupCovers {
    /// All of it: with the backup at the township nothing would be lost with this phone.
    Everything,
    /// Something came after it, or was left out.
    NotEverything,
}

impl App {
    /// The settings screen.
    pub fn settings_page(&self) -> Answer<SettingsPage> {
        Ok(SettingsPage {
            settings: self.settings()?,
            me: self.me()?,
            consented: self.consented()?,
            storage: self.storage()?,
            unsent: self.unsent()?,
            last_backup: self.backup_made()?,
        })
    }
    fn backup_made(&self) -> Answer<Option<BackupMade>> {
        let Some(kept) = self.store.last_backup()? else {
            return Ok(None);
        };
        let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
        Ok(Some(BackupMade {
            at: kept.at,
            records: count(kept.records.len()),
            photos: count(kept.photos.len()),
            left_out: kept.left_out,
            covers: match self.would_lose()? {
                true => BackupCovers::NotEverything,
                false => BackupCovers::Everything,
            },
        }))
    }
}
