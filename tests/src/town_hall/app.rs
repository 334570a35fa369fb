//! A newer phone app on the township's server, published as `ruhu app put` does it.

use super::{Answered, Wrong};
use crate::apk::TestApk;
use crate::failure::While;
use crate::town::Town;
use ruhu_core::time::Clock;
use ruhu_server::phone_app::{Brought, bring};
use serde_json::json;

/// Bytes that fill it, so that it comes in several parts.
const FILLER: usize = 600_000;

/// Writes an APK of this version and publishes it.
pub(super) fn publish(town: &Town, version_name: &str, version_code: u32) -> Answered {
    let apk = TestApk {
        filler: FILLER,
        ..TestApk::of(version_name, version_code)
    };
    let given = town.folder.path.with_extension("apk");
    std::fs::write(&given, apk.bytes()).when("写安装包 writing an APK")?;
    let published = match bring(&town.folder.path, &given, town.clock.now().wall)? {
        Brought::New(waiting) => waiting.announce()?,
        Brought::AlreadyThere(published) => published,
    };
    std::fs::remove_file(&given).when("写安装包 writing an APK")?;
    Ok::<_, Wrong>(json!(published.app))
}
