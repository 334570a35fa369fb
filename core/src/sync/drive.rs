//! The loop that does what a session says.

use super::request::{NotMade, request};
use super::{Action, End, Session, SyncCallbacks, Transport};
use crate::Result;
use crate::time::Clock;
use std::ops::ControlFlow;

/// Does what the session says until it ends. Never sleeps: `End::Wait` and `Idle::Until` say when to come back.
///
/// An error is the port's own (a full disk, a database that fails): the session is then to be dropped, nothing is lost.
pub fn drive(
    session: &mut Session,
    transport: &dyn Transport,
    callbacks: &dyn SyncCallbacks,
    clock: &dyn Clock,
) -> Result<End> {
    let mut heard = clock.now();
    let mut flow = callbacks.progress(&session.progress());
    loop {
        match session.next(clock.now().wall) {
            Action::Store(what) => {
                callbacks.store(&what, &heard)?;
                session.stored();
                flow = callbacks.progress(&session.progress());
            }
            Action::Stop(end) => return Ok(end),
            Action::Call { .. } if flow == ControlFlow::Break(()) => return Ok(End::Stopped),
            Action::Call { number, call } => match request(&call, session.sync_state(), session.methods, callbacks) {
                Ok(request) => {
                    let answer = transport.send(&request);
                    heard = clock.now();
                    session.answered(number, answer, heard.wall);
                    flow = callbacks.progress(&session.progress());
                }
                Err(NotMade::Lost) => session.unreadable(number),
                Err(NotMade::NotNow) => session.not_read(number, clock.now().wall),
                Err(NotMade::Failed(error)) => return Err(error),
            },
        }
    }
}
