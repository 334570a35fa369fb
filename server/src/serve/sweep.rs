//! What is swept while the server runs: uploads whose end has come, codes, links and sessions long over.

use super::App;
use super::listen::Stop;
use crate::tus;
use ruhu_core::time::DAY_MS;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often.
const EVERY: Duration = Duration::from_secs(600);
/// Ended codes and links are kept so long, so that whoever shows one hears why it is no good; in milliseconds.
const ENDED_KEPT_MS: i64 = 30 * DAY_MS;

/// Sweeps at the start and then again and again, until the server stops.
pub(super) async fn sweep(app: Arc<App>, mut stop: watch::Receiver<Stop>) {
    loop {
        app.throttle.sweep();
        app.waits.sweep();
        tus::sweep(&app).await;
        // A failure is in the log already; the next round tries again.
        let _ = app
            .blocking(|app| app.gate.forget_ended(app.now().plus_ms(-ENDED_KEPT_MS)))
            .await;
        tokio::select! {
            _ = stop.wait_for(|stop| *stop == Stop::Now) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
