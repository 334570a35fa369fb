//! A township with as many households and visits as a test wants, written straight into the folder.

use crate::world::Call;
use ruhu_core::domain::{
    Assignment, Cadre, Class, ClassFrom, FileRef, Fix, Judged, LatLon, Mode, PhotoEntry, Statements, Verdict, Visit,
};
use ruhu_core::ids::{CadreId, HouseholdNo, RecordId, RegionCode, Sha256};
use ruhu_core::record::{DeviceKey, Envelope, Kind, MemorySigner, Signer, sign_record};
use ruhu_core::time::{Clock, Moment, SystemClock, TimeEvidence};
use ruhu_core::wire::{SyncRequest, TakenState};
use ruhu_server::folder::Folder;
use ruhu_server::store::{
    Access, CadrePlan, DeviceRow, HouseholdPlan, ImportPlan, Ledger, NewCode, NewPhone, Person, Rejudging, Village,
};
use ruhu_server::town::{decide, ingest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub const TOWNSHIP: &str = "610924102";
/// A policy under which not one of the visits counts any more: each lasts a quarter of an hour.
pub const STRICT: &str = "id = \"strict\"\nname = \"n\"\nfrom = 2021-01-01\n[visit]\nmin_minutes = 30\n\
                          [[require]]\nid = \"y\"\ntimes = 4\nevery = \"year\"\n";

const DAY_MS: i64 = 86_400_000;

pub fn township() -> RegionCode {
    TOWNSHIP.parse().expect("nine digits")
}

pub fn household(number: usize) -> HouseholdNo {
    format!("610924102001{number:05}").parse().expect("a good number")
}

fn cadre(number: u8) -> CadreId {
    CadreId::from_bytes([number + 1; 16])
}

fn home(number: usize) -> LatLon {
    let step = |of: usize| f64::from(u32::try_from(of).expect("small"));
    LatLon {
        lat: 32.0 + 0.001 * step(number % 300),
        lon: 108.0 + 0.001 * step(number / 300),
    }
}

/// A phone that writes records.
pub struct Phone {
    pub device: DeviceRow,
    pub token: String,
    number: u8,
    signer: MemorySigner,
    seq: u64,
    prev: Option<Sha256>,
}

impl Phone {
    /// A visit of a quarter of an hour; `id` is its own.
    pub fn visits(&mut self, id: u64, home_of: usize, started: Moment) -> String {
        let mut bytes = [self.number; 16];
        bytes[8..].copy_from_slice(&id.to_be_bytes());
        self.seq += 1;
        let envelope = Envelope {
            id: RecordId::from_bytes(bytes),
            kind: Kind::Visit,
            v: 1,
            township: township(),
            device: self.device.kid.clone(),
            seq: self.seq,
            prev: self.prev,
            at: TimeEvidence::told(started.plus_ms(900_000)),
            anchor: None,
            body: serde_json::to_value(visit(cadre(self.number), home_of, started)).expect("JSON"),
        };
        let record = sign_record(&self.signer, envelope).expect("signs");
        self.prev = Some(record.sha256);
        record.jws
    }
    /// The sync call with these records.
    pub fn call<'a>(&self, body: &'a [u8]) -> Call<'a> {
        Call::new("POST", "/v1/sync")
            .with("Authorization", format!("Bearer {}", self.token))
            .with("Content-Type", "application/json")
            .body(body)
    }
}

pub fn request(records: Vec<String>) -> SyncRequest {
    SyncRequest {
        records,
        ..SyncRequest::default()
    }
}

fn visit(by: CadreId, home_of: usize, started: Moment) -> Visit {
    let at = home(home_of);
    Visit {
        household: household(home_of),
        cadre: by,
        companions: vec![],
        mode: Mode::OnSite,
        late: false,
        started: TimeEvidence::told(started),
        ended: TimeEvidence::told(started.plus_ms(900_000)),
        fixes: vec![Fix {
            lat: at.lat,
            lon: at.lon,
            accuracy_m: Some(8.0),
            at: started,
            mock: false,
            provider: None,
        }],
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: vec![photo(&format!("{by} {started}"), started)],
        statements: Statements::default(),
        judged: Judged {
            policy: None,
            place_version: Some(1),
            roster_cursor: 0,
            verdict: Verdict::Counts,
            codes: vec![],
        },
    }
}

fn photo(of: &str, started: Moment) -> PhotoEntry {
    let file = |kind: &str| FileRef {
        sha256: Sha256::of(format!("{kind} {of}").as_bytes()),
        size: 1000,
    };
    PhotoEntry {
        original: file("original"),
        copy: file("copy"),
        in_app: true,
        taken: started,
    }
}

pub struct County {
    pub data: PathBuf,
    pub phones: Vec<Phone>,
    pub now: Moment,
    pub homes: usize,
}

impl County {
    /// So many households and visits, by 20 cadres with a phone each. The visits are of the days before today.
    pub fn begun(data: &Path, homes: usize, visits: usize) -> Self {
        let now = SystemClock.now().wall;
        let folder = Folder::open(data, None).expect("begun");
        decide::import(&folder.store, &folder.signer.public(), &roster(homes), now).expect("a good roster");
        let phones: Vec<Phone> = (0..20).map(|number| enrolled(&folder, number, now)).collect();
        let mut county = Self {
            data: data.to_owned(),
            phones,
            now,
            homes,
        };
        county.fill(&folder, visits);
        county
    }

    fn fill(&mut self, folder: &Folder, visits: usize) {
        let rounds = visits.div_ceil(self.homes);
        let (now, homes) = (self.now, self.homes);
        let phones = i64::try_from(self.phones.len()).expect("few");
        for (number, phone) in (0i64..).zip(&mut self.phones) {
            let mut records = Vec::new();
            let mut id = 0;
            for round in 0..rounds {
                // Each cadre's homes one after the other, half an hour each; a round is ten days or more.
                let its =
                    (usize::try_from(number).expect("small")..homes).step_by(usize::try_from(phones).expect("few"));
                let length = i64::try_from(homes).expect("few") / phones * 1_800_000 + 10 * DAY_MS;
                let begun = now.plus_ms(-length * i64::try_from(rounds - round).expect("few"));
                for (turn, home) in (0i64..).zip(its) {
                    id += 1;
                    records.push(phone.visits(id, home, begun.plus_ms(turn * 1_800_000)));
                }
                while !records.is_empty() {
                    let some = records.drain(..records.len().min(100)).collect();
                    let answer = ingest::sync(&folder.store, &folder.signer, &phone.device, &request(some), now);
                    let taken = answer.expect("taken in").taken;
                    assert!(taken.iter().all(|taken| matches!(taken.state, TakenState::Receipt(_))));
                }
            }
        }
    }

    pub fn folder(&self) -> Folder {
        Folder::open_existing(&self.data, None).expect("opens")
    }

    /// How many households wait to be judged again.
    pub fn waiting(folder: &Folder) -> u64 {
        folder.store.to_judge(&township()).expect("a count")
    }

    /// The verdicts of each household's visits.
    pub fn verdicts(&self, folder: &Folder) -> BTreeMap<usize, Vec<Verdict>> {
        let mut all = BTreeMap::new();
        folder
            .store
            .transact(&township(), &mut |tx| {
                for number in 0..self.homes {
                    let rows = tx.visits_of_household(&household(number))?;
                    all.insert(number, rows.iter().map(|row| row.verdict).collect());
                }
                Ok(())
            })
            .expect("reads");
        all
    }

    /// A file with the policy.
    pub fn strict(&self) -> PathBuf {
        let path = self.data.with_extension("toml");
        std::fs::write(&path, STRICT).expect("written");
        path
    }
}

fn roster(homes: usize) -> ImportPlan {
    let from = "2021-01-01".parse().expect("a day");
    let village: RegionCode = "610924102001".parse().expect("twelve digits");
    let one = |number: usize| HouseholdPlan {
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
            cadre: cadre(u8::try_from(number % 20).expect("small")),
            from,
            to: None,
        }],
        place: Some((home(number), from)),
    };
    ImportPlan {
        township: township(),
        township_name: "高坪镇".into(),
        file: Sha256::of(b"roster"),
        rows: 1,
        effective: None,
        villages: vec![Village {
            code: village.clone(),
            name: "一村".into(),
            listed: true,
        }],
        cadres: (0..20)
            .map(|number| CadrePlan {
                cadre: Cadre {
                    id: cadre(number),
                    name: format!("干部{number}"),
                    unit: "财政所".into(),
                    phone: String::new(),
                },
            })
            .collect(),
        households: (0..homes).map(one).collect(),
        gone: Vec::new(),
    }
}

fn enrolled(folder: &Folder, number: u8, now: Moment) -> Phone {
    let signer = MemorySigner::from_bytes(&[number + 1; 32]).expect("a scalar");
    let public_key = signer.public_key().expect("in memory");
    let text = format!("token-{number}");
    let (code, token) = (
        Sha256::of(format!("code-{number}").as_bytes()),
        Sha256::of(text.as_bytes()),
    );
    folder
        .store
        .keep_code(&NewCode {
            hash: code,
            township: township(),
            cadre: cadre(number),
            issued: now,
            expires: now.plus_ms(60_000),
        })
        .expect("kept");
    let phone = NewPhone {
        kid: DeviceKey::from_sec1(&public_key).expect("a point").id(),
        public_key,
        model: "Redmi 9A".into(),
        token,
        now,
    };
    folder.store.enrol(&code, &phone).expect("enrolled");
    Phone {
        device: folder.store.phone_of(&token).expect("read").expect("enrolled"),
        token: text,
        number,
        signer,
        seq: 0,
        prev: None,
    }
}
