//! A connection that is given up when nobody takes what it has to say, or takes it by the drop. Reading has timeouts of
//! its own (the head's, the body's); without this one, an answer that is never read would stay in memory for ever.

use super::pace::{Credit, Pace};
use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// The slowest reader, in bytes a second.
const SLOWEST: u32 = 1024;

/// A stream with a write timeout.
pub(super) struct Patient<S> {
    stream: S,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    credit: Credit,
}

impl<S> Patient<S> {
    /// A write that does not move for so long, or lags so far behind the slowest reader, ends the connection.
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
            credit: Credit::new(Pace {
                rate: SLOWEST,
                grace: patience,
            }),
        }
    }

    /// What came of a write, or a timeout. `moved` says how many bytes a successful one took.
    fn wait<T>(
        &mut self,
        written: Poll<Result<T>>,
        moved: impl FnOnce(&T) -> usize,
        context: &mut Context<'_>,
    ) -> Poll<Result<T>> {
        if let Poll::Ready(done) = written {
            self.waiting = None;
            self.credit.moved(done.as_ref().map_or(0, moved));
            return Poll::Ready(done);
        }
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        if waiting.as_mut().poll(context).is_pending() {
            ready!(self.credit.used_up(context));
        }
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "nobody reads the answer")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wait(written, |bytes| *bytes, context)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.wait(written, |bytes| *bytes, context)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.wait(flushed, |()| 0, context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let ended = Pin::new(&mut self.stream).poll_shutdown(context);
        self.wait(ended, |()| 0, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn an_answer_that_nobody_reads_is_given_up_and_one_that_is_read_is_not() {
        let (here, mut there) = tokio::io::duplex(8);
        let mut patient = Patient::new(here, Duration::from_millis(30));
        let written = patient.write_all(&[7; 64]).await;
        assert_eq!(written.map_err(|error| error.kind()), Err(ErrorKind::TimedOut));

        let mut read = [0; 8];
        there.read_exact(&mut read).await.expect("what fitted in");
        let (written, read) = tokio::join!(patient.write_all(&[9; 64]), async {
            let mut all = [0; 64];
            there.read_exact(&mut all).await.map(|_| all)
        });
        written.expect("somebody reads");
        assert_eq!(read.expect("all of it"), [9; 64]);
    }
}
