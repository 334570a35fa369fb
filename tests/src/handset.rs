//! A phone out of its box: the real core with its own database and photo folder, opened as the Android app opens it.

use crate::failure::{Done, Failure, While};
use ruhu_core::app::{App, Config, RoadNow, SyncEnd};
use ruhu_core::outbox::{Battery, Network, Urgency};
use ruhu_core::record::MemorySigner;
use ruhu_core::sync::Trust;
use ruhu_core::time::Clock;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Opens the app in its folder. `seed` is both the signing key (which a real phone's keystore holds) and the key that
/// the disk is encrypted with.
pub fn open(dir: &Path, seed: [u8; 32], clock: Arc<dyn Clock>) -> Done<App> {
    let doing = "打开手机 opening a phone";
    let config = Config {
        dir: dir.to_owned(),
        trust: Trust::Platform,
        transport: None,
    };
    let signer = Arc::new(MemorySigner::from_bytes(&seed).when(doing)?);
    App::open(config, seed, signer, clock).when(doing)
}

/// A road on which everything may go, asked for by the cadre.
pub const GOOD_ROAD: RoadNow = RoadNow {
    network: Network::Unmetered,
    battery: Battery::Fine,
    urgency: Urgency::Asked,
};

/// Sends everything on a good road. An end before the end is a failure.
pub fn send_all(app: &App) -> Done<()> {
    let doing = "上传 sending";
    let report = app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(())).when(doing)?;
    match report.end {
        SyncEnd::Done => Ok(()),
        other => Err(Failure::new(doing, format!("{other:?}"))),
    }
}
