use super::*;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;

/// Serves one connection: reads the whole request, hands it back, then does what it is told with the connection.
fn serve(then: impl FnOnce(&mut TcpStream) + Send + 'static) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = Vec::new();
        let mut byte = [0u8; 1];
        while !request.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a request's head");
            request.extend_from_slice(&byte);
        }
        let head = String::from_utf8_lossy(&request).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|n| n.trim().parse().ok())
            .unwrap_or(0usize);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).expect("a request's body");
        request.extend_from_slice(&body);
        // The test may have looked away already: then nobody wants to know.
        drop(tell.send(String::from_utf8_lossy(&request).into_owned()));
        then(&mut stream);
    });
    (address, told)
}

fn say(text: &'static str) -> impl FnOnce(&mut TcpStream) + Send + 'static {
    move |stream| {
        stream.write_all(text.as_bytes()).expect("the client reads");
    }
}

fn ask(address: &str, patience_ms: u64) -> std::result::Result<HttpAnswer, TransportError> {
    let transport = HttpTransport::new(address, &Trust::Roots(Vec::new())).expect("a good address");
    transport.send(&HttpRequest {
        method: Method::Post,
        path: "/v1/photos".into(),
        headers: vec![("Upload-Length", "7".into())],
        body: b"abc".to_vec(),
        answer_limit: 100,
        patience_ms,
    })
}

#[test]
fn a_request_and_its_answer_come_through_whole() {
    let (address, told) = serve(say(
        "HTTP/1.1 201 Created\r\nLocation: /v1/photos/u/1\r\nUpload-Offset: 3\r\nContent-Length: 2\r\n\r\nok",
    ));
    let answer = ask(&address, 10_000).expect("an answer");
    assert_eq!((answer.status, answer.body.as_slice()), (201, b"ok".as_slice()));
    assert_eq!(answer.header("location"), Some("/v1/photos/u/1"));
    assert_eq!(answer.header("upload-offset"), Some("3"));
    let request = told.recv().expect("the request");
    assert!(
        request.starts_with("POST /v1/photos HTTP/1.1\r\n") && request.ends_with("abc"),
        "{request}"
    );
    assert!(request.to_lowercase().contains("upload-length: 7"), "{request}");
}

#[test]
fn an_answer_cut_in_the_middle_is_a_cut_not_an_answer() {
    let (address, _told) = serve(say("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this"));
    assert_eq!(ask(&address, 10_000), Err(TransportError::Cut));
    let (address, _told) = serve(say("HTTP/1.1 200"));
    assert_eq!(ask(&address, 10_000), Err(TransportError::Cut));
}

#[test]
fn an_answer_longer_than_allowed_is_not_read_to_its_end() {
    let (address, _told) = serve(say("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"));
    assert_eq!(ask(&address, 10_000), Err(TransportError::TooLarge));
    // Without a length, the bytes themselves are counted.
    let (address, _told) = serve(|stream| {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            .expect("a head");
        // It goes on until the client has had enough.
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    assert_eq!(ask(&address, 10_000), Err(TransportError::TooLarge));
}

#[test]
fn a_server_that_never_answers_is_left_in_time() {
    let (release, wait) = mpsc::channel::<()>();
    // The connection stays open and silent until the client has given up.
    let (address, _told) = serve(move |_| assert!(wait.recv().is_err(), "nobody sends, it only ends"));
    assert_eq!(ask(&address, 200), Err(TransportError::TimedOut));
    drop(release);
    let (release, wait) = mpsc::channel::<()>();
    let (address, _told) = serve(move |stream| {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
            .expect("a head");
        assert!(wait.recv().is_err(), "nobody sends, it only ends");
    });
    assert_eq!(ask(&address, 200), Err(TransportError::TimedOut));
    drop(release);
}

#[test]
fn nobody_listening_is_said_as_that() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    assert_eq!(ask(&address, 10_000), Err(TransportError::Unreachable));
}

#[test]
fn an_upload_at_another_server_is_no_answer_of_ours() {
    let (address, _told) = serve(say(
        "HTTP/1.1 201 Created\r\nLocation: https://elsewhere.example/u\r\nContent-Length: 0\r\n\r\n",
    ));
    assert_eq!(ask(&address, 10_000), Err(TransportError::NotTheServer));
}

#[test]
fn an_upload_is_at_this_server_however_its_address_is_written() {
    let server = Origin::written("https://ruhu.example").expect("an address");
    for (location, path) in [
        ("/v1/photos/u/1?part=2", Some("/v1/photos/u/1?part=2")),
        (
            "https://ruhu.example/v1/photos/u/1?part=2",
            Some("/v1/photos/u/1?part=2"),
        ),
        ("https://RUHU.example:443/u", Some("/u")),
        ("http://ruhu.example/u", None),
        ("https://ruhu.example:8443/u", None),
        ("https://ruhu.example.evil/u", None),
        ("//evil.example/u", None),
        ("u", None),
    ] {
        assert_eq!(server.path(location).as_deref(), path, "{location}");
    }
}

#[test]
fn a_path_makes_no_other_address() {
    let transport = HttpTransport::new("http://127.0.0.1:9", &Trust::Roots(Vec::new())).expect("a good address");
    for path in ["@evil.example/", ".evil.example/", "", "/a b"] {
        let request = HttpRequest {
            method: Method::Get,
            path: path.into(),
            headers: Vec::new(),
            body: Vec::new(),
            answer_limit: 100,
            patience_ms: 10_000,
        };
        assert_eq!(transport.send(&request), Err(TransportError::NotTheServer), "{path}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let (address, _told) = serve(say(
        "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
    ));
    assert_eq!(ask(&address, 10_000).map(|answer| answer.status), Ok(302));
}

#[test]
fn an_address_that_is_none_is_said_before_anything_is_sent() {
    for address in [
        "",
        "ruhu.example",
        "ftp://ruhu.example",
        "http://ruhu.example/path",
        "http://a:b@ruhu.example",
        "http://ruhu.example?query",
        "http://ruhu.example:door",
        "http://ruhu.example:99999",
        "http://",
        "//ruhu.example",
        "https://入户.example",
    ] {
        let made = HttpTransport::new(address, &Trust::Platform);
        assert!(matches!(made.err(), Some(Error::Unusable { .. })), "{address}");
    }
    for address in [
        "https://ruhu.example:8443",
        "HTTPS://RUHU.example/",
        " https://[::1]:8443 ",
    ] {
        assert!(HttpTransport::new(address, &Trust::Platform).is_ok(), "{address}");
    }
    let broken = Trust::Roots(vec![b"no certificate".to_vec()]);
    assert!(HttpTransport::new("https://ruhu.example", &broken).is_err());
}

#[test]
fn a_refusal_is_heard_while_the_body_is_still_being_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let (release, wait) = mpsc::channel::<()>();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let (mut head, mut byte) = (Vec::new(), [0u8; 1]);
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a request's head");
            head.extend_from_slice(&byte);
        }
        // Of the body nothing is ever read.
        let refusal = "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 2\r\n\r\nno";
        stream.write_all(refusal.as_bytes()).expect("the client listens");
        assert!(wait.recv().is_err(), "nobody sends, it only ends");
    });
    let transport = HttpTransport::new(&address, &Trust::Roots(Vec::new())).expect("a good address");
    let answer = transport.send(&HttpRequest {
        method: Method::Post,
        path: "/v1/sync".into(),
        headers: Vec::new(),
        body: vec![0; 32 * 1024 * 1024],
        answer_limit: 100,
        patience_ms: 20_000,
    });
    assert_eq!(
        answer.map(|answer| (answer.status, answer.body)),
        Ok((413, b"no".to_vec()))
    );
    drop(release);
    server.join().expect("no panic");
}

#[test]
fn where_a_redirect_to_elsewhere_leads_is_told_without_its_path() {
    let server = Origin::written("http://ruhu.example:8460").expect("an address");
    let to = |location| server.redirected(location);
    let moved = |to: &str| TransportError::MovedToHttps { to: to.into() };
    let elsewhere = |to: &str| TransportError::Redirected { to: to.into() };
    assert_eq!(to("https://ruhu.example/v1/sync"), moved("https://ruhu.example"));
    assert_eq!(
        to("https://RUHU.example:8443/?token=1"),
        moved("https://ruhu.example:8443")
    );
    assert_eq!(to("http://login.example/a?b"), elsewhere("http://login.example"));
    assert_eq!(to("//login.example/"), elsewhere("http://login.example"));
    assert_eq!(to("http://ruhu.example/"), elsewhere("http://ruhu.example"));
    assert_eq!(to("mailto:a@b"), TransportError::NotTheServer);
}

#[test]
fn a_kept_connection_that_the_server_has_closed_is_no_broken_road() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let (closed, wait) = mpsc::channel();
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("a connection");
            let (mut head, mut byte) = (Vec::new(), [0u8; 1]);
            while !head.ends_with(b"\r\n\r\nabc") {
                stream.read_exact(&mut byte).expect("a request");
                head.extend_from_slice(&byte);
            }
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            stream.write_all(answer.as_bytes()).expect("the client listens");
            // The client keeps the connection; here it ends, while nothing goes over it.
            stream.shutdown(std::net::Shutdown::Both).expect("open");
            drop(stream);
            closed.send(()).expect("the test listens");
        }
    });
    let transport = HttpTransport::new(&address, &Trust::Roots(Vec::new())).expect("a good address");
    let request = HttpRequest {
        method: Method::Post,
        path: "/v1/photos".into(),
        headers: Vec::new(),
        body: b"abc".to_vec(),
        answer_limit: 100,
        patience_ms: 10_000,
    };
    for _ in 0..2 {
        assert_eq!(transport.send(&request).map(|answer| answer.status), Ok(200));
        wait.recv().expect("the server closed it");
    }
    server.join().expect("no panic");
}
