//! A road that cuts, repeats, reorders, damages and mistakes what it carries.

use super::dice::Dice;
use super::phone::SetClock;
use super::server::{FakeServer, bare};
use crate::sync::{HttpAnswer, HttpRequest, Transport, TransportError};
use crate::time::Moment;
use std::sync::Mutex;

pub(super) struct BadRoad(Mutex<Inside>);

struct Inside {
    server: FakeServer,
    dice: Dice,
    /// Of a hundred calls, so many meet with something.
    badness: u64,
    calls: usize,
    now: Moment,
    /// A request that a middlebox still holds and will deliver again.
    held: Option<HttpRequest>,
}

impl BadRoad {
    pub(super) fn new(server: FakeServer, dice: Dice, badness: u64) -> Self {
        Self(Mutex::new(Inside {
            server,
            dice,
            badness,
            calls: 0,
            now: Moment::from_millis(1_780_000_000_000),
            held: None,
        }))
    }

    /// The server's clock is right enough; it goes on with each call.
    pub(super) fn take_up(&self, _clock: &SetClock) {
        let inside = &mut *self.0.lock().expect("one thread");
        inside.now = inside.now.plus_ms(60_000);
    }

    pub(super) fn mend(&self) {
        self.0.lock().expect("one thread").badness = 0;
    }

    pub(super) fn calls(&self) -> usize {
        self.0.lock().expect("one thread").calls
    }

    pub(super) fn with_server<T>(&self, look: impl FnOnce(&mut FakeServer) -> T) -> T {
        look(&mut self.0.lock().expect("one thread").server)
    }
}

impl Transport for BadRoad {
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, TransportError> {
        let inside = &mut *self.0.lock().expect("one thread");
        inside.calls += 1;
        inside.now = inside.now.plus_ms(40);
        let now = inside.now;
        if !inside.dice.chance(inside.badness) {
            return Ok(inside.server.answer(request, None, now));
        }
        // A request from before arrives once more, late.
        if inside.dice.chance(20)
            && let Some(old) = inside.held.take()
        {
            inside.server.answer(&old, None, now);
        }
        if inside.dice.chance(30) {
            inside.held = Some(request.clone());
        }
        match inside.dice.below(11) {
            0 => Err(TransportError::Unreachable),
            1 => Err(TransportError::TimedOut),
            2 | 3 => {
                let arrived = inside.dice.below(u64::try_from(request.body.len()).expect("small"));
                inside
                    .server
                    .answer(request, Some(usize::try_from(arrived).expect("small")), now);
                Err(TransportError::Cut)
            }
            4 | 5 => {
                inside.server.answer(request, None, now);
                Err(TransportError::Cut)
            }
            6 => {
                inside.server.answer(request, None, now);
                Ok(inside.server.answer(request, None, now))
            }
            7 => {
                // The last byte of a sync call is a brace: the server cannot read it. A photo's part has its checksum.
                let mut damaged = request.clone();
                if let Some(byte) = damaged.body.last_mut() {
                    *byte ^= 1;
                }
                Ok(inside.server.answer(&damaged, None, now))
            }
            8 => {
                inside.server.lose_unfinished();
                Ok(inside.server.answer(request, None, now))
            }
            9 => {
                let mut busy = bare(*inside.dice.one_of(&[429, 500, 502, 503]));
                if inside.dice.chance(50) {
                    busy.headers.push(("retry-after".into(), "30".into()));
                }
                Ok(busy)
            }
            _ => Ok(HttpAnswer {
                body: b"<html>Welcome to the hotel</html>".to_vec(),
                ..bare(*inside.dice.one_of(&[200, 302, 401, 403, 404]))
            }),
        }
    }
}
