//! A small township whose records are signed by real keys and taken in by the real server code, on a clock that the test
//! sets.

use ruhu_core::domain::{
    FileRef, Fix, Judged, LatLon, Mode, PhotoEntry, Ruling, Statements, Verdict, Visit, WaiverKind, WaiverScope,
};
use ruhu_core::ids::{CadreId, HouseholdNo, RecordId, RegionCode, Sha256, VisitId};
use ruhu_core::record::{
    Anchor, DecisionBody, DeviceKey, Envelope, Kind, MemorySigner, SignedRecord, Signer, Tombstone, WaiverBody,
    sign_record,
};
use ruhu_core::time::{Day, Moment, TimeAnchor, TimeEvidence};
use ruhu_core::wire::{SyncRequest, TakenState};
use ruhu_server::command::export::make;
use ruhu_server::folder::Folder;
use ruhu_server::pack::verify::{Code, Report, verify};
use ruhu_server::pack::{Exported, Form};
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::store::{
    Access, DeviceRow, Ledger, NewCode, NewPhone, PhotoRow, Serving, UploadId, UploadRow, Uploads,
};
use ruhu_server::town::decide;
use ruhu_server::town::ingest;
use ruhu_server::town::log;
use serde_json::json;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const TOWNSHIP: &str = "610924102";
pub const VILLAGE: &str = "610924102001";
/// Boot and monotonic clock of every phone here begin at this moment.
const BOOT: &str = "2025-01-01T00:00:00+08:00";

pub struct World {
    pub data: TempDir,
    pub folder: Folder,
    pub phones: Vec<Phone>,
    pub now: Moment,
    born: u64,
    /// Receipts as the phones were given them.
    pub receipts: Vec<String>,
}

pub struct Phone {
    pub signer: MemorySigner,
    pub row: DeviceRow,
    seq: u64,
    prev: Option<Sha256>,
    anchor: Option<Anchor>,
    waiting: Vec<String>,
}

pub fn moment(text: &str) -> Moment {
    text.parse().expect("a good time")
}
pub fn code(text: &str) -> RegionCode {
    text.parse().expect("a good code")
}
pub fn household(number: u8) -> HouseholdNo {
    format!("61092410200{}{number:03}", 1 + number / 3)
        .parse()
        .expect("a good number")
}
pub fn cadre(number: u8) -> CadreId {
    CadreId::from_bytes([number; 16])
}
pub fn home(number: u8) -> LatLon {
    LatLon {
        lat: 32.6 + f64::from(number) / 50.0,
        lon: 108.7,
    }
}
pub fn clocks(wall: Moment) -> TimeEvidence {
    TimeEvidence {
        wall,
        monotonic_ms: Some(u64::try_from(wall.since(moment(BOOT))).expect("after the boot")),
        boot: Some(7),
        gnss: None,
    }
}

impl Phone {
    /// What the phone saw of the log last.
    pub fn anchor(&self) -> &Anchor {
        self.anchor.as_ref().expect("it has synced")
    }
    /// A changed client: its next records name what `change` makes of it.
    pub fn change_anchor(&mut self, change: impl FnOnce(&mut Anchor)) {
        change(self.anchor.as_mut().expect("it has synced"));
    }
}

/// A photo of a household and a time: its bytes are unlike any other's.
pub struct Picture {
    pub original: Vec<u8>,
    pub copy: Vec<u8>,
}
impl Picture {
    pub fn new(name: &str) -> Self {
        Self {
            original: format!("original of {name}").into_bytes(),
            copy: format!("copy of {name}").into_bytes(),
        }
    }
    pub fn entry(&self, taken: Moment) -> PhotoEntry {
        let file = |bytes: &[u8]| FileRef {
            sha256: Sha256::of(bytes),
            size: u64::try_from(bytes.len()).expect("small"),
        };
        PhotoEntry {
            original: file(&self.original),
            copy: file(&self.copy),
            in_app: true,
            taken,
        }
    }
}

impl World {
    /// Two villages of three households, two cadres with a phone each, on the first morning of 2025.
    pub fn new() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::open(data.path(), None).expect("an empty folder can be begun");
        let now = moment("2025-01-02T09:00:00+08:00");
        decide::import(&folder.store, &folder.signer.public(), &super::township::roster(), now).expect("a good roster");
        let mut world = Self {
            data,
            folder,
            phones: Vec::new(),
            now,
            born: 0,
            receipts: Vec::new(),
        };
        for number in [1, 2] {
            world.enrol(number);
        }
        world
    }

    pub fn simulated(self) -> Self {
        let serving = Serving {
            address: None,
            simulated: true,
        };
        self.folder.store.set_serving(&serving).expect("written");
        self
    }

    fn enrol(&mut self, number: u8) {
        let signer = MemorySigner::from_bytes(&[number + 10; 32]).expect("a good scalar");
        let public_key = signer.public_key().expect("in memory");
        let kid = DeviceKey::from_sec1(&public_key).expect("a point").id();
        let store = &self.folder.store;
        let hash = Sha256::of(&[number]);
        store
            .keep_code(&NewCode {
                hash,
                township: code(TOWNSHIP),
                cadre: cadre(number),
                issued: self.now,
                expires: self.now.plus_ms(1000),
            })
            .expect("kept");
        let phone = NewPhone {
            kid: kid.clone(),
            public_key,
            model: "Redmi 9A".into(),
            token: Sha256::of(&[number, number]),
            now: self.now,
        };
        store.enrol(&hash, &phone).expect("enrolled");
        let row = store.phone_of(&phone.token).expect("read").expect("enrolled");
        self.phones.push(Phone {
            signer,
            row,
            seq: 0,
            prev: None,
            anchor: None,
            waiting: Vec::new(),
        });
    }

    fn birth(&mut self) -> [u8; 16] {
        self.born += 1;
        let mut id = [0x77; 16];
        id[8..].copy_from_slice(&self.born.to_be_bytes());
        id
    }

    /// A visit as a good cadre makes it: at the door, with a fix and a photo, a quarter of an hour.
    pub fn good_visit(&self, phone: usize, to: u8, at: &str) -> Visit {
        let started = moment(at);
        let place = home(to);
        Visit {
            household: household(to),
            cadre: self.phones[phone].row.cadre,
            companions: vec![],
            mode: Mode::OnSite,
            late: false,
            started: clocks(started),
            ended: clocks(started.plus_ms(900_000)),
            fixes: vec![Fix {
                lat: place.lat,
                lon: place.lon,
                accuracy_m: Some(8.0),
                at: started.plus_ms(60_000),
                mock: false,
                provider: Some("gps".into()),
            }],
            no_fix_reason: None,
            far_reason: None,
            refused_reason: None,
            photos: vec![Picture::new(&format!("{to} {at}")).entry(started.plus_ms(120_000))],
            statements: Statements {
                note: Some("门前有积水".into()),
                ..Statements::default()
            },
            judged: Judged {
                policy: None,
                place_version: Some(1),
                roster_cursor: 0,
                verdict: Verdict::Counts,
                codes: vec![],
            },
        }
    }

    /// The phone writes a visit down when it ends.
    pub fn visit(&mut self, phone: usize, visit: &Visit) -> (VisitId, SignedRecord) {
        let id = self.birth();
        let at = visit.ended;
        let body = serde_json::to_value(visit).expect("JSON");
        let record = self.phones[phone].write(RecordId::from_bytes(id), Kind::Visit, at, body);
        (VisitId::from_bytes(id), record)
    }

    pub fn record(&mut self, phone: usize, kind: Kind, at: &str, body: serde_json::Value) -> SignedRecord {
        let id = RecordId::from_bytes(self.birth());
        self.phones[phone].write(id, kind, clocks(moment(at)), body)
    }

    /// Sends what waits on a phone; the server's clock says `at`.
    pub fn sync(&mut self, phone: usize, at: &str) {
        self.now = moment(at);
        let phone = &mut self.phones[phone];
        let request = SyncRequest {
            records: std::mem::take(&mut phone.waiting),
            ..SyncRequest::default()
        };
        let Folder { store, signer, .. } = &self.folder;
        let answer = ingest::sync(store, signer, &phone.row, &request, self.now).expect("taken in");
        for taken in answer.taken {
            match taken.state {
                TakenState::Receipt(receipt) => self.receipts.push(receipt),
                TakenState::Refused(complaint) => panic!("{}: {}", complaint.code, complaint.message),
            }
        }
        let point = signer.public().checkpoint(&answer.checkpoint).expect("genuine");
        phone.anchor = Some(Anchor {
            log: point.log,
            size: point.size,
            root: point.root,
            time: TimeAnchor {
                time: self.now,
                monotonic_ms: clocks(self.now).monotonic_ms.expect("set"),
                boot: 7,
            },
        });
    }

    /// A photo file arrives.
    pub fn upload(&self, phone: usize, bytes: &[u8]) {
        let sha256 = Sha256::of(bytes);
        let township = code(TOWNSHIP);
        let shelf = PhotoShelf::local(&self.data.path().join("photos")).expect("a shelf");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let put = shelf.put(&township, &sha256, bytes.to_vec().into());
        runtime.block_on(put).expect("on the shelf");
        let upload = UploadRow {
            id: UploadId::new(),
            device: self.phones[phone].row.kid.clone(),
            township: township.clone(),
            sha256,
            length: u64::try_from(bytes.len()).expect("small"),
            expires: self.now.plus_ms(1000),
            finished: false,
        };
        let store = &self.folder.store;
        store.begin_upload(&upload).expect("begun");
        let row = PhotoRow {
            township,
            sha256,
            size: upload.length,
            device: upload.device.clone(),
            received: self.now,
        };
        store.take_photo(&upload.id, &row).expect("taken");
    }

    pub fn waive(&self, scope: WaiverScope, kind: WaiverKind, from: &str, to: &str) {
        let waiver = WaiverBody {
            scope,
            kind,
            from: from.parse().expect("a day"),
            to: to.parse().expect("a day"),
            why: "封村".into(),
            paper: None,
            by: None,
        };
        // Days that are waived so already are refused: nothing changes then.
        match decide::waive(&self.folder.store, &code(TOWNSHIP), &waiver, self.now) {
            Ok(()) | Err(ruhu_server::Error::Refused { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    pub fn decide(&self, visit: VisitId, ruling: Option<Ruling>) {
        let decision = DecisionBody {
            visit,
            ruling,
            why: "看过材料".into(),
            by: "所长".into(),
        };
        decide::rule(&self.folder.store, &code(TOWNSHIP), &decision, self.now).expect("decided");
    }

    /// What a lawful erasure leaves: a tombstone signed by the township, the leaf, and neither text nor salt.
    pub fn erase(&self, record: &SignedRecord) {
        let tombstone = Tombstone {
            device: record.envelope.device.clone(),
            seq: record.envelope.seq,
            sha256: record.sha256,
            when: self.now,
            by: "镇长".into(),
            why: None,
        };
        let store = &self.folder.store;
        store
            .transact(&code(TOWNSHIP), &mut |tx| {
                log::append_own(tx, Kind::Tombstone, &tombstone, self.now).map(|_| ())
            })
            .expect("written");
        let database = rusqlite::Connection::open(self.data.path().join("ruhu.db")).expect("the store's file");
        let erased = database
            .execute(
                "UPDATE record SET jws = NULL, salt = NULL WHERE sha256 = ?1",
                [record.sha256.0],
            )
            .expect("erased");
        assert_eq!(erased, 1);
        // The next transaction ends with the new root; this one is about nobody, and on days of its own: a waiver of
        // days that are waived already is refused.
        let [first, second, ..] = record.sha256.0;
        let day = Day::from_number(-60_000 + i32::from(u16::from_be_bytes([first, second]) / 2));
        let day = day.to_string();
        self.waive(WaiverScope::Region(code(VILLAGE)), WaiverKind::Remote, &day, &day);
    }

    pub fn export(&self, scope: &str, year: i32, name: &str, form: Form) -> (PathBuf, Exported) {
        let out = self.data.path().join(name);
        let exported = make(&self.folder, code(scope), year, &out, form, self.now).expect("exported");
        (out, exported)
    }
}

impl Phone {
    fn write(&mut self, id: RecordId, kind: Kind, at: TimeEvidence, body: serde_json::Value) -> SignedRecord {
        let record = self.sign(id, kind, at, body);
        self.seq += 1;
        self.prev = Some(record.sha256);
        self.waiting.push(record.jws.clone());
        record
    }
    fn sign(&self, id: RecordId, kind: Kind, at: TimeEvidence, body: serde_json::Value) -> SignedRecord {
        let envelope = Envelope {
            id,
            kind,
            v: 1,
            township: code(TOWNSHIP),
            device: self.row.kid.clone(),
            seq: self.seq + 1,
            prev: self.prev,
            at,
            anchor: self.anchor.clone(),
            body,
        };
        sign_record(&self.signer, envelope).expect("signs")
    }
    /// What waits is lost: the next record leaves a gap.
    pub fn lose_waiting(&mut self) -> Vec<String> {
        std::mem::take(&mut self.waiting)
    }
    /// Sends this after all, after everything that waits.
    pub fn found_again(&mut self, lost: Vec<String>) {
        self.waiting.extend(lost);
    }
    /// A second record of the number that comes next, as a phone restored from a backup writes one.
    pub fn fork(&mut self, at: &str) {
        let id = RecordId::from_bytes([0x55; 16]);
        let record = self.sign(
            id,
            Kind::Consent,
            clocks(moment(at)),
            json!({"version": "b", "given": true}),
        );
        self.waiting.push(record.jws);
    }
}

/// Verifies; the codes that were found, each once.
pub fn codes(report: &Report) -> Vec<Code> {
    let mut codes: Vec<Code> = report.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
pub fn check(pack: &Path) -> Report {
    verify(pack, None).expect("a pack")
}
