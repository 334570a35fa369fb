//! Behind a proxy: whom the server believes, and Debian's nginx with the configuration that docs/operating.md gives.

use crate::world::accounts::{PASSWORD, cookie_of, form};
use crate::world::{Answer, Call, World};
use ruhu_server::store::{Audit, AuditRow, Role};
use ruhu_server::web::serve::{Front, Proxies};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const DOC: &str = include_str!("../../../docs/operating.md");
const NAME: &str = "ruhu.example";

fn believing(proxies: &[&str], address: Option<&str>) -> World {
    let front = Front {
        proxies: Proxies::read(proxies).expect("good networks"),
        ..Front::default()
    };
    World::addressed(front, address)
}

fn rows(world: &World) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    let intact = world.folder().store.audit(&mut |row| {
        rows.push(row);
        Ok(())
    });
    assert_eq!(intact.expect("readable"), None);
    rows
}

/// A wrong password with these headers, and the address that the audit log has for it.
fn origin(world: &World, headers: &[(&str, &str)]) -> Option<String> {
    // A name of its own each time: wrong passwords of one name wait wherever they come from.
    let name = format!("无名{}", rows(world).len());
    let typed = form(&[("name", &name), ("password", "不是这个密码吧你说呢")]);
    let call = Call::new("POST", "/sign-in").with("Content-Type", "application/x-www-form-urlencoded");
    let call = headers.iter().fold(call, |call, (name, value)| call.with(name, *value));
    assert_eq!(world.call(&call.body(&typed)).status, 401);
    rows(world).pop().expect("a row").origin
}

#[test]
fn a_trusted_proxy_is_believed_and_nobody_else() {
    let world = believing(&["127.0.0.0/8"], None);
    for (headers, from) in [
        (&[][..], "127.0.0.1"),
        (&[("X-Forwarded-For", "203.0.113.7")], "203.0.113.7"),
        (&[("X-Forwarded-For", "1.2.3.4, 203.0.113.8, 127.0.0.5")], "203.0.113.8"),
        (
            &[("Forwarded", "for=\"[2001:db8::7]:4711\";proto=https")],
            "2001:db8::7",
        ),
        (&[("X-Forwarded-For", "nonsense")], "127.0.0.1"),
        (
            &[("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.10")],
            "127.0.0.1",
        ),
        (&[("X-Real-IP", "203.0.113.11")], "127.0.0.1"),
    ] {
        assert_eq!(origin(&world, headers).as_deref(), Some(from), "{headers:?}");
    }
    for nobody in [believing(&["10.0.0.0/8"], None), World::new()] {
        let headers = [("X-Forwarded-For", "203.0.113.7"), ("Forwarded", "for=203.0.113.7")];
        assert_eq!(origin(&nobody, &headers).as_deref(), Some("127.0.0.1"));
    }
}

#[test]
fn wrong_passwords_of_one_client_lock_no_other_out_behind_the_same_proxy() {
    let world = believing(&["127.0.0.1"], None);
    world.signed_in_as("王芳", "610924102", Role::Township);
    let enter = |from: &str, name: &str, password: &str| {
        let typed = form(&[("name", name), ("password", password)]);
        let call = Call::new("POST", "/sign-in")
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("X-Forwarded-For", from);
        world.call(&call.body(&typed)).status
    };
    let tries: Vec<u16> = (0..35)
        .map(|n| enter("203.0.113.66", &format!("无名{n}"), "不是这个密码"))
        .collect();
    assert!(tries.contains(&429), "{tries:?}");
    assert_eq!(enter("203.0.113.7", "王芳", PASSWORD), 303);
    // IPv6 counts by /64.
    let tries: Vec<u16> = (0..35)
        .map(|n| enter(&format!("2001:db8:0:1::{n:x}"), &format!("名{n}"), "不是这个密码"))
        .collect();
    assert!(tries.contains(&429), "{tries:?}");
    assert_eq!(enter("2001:db8:0:2::1", "王芳", PASSWORD), 303);
}

#[test]
fn how_the_browser_came_decides_the_cookie_and_the_origin() {
    let world = believing(&["127.0.0.1"], Some("http://127.0.0.1:1"));
    world.signed_in_as("王芳", "610924102", Role::Township);
    let enter = |proto: Option<&str>, origin: &str| -> Answer {
        let typed = form(&[("name", "王芳"), ("password", PASSWORD)]);
        let call = Call::new("POST", "/sign-in")
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("Origin", origin);
        let call = proto
            .into_iter()
            .fold(call, |call, proto| call.with("X-Forwarded-Proto", proto));
        world.call(&call.body(&typed))
    };
    let tls = enter(Some("https"), "https://ruhu");
    let cookie = tls.header("set-cookie").expect("a cookie");
    assert!(
        cookie.starts_with("__Host-ruhu_session=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert!(
        tls.header("strict-transport-security")
            .expect("there")
            .starts_with("max-age=")
    );
    assert_eq!(world.look("/", &cookie_of(&tls)).status, 200);
    let plain = enter(None, "http://ruhu");
    assert!(
        plain
            .header("set-cookie")
            .expect("a cookie")
            .starts_with("ruhu_session=")
    );
    assert_eq!(plain.header("strict-transport-security"), None);
    for (proto, origin) in [
        (Some("https"), "http://ruhu"),
        (None, "https://ruhu"),
        (Some("http"), "https://ruhu"),
    ] {
        assert_eq!(enter(proto, origin).status, 403, "{proto:?} {origin}");
    }
}

#[test]
fn a_wrong_network_or_address_is_refused_at_the_start_and_nothing_is_made() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let data = outside.path().join("data");
    for words in [
        ["--trusted-proxy", "nginx"],
        ["--trusted-proxy", "10.0.0.0/33"],
        ["--trusted-proxy", "0.0.0.0/0"],
        ["--address", "https://ruhu.example/ruhu"],
        ["--address", "https://ruhu.example/?a=b"],
        ["--address", "https://ruhu.example?a"],
        ["--address", "https://ruhu.example/#a"],
        ["--address", "https://name:secret@ruhu.example"],
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .args(words)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains(words[0]) && !said.contains("secret"), "{words:?}: {said}");
        assert!(!data.exists(), "{words:?}");
    }
}

/// The first block of this language in the documentation.
fn block(language: &str) -> &'static str {
    let from = DOC.find(&format!("```{language}\n")).expect("the documentation has it");
    let text = &DOC[from..];
    let text = &text[text.find('\n').expect("a line") + 1..];
    &text[..text.find("\n```").expect("its end")]
}

/// nginx with the documentation's own text; ended when it is dropped.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    fn before(server: SocketAddr, folder: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed([NAME.to_owned()]).expect("a certificate");
        let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        std::fs::write(&cert, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        let [port, other, plain] = free_ports();
        let site = block("nginx")
            .replace("/etc/ssl/ruhu.example.pem", cert.to_str().expect("plain"))
            .replace("/etc/ssl/private/ruhu.example.key", key.to_str().expect("plain"))
            .replace("127.0.0.1:8460", &server.to_string())
            .replace("[::]:443", &format!("127.0.0.1:{other}"))
            .replace("listen 443", &format!("listen 127.0.0.1:{port}"))
            .replace("listen 80", &format!("listen 127.0.0.1:{plain}"));
        let at = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {at}/{name};\n"))
            .collect();
        let whole = format!(
            "daemon off;\npid {at}/pid;\nerror_log {at}/error.log;\nevents {{ worker_connections 512; }}\n\
             http {{\naccess_log off;\n{temporary}{site}\n}}\n"
        );
        std::fs::write(folder.join("nginx.conf"), whole).expect("written");
        let child = Command::new("nginx")
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("Debian's nginx-light is installed (cargo xtask does it)");
        let mut nginx = Self { child, port };
        let up = (0..500).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert_eq!(
                nginx.child.try_wait().expect("asked"),
                None,
                "nginx ended: see {at}/error.log"
            );
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        assert!(up, "nginx takes no connections");
        nginx
    }
    /// Somebody with an address of their own.
    fn client(&self, last: u8) -> reqwest::blocking::Client {
        // Another test may have installed it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::blocking::Client::builder()
            .local_address(IpAddr::from([127, 0, 0, last]))
            .resolve(NAME, SocketAddr::from(([127, 0, 0, 1], self.port)))
            .danger_accept_invalid_certs(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client")
    }
    fn url(&self, path: &str) -> String {
        format!("https://{NAME}:{}{path}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers when it is asked to, and leaves them when it is killed.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

fn free_ports<const N: usize>() -> [u16; N] {
    let held: Vec<TcpListener> = (0..N)
        .map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"))
        .collect();
    std::array::from_fn(|n| held[n].local_addr().expect("an address").port())
}

#[test]
fn thirty_phones_behind_debians_nginx_are_told_apart_and_one_that_tries_passwords_locks_only_itself_out() {
    let world = believing(&["127.0.0.1"], Some("https://ruhu.example"));
    world.signed_in_as("王芳", "610924102", Role::Township);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nginx = Nginx::before(world.running().listening(), folder.path());

    let wrong = nginx.client(66);
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            let form = form(&[("name", &format!("无名{n}")), ("password", "不是这个密码吧你说呢")]);
            let call = wrong.post(nginx.url("/sign-in")).body(form);
            let call = call.header("Content-Type", "application/x-www-form-urlencoded");
            // What a client says of itself is not passed on.
            let call = call
                .header("X-Forwarded-For", "203.0.113.7")
                .header("Forwarded", "for=203.0.113.7");
            call.send().expect("an answer").status().as_u16()
        })
        .collect();
    assert!(statuses.contains(&401) && statuses.contains(&429), "{statuses:?}");

    for last in 101..=130 {
        let client = nginx.client(last);
        let phone = crate::world::Phone::new();
        let made = world.code_for("张伟");
        let proof = serde_json::to_vec(&phone.proof(&made.code, &made.fingerprint)).expect("JSON");
        let enrolled = client
            .post(nginx.url("/v1/enrol"))
            .body(proof)
            .send()
            .expect("an answer");
        assert_eq!(enrolled.status(), 200, "{last}");
        let enrolled: ruhu_core::wire::EnrolAnswer =
            serde_json::from_slice(&enrolled.bytes().expect("a body")).expect("its answer");
        let synced = client
            .post(nginx.url("/v1/sync"))
            .bearer_auth(&enrolled.token)
            .body("{}")
            .send();
        assert_eq!(synced.expect("an answer").status(), 200, "{last}");
    }
    let browser = nginx.client(20);
    let typed = form(&[("name", "王芳"), ("password", PASSWORD)]);
    let entered = browser
        .post(nginx.url("/sign-in"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", format!("https://{NAME}:{}", nginx.port))
        .body(typed)
        .send()
        .expect("an answer");
    assert_eq!(entered.status(), 303);
    let header = |name: &str| entered.headers()[name].to_str().expect("plain").to_owned();
    assert!(header("set-cookie").starts_with("__Host-ruhu_session="));
    assert!(header("strict-transport-security").starts_with("max-age"));
    for (path, status) in [("/health", 200), ("/metrics", 404), ("/sign-in", 200)] {
        let asked = browser.get(nginx.url(path)).send().expect("an answer");
        assert_eq!(asked.status().as_u16(), status, "{path}");
    }
    let rows = rows(&world);
    let from = |event: &str| -> Vec<String> {
        let of = rows.iter().filter(|row| row.event == event);
        of.filter_map(|row| row.origin.clone()).collect()
    };
    assert!(
        from("sign_in_failed").iter().all(|origin| origin == "127.0.0.66"),
        "{rows:?}"
    );
    assert_eq!(from("signed_in").last().map(String::as_str), Some("127.0.0.20"));
}

#[test]
fn an_upload_through_nginx_is_kept_as_far_as_it_came() {
    let world = believing(&["127.0.0.1"], Some("https://ruhu.example"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nginx = Nginx::before(world.running().listening(), folder.path());
    let phone = world.phone_of("张伟");
    let photo = vec![7u8; 3_000_000];
    phone.names(&world, &photo);
    let client = nginx.client(31);
    let tus = |call: reqwest::blocking::RequestBuilder| call.header("Tus-Resumable", "1.0.0").bearer_auth(&phone.token);
    let sha256 = ruhu_core::ids::Sha256::of(&photo);
    use base64::Engine;
    let name = base64::engine::general_purpose::STANDARD.encode(sha256.to_string());
    let begun = tus(client.post(nginx.url("/v1/photos")))
        .header("Upload-Length", photo.len().to_string())
        .header("Upload-Metadata", format!("sha256 {name}"))
        .send()
        .expect("an answer");
    assert_eq!(begun.status(), 201, "{:?}", begun.text());
    let place = begun.headers()["location"].to_str().expect("plain").to_owned();
    // Two thirds of a part, then the road is cut.
    let (send, body) = std::sync::mpsc::channel::<Vec<u8>>();
    let reader = Cut {
        parts: body,
        left: Vec::new(),
    };
    send.send(photo[..2_000_000].to_vec()).expect("taken");
    drop(send);
    let cut = tus(client.patch(nginx.url(&place)))
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", "0")
        .body(reqwest::blocking::Body::sized(reader, 3_000_000))
        .send();
    assert!(cut.is_err(), "the body ended early");
    let kept = (0..500).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let asked = tus(client.head(nginx.url(&place))).send().expect("an answer");
        let offset: usize = asked.headers().get("upload-offset")?.to_str().ok()?.parse().ok()?;
        (offset > 0).then_some(offset)
    });
    let kept = kept.expect("what arrived is kept");
    let rest = tus(client.patch(nginx.url(&place)))
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", kept.to_string())
        .body(photo[kept..].to_vec())
        .send()
        .expect("an answer");
    // The bytes are no photo's, so the whole is looked at and refused; but it came whole.
    assert!([204, 415, 422].contains(&rest.status().as_u16()), "{}", rest.status());
}

struct Cut {
    parts: std::sync::mpsc::Receiver<Vec<u8>>,
    left: Vec<u8>,
}

impl std::io::Read for Cut {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() {
            match self.parts.recv() {
                Ok(part) => self.left = part,
                Err(_) => return Err(std::io::Error::other("the road is cut")),
            }
        }
        let n = self.left.len().min(into.len());
        into[..n].copy_from_slice(&self.left[..n]);
        self.left.drain(..n);
        Ok(n)
    }
}
