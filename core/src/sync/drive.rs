//! The loop that does what a session says.

use super::{End, Session, SyncPort, Transport};
use crate::Result;
use crate::time::Clock;

/// Does what the session says until it ends. Never sleeps: `End::Wait` and `Idle::Until` say when to come back.
///
/// An error is the port's own (a full disk, a database that fails): the session is then to be dropped, nothing is lost.
pub fn drive(
    _session: &mut Session,
    _transport: &dyn Transport,
    _port: &dyn SyncPort,
    _clock: &dyn Clock,
) -> Result<End> {
    todo!()
}
