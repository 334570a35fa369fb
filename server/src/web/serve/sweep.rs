//! What is swept while the server runs: uploads whose end has come, codes, links and sessions long over. Once a day the
//! audit log's newest hash goes into the townships' logs.

use super::App;
use super::listen::Stop;
use crate::store::Reach;
use crate::town::audit;
use crate::web::phone::tus;
use ruhu_core::time::DAY_MS;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often.
const EVERY: Duration = Duration::from_secs(600);
/// How often every file of the shelf is looked at.
const LOOKED_THROUGH: Duration = Duration::from_secs(24 * 3600);
/// How soon again while text that was erased may still stand in the database's log file.
const SOON: Duration = Duration::from_secs(30);
/// How long it is tried each time to empty that file.
const SETTLING: Duration = Duration::from_secs(1);
/// Ended codes and links are kept so long, so that whoever shows one hears why it is no good; in milliseconds.
const ENDED_KEPT_MS: i64 = 30 * DAY_MS;

/// Sweeps at the start and then again and again, until the server stops.
pub(super) async fn sweep(app: Arc<App>, mut stop: watch::Receiver<Stop>) {
    let mut looked_through: Option<Instant> = None;
    let began = Instant::now();
    loop {
        app.throttle.sweep();
        app.waits.sweep();
        app.load.sweep();
        tus::sweep(&app).await;
        if looked_through.is_none_or(|at| at.elapsed() >= LOOKED_THROUGH) {
            tus::sweep_unnamed(&app).await;
            looked_through = Some(Instant::now());
        }
        // A failure is in the log already; the next round tries again.
        let _ = app
            .blocking(|app| app.gate.forget_ended(app.now().plus_ms(-ENDED_KEPT_MS)))
            .await;
        let settled = app
            .within(Reach::Server, |_, store| store.settle(SETTLING))
            .await
            .unwrap_or(false);
        let pause = if settled { EVERY } else { SOON };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop == Stop::Now) => return,
            () = tokio::time::sleep(pause) => {}
        }
        // Not right at the start, when whoever began the server looks at its log.
        if began.elapsed() >= EVERY {
            let _ = app.blocking(|app| audit::seal_audit(&*app.upkeep, app.now())).await;
        }
    }
}
