//! The settings screen. [`App::settings_page`] answers it whole (`page`); [`App::set_settings`] sets what a cadre can set.
//!
//! From it a cadre frees room and takes a backup of what is not sent ([`App::free_storage`], [`App::backup`]: `storage`), and gets a
//! newer version of the app from the township ([`App::newest_app`], [`App::fetch_app`]: `update`).

mod page;
mod storage;
mod update;

pub use page::{BackupCovers, BackupMade, SettingsPage};
pub use storage::{Backup, Storage};
pub use update::Fetched;

use super::{Answer, App};
use crate::outbox::Originals;
use crate::rules::Language;
use serde::{Deserialize, Serialize};

/// The settings as they are kept; one that is missing has its default.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    english: bool,
    originals_now: bool,
}

/// The settings, whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Settings {
    /// The reader's language.
    pub language: Language,
    /// When originals may go.
    pub originals: Originals,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Zh,
            originals: Originals::OnUnmetered,
        }
    }
}

impl App {
    /// As they are.
    pub fn settings(&self) -> Answer<Settings> {
        let kept: Option<Kept> = self.store.settings()?;
        Ok(kept.map_or_else(Settings::default, |kept| Settings {
            language: match kept.english {
                true => Language::En,
                false => Language::Zh,
            },
            originals: match kept.originals_now {
                true => Originals::Now,
                false => Originals::OnUnmetered,
            },
        }))
    }
    /// Sets them.
    pub fn set_settings(&self, settings: Settings) -> Answer<()> {
        let kept = Kept {
            english: settings.language == Language::En,
            originals_now: settings.originals == Originals::Now,
        };
        Ok(self.store.set_settings(&kept)?)
    }
}
