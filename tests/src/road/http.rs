//! As much of HTTP/1.1 as a proxy needs that wants to hurt single requests: where a request's head and body end.

use std::io::{Error, ErrorKind, Read, Result};
use std::net::TcpStream;

/// One whole request: its head (with the last blank line) and its body.
#[derive(Clone, Debug)]
pub struct Request {
    /// Up to and with the blank line.
    pub head: Vec<u8>,
    /// As long as Content-Length says.
    pub body: Vec<u8>,
}

/// The largest head or body this proxy carries; the server's own limits lie below.
const LIMIT: usize = 64 * 1024 * 1024;

/// Reads one request; `None` when the client has closed.
pub fn read_request(stream: &mut TcpStream) -> Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut chunk = [0u8; 16 * 1024];
    let head_end = loop {
        if let Some(at) = find(&bytes, b"\r\n\r\n") {
            break at + 4;
        }
        if bytes.len() > LIMIT {
            return Err(Error::new(ErrorKind::InvalidData, "a head without an end"));
        }
        match stream.read(&mut chunk)? {
            0 if bytes.is_empty() => return Ok(None),
            0 => return Err(Error::new(ErrorKind::UnexpectedEof, "the client left in the head")),
            n => bytes.extend_from_slice(&chunk[..n]),
        }
    };
    let length = content_length(&bytes[..head_end])?;
    if length > LIMIT {
        return Err(Error::new(ErrorKind::InvalidData, "a body beyond every limit"));
    }
    let mut body = bytes.split_off(head_end);
    while body.len() < length {
        match stream.read(&mut chunk)? {
            0 => return Err(Error::new(ErrorKind::UnexpectedEof, "the client left in the body")),
            n => body.extend_from_slice(&chunk[..n]),
        }
    }
    body.truncate(length);
    Ok(Some(Request { head: bytes, body }))
}

impl Request {
    /// Whether it asks for this, such as `POST /v1/photos`.
    pub fn asks(&self, line: &str) -> bool {
        String::from_utf8_lossy(&self.head).starts_with(&format!("{line} "))
    }
    /// A header's value; its name in lower case.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.head);
        head.split("\r\n").find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
    /// The method, and what stands after it: a path, an address, or a host and its port.
    pub fn line(&self) -> (String, String) {
        let head = String::from_utf8_lossy(&self.head);
        let mut words = head.split_whitespace();
        let mut word = || words.next().unwrap_or_default().to_owned();
        (word(), word())
    }
    /// Asks for something else by the same method.
    pub fn set_target(&mut self, target: &str) {
        let head = String::from_utf8_lossy(&self.head);
        let rest = head.split_once("\r\n").map_or("", |(_, rest)| rest);
        self.head = format!("{} {target} HTTP/1.1\r\n{rest}", self.line().0).into_bytes();
    }
    /// Takes a header out.
    pub fn remove_header(&mut self, name: &str) {
        let head = String::from_utf8_lossy(&self.head).into_owned();
        let kept = head.split("\r\n").filter(|line| {
            let known = line.split_once(':').map(|(known, _)| known);
            !known.is_some_and(|known| known.eq_ignore_ascii_case(name))
        });
        self.head = kept.collect::<Vec<_>>().join("\r\n").into_bytes();
    }
    /// Gives a header that is there another value.
    pub fn set_header(&mut self, name: &str, value: &str) {
        let head = String::from_utf8_lossy(&self.head).into_owned();
        let lines = head.split("\r\n").map(|line| match line.split_once(':') {
            Some((known, _)) if known.eq_ignore_ascii_case(name) => format!("{known}: {value}"),
            _ => line.to_owned(),
        });
        self.head = lines.collect::<Vec<_>>().join("\r\n").into_bytes();
    }
    /// The request's bytes as the server shall see them: one request a connection, so that the answer ends with it.
    pub fn for_the_server(&self) -> Vec<u8> {
        let head = String::from_utf8_lossy(&self.head);
        let mut lines: Vec<&str> = head
            .trim_end()
            .split("\r\n")
            .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"))
            .collect();
        lines.push("Connection: close");
        let mut bytes = lines.join("\r\n").into_bytes();
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// A whole HTTP answer with its JSON body changed, and its length with it.
pub fn with_json(answer: &[u8], change: &dyn Fn(&mut serde_json::Value)) -> Vec<u8> {
    let Some(end) = find(answer, b"\r\n\r\n") else {
        return answer.to_vec();
    };
    let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end + 4..]);
    let Ok(mut told) = serde_json::from_slice(body) else {
        return answer.to_vec();
    };
    change(&mut told);
    let body = told.to_string();
    let length = format!("content-length: {}", body.len());
    let lines = head
        .split("\r\n")
        .map(|line| match line.to_ascii_lowercase().starts_with("content-length:") {
            true => length.as_str(),
            false => line,
        });
    format!("{}\r\n\r\n{body}", lines.collect::<Vec<_>>().join("\r\n")).into_bytes()
}

fn content_length(head: &[u8]) -> Result<usize> {
    for line in String::from_utf8_lossy(head).split("\r\n") {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            return value
                .trim()
                .parse()
                .map_err(|_| Error::new(ErrorKind::InvalidData, "a Content-Length that is no number"));
        }
    }
    Ok(0)
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
