//! Taking connections, in the clear or by TLS: bounds on headers and on their time, a bound on how many at once and by
//! whom (`crowd`), and an end that lets requests in flight finish.

use super::bounds::Bounds;
use super::crowd::{Crowd, Place};
use super::patient::Patient;
use super::proxies::Proxies;
use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Header lines of a request.
const HEADERS: usize = 64;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// How long requests in flight have to finish when the server stops.
const GRACE: Duration = Duration::from_secs(20);
/// A pause when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(200);
/// What one more connection than there is room for hears, in the clear; by TLS it is closed.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// How a connection is made.
#[derive(Clone)]
pub(super) enum Door {
    /// In the clear.
    Plain,
    /// By TLS.
    Tls(TlsAcceptor),
}

/// Serves until `stop` says so, then lets what is in flight finish.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    door: Door,
    (bounds, proxies): (Bounds, Proxies),
    stop: watch::Receiver<Stop>,
) {
    let mut stopped = stop.clone();
    let crowd = Crowd::new(bounds);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop == Stop::Now) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => match crowd.enter(from.ip(), proxies.trust(from.ip())) {
                    Some((place, ended)) => {
                        let (router, door, stop) = (router.clone(), door.clone(), stop.clone());
                        connections.spawn(async move {
                            tokio::select! {
                                () = connection(stream, (from, place), router, door, bounds, stop) => {}
                                () = wanted(ended) => tracing::debug!("a waiting connection gave its place up"),
                            }
                        });
                    }
                    None => turn_away(&stream, &door),
                },
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

/// Others want this connection's place.
async fn wanted(ended: oneshot::Receiver<()>) {
    if ended.await.is_err() {
        // The place is given back already: the connection ends by itself.
        std::future::pending().await
    }
}

/// One connection too many.
fn turn_away(stream: &TcpStream, door: &Door) {
    tracing::debug!("as many connections as there is room for; one more was turned away");
    if matches!(door, Door::Plain) {
        // A new socket has room for these bytes; one that has not is closed all the same.
        let _ = stream.try_write(FULL);
    }
}

async fn connection(
    stream: TcpStream,
    (from, place): (SocketAddr, Arc<Place>),
    router: Router,
    door: Door,
    bounds: Bounds,
    stop: watch::Receiver<Stop>,
) {
    let router = router.layer(Extension(ConnectInfo(from))).layer(Extension(place));
    match door {
        Door::Plain => speak(stream, router, bounds, stop).await,
        Door::Tls(acceptor) => match tokio::time::timeout(bounds.handshake, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => speak(stream, router, bounds, stop).await,
            Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake came to no end"),
        },
    }
}

async fn speak<S>(stream: S, router: Router, bounds: Bounds, mut stop: watch::Receiver<Stop>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_headers(HEADERS)
        .max_header_size(HEAD_BYTES)
        .max_buf_size(HEAD_BYTES);
    let stream = TokioIo::new(Patient::new(stream, bounds.answer_idle));
    let serving = builder.serve_connection(stream, TowerToHyperService::new(router));
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        // A connection that breaks is the road's business: nothing to tell, nothing to mend.
        _ = serving.as_mut() => return,
        _ = stop.wait_for(|stop| *stop == Stop::Now) => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}
