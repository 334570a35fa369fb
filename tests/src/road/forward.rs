//! A network's HTTP proxy as RFC 9110 has it: `CONNECT` for https, whole requests for http, a password where it wants one.
//! Every name leads to the one server of the test.

use super::http::read_request;
use ruhu_core::sync::{Proxy, ProxySource};
use std::io::{Read, Result, Write, copy};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// How the proxy takes calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It lets everybody through.
    Open,
    /// It wants this in `Proxy-Authorization`.
    Wants(&'static str),
    /// It answers everything with this status.
    Refuses(&'static str),
}

/// A running proxy; it ends when dropped.
pub struct ForwardProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

struct Shared {
    server: SocketAddr,
    manner: Mutex<Manner>,
    /// What was asked for: `CONNECT host:port`, `GET http://host/path`.
    seen: Mutex<Vec<String>>,
    closed: AtomicBool,
}

impl ForwardProxy {
    /// Opens a proxy on a free port of this machine; every name leads to `server`.
    pub fn open(server: SocketAddr, manner: Manner) -> Result<Self> {
        let socket = TcpListener::bind("127.0.0.1:0")?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            server,
            manner: Mutex::new(manner),
            seen: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let here = Arc::clone(&shared);
        let listener = std::thread::spawn(move || {
            for client in socket.incoming() {
                if here.closed.load(Ordering::Acquire) {
                    return;
                }
                let Ok(client) = client else { continue };
                let here = Arc::clone(&here);
                // A broken connection is seen by the client and the server; nobody else needs to know.
                std::thread::spawn(move || drop(here.carry(client)));
            }
        });
        Ok(Self {
            address,
            shared,
            listener: Some(listener),
        })
    }

    /// As the phone's system names it.
    pub fn setting(&self) -> Proxy {
        Proxy {
            host: self.address.ip().to_string(),
            port: self.address.port(),
            ..Proxy::default()
        }
    }

    /// How it takes calls from now on.
    pub fn set(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// What was asked for since the last time this was asked.
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for ForwardProxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Release);
        // One last connection wakes the listener, so that it sees that it is over.
        if TcpStream::connect(self.address).is_ok()
            && let Some(listener) = self.listener.take()
        {
            drop(listener.join());
        }
    }
}

impl Shared {
    fn carry(&self, mut client: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        while let Some(mut request) = read_request(&mut client)? {
            let (method, target) = request.line();
            let line = format!("{method} {target}");
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            let refused = match self.manner.lock().unwrap_or_else(PoisonError::into_inner).clone() {
                Manner::Refuses(status) => Some(status),
                Manner::Wants(word) if request.header("proxy-authorization").as_deref() != Some(word) => {
                    Some("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"county\"")
                }
                Manner::Wants(_) | Manner::Open => None,
            };
            if let Some(status) = refused {
                let text =
                    format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>");
                client.write_all(text.as_bytes())?;
                continue;
            }
            if method == "CONNECT" {
                return self.tunnel(client);
            }
            request.remove_header("proxy-authorization");
            request.set_target(origin_form(&target));
            let mut server = TcpStream::connect(self.server)?;
            server.write_all(&request.for_the_server())?;
            let mut answer = Vec::new();
            server.read_to_end(&mut answer)?;
            client.write_all(&answer)?;
        }
        Ok(())
    }

    fn tunnel(&self, mut client: TcpStream) -> Result<()> {
        let server = TcpStream::connect(self.server)?;
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        let (mut up, mut down) = (client.try_clone()?, server.try_clone()?);
        let upwards = std::thread::spawn(move || {
            let carried = copy(&mut up, &mut down);
            drop(down.shutdown(Shutdown::Write));
            carried
        });
        let (mut server, mut client) = (server, client);
        let carried = copy(&mut server, &mut client);
        drop(client.shutdown(Shutdown::Both));
        drop(upwards.join());
        carried.map(|_| ())
    }
}

/// `http://host/path` as `/path`.
fn origin_form(target: &str) -> &str {
    let rest = target.strip_prefix("http://").unwrap_or(target);
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// The proxy that the system names, which a test changes as a phone's network does.
#[derive(Default)]
pub struct NamedProxy(Mutex<Option<Proxy>>);

impl NamedProxy {
    /// From now on the system names this one.
    pub fn set(&self, proxy: Option<Proxy>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = proxy;
    }
}

impl ProxySource for NamedProxy {
    fn proxy(&self) -> Option<Proxy> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
