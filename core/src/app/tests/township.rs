//! A township's server in memory: it verifies, receipts and logs what it is sent, and tells of its households.

use super::SetClock;
use crate::domain::{Cadre, Visit, VisitFact};
use crate::ids::{CadreId, HouseholdNo, KeyId, LogId, Sha256};
use crate::record::{
    AboutServer, Checkpoint, DeviceCertificate, DeviceKey, Jws, Kind, Leaf, MerkleLog, Receipt, ReceiptOf,
    ServerSigner, SignedRecord, read_record,
};
use crate::rules::day_of;
use crate::sync::{HttpAnswer, HttpRequest, Method, Transport, TransportError};
use crate::time::Clock;
use crate::wire::sealed::public_key_of;
use crate::wire::{
    CompanionAsk, Complaint, Down, ENROL_PATH, EnrolAnswer, EnrolCode, EnrolRequest, HouseholdDown, PHOTOS_PATH,
    PhotoState, PolicyDown, SERVER_PATH, SYNC_PATH, ServerAnswer, SyncAnswer, SyncRequest, Taken, TakenState,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub const POLICY: &str = include_str!("../../../../tests/data/rules/default.policy.toml");
pub const BACKUP_KEY: [u8; 32] = [11; 32];

pub fn cadre() -> Cadre {
    Cadre {
        id: CadreId::from_bytes([1; 16]),
        name: "王建军".into(),
        unit: "县医院".into(),
        phone: String::new(),
    }
}

pub struct Township {
    clock: Arc<SetClock>,
    inner: Mutex<Inner>,
}

/// Changes a sync answer.
pub type Ahead = dyn Fn(&mut serde_json::Value) + Send;

pub struct Inner {
    signer: ServerSigner,
    log: MerkleLog,
    keys: HashMap<KeyId, DeviceKey>,
    /// Whose code it is.
    pub cadre: Cadre,
    pub households: Vec<HouseholdDown>,
    pub records: Vec<SignedRecord>,
    receipts: HashMap<Sha256, String>,
    pub photos: HashMap<Sha256, Vec<u8>>,
    uploads: HashMap<String, (Sha256, usize, Vec<u8>)>,
    cursor: u64,
    pub removed: Vec<HouseholdNo>,
    pub erased: Vec<HouseholdNo>,
    pub colleagues: Vec<Cadre>,
    pub asked: Vec<CompanionAsk>,
    pub signal: bool,
    pub refuse_records: bool,
    pub refuse_originals: Vec<Sha256>,
    /// What a later version of the server says otherwise in a sync answer.
    pub ahead: Option<Box<Ahead>>,
}

fn answer(status: u16, body: impl serde::Serialize) -> HttpAnswer {
    HttpAnswer {
        status,
        headers: Vec::new(),
        body: serde_json::to_vec(&body).expect("JSON"),
    }
}

impl Township {
    pub fn new(clock: Arc<SetClock>, households: Vec<HouseholdDown>) -> Self {
        let inner = Inner {
            signer: ServerSigner::from_bytes(&[9; 32]),
            log: MerkleLog::new(),
            keys: HashMap::new(),
            cadre: cadre(),
            households,
            records: Vec::new(),
            receipts: HashMap::new(),
            photos: HashMap::new(),
            uploads: HashMap::new(),
            cursor: 0,
            removed: Vec::new(),
            erased: Vec::new(),
            colleagues: Vec::new(),
            asked: Vec::new(),
            signal: true,
            refuse_records: false,
            refuse_originals: Vec::new(),
            ahead: None,
        };
        Self {
            clock,
            inner: Mutex::new(inner),
        }
    }
    pub fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().expect("no test panicked inside"))
    }
    pub fn code(&self) -> String {
        let code = EnrolCode {
            address: "http://township.test".into(),
            code: "01ABCDEFGH".into(),
            server: self.with(|inner| inner.signer.public().id()),
            pin: None,
        };
        code.to_qr()
    }
    fn now(&self) -> crate::time::Moment {
        self.clock.now().wall
    }
}

impl Transport for Township {
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, TransportError> {
        let now = self.now();
        self.with(|inner| {
            if !inner.signal {
                return Err(TransportError::Unreachable);
            }
            Ok(match (request.method, request.path.as_str()) {
                (Method::Get, SERVER_PATH) => inner.about(),
                (Method::Post, ENROL_PATH) => inner.enrol(request, now),
                (Method::Post, SYNC_PATH) => inner.sync(request, now),
                _ => inner.photo(request, now),
            })
        })
    }
}

impl Inner {
    fn log_id(&self) -> LogId {
        "610924102-a".parse().expect("printable")
    }
    fn checkpoint(&self, now: crate::time::Moment) -> String {
        self.signer.checkpoint(&Checkpoint {
            log: self.log_id(),
            size: self.log.size(),
            root: self.log.root(),
            time: now,
        })
    }

    fn about(&self) -> HttpAnswer {
        let about = AboutServer::new(&self.signer.public(), Some("蒿坪镇".into()), None);
        let server = self.signer.about(&about);
        answer(200, ServerAnswer { server })
    }
    fn enrol(&mut self, request: &HttpRequest, now: crate::time::Moment) -> HttpAnswer {
        let call: EnrolRequest = serde_json::from_slice(&request.body).expect("a call");
        let (key, _) = Jws::open_by_jwk(&call.proof, "ruhu-enrol+1").expect("a proof");
        let certificate = DeviceCertificate {
            device: key.id(),
            cadre: self.cadre.id,
            township: "610924102".parse().expect("a township"),
            enrolled: now,
        };
        self.keys.insert(key.id(), key);
        answer(
            200,
            EnrolAnswer {
                certificate: self
                    .signer
                    .sign("ruhu-device+1", &serde_json::to_vec(&certificate).expect("JSON")),
                token: "token".into(),
                township: "610924102".parse().expect("a township"),
                township_name: "蒿坪镇".into(),
                cadre: self.cadre.clone(),
                server_key: URL_SAFE_NO_PAD.encode(self.signer.public().to_bytes()),
                backup_key: URL_SAFE_NO_PAD.encode(public_key_of(&BACKUP_KEY).expect("a key")),
                checkpoint: self.checkpoint(now),
                simulated: true,
            },
        )
    }

    fn sync(&mut self, request: &HttpRequest, now: crate::time::Moment) -> HttpAnswer {
        let call: SyncRequest = serde_json::from_slice(&request.body).expect("a call");
        let before = self.log.size();
        let taken = call.records.iter().map(|jws| self.take(jws, now)).collect();
        let consistency = call
            .checkpoint
            .filter(|seen| seen.size > 0 && seen.size < self.log.size())
            .map(|seen| self.log.consistency(seen.size).expect("an earlier size"));
        if self.log.size() > before || call.cursor == 0 {
            self.cursor += 1;
        }
        let down = Down {
            cursor: self.cursor.max(1),
            now: Some(now),
            households: self.households.clone(),
            removed: self.removed.clone(),
            erased: self.erased.clone(),
            policies: (call.cursor == 0).then(|| {
                vec![PolicyDown {
                    id: "default".parse().expect("an id"),
                    scope: "610924102".parse().expect("a scope"),
                    toml: POLICY.into(),
                }]
            }),
            cadres: (call.cursor == 0).then(|| [vec![self.cadre.clone()], self.colleagues.clone()].concat()),
            asked: Some(self.asked.clone()),
        };
        let mut told = answer(
            200,
            SyncAnswer {
                taken,
                checkpoint: self.checkpoint(now),
                consistency,
                down,
            },
        );
        if let Some(ahead) = &self.ahead {
            let mut body = serde_json::from_slice(&told.body).expect("JSON");
            ahead(&mut body);
            told.body = body.to_string().into_bytes();
        }
        told
    }

    fn take(&mut self, jws: &str, now: crate::time::Moment) -> Taken {
        let sha256 = Sha256::of(jws.as_bytes());
        if self.refuse_records {
            let no = Complaint {
                code: "key_revoked".into(),
                message: "no".into(),
            };
            return Taken {
                sha256,
                state: TakenState::Refused(no),
            };
        }
        if let Some(receipt) = self.receipts.get(&sha256) {
            let state = TakenState::Receipt(receipt.clone());
            return Taken { sha256, state };
        }
        let parsed = Jws::parse(jws).expect("a JWS");
        let kid = parsed.header["kid"]
            .as_str()
            .expect("a kid")
            .parse::<KeyId>()
            .expect("a key id");
        let record = read_record(jws, &self.keys[&kid]).expect("a genuine record");
        let n = self.log.push(Leaf::of(&[3; 32], &sha256));
        let receipt = self.signer.receipt(&Receipt {
            what: ReceiptOf::Record,
            sha256,
            device: record.envelope.device.clone(),
            seq: Some(record.envelope.seq),
            log: self.log_id(),
            n: Some(n),
            received: now,
        });
        if record.envelope.kind == Kind::Visit {
            let visit: Visit = serde_json::from_value(record.envelope.body.clone()).expect("a visit");
            let fact = VisitFact {
                id: record.envelope.id.into(),
                day: day_of(&visit, record.envelope.anchor.as_ref(), Some(now)),
                mode: visit.mode,
                verdict: visit.judged.verdict,
                decision: None,
            };
            let of_it = self
                .households
                .iter_mut()
                .find(|h| h.household.household == visit.household);
            if let Some(household) = of_it {
                household.visits.push(fact);
            }
        }
        self.records.push(record);
        self.receipts.insert(sha256, receipt.clone());
        Taken {
            sha256,
            state: TakenState::Receipt(receipt),
        }
    }

    fn photo_receipt(&self, sha256: Sha256, now: crate::time::Moment) -> String {
        let device = self
            .records
            .last()
            .expect("a record came first")
            .envelope
            .device
            .clone();
        self.signer.receipt(&Receipt {
            what: ReceiptOf::Photo,
            sha256,
            device,
            seq: None,
            log: self.log_id(),
            n: None,
            received: now,
        })
    }

    fn photo(&mut self, request: &HttpRequest, now: crate::time::Moment) -> HttpAnswer {
        let header = |name: &str| request.headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
        match request.method {
            Method::Get => {
                let sha256: Sha256 = request
                    .path
                    .rsplit('/')
                    .next()
                    .expect("a name")
                    .parse()
                    .expect("a hash");
                let receipt = self
                    .photos
                    .contains_key(&sha256)
                    .then(|| self.photo_receipt(sha256, now));
                answer(200, PhotoState { sha256, receipt })
            }
            Method::Post => {
                let metadata = header("Upload-Metadata").expect("metadata");
                let encoded = metadata.split([' ', ',']).nth(1).expect("sha256 first").to_owned();
                let hash = String::from_utf8(STANDARD.decode(encoded).expect("base64")).expect("hex");
                let sha256: Sha256 = hash.parse().expect("a hash");
                if self.refuse_originals.contains(&sha256) {
                    let no = Complaint {
                        code: "not_wanted".into(),
                        message: "no".into(),
                    };
                    return answer(403, no);
                }
                let length = header("Upload-Length").expect("a length").parse().expect("a number");
                let path = format!("{PHOTOS_PATH}/uploads/{sha256}");
                self.uploads.insert(path.clone(), (sha256, length, Vec::new()));
                let mut answer = self.part(&path, &request.body, 201, now);
                answer.headers.push(("location".into(), path));
                answer
            }
            Method::Patch => self.part(&request.path, &request.body, 204, now),
            Method::Head => match self.uploads.get(&request.path) {
                Some((_, _, bytes)) => offset(200, bytes.len()),
                None => answer(404, ()),
            },
        }
    }

    fn part(&mut self, path: &str, bytes: &[u8], good: u16, now: crate::time::Moment) -> HttpAnswer {
        let (sha256, length, kept) = self.uploads.get_mut(path).expect("an upload");
        kept.extend_from_slice(bytes);
        let (sha256, whole, there) = (*sha256, *length == kept.len(), kept.len());
        let mut answer = offset(good, there);
        if whole {
            let (_, _, bytes) = self.uploads.remove(path).expect("just there");
            assert_eq!(Sha256::of(&bytes), sha256);
            self.photos.insert(sha256, bytes);
            answer
                .headers
                .push(("ruhu-receipt".into(), self.photo_receipt(sha256, now)));
        }
        answer
    }
}

fn offset(status: u16, there: usize) -> HttpAnswer {
    HttpAnswer {
        status,
        headers: vec![("upload-offset".into(), there.to_string())],
        body: Vec::new(),
    }
}
