//! How slow a sender or a reader may be. Waiting uses up a credit of seconds, bytes that move give it back, up to the
//! credit's full size: a pause is forgiven, a trickle is not.

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};

/// The slowest that is heard: bytes for each second, after a grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Bytes a second.
    pub rate: u32,
    /// How long nothing may move, and what a slower road may lag behind.
    pub grace: Duration,
}

/// What is left of a grace.
pub(super) struct Credit {
    pace: Pace,
    left: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Credit {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            left: pace.grace,
            waiting: None,
        }
    }

    /// Bytes moved.
    pub(super) fn moved(&mut self, bytes: usize) {
        let waited = self.waiting.take().map_or(Duration::ZERO, |(since, _)| since.elapsed());
        self.left = self.left_after(waited, bytes);
    }

    fn left_after(&self, waited: Duration, bytes: usize) -> Duration {
        let bytes = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
        let earned = Duration::from_secs_f64(bytes / f64::from(self.pace.rate.max(1)));
        (self.left.saturating_sub(waited) + earned).min(self.pace.grace)
    }

    /// Nothing moves at this moment: ready when the credit is used up.
    pub(super) fn used_up(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let left = self.left;
        let (_, sleep) = self
            .waiting
            .get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(left))));
        sleep.as_mut().poll(context)
    }
}

/// A request's body that ends with an error when it comes too slowly, or when its place is wanted by others.
pub(super) struct Paced {
    body: Body,
    credit: Credit,
    /// Whether more of it is to come: only such a request can be asked to make room.
    reading: Arc<AtomicBool>,
    wanted: Option<oneshot::Receiver<()>>,
}

impl Paced {
    pub(super) fn new(body: Body, pace: Pace, reading: Arc<AtomicBool>, wanted: Option<oneshot::Receiver<()>>) -> Self {
        reading.store(!body.is_end_stream(), Ordering::Relaxed);
        Self {
            body,
            credit: Credit::new(pace),
            reading,
            wanted,
        }
    }

    fn wanted(&mut self, context: &mut Context<'_>) -> bool {
        match self.wanted.as_mut().map(|wanted| Pin::new(wanted).poll(context)) {
            Some(Poll::Ready(Ok(()))) => true,
            Some(Poll::Ready(Err(_))) => {
                self.wanted = None;
                false
            }
            Some(Poll::Pending) | None => false,
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                self.credit.moved(frame.data_ref().map_or(0, Bytes::len));
                if self.body.is_end_stream() {
                    self.reading.store(false, Ordering::Relaxed);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(end) => {
                self.reading.store(false, Ordering::Relaxed);
                Poll::Ready(end)
            }
            Poll::Pending => {
                let slow = match (self.wanted(context), self.credit.used_up(context)) {
                    (true, _) => "others wait for this place, and the body comes slowly",
                    (false, Poll::Ready(())) => "the body comes too slowly",
                    (false, Poll::Pending) => return Poll::Pending,
                };
                self.reading.store(false, Ordering::Relaxed);
                Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other(slow)))))
            }
        }
    }
    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Paced {
    fn drop(&mut self) {
        self.reading.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of the parts come through: each after a wait, in milliseconds.
    fn through(parts: impl IntoIterator<Item = (u64, usize)>) -> usize {
        let mut credit = Credit::new(Pace {
            rate: 1000,
            grace: Duration::from_secs(10),
        });
        let mut came = 0;
        for (wait, bytes) in parts {
            let wait = Duration::from_millis(wait);
            if wait >= credit.left {
                break;
            }
            credit.left = credit.left_after(wait, bytes);
            came += 1;
        }
        came
    }

    #[test]
    fn a_slow_road_and_a_pause_pass_and_a_trickle_ends() {
        assert_eq!(through((0..1000).map(|_| (1000, 1000))), 1000, "at the rate, for ever");
        assert_eq!(
            through((0..20).map(|_| (9_000, 12_000))),
            20,
            "long pauses, fast between them"
        );
        assert_eq!(
            through((0..100).map(|_| (1000, 10))),
            10,
            "a trickle lasts a little longer than the grace"
        );
        assert_eq!(through([(0, 1_000_000), (10_001, 1)]), 1, "nothing is saved up");
    }
}
