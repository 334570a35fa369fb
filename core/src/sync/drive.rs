//! The loop that does what a session says.

use super::request::{NotMade, request};
use super::{Action, End, Session, SyncPort, Transport};
use crate::Result;
use crate::time::Clock;
use std::ops::ControlFlow;

/// Does what the session says until it ends. Never sleeps: `End::Wait` and `Idle::Until` say when to come back.
///
/// An error is the port's own (a full disk, a database that fails): the session is then to be dropped, nothing is lost.
pub fn drive(session: &mut Session, transport: &dyn Transport, port: &dyn SyncPort, clock: &dyn Clock) -> Result<End> {
    let mut heard = clock.now();
    let mut flow = port.progress(&session.progress());
    loop {
        match session.next(clock.now().wall) {
            Action::Store(what) => {
                port.store(&what, &heard)?;
                session.stored();
                flow = port.progress(&session.progress());
            }
            Action::Stop(end) => return Ok(end),
            Action::Call { .. } if flow == ControlFlow::Break(()) => return Ok(End::Stopped),
            Action::Call { number, call } => match request(&call, session.standing(), session.methods, port) {
                Ok(request) => {
                    let answer = transport.send(&request);
                    heard = clock.now();
                    session.answered(number, answer, heard.wall);
                    flow = port.progress(&session.progress());
                }
                Err(NotMade::Lost) => session.unreadable(number),
                Err(NotMade::NotNow) => session.not_read(number, clock.now().wall),
                Err(NotMade::Failed(error)) => return Err(error),
            },
        }
    }
}
