//! A small town for the contract: three households, two cadres, as many phones as a test wants; fixed ids and clocks.

use super::Make;
use crate::Result;
use crate::store::{
    CadrePlan, DeviceRow, HouseholdPlan, ImportPlan, LedgerTx, Person, RecordRow, Store, Village, VisitRow,
};
use crate::town::decide;
use crate::town::ingest;
use ruhu_core::domain::{
    Assignment, Cadre, Class, ClassFrom, FileRef, Fix, Judged, LatLon, Mode, PhotoEntry, Statements, Verdict, Visit,
};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, RecordId, RegionCode, Sha256};
use ruhu_core::record::{
    CompanionBody, DeviceKey, Envelope, Kind, MemorySigner, ServerSigner, SignedRecord, Signer, sign_record,
};
use ruhu_core::time::{Day, Moment, TimeEvidence};
use ruhu_core::wire::{SyncAnswer, SyncRequest, TakenState};
use std::any::Any;
use std::sync::Mutex;

/// A store that was made for a test, and what must live as long.
pub struct Made {
    pub store: Box<dyn Store>,
    pub keep: Box<dyn Any + Send + Sync>,
}

pub struct Town {
    pub store: Box<dyn Store>,
    pub keep: Box<dyn Any + Send + Sync>,
    pub make: Make,
    pub server: ServerSigner,
    pub code: RegionCode,
}

/// When everything of a test arrives, unless it says otherwise.
pub fn now() -> Moment {
    moment("2026-06-30T12:00:00+08:00")
}
pub fn moment(text: &str) -> Moment {
    text.parse().expect("a good time")
}
pub fn day(text: &str) -> Day {
    text.parse().expect("a good day")
}
pub fn household(number: u8) -> HouseholdNo {
    format!("H{number}").parse().expect("a good number")
}
pub fn cadre(number: u8) -> CadreId {
    CadreId::from_bytes([number; 16])
}
/// Where household `number` is: some kilometres from the next.
pub fn home(number: u8) -> LatLon {
    LatLon {
        lat: 32.0 + 0.02 * f64::from(number),
        lon: 108.0,
    }
}

impl Town {
    pub fn new(make: Make) -> Self {
        let made = make();
        let town = Self {
            store: made.store,
            keep: made.keep,
            make,
            server: ServerSigner::from_bytes(&[7; 32]),
            code: "610924102".parse().expect("nine digits"),
        };
        decide::import(
            &*town.store,
            &town.server.public(),
            &town.plan(),
            moment("2025-12-01T09:00:00+08:00"),
        )
        .expect("the first import");
        town
    }
    /// Households 1 and 2 are cadre 1's, household 3 is cadre 2's.
    pub fn plan(&self) -> ImportPlan {
        let village: RegionCode = "610924102001".parse().expect("twelve digits");
        let from = day("2021-01-01");
        let households = [(1, 1), (2, 1), (3, 2)].map(|(number, its)| HouseholdPlan {
            household: household(number),
            village: village.clone(),
            entered: from,
            left: None,
            person: Person {
                head: format!("户主{number}"),
                ..Person::default()
            },
            classes: vec![ClassFrom {
                class: Class::Lifted,
                from,
            }],
            assignments: vec![Assignment {
                household: household(number),
                cadre: cadre(its),
                from,
                to: None,
            }],
            place: None,
        });
        ImportPlan {
            township: self.code.clone(),
            township_name: "镇".into(),
            file: Sha256::of(b"roster"),
            rows: 3,
            effective: None,
            villages: vec![Village {
                code: village,
                name: "一村".into(),
                listed: false,
            }],
            cadres: [1, 2]
                .map(|number| CadrePlan {
                    cadre: Cadre {
                        id: cadre(number),
                        name: format!("干部{number}"),
                        unit: "单位".into(),
                        phone: "13800000000".into(),
                    },
                })
                .to_vec(),
            households: households.to_vec(),
            gone: Vec::new(),
        }
    }
    pub fn phone(&self, of: CadreId) -> Phone {
        let signer = MemorySigner::generate();
        let key = signer.public_key().expect("a public key");
        let device = DeviceRow {
            kid: DeviceKey::from_sec1(&key).expect("a good key").id(),
            township: self.code.clone(),
            cadre: of,
            public_key: key,
            revoked: None,
        };
        self.within(|tx| tx.put_device(&device, "test phone", now()));
        Phone {
            signer,
            device,
            town: self.code.clone(),
            chain: Mutex::new((0, None)),
        }
    }
    /// One transaction.
    pub fn within<T>(&self, mut work: impl FnMut(&mut dyn LedgerTx) -> Result<T>) -> T {
        let mut answer = None;
        self.store
            .transact(&self.code, &mut |tx| {
                answer = Some(work(tx)?);
                Ok(())
            })
            .expect("a transaction that goes well");
        answer.expect("the work ran")
    }
    pub fn send_at(&self, phone: &Phone, records: &[&SignedRecord], at: Moment) -> SyncAnswer {
        let texts = records.iter().map(|record| record.jws.clone()).collect();
        self.send_texts(phone, texts, at)
    }
    pub fn send(&self, phone: &Phone, records: &[&SignedRecord]) -> SyncAnswer {
        self.send_at(phone, records, now())
    }
    pub fn send_texts(&self, phone: &Phone, records: Vec<String>, at: Moment) -> SyncAnswer {
        let request = SyncRequest {
            records,
            ..SyncRequest::default()
        };
        ingest::sync(&*self.store, &self.server, &phone.device, &request, at).expect("a sync that goes well")
    }
    /// Sends a record to another handle of the same store.
    pub fn send_to(&self, store: &dyn Store, phone: &Phone, record: &SignedRecord) {
        let request = SyncRequest {
            records: vec![record.jws.clone()],
            ..SyncRequest::default()
        };
        ingest::sync(store, &self.server, &phone.device, &request, now()).expect("a sync that goes well");
    }
    pub fn hear(&self, phone: &Phone, cursor: u64) -> ruhu_core::wire::Down {
        let (code, of) = (&self.code, &phone.device.cadre);
        self.store.down(code, of, cursor, now()).expect("what has changed")
    }
    pub fn visit(&self, record: &SignedRecord) -> VisitRow {
        self.within(|tx| tx.visit(&record.envelope.id.into()))
            .expect("the visit is there")
    }
    pub fn row(&self, record: &SignedRecord) -> RecordRow {
        self.within(|tx| tx.record(&record.sha256))
            .expect("the record is there")
    }
}

pub struct Phone {
    signer: MemorySigner,
    pub device: DeviceRow,
    town: RegionCode,
    chain: Mutex<(u64, Option<Sha256>)>,
}

impl Phone {
    pub fn kid(&self) -> &KeyId {
        &self.device.kid
    }
    /// The next record of its chain; its id ends in `number`.
    pub fn write(&self, number: u8, kind: Kind, body: serde_json::Value) -> SignedRecord {
        let mut chain = self.chain.lock().expect("no test panicked inside");
        let (seq, prev) = *chain;
        let record = self.write_as(number, seq + 1, prev, kind, body);
        *chain = (seq + 1, Some(record.sha256));
        record
    }
    pub fn write_as(
        &self,
        number: u8,
        seq: u64,
        prev: Option<Sha256>,
        kind: Kind,
        body: serde_json::Value,
    ) -> SignedRecord {
        let mut id = [0; 16];
        id[15] = number;
        let envelope = Envelope {
            id: RecordId::from_bytes(id),
            kind,
            v: 1,
            township: self.town.clone(),
            device: self.device.kid.clone(),
            seq,
            prev,
            at: TimeEvidence::told(now()),
            anchor: None,
            body,
        };
        sign_record(&self.signer, envelope).expect("a record")
    }
    /// This phone's cadre says of a visit that he or she was there, or was not.
    pub fn says(&self, number: u8, of: &SignedRecord, there: bool) -> SignedRecord {
        let word = CompanionBody {
            cadre: self.device.cadre,
            visit: of.envelope.id.into(),
            sha256: of.sha256,
            there,
        };
        self.write(number, Kind::Companion, serde_json::to_value(word).expect("JSON"))
    }
    pub fn visits(&self, number: u8, visit: &Visit) -> SignedRecord {
        self.write(
            number,
            Kind::Visit,
            serde_json::to_value(visit).expect("a visit is JSON"),
        )
    }
}

/// A good visit of a quarter of an hour at a household, by its cadre, with a photo of its own.
pub fn good_visit(at: u8, by: CadreId, started: &str) -> Visit {
    let started = moment(started);
    let clocks = |ms: i64| TimeEvidence::told(started.plus_ms(ms));
    let point = home(at);
    Visit {
        household: household(at),
        cadre: by,
        companions: Vec::new(),
        mode: Mode::OnSite,
        late: false,
        started: clocks(0),
        ended: clocks(900_000),
        fixes: vec![Fix {
            lat: point.lat,
            lon: point.lon,
            accuracy_m: Some(8.0),
            at: started.plus_ms(60_000),
            mock: false,
            provider: None,
        }],
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: vec![photo(&started.to_string(), started)],
        statements: Statements::default(),
        judged: Judged {
            policy: None,
            place_version: None,
            roster_cursor: 0,
            verdict: Verdict::Counts,
            codes: Vec::new(),
        },
    }
}
pub fn photo(of: &str, started: Moment) -> PhotoEntry {
    let file = |kind: &str| FileRef {
        sha256: Sha256::of(format!("{kind} {of}").as_bytes()),
        size: 1000,
    };
    PhotoEntry {
        original: file("original"),
        copy: file("copy"),
        in_app: true,
        taken: started.plus_ms(120_000),
    }
}
pub fn refused(answer: &SyncAnswer) -> Vec<&str> {
    let code = |state| match state {
        &TakenState::Receipt(_) => "taken",
        TakenState::Refused(complaint) => complaint.code.as_str(),
    };
    answer.taken.iter().map(|taken| code(&taken.state)).collect()
}
