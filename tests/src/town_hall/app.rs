//! A newer phone app on the township's server, published as `ruhu app put` does it.

use super::Answered;
use crate::town::Town;
use ruhu_core::time::Clock;
use ruhu_server::phone_app::{Brought, bring};
use serde_json::json;
use std::path::Path;

/// As `ruhu app put`.
pub(super) fn publish(town: &Town, file: &Path) -> Answered {
    let published = match bring(&town.folder.path, file, town.clock.now().wall)? {
        Brought::New(waiting) => waiting.announce()?,
        Brought::AlreadyThere(published) => published,
    };
    Ok(json!(published))
}
