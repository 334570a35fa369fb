//! A township with one household and two cadres, a real server on port 0 with a clock that the test steps, and a
//! client that speaks HTTP on a raw socket, so that a road can be cut at any byte.
#![allow(dead_code, reason = "each test file uses its own part of the world")]

pub mod accounts;
pub mod township;

use ruhu_core::domain::{Assignment, Cadre, Class, ClassFrom, FileRef, PhotoEntry};
use ruhu_core::ids::{CadreId, KeyId, RegionCode, Sha256};
use ruhu_core::record::{DeviceKey, HeaderKey, Jws, MemorySigner, Receipt, Signer, typ};
use ruhu_core::time::{Clock, Moment, TimeEvidence};
use ruhu_core::wire::{Complaint, EnrolAnswer, EnrolProof, EnrolRequest};
use ruhu_server::command::enrol::{Made, make};
use ruhu_server::folder::Folder;
use ruhu_server::store::{CadrePlan, HouseholdPlan, ImportPlan, Ledger, Person, PhotoNamed, Village};
use ruhu_server::town::decide;
use ruhu_server::web::serve::{Bounds, Front, Options, Quotas, Running, start_with};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

pub const TOWNSHIP: &str = "610924102";

/// A clock that stands until it is stepped.
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    pub fn step_ms(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}
impl Clock for SteppedClock {
    fn now(&self) -> TimeEvidence {
        TimeEvidence::told(Moment::from_millis(self.0.load(Ordering::SeqCst)))
    }
}

pub struct World {
    pub data: TempDir,
    pub clock: Arc<SteppedClock>,
    front: Front,
    address: Option<String>,
    running: Option<Running>,
}

impl World {
    pub fn new() -> Self {
        Self::on_disk(&std::env::temp_dir())
    }
    /// In a folder of this one.
    pub fn on_disk(disk: &Path) -> Self {
        let data = tempfile::tempdir_in(disk).expect("a temporary folder");
        let now: Moment = "2026-05-03T09:00:00+08:00".parse().expect("a good time");
        let folder = Folder::open(data.path(), None).expect("an empty folder can be begun");
        decide::import(&folder.store, &folder.signer.public(), &roster(), now).expect("a good roster");
        let mut world = Self {
            data,
            clock: Arc::new(SteppedClock(AtomicI64::new(now.millis()))),
            front: Front::default(),
            address: None,
            running: None,
        };
        world.start();
        world
    }
    /// Serves a folder that is there, by this world's clock.
    pub fn over(&self, data: TempDir) -> Self {
        let mut world = Self {
            data,
            clock: Arc::clone(&self.clock),
            front: Front::default(),
            address: None,
            running: None,
        };
        world.start();
        world
    }
    /// Serves anew within other bounds.
    pub fn bounded(bounds: Bounds) -> Self {
        Self::fronted(Front {
            bounds,
            ..Front::default()
        })
    }
    /// Serves anew with another front.
    pub fn fronted(front: Front) -> Self {
        Self::addressed(front, None)
    }
    /// Serves anew with another front, and says another address than where it listens.
    pub fn addressed(front: Front, address: Option<&str>) -> Self {
        let mut world = Self::new();
        world.stop();
        world.front = front;
        world.address = address.map(str::to_owned);
        world.start();
        world
    }
    /// Serves anew with other quotas.
    pub fn with_quotas(&mut self, quotas: Quotas) {
        self.stop();
        self.front.quotas = quotas;
        self.start();
    }
    pub fn start(&mut self) {
        let options = Options {
            data: self.data.path().to_owned(),
            key: None,
            listen: "127.0.0.1:0".parse().expect("an address"),
            address: self.address.clone(),
            clock: self.clock.clone(),
            simulated: false,
        };
        self.running = Some(start_with(options, self.front.clone()).expect("the folder can be served"));
    }
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown();
        }
    }
    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the server runs")
    }
    /// A second opening of the folder, as a command has it while the server runs.
    pub fn folder(&self) -> Folder {
        Folder::open_existing(self.data.path(), None).expect("the folder is there")
    }
    pub fn code_for(&self, cadre: &str) -> Made {
        let address = self.running().address().to_owned();
        make(&self.folder(), cadre, address, self.clock.now().wall).expect("the cadre is on the roster")
    }
    pub fn phone_of(&self, cadre: &str) -> Phone {
        let phone = Phone::new();
        let made = self.code_for(cadre);
        let answer = phone.enrol(self, &made.code, &made.fingerprint);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer: EnrolAnswer = answer.json();
        Phone {
            token: answer.token,
            ..phone
        }
    }
    pub fn call(&self, request: &Call<'_>) -> Answer {
        self.connect().call(request)
    }
    pub fn connect(&self) -> Road {
        Road::to(self.running().listening())
    }
    pub fn uploads(&self) -> usize {
        files_in(&self.data.path().join("uploads"))
    }
}

pub fn files_in(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("the folder is there").count()
}

fn roster() -> ImportPlan {
    let township: RegionCode = TOWNSHIP.parse().expect("nine digits");
    let village: RegionCode = "610924102001".parse().expect("twelve digits");
    let household = "610924102001001".parse().expect("a good number");
    let from = "2021-01-01".parse().expect("a day");
    let cadre = |number: u8, name: &str| CadrePlan {
        cadre: Cadre {
            id: CadreId::from_bytes([number; 16]),
            name: name.into(),
            unit: "财政所".into(),
            phone: String::new(),
        },
    };
    ImportPlan {
        township,
        township_name: "高坪镇".into(),
        file: Sha256::of(b"roster"),
        rows: 1,
        effective: None,
        villages: vec![Village {
            code: village.clone(),
            name: "一村".into(),
            listed: true,
        }],
        cadres: vec![cadre(1, "张伟"), cadre(2, "王芳")],
        households: vec![HouseholdPlan {
            household,
            village,
            entered: from,
            left: None,
            person: Person {
                head: "李明".into(),
                ..Person::default()
            },
            classes: vec![ClassFrom {
                class: Class::Lifted,
                from,
            }],
            assignments: vec![Assignment {
                household: "610924102001001".parse().expect("a good number"),
                cadre: CadreId::from_bytes([1; 16]),
                from,
                to: None,
            }],
            place: None,
        }],
        gone: Vec::new(),
    }
}

pub struct Phone {
    pub signer: Arc<MemorySigner>,
    pub token: String,
}

impl Phone {
    pub fn new() -> Self {
        Self {
            signer: Arc::new(MemorySigner::generate()),
            token: String::new(),
        }
    }
    pub fn kid(&self) -> KeyId {
        let point = self.signer.public_key().expect("a key in memory");
        DeviceKey::from_sec1(&point).expect("a good point").id()
    }
    /// The same phone, as it calls with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            signer: Arc::clone(&self.signer),
            token: token.to_owned(),
        }
    }
    pub fn proof(&self, code: &str, server: &KeyId) -> EnrolRequest {
        let proof = EnrolProof {
            code: code.to_owned(),
            server: server.clone(),
            // The phone's clock is years off: that is no reason to refuse it.
            wall: Moment::from_millis(0),
            model: "Redmi 9A, Android 10".into(),
        };
        let payload = serde_json::to_vec(&proof).expect("JSON");
        let proof = Jws::sign_es256(&*self.signer, typ::ENROL, &payload, HeaderKey::Jwk).expect("signed");
        EnrolRequest { proof }
    }
    pub fn enrol(&self, world: &World, code: &str, server: &KeyId) -> Answer {
        let body = serde_json::to_vec(&self.proof(code, server)).expect("JSON");
        world.call(&Call::new("POST", "/v1/enrol").body(&body))
    }
    /// Says to the store what a visit's record would: this phone's record names this photo.
    pub fn names(&self, world: &World, photo: &[u8]) {
        let file = FileRef {
            sha256: Sha256::of(photo),
            size: u64::try_from(photo.len()).expect("small"),
        };
        let copy = FileRef {
            sha256: Sha256::of(&[photo, b"copy"].concat()),
            size: file.size + 4,
        };
        let named = PhotoNamed {
            record: Sha256::of(&[photo, b"record"].concat()),
            device: self.kid(),
            visit: None,
            entry: PhotoEntry {
                original: file,
                copy,
                in_app: true,
                taken: world.clock.now().wall,
            },
        };
        let township = TOWNSHIP.parse().expect("nine digits");
        let store = world.folder().store;
        store
            .transact(&township, &mut |tx| tx.put_photos(std::slice::from_ref(&named)))
            .expect("written");
    }
}

/// One request.
pub struct Call<'a> {
    method: &'a str,
    path: &'a str,
    headers: Vec<(&'a str, String)>,
    body: &'a [u8],
}

impl<'a> Call<'a> {
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            headers: Vec::new(),
            body: b"",
        }
    }
    /// A call of tus by this phone.
    pub fn tus(method: &'a str, path: &'a str, phone: &Phone) -> Self {
        Self::new(method, path).with("Tus-Resumable", "1.0.0").by(phone)
    }
    pub fn by(self, phone: &Phone) -> Self {
        self.with("Authorization", format!("Bearer {}", phone.token))
    }
    pub fn with(mut self, name: &'a str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
    pub fn body(mut self, body: &'a [u8]) -> Self {
        self.body = body;
        self
    }
    /// A part of an upload.
    pub fn part(self, offset: usize, body: &'a [u8]) -> Self {
        self.with("Content-Type", "application/offset+octet-stream")
            .with("Upload-Offset", offset.to_string())
            .body(body)
    }
    fn head(&self) -> String {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: ruhu\r\nContent-Length: {}\r\n",
            self.method,
            self.path,
            self.body.len()
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head + "\r\n"
    }
}

/// A connection.
pub struct Road(TcpStream);

impl Road {
    pub fn to(address: std::net::SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        let patience = std::time::Duration::from_secs(60);
        stream.set_read_timeout(Some(patience)).expect("a time over zero");
        Self(stream)
    }
    /// Over a connection that was made already.
    pub fn over(stream: TcpStream) -> Self {
        Self(stream)
    }
    pub fn call(mut self, call: &Call<'_>) -> Answer {
        self.send(call, call.body.len());
        self.answer(call.method == "HEAD")
    }
    /// Sends the request, but only so many bytes of its body.
    pub fn send(&mut self, call: &Call<'_>, bytes: usize) {
        // A server that has heard enough may close while we still speak: its answer is what counts.
        let _ = self
            .0
            .write_all(&[call.head().as_bytes(), &call.body[..bytes]].concat());
    }
    pub fn more(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).expect("the road is open");
    }
    /// The road is cut: nothing more goes, nothing more comes.
    pub fn cut(self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
    pub fn answer(&mut self, head_only: bool) -> Answer {
        let mut bytes = Vec::new();
        let mut byte = [0u8; 1];
        while !bytes.ends_with(b"\r\n\r\n") {
            self.0.read_exact(&mut byte).expect("an answer");
            bytes.push(byte[0]);
        }
        let head = String::from_utf8(bytes).expect("headers are text");
        let mut lines = head.trim_end().split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status line");
        let mut answer = Answer {
            status: status.parse().expect("a number"),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: Vec::new(),
        };
        let length = match (head_only, answer.header("content-length")) {
            (false, Some(length)) => length.parse().expect("a number"),
            _ => 0,
        };
        answer.body = vec![0; length];
        self.0.read_exact(&mut answer.body).expect("the whole body");
        answer
    }
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).expect("the body that the call answers")
    }
    pub fn offset(&self) -> Option<usize> {
        self.header("upload-offset")?.parse().ok()
    }
    pub fn code(&self) -> String {
        self.json::<Complaint>().code
    }
    pub fn receipt(&self, world: &World) -> Option<Receipt> {
        let jws = self.header("ruhu-receipt")?;
        Some(
            world
                .running()
                .app()
                .signer
                .public()
                .receipt(jws)
                .expect("the server's own signature"),
        )
    }
}
