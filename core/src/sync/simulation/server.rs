//! A server as docs/protocol.md has it, in memory: it keeps what it acknowledged, and forgets unfinished uploads when told.

use super::dice::Dice;
use super::phone::{FakePhone, Fate, TOKEN, server_signer};
use crate::ids::{KeyId, LogId, Sha256};
use crate::outbox::What;
use crate::record::{Checkpoint, Leaf, MerkleLog, Receipt, ReceiptOf};
use crate::sync::{HttpAnswer, HttpRequest, Method};
use crate::time::Moment;
use crate::wire::{
    Complaint, Down, METHOD_OVERRIDE, PHOTOS_PATH, PhotoState, SyncAnswer, SyncRequest, Taken, TakenState,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

pub(super) struct FakeServer {
    device: KeyId,
    log_id: LogId,
    pub(super) log: MerkleLog,
    seqs: BTreeMap<Sha256, u64>,
    fates: BTreeMap<Sha256, Fate>,
    named_by: BTreeMap<Sha256, Sha256>,
    records: BTreeMap<Sha256, (String, String)>,
    photos: BTreeMap<Sha256, Vec<u8>>,
    uploads: BTreeMap<String, Upload>,
    opened: u64,
    /// Of a part that was cut, what arrived is kept (a server may also drop it: it could not check it).
    keeps_cut_parts: bool,
    /// What the last sync call told of records and photos that wait.
    pub(super) told: Option<(u64, u64)>,
}

struct Upload {
    sha256: Sha256,
    length: u64,
    bytes: Vec<u8>,
}

/// An answer of this status, without anything else.
pub(super) fn bare(status: u16) -> HttpAnswer {
    HttpAnswer {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn no(status: u16, code: &str) -> HttpAnswer {
    let complaint = Complaint {
        code: code.into(),
        message: "no".into(),
    };
    HttpAnswer {
        body: serde_json::to_vec(&complaint).expect("JSON"),
        ..bare(status)
    }
}

fn with(mut answer: HttpAnswer, name: &str, value: &str) -> HttpAnswer {
    answer.headers.push((name.into(), value.into()));
    answer
}

impl FakeServer {
    pub(super) fn new(phone: &FakePhone, dice: &mut Dice) -> Self {
        let items = phone.items();
        let seq = |what: What| match what {
            What::Record { seq } => Some(seq),
            What::Copy { .. } | What::Original { .. } => None,
        };
        Self {
            device: phone.device.clone(),
            log_id: "610924102-a".parse().expect("printable"),
            log: MerkleLog::new(),
            seqs: items.iter().filter_map(|i| Some((i.sha256, seq(i.what)?))).collect(),
            fates: items.iter().map(|i| (i.sha256, phone.fate(&i.sha256))).collect(),
            named_by: items
                .iter()
                .filter_map(|i| Some((i.sha256, phone.named_by(i)?)))
                .collect(),
            records: BTreeMap::new(),
            photos: BTreeMap::new(),
            uploads: BTreeMap::new(),
            opened: 0,
            keeps_cut_parts: dice.chance(50),
            told: None,
        }
    }

    pub(super) fn has(&self, sha256: &Sha256, content: &[u8]) -> bool {
        match self.records.get(sha256) {
            Some((jws, _)) => jws.as_bytes() == content,
            None => self.photos.get(sha256).is_some_and(|bytes| bytes == content),
        }
    }

    pub(super) fn log_size(&self) -> u64 {
        self.log.size()
    }

    /// A restart that loses what is not whole.
    pub(super) fn lose_unfinished(&mut self) {
        self.uploads.clear();
    }

    /// Answers a request; `cut` says how many bytes of its body arrived when not all did.
    pub(super) fn answer(&mut self, request: &HttpRequest, cut: Option<usize>, now: Moment) -> HttpAnswer {
        let header = |name: &str| {
            request
                .headers
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v.as_str())
        };
        if header("Authorization") != Some(&format!("Bearer {TOKEN}")) {
            return no(401, "unknown_token");
        }
        let method = match header(METHOD_OVERRIDE) {
            Some("HEAD") if request.method == Method::Post => Method::Head,
            Some("PATCH") if request.method == Method::Post => Method::Patch,
            Some(other) => panic!("overridden by {other}"),
            None => request.method,
        };
        if method == Method::Patch || method == Method::Head {
            assert_eq!(header("Tus-Resumable"), Some("1.0.0"));
        }
        match request.path.strip_prefix(PHOTOS_PATH) {
            None if cut.is_some() => no(400, "not_json"),
            None => self.sync(request, now),
            Some(name) => with(self.photo(method, name, request, cut, now), "tus-resumable", "1.0.0"),
        }
    }

    fn photo(
        &mut self,
        method: Method,
        name: &str,
        request: &HttpRequest,
        cut: Option<usize>,
        now: Moment,
    ) -> HttpAnswer {
        let header = |name: &str| {
            request
                .headers
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v.as_str())
        };
        match (method, name) {
            (Method::Post, "") => {
                let length = header("Upload-Length").and_then(|v| v.parse().ok()).expect("a length");
                let metadata = header("Upload-Metadata").expect("metadata");
                let encoded = metadata.split([' ', ',']).nth(1).expect("sha256 first");
                let hash = String::from_utf8(STANDARD.decode(encoded).expect("base64")).expect("hex");
                self.create(hash.parse().expect("a hash"), length, request, cut, now)
            }
            (Method::Get, name) => {
                let sha256: Sha256 = name[1..].parse().expect("a hash");
                let receipt = self
                    .photos
                    .contains_key(&sha256)
                    .then(|| self.photo_receipt(&sha256, now));
                let state = PhotoState { sha256, receipt };
                HttpAnswer {
                    body: serde_json::to_vec(&state).expect("JSON"),
                    ..bare(200)
                }
            }
            (Method::Head, _) => match self.uploads.get(&request.path) {
                Some(upload) => with(bare(200), "upload-offset", &upload.bytes.len().to_string()),
                None => bare(404),
            },
            (Method::Patch, _) => self.append(request, cut, now),
            (Method::Post, _) => no(405, "no_such_method"),
        }
    }

    fn sync(&mut self, request: &HttpRequest, now: Moment) -> HttpAnswer {
        let Ok(call) = serde_json::from_slice::<SyncRequest>(&request.body) else {
            return no(400, "not_json");
        };
        if call
            .records
            .iter()
            .any(|jws| self.fates[&Sha256::of(jws.as_bytes())] == Fate::Stumbles)
        {
            return bare(500);
        }
        let mut taken = Vec::new();
        for jws in call.records {
            let sha256 = Sha256::of(jws.as_bytes());
            let state = if self.fates[&sha256] == Fate::Refused {
                TakenState::Refused(Complaint {
                    code: "revoked".into(),
                    message: "no".into(),
                })
            } else {
                TakenState::Receipt(self.take(sha256, jws, now))
            };
            taken.push(Taken { sha256, state });
        }
        self.told = Some((call.waiting_records, call.waiting_photos));
        let checkpoint = Checkpoint {
            log: self.log_id.clone(),
            size: self.log.size(),
            root: self.log.root(),
            time: now,
        };
        let consistency = call
            .checkpoint
            .filter(|seen| seen.size > 0 && seen.size < self.log.size())
            .map(|seen| self.log.consistency(seen.size).expect("an earlier size"));
        let answer = SyncAnswer {
            taken,
            checkpoint: server_signer().checkpoint(&checkpoint),
            consistency,
            down: Down {
                cursor: call.cursor + 1,
                ..Down::default()
            },
        };
        HttpAnswer {
            body: serde_json::to_vec(&answer).expect("JSON"),
            ..bare(200)
        }
    }

    fn take(&mut self, sha256: Sha256, jws: String, now: Moment) -> String {
        if let Some((_, receipt)) = self.records.get(&sha256) {
            return receipt.clone();
        }
        let n = self.log.push(Leaf::of(&[3; 32], &sha256));
        let receipt = server_signer().receipt(&Receipt {
            what: ReceiptOf::Record,
            sha256,
            device: self.device.clone(),
            seq: Some(self.seqs[&sha256]),
            log: self.log_id.clone(),
            n: Some(n),
            received: now,
        });
        self.records.insert(sha256, (jws, receipt.clone()));
        receipt
    }

    fn photo_receipt(&self, sha256: &Sha256, now: Moment) -> String {
        server_signer().receipt(&Receipt {
            what: ReceiptOf::Photo,
            sha256: *sha256,
            device: self.device.clone(),
            seq: None,
            log: self.log_id.clone(),
            n: None,
            received: now,
        })
    }

    fn create(
        &mut self,
        sha256: Sha256,
        length: u64,
        request: &HttpRequest,
        cut: Option<usize>,
        now: Moment,
    ) -> HttpAnswer {
        match self.fates[&sha256] {
            Fate::Refused => return no(403, "not_yours"),
            Fate::Stumbles => return bare(500),
            Fate::Fine | Fate::Unreadable => {}
        }
        assert!(
            self.records.contains_key(&self.named_by[&sha256]),
            "a photo before its record"
        );
        if self.photos.contains_key(&sha256) {
            // The receipt has to be asked for: the protocol allows both.
            return with(bare(201), "upload-offset", &length.to_string());
        }
        self.opened += 1;
        let path = format!("{PHOTOS_PATH}/uploads/{}", self.opened);
        self.uploads.insert(
            path.clone(),
            Upload {
                sha256,
                length,
                bytes: Vec::new(),
            },
        );
        let answer = if request.body.is_empty() && length > 0 {
            with(bare(201), "upload-offset", "0")
        } else {
            self.take_part(&path, request, cut, now, 201)
        };
        with(answer, "location", &path)
    }

    fn append(&mut self, request: &HttpRequest, cut: Option<usize>, now: Moment) -> HttpAnswer {
        let said = request
            .headers
            .iter()
            .find(|(n, _)| *n == "Upload-Offset")
            .map(|(_, v)| v.clone());
        match self.uploads.get(&request.path) {
            None => bare(404),
            Some(upload) if said != Some(upload.bytes.len().to_string()) => no(409, "offset_differs"),
            Some(_) => self.take_part(&request.path, request, cut, now, 204),
        }
    }

    fn take_part(
        &mut self,
        path: &str,
        request: &HttpRequest,
        cut: Option<usize>,
        now: Moment,
        good: u16,
    ) -> HttpAnswer {
        let upload = self.uploads.get_mut(path).expect("just found");
        let checksum = format!("sha256 {}", STANDARD.encode(Sha256::of(&request.body).0));
        let said = request
            .headers
            .iter()
            .find(|(n, _)| *n == "Upload-Checksum")
            .map(|(_, v)| v.as_str());
        match cut {
            Some(arrived) if self.keeps_cut_parts => upload.bytes.extend_from_slice(&request.body[..arrived]),
            Some(_) => {}
            None if said.is_some_and(|said| said != checksum) => return bare(460),
            None => upload.bytes.extend_from_slice(&request.body),
        }
        let (sha256, offset) = (upload.sha256, upload.bytes.len());
        if u64::try_from(offset) != Ok(upload.length) {
            return with(bare(good), "upload-offset", &offset.to_string());
        }
        let whole = self.uploads.remove(path).expect("just found").bytes;
        if Sha256::of(&whole) != sha256 {
            return no(422, "hash_differs");
        }
        self.photos.insert(sha256, whole);
        let answer = with(bare(good), "upload-offset", &offset.to_string());
        with(answer, "ruhu-receipt", &self.photo_receipt(&sha256, now))
    }
}
