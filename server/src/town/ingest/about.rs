//! What a record is about: whom, which day, and the photos that it names.

use crate::store::{PhotoNamed, Unread};
use crate::town::log::About;
use ruhu_core::domain::PhotoEntry;
use ruhu_core::ids::{HouseholdNo, VisitId};
use ruhu_core::record::{Envelope, SignedRecord};
use ruhu_core::time::Day;

/// Whom and which day a body tells of, where it says so under the usual names.
pub(super) fn about(envelope: &Envelope) -> About {
    let text = |name: &str| envelope.body.get(name).and_then(|value| value.as_str());
    About {
        household: text("household").and_then(|no| no.parse::<HouseholdNo>().ok()),
        day: Some(
            text("day")
                .and_then(|day| day.parse::<Day>().ok())
                .unwrap_or_else(|| envelope.at.wall.day()),
        ),
        unread: None,
    }
}

/// The same of a record that is kept and not applied.
pub(super) fn not_applied(envelope: &Envelope, why: Unread) -> About {
    About {
        unread: Some(why),
        ..about(envelope)
    }
}

/// The photos a record names: what its phone may upload.
pub(super) fn named(record: &SignedRecord, visit: Option<VisitId>, photos: &[PhotoEntry]) -> Vec<PhotoNamed> {
    photos
        .iter()
        .map(|entry| PhotoNamed {
            record: record.sha256,
            device: record.envelope.device.clone(),
            visit,
            entry: entry.clone(),
        })
        .collect()
}
