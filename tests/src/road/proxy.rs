//! The proxy itself: each request meets its mishap by a seeded die.

use super::http::{Request, read_request};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::io::{Read, Result, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What can befall a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Nothing.
    None,
    /// The server sees only a part of it; the client sees a broken line.
    CutRequest,
    /// The server has done it; the client sees only a part of the answer.
    CutAnswer,
    /// The server gets it twice; the client sees the second answer.
    Repeat,
    /// The client sees a broken line; the server gets it later, after another request.
    Late,
}

/// How many requests in a hundred meet each mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weather {
    /// See [`Mishap::CutRequest`].
    pub cut_request: u32,
    /// See [`Mishap::CutAnswer`].
    pub cut_answer: u32,
    /// See [`Mishap::Repeat`].
    pub repeat: u32,
    /// See [`Mishap::Late`].
    pub late: u32,
}

impl Weather {
    /// A good road.
    pub const CLEAR: Self = Self {
        cut_request: 0,
        cut_answer: 0,
        repeat: 0,
        late: 0,
    };
    /// A mountain village.
    pub const BAD: Self = Self {
        cut_request: 6,
        cut_answer: 6,
        repeat: 5,
        late: 4,
    };

    fn throw(self, die: u32) -> Mishap {
        let steps = [
            (self.cut_request, Mishap::CutRequest),
            (self.cut_answer, Mishap::CutAnswer),
            (self.repeat, Mishap::Repeat),
            (self.late, Mishap::Late),
        ];
        let mut edge = 0;
        for (share, mishap) in steps {
            edge += share;
            if die < edge {
                return mishap;
            }
        }
        Mishap::None
    }
}

/// How often each mishap has happened.
#[derive(Debug, Default)]
struct Counts {
    requests: AtomicU64,
    cut: AtomicU64,
    repeated: AtomicU64,
    late: AtomicU64,
    bytes: AtomicU64,
}

/// What stands on the road and changes requests as they pass, as a carrier's gateway may.
pub type Gateway = dyn Fn(&mut Request) + Send + Sync;

/// What stands on the road and changes whole answers as they pass back, knowing what was asked.
pub type AnswerGateway = dyn Fn(&Request, Vec<u8>) -> Vec<u8> + Send + Sync;

struct Road {
    server: SocketAddr,
    answers: Mutex<Option<Arc<AnswerGateway>>>,
    weather: Mutex<Weather>,
    gateway: Mutex<Option<Arc<Gateway>>>,
    dice: Mutex<StdRng>,
    /// Requests that the server shall see later.
    held: Mutex<Vec<Request>>,
    counts: Counts,
    closed: AtomicBool,
}

/// A running proxy; it ends when dropped.
pub struct BadRoad {
    address: SocketAddr,
    road: Arc<Road>,
    listener: Option<JoinHandle<()>>,
}

impl BadRoad {
    /// Opens a road to `server` on a free port of this machine.
    pub fn open(server: SocketAddr, weather: Weather, seed: u64) -> Result<Self> {
        Self::open_at(([127, 0, 0, 1], 0).into(), server, weather, seed)
    }

    /// Opens a road to `server` that phones find at this address: one that was gone comes back where it was.
    pub fn open_at(at: SocketAddr, server: SocketAddr, weather: Weather, seed: u64) -> Result<Self> {
        let socket = TcpListener::bind(at)?;
        let address = socket.local_addr()?;
        let road = Arc::new(Road {
            server,
            weather: Mutex::new(weather),
            answers: Mutex::new(None),
            gateway: Mutex::new(None),
            dice: Mutex::new(StdRng::seed_from_u64(seed)),
            held: Mutex::new(Vec::new()),
            counts: Counts::default(),
            closed: AtomicBool::new(false),
        });
        let shared = Arc::clone(&road);
        let listener = std::thread::spawn(move || {
            for client in socket.incoming() {
                if shared.closed.load(Ordering::Acquire) {
                    return;
                }
                let Ok(client) = client else { continue };
                let road = Arc::clone(&shared);
                // A broken connection is this proxy's trade: the client and the server see it, nobody else needs to.
                std::thread::spawn(move || drop(road.carry(client)));
            }
        });
        Ok(Self {
            address,
            road,
            listener: Some(listener),
        })
    }

    /// Where phones connect.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Changes the weather from the next request on.
    pub fn set_weather(&self, weather: Weather) {
        *self.road.weather.lock().expect("no holder of this lock panics") = weather;
    }

    /// The die is thrown by this seed from the next request on.
    pub fn set_seed(&self, seed: u64) {
        *self.road.dice.lock().expect("no holder of this lock panics") = StdRng::seed_from_u64(seed);
    }

    /// From the next request on they pass this gateway, or none.
    pub fn set_gateway(&self, gateway: Option<Arc<Gateway>>) {
        *self.road.gateway.lock().expect("no holder of this lock panics") = gateway;
    }

    /// From the next request on answers that meet no mishap pass this gateway, or none.
    pub fn set_answer_gateway(&self, gateway: Option<Arc<AnswerGateway>>) {
        *self.road.answers.lock().expect("no holder of this lock panics") = gateway;
    }

    /// Bytes of requests and answers carried so far.
    pub fn bytes(&self) -> u64 {
        self.road.counts.bytes.load(Ordering::Relaxed)
    }

    /// Requests seen; cut; repeated; late.
    pub fn counts(&self) -> (u64, u64, u64, u64) {
        let counts = &self.road.counts;
        let read = |n: &AtomicU64| n.load(Ordering::Relaxed);
        (
            read(&counts.requests),
            read(&counts.cut),
            read(&counts.repeated),
            read(&counts.late),
        )
    }
}

impl Drop for BadRoad {
    fn drop(&mut self) {
        self.road.closed.store(true, Ordering::Release);
        // One last connection wakes the listener, so that it sees that the road is closed.
        if TcpStream::connect(self.address).is_ok()
            && let Some(listener) = self.listener.take()
        {
            drop(listener.join());
        }
    }
}

impl Road {
    /// Carries one connection: one request after the other.
    fn carry(&self, mut client: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        while let Some(mut request) = read_request(&mut client)? {
            // A connection that outlived its road carries nothing any more.
            if self.closed.load(Ordering::Acquire) {
                return client.shutdown(Shutdown::Both);
            }
            let gateway = self.gateway.lock().expect("no holder of this lock panics").clone();
            if let Some(gateway) = gateway {
                gateway(&mut request);
            }
            self.counts.requests.fetch_add(1, Ordering::Relaxed);
            let (mishap, part) = {
                let mut dice = self.dice.lock().expect("no holder of this lock panics");
                let weather = *self.weather.lock().expect("no holder of this lock panics");
                (weather.throw(dice.random_range(0..100)), dice.random_range(0.0..1.0))
            };
            let bytes = request.for_the_server();
            match mishap {
                Mishap::None => {
                    let answers = self.answers.lock().expect("no holder of this lock panics").clone();
                    let answer = self.ask(&bytes)?;
                    let answer = match answers {
                        Some(change) => change(&request, answer),
                        None => answer,
                    };
                    client.write_all(&answer)?;
                }
                Mishap::Repeat => {
                    self.counts.repeated.fetch_add(1, Ordering::Relaxed);
                    self.ask(&bytes)?;
                    client.write_all(&self.ask(&bytes)?)?;
                }
                Mishap::CutRequest => {
                    self.counts.cut.fetch_add(1, Ordering::Relaxed);
                    let mut server = TcpStream::connect(self.server)?;
                    server.write_all(&bytes[..share_of(bytes.len(), part)])?;
                    server.shutdown(Shutdown::Both)?;
                    return client.shutdown(Shutdown::Both);
                }
                Mishap::CutAnswer => {
                    self.counts.cut.fetch_add(1, Ordering::Relaxed);
                    let answer = self.ask(&bytes)?;
                    client.write_all(&answer[..share_of(answer.len(), part)])?;
                    return client.shutdown(Shutdown::Both);
                }
                Mishap::Late => {
                    self.counts.late.fetch_add(1, Ordering::Relaxed);
                    self.held.lock().expect("no holder of this lock panics").push(request);
                    return client.shutdown(Shutdown::Both);
                }
            }
            let late: Vec<Request> = std::mem::take(&mut *self.held.lock().expect("no holder of this lock panics"));
            for request in late {
                self.ask(&request.for_the_server())?;
            }
        }
        Ok(())
    }

    /// Sends a request on a connection of its own and reads the whole answer.
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>> {
        let mut server = TcpStream::connect(self.server)?;
        server.set_nodelay(true)?;
        server.write_all(request)?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        let carried = u64::try_from(request.len() + answer.len()).unwrap_or(u64::MAX);
        self.counts.bytes.fetch_add(carried, Ordering::Relaxed);
        Ok(answer)
    }
}

/// A part of a length, never the whole.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
fn share_of(length: usize, part: f64) -> usize {
    ((length as f64 * part) as usize).min(length.saturating_sub(1))
}
