//! The app has been opened: what it must do next, whose phone it is and how it is set, in one call.

use crate::app::{Answer, App, Me, Opened, Settings};

/// What the app needs to know when it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Front {
    /// What comes first.
    pub step: FirstStep,
    /// How the store was found.
    pub opened: Opened,
    /// Whose phone this is, as last enrolled; kept when a new key has to be enrolled.
    pub me: Option<Me>,
    /// The settings.
    pub settings: Settings,
}

/// What has to be done before anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum FirstStep {
    /// The store was damaged and its key retired: make a new key, open again with it, and enrol.
    NewKey,
    /// The township does not know this phone, or not with this key.
    Enrol,
    /// The cadre has not consented to what is collected, or has taken the consent back.
    Consent,
    /// Nothing: show the due list.
    Ready {
        /// The version of the text consented to. Another version than the app's own: ask again.
        consented: String,
    },
}

impl App {
    /// What the app needs to know when it is opened.
    pub fn front(&self) -> Answer<Front> {
        Ok(Front {
            step: self.first_step()?,
            opened: self.opened(),
            me: self.me()?,
            settings: self.settings()?,
        })
    }
    fn first_step(&self) -> Answer<FirstStep> {
        if self.is_retired()? {
            return Ok(FirstStep::NewKey);
        }
        let enrolled = self.store.enrolment()?;
        if enrolled.is_none_or(|enrolment| enrolment.device != self.device) {
            return Ok(FirstStep::Enrol);
        }
        Ok(match self.consented()? {
            Some(consented) => FirstStep::Ready { consented },
            None => FirstStep::Consent,
        })
    }
}
