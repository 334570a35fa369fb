//! The real road: HTTP over `reqwest`, TLS by `rustls` with `ring`. It follows no redirect, keeps no cookie, uses no
//! proxy, and reads no more of an answer than its call allows.

use super::{HttpAnswer, HttpRequest, Method, RoadError, Transport};
use crate::Result;
use crate::error::Error;
use reqwest::Url;
use reqwest::blocking::{Client, ClientBuilder, Response};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);

/// Whom to believe that it is the server of this address, when the address says https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// What this platform trusts. Not on Android: the app hands in roots there.
    Platform,
    /// These root certificates only, DER.
    Roots(Vec<Vec<u8>>),
}

/// HTTP to one server.
pub struct HttpTransport {
    client: Client,
    address: Url,
}

impl HttpTransport {
    /// A transport to `http://host[:port]` or `https://host[:port]`. Makes no connection yet. Errors: `Unusable` for an
    /// address or a certificate that is none.
    pub fn new(address: &str, trust: &Trust) -> Result<Self> {
        let bad = || {
            Error::unusable(
                "server address",
                address,
                "write it as https://host or https://host:port, without a path",
            )
        };
        let parsed = Url::parse(address.trim()).map_err(|_| bad())?;
        let plain = matches!(parsed.scheme(), "http" | "https")
            && parsed.host().is_some()
            && parsed.path() == "/"
            && parsed.query().is_none()
            && parsed.username().is_empty()
            && parsed.password().is_none();
        if !plain {
            return Err(bad());
        }
        let builder = match parsed.scheme() {
            "https" => tls(trust)?,
            _ => Client::builder(),
        };
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(1)
            .user_agent(concat!("ruhu-core/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::Road(error.without_url().to_string()))?;
        Ok(Self {
            client,
            address: parsed,
        })
    }

    /// A `Location` of this server as a path; one of another server is no answer of ours: the token never goes there.
    fn as_path(&self, location: &str) -> std::result::Result<String, RoadError> {
        let url = self.address.join(location).map_err(|_| RoadError::NotTheServer)?;
        if url.origin() != self.address.origin() {
            return Err(RoadError::NotTheServer);
        }
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    fn read(&self, mut response: Response, limit: usize) -> std::result::Result<HttpAnswer, RoadError> {
        let mut headers = Vec::new();
        for (name, value) in response.headers() {
            // A header that is no text is none of the protocol's.
            let Ok(value) = value.to_str() else { continue };
            let value = match name.as_str() {
                "location" => self.as_path(value)?,
                _ => value.to_owned(),
            };
            headers.push((name.as_str().to_owned(), value));
        }
        let status = response.status().as_u16();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        if response.content_length().is_some_and(|length| length > most) {
            return Err(RoadError::TooLarge);
        }
        let mut body = Vec::new();
        response
            .by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut body)
            .map_err(|error| body_error(&error))?;
        if body.len() > limit {
            return Err(RoadError::TooLarge);
        }
        Ok(HttpAnswer { status, headers, body })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, RoadError> {
        let url = self.address.join(&request.path).map_err(|_| RoadError::NotTheServer)?;
        if url.origin() != self.address.origin() {
            return Err(RoadError::NotTheServer);
        }
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut builder = self
            .client
            .request(method, url)
            .timeout(Duration::from_millis(request.patience_ms));
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        // Also an empty body is sent as one: a creation says `Content-Length: 0`.
        if matches!(request.method, Method::Post | Method::Patch) {
            builder = builder.body(request.body.clone());
        }
        let response = builder.send().map_err(|error| send_error(&error))?;
        self.read(response, request.answer_limit)
    }
}

/// A client builder with this trust.
fn tls(trust: &Trust) -> Result<ClientBuilder> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    match trust {
        Trust::Roots(certificates) => {
            let mut roots = rustls::RootCertStore::empty();
            for certificate in certificates {
                roots.add(certificate.clone().into()).map_err(|_| {
                    Error::unusable("root certificate", "as handed in", "hand in a DER certificate of a CA")
                })?;
            }
            let config = rustls::ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|error| Error::Road(error.to_string()))?
                .with_root_certificates(roots)
                .with_no_client_auth();
            Ok(Client::builder().tls_backend_preconfigured(config))
        }
        #[cfg(not(target_os = "android"))]
        Trust::Platform => {
            // reqwest asks for the process's provider. A provider that somebody else installed before is as good.
            drop(rustls::crypto::CryptoProvider::install_default(Arc::unwrap_or_clone(provider)));
            Ok(Client::builder())
        }
        #[cfg(target_os = "android")]
        Trust::Platform => Err(Error::unusable(
            "trust",
            "the platform's",
            "hand in the root certificates: Android's are read by the app",
        )),
    }
}

fn send_error(error: &reqwest::Error) -> RoadError {
    if error.is_timeout() {
        RoadError::TimedOut
    } else if error.is_connect() {
        RoadError::Unreachable
    } else {
        RoadError::Cut
    }
}

fn body_error(error: &std::io::Error) -> RoadError {
    let timed_out = error.kind() == std::io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
            .is_some_and(reqwest::Error::is_timeout);
    if timed_out { RoadError::TimedOut } else { RoadError::Cut }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
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

    fn ask(address: &str, patience_ms: u64) -> std::result::Result<HttpAnswer, RoadError> {
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
        assert!(request.starts_with("POST /v1/photos HTTP/1.1\r\n") && request.ends_with("abc"), "{request}");
        assert!(request.to_lowercase().contains("upload-length: 7"), "{request}");
    }

    #[test]
    fn an_answer_cut_in_the_middle_is_a_cut_not_an_answer() {
        let (address, _told) = serve(say("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this"));
        assert_eq!(ask(&address, 10_000), Err(RoadError::Cut));
        let (address, _told) = serve(say("HTTP/1.1 200"));
        assert_eq!(ask(&address, 10_000), Err(RoadError::Cut));
    }

    #[test]
    fn an_answer_longer_than_allowed_is_not_read_to_its_end() {
        let (address, _told) = serve(say("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"));
        assert_eq!(ask(&address, 10_000), Err(RoadError::TooLarge));
        // Without a length, the bytes themselves are counted.
        let (address, _told) = serve(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").expect("a head");
            // It goes on until the client has had enough.
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
        });
        assert_eq!(ask(&address, 10_000), Err(RoadError::TooLarge));
    }

    #[test]
    fn a_server_that_never_answers_is_left_in_time() {
        let (release, wait) = mpsc::channel::<()>();
        // The connection stays open and silent until the client has given up.
        let (address, _told) = serve(move |_| drop(wait.recv()));
        assert_eq!(ask(&address, 200), Err(RoadError::TimedOut));
        drop(release);
        let (release, wait) = mpsc::channel::<()>();
        let (address, _told) = serve(move |stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf").expect("a head");
            drop(wait.recv());
        });
        assert_eq!(ask(&address, 200), Err(RoadError::TimedOut));
        drop(release);
    }

    #[test]
    fn nobody_listening_is_said_as_that() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        drop(listener);
        assert_eq!(ask(&address, 10_000), Err(RoadError::Unreachable));
    }

    #[test]
    fn an_upload_at_another_server_is_no_answer_of_ours() {
        let (address, _told) = serve(say(
            "HTTP/1.1 201 Created\r\nLocation: https://elsewhere.example/u\r\nContent-Length: 0\r\n\r\n",
        ));
        assert_eq!(ask(&address, 10_000), Err(RoadError::NotTheServer));
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
        for address in ["", "ruhu.example", "ftp://ruhu.example", "http://ruhu.example/path", "http://a:b@ruhu.example"] {
            let made = HttpTransport::new(address, &Trust::Platform);
            assert!(matches!(made.err(), Some(Error::Unusable { .. })), "{address}");
        }
        assert!(HttpTransport::new("https://ruhu.example:8443", &Trust::Platform).is_ok());
        let broken = Trust::Roots(vec![b"no certificate".to_vec()]);
        assert!(HttpTransport::new("https://ruhu.example", &broken).is_err());
    }
}
