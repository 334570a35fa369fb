//! Taking connections: bounds on headers and on the patience for them, a bound on how many at once, and an end that
//! lets requests in flight finish.

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// Connections at once: some hundreds of phones and desks.
const CONNECTIONS: usize = 1024;
/// The patience for a request's head, in a new connection and in one kept alive.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// Header lines of a request.
const HEADERS: usize = 64;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// How long requests in flight have to finish when the server stops.
const GRACE: Duration = Duration::from_secs(20);
/// A pause when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until `stop` says so, then lets what is in flight finish.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: watch::Receiver<Stop>) {
    let mut stopped = stop.clone();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let room = Arc::clone(&room);
        let next = async {
            let place = room.acquire_owned().await.expect("the semaphore is never closed");
            (place, listener.accept().await)
        };
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop == Stop::Now) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            (place, accepted) = next => match accepted {
                Ok((stream, from)) => {
                    let (router, stop) = (router.clone(), stop.clone());
                    connections.spawn(async move {
                        connection(stream, from, router, stop).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(BREATH).await;
                }
            },
        }
    }
    drop(listener);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, all_ended).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut; what they sent is kept");
    }
}

/// Whether the server is to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Not yet.
    No,
    /// As soon as what is in flight has finished.
    Now,
}

async fn connection(stream: TcpStream, from: SocketAddr, router: Router, mut stop: watch::Receiver<Stop>) {
    let service = router.layer(Extension(ConnectInfo(from)));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_headers(HEADERS)
        .max_header_size(HEAD_BYTES)
        .max_buf_size(HEAD_BYTES);
    let serving = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        // A connection that breaks is the road's business: nothing to tell, nothing to mend.
        _ = serving.as_mut() => return,
        _ = stop.wait_for(|stop| *stop == Stop::Now) => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}
