//! Households that wait to be judged again are judged while the server runs: what a command began and did not end, and
//! what newer rules touch.

use super::App;
use super::listen::Stop;
use crate::folder::judging_alone;
use crate::town::judge::Worker;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often it is looked whether somebody waits.
const LOOK: Duration = Duration::from_secs(5);
/// How long after a failure it is tried again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(60);

/// The worker, and the folder's lock while it works.
#[derive(Default)]
struct Turn {
    worker: Worker,
    alone: Option<File>,
    named: usize,
}

/// Works off whatever waits until the server stops: one piece at a time, with pauses in which phones write.
pub(super) async fn rejudge(app: Arc<App>, mut stop: watch::Receiver<Stop>) {
    let mut turn = Turn::default();
    loop {
        let done = app.blocking(move |app| step(app, turn)).await;
        let pause = match done {
            Ok((next, more)) => {
                turn = next;
                if more { turn.worker.rest() } else { LOOK }
            }
            Err(error) => {
                tracing::warn!(status = error.status().as_u16(), "households could not be judged again");
                turn = Turn::default();
                AFTER_A_FAILURE
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop == Stop::Now) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One piece; answers whether more waits.
fn step(app: &App, mut turn: Turn) -> crate::Result<(Turn, bool)> {
    if app.rows.townships_to_judge()?.is_empty() {
        return Ok((Turn::default(), false));
    }
    if turn.alone.is_none() {
        turn.alone = judging_alone(&app.data)?;
    }
    if turn.alone.is_none() {
        // A command judges already.
        return Ok((turn, false));
    }
    let more = turn.worker.step(&*app.rows, &*app.clock)?;
    let left_out = turn.worker.left_out().len();
    if left_out > turn.named {
        tracing::warn!(
            households = left_out,
            "could not be judged again: what is stored of them contradicts itself; see ruhu doctor"
        );
        turn.named = left_out;
    }
    if !more {
        // What was left out is looked at again at the next start, not every few seconds.
        turn.alone = None;
    }
    Ok((turn, more))
}
