//! The few things a cadre can set.

use super::{Answer, App};
use crate::outbox::Originals;
use crate::rules::Language;

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
        todo!()
    }
    /// Sets them.
    pub fn set_settings(&self, _settings: Settings) -> Answer<()> {
        todo!()
    }
}
