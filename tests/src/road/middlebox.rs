//! Other people's boxes on the road: a firewall that lets two methods pass, a proxy that takes headers away, a hotel's
//! sign-in page. Each habit is one that is met in the field; a box may have several.

use super::http::{Request, read_request};
use std::io::{Read, Result, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What a box does to what passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Other methods get a firewall's page with this status.
    OnlyMethods(&'static [&'static str], u16),
    /// A request of another method is cut.
    CutsOtherMethods(&'static [&'static str]),
    /// This header is taken out of requests.
    TakesFromRequests(&'static str),
    /// This header is taken out of answers.
    TakesFromAnswers(&'static str),
    /// This header of requests gets another value.
    ChangesInRequests(&'static str, &'static str),
    /// A larger body gets nginx's 413.
    MostBytes(usize),
    /// Requests whose path begins so get this status, these headers and this body, and never reach the server.
    Answers {
        /// How the path begins.
        path: &'static str,
        /// The status line after the version.
        status: &'static str,
        /// Header lines, each with its end of line.
        headers: String,
        /// The body.
        body: String,
    },
    /// A 200's body comes in an encoding that nobody asked for.
    Encodes,
    /// Bodies go on to the server in chunks, without their length.
    Chunks,
    /// The server has done it; the client hears 504.
    AnswersTooLate(&'static [&'static str]),
}

/// A running box; it ends when dropped.
pub struct Middlebox {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

struct Shared {
    server: SocketAddr,
    habits: Mutex<Vec<Habit>>,
    /// Methods and paths, as they came.
    seen: Mutex<Vec<String>>,
    closed: AtomicBool,
}

impl Middlebox {
    /// Opens a box before `server` on a free port of this machine.
    pub fn open(server: SocketAddr, habits: Vec<Habit>) -> Result<Self> {
        let socket = TcpListener::bind("127.0.0.1:0")?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            server,
            habits: Mutex::new(habits),
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

    /// Where phones connect.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From the next request on it has these habits.
    pub fn set(&self, habits: Vec<Habit>) {
        *self.shared.habits.lock().unwrap_or_else(PoisonError::into_inner) = habits;
    }

    /// Method and path of each request since the last time this was asked.
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Middlebox {
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
    /// Carries one connection: one request after the other.
    fn carry(&self, mut client: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        while let Some(mut request) = read_request(&mut client)? {
            if self.closed.load(Ordering::Acquire) {
                return client.shutdown(Shutdown::Both);
            }
            let habits = self.habits.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let (method, path) = request.line();
            let line = format!("{method} {path}");
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            let own = habits
                .iter()
                .find_map(|habit| own_answer(habit, &method, &path, &request));
            let answer = match own {
                Some(Own::Cut) => return client.shutdown(Shutdown::Both),
                Some(Own::Says(answer)) => answer,
                None => {
                    habits.iter().for_each(|habit| change(habit, &mut request));
                    let answer = ask(self.server, &bytes_of(&request, &habits))?;
                    habits
                        .iter()
                        .fold(answer, |answer, habit| changed(habit, &method, answer))
                }
            };
            client.write_all(&answer)?;
            // Without a length the answer ends with the connection.
            if habits.contains(&Habit::TakesFromAnswers("Content-Length")) {
                return client.shutdown(Shutdown::Both);
            }
        }
        Ok(())
    }
}

enum Own {
    Cut,
    Says(Vec<u8>),
}

fn own_answer(habit: &Habit, method: &str, path: &str, request: &Request) -> Option<Own> {
    match habit {
        Habit::OnlyMethods(these, status) if !these.contains(&method) => {
            Some(Own::Says(page(&format!("{status} Not Allowed"), method)))
        }
        Habit::CutsOtherMethods(these) if !these.contains(&method) => Some(Own::Cut),
        Habit::MostBytes(most) if request.body.len() > *most => {
            Some(Own::Says(page("413 Request Entity Too Large", method)))
        }
        Habit::Answers {
            path: begins,
            status,
            headers,
            body,
        } if path.starts_with(begins) => {
            let body = if method == "HEAD" { "" } else { body };
            let length = body.len();
            let text = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
            Some(Own::Says(text.into_bytes()))
        }
        _ => None,
    }
}

/// A firewall's or nginx's page.
fn page(status: &str, method: &str) -> Vec<u8> {
    let body = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
    let length = body.len();
    let body = if method == "HEAD" { "" } else { &body };
    format!("HTTP/1.1 {status}\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}

fn change(habit: &Habit, request: &mut Request) {
    match habit {
        Habit::TakesFromRequests(name) => request.remove_header(name),
        Habit::ChangesInRequests(name, value) => request.set_header(name, value),
        _ => {}
    }
}

fn bytes_of(request: &Request, habits: &[Habit]) -> Vec<u8> {
    if !habits.contains(&Habit::Chunks) || request.body.is_empty() {
        return request.for_the_server();
    }
    let mut chunked = request.clone();
    chunked.remove_header("content-length");
    let head_end = chunked.head.len() - 2;
    chunked.head.truncate(head_end);
    chunked.head.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
    let mut body = Vec::new();
    for part in request.body.chunks(1000) {
        body.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"0\r\n\r\n");
    chunked.body = body;
    chunked.for_the_server()
}

fn changed(habit: &Habit, method: &str, answer: Vec<u8>) -> Vec<u8> {
    match habit {
        Habit::AnswersTooLate(these) if these.contains(&method) => page("504 Gateway Time-out", method),
        Habit::TakesFromAnswers(name) => {
            let (head, body) = split(&answer);
            let kept = head.split("\r\n").filter(|line| !is_header(line, name));
            [kept.collect::<Vec<_>>().join("\r\n").as_bytes(), body].concat()
        }
        Habit::Encodes if answer.starts_with(b"HTTP/1.1 200") && method != "HEAD" => {
            let (head, _) = split(&answer);
            let body = b"\x1f\x8b\x08\x00 not what it was";
            let kept = head
                .trim_end()
                .split("\r\n")
                .filter(|line| !is_header(line, "content-length"));
            let head = kept.collect::<Vec<_>>().join("\r\n");
            let more = format!("\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len());
            [head.as_bytes(), more.as_bytes(), body.as_slice()].concat()
        }
        _ => answer,
    }
}

/// The head with its blank line, and the body.
fn split(answer: &[u8]) -> (String, &[u8]) {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.map_or(answer.len(), |end| end + 4));
    (String::from_utf8_lossy(head).into_owned(), body)
}

fn is_header(line: &str, name: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// Sends a request on a connection of its own and reads the whole answer.
fn ask(server: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut server = TcpStream::connect(server)?;
    server.set_nodelay(true)?;
    server.write_all(request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}
