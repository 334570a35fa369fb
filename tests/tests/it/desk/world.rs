//! A township of five hundred households and its last two years, on a clock that stands on 24 November 2026. Records are
//! signed by real keys and taken in by the real server; a seed decides who went where.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::domain::{FileRef, Fix, Judged, Mode, PhotoEntry, Statements, Verdict, Visit};
use ruhu_core::ids::{CadreId, HouseholdNo, RecordId, Sha256};
use ruhu_core::record::{DeviceKey, Envelope, Kind, MemorySigner, Signer, sign_record};
use ruhu_core::time::{Day, Moment, TimeEvidence};
use ruhu_core::wire::SyncRequest;
use ruhu_server::store::{DeviceRow, Ledger, RosterHousehold};
use ruhu_server::town::ingest;
use ruhu_tests::clock::TownClock;
use ruhu_tests::town::Town;
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

const ROSTER: &[u8] = include_bytes!("../../../data/rosters/haoping-roster.xlsx");

/// The township, being served.
pub struct World {
    pub town: Town,
    _data: TempDir,
}

fn moment(text: &str) -> Moment {
    text.parse().expect("a good time")
}
fn day(text: &str) -> Day {
    text.parse().expect("a good day")
}

/// A visit of the plan.
struct Outing {
    at: Moment,
    household: HouseholdNo,
    photo: bool,
}

impl World {
    /// With visits since this day.
    pub fn since(first: &str) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(TownClock::at(moment("2025-09-01T08:00:00+08:00")));
        let (town, _) = Town::open(data.path(), clock.clone(), ROSTER).expect("a township");
        let mut dice = StdRng::seed_from_u64(61);
        let plan = plan(&town.roster.households, day(first), &mut dice);
        // Ids are new in every run; what the dice say of a phone must not hang on them.
        let mut phones: Vec<(CadreId, Vec<Outing>)> = plan.into_iter().collect();
        phones.sort_by_key(|(_, outings)| outings.first().map(|outing| (outing.at, outing.household.clone())));
        for (cadre, outings) in phones {
            // Some phones have not been heard of since the middle of the month, and one cadre in ten has none yet.
            match dice.random_range(0..20) {
                0 | 1 => {}
                2 | 3 => send(&town, cadre, &outings, moment("2026-11-14T18:00:00+08:00")),
                _ => send(&town, cadre, &outings, moment("2026-11-24T09:14:00+08:00")),
            }
        }
        clock.reach(moment("2026-11-24T10:00:00+08:00"));
        Self { town, _data: data }
    }
    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.town.running.address())
    }
    /// A link that signs in.
    pub fn sign_in(&self) -> String {
        self.town.running.sign_in_link().expect("a link").url
    }
}

/// Who goes where: nearly every household in nearly every window, until the day before the last.
fn plan(households: &[RosterHousehold], since: Day, dice: &mut StdRng) -> BTreeMap<CadreId, Vec<Outing>> {
    let mut plan: BTreeMap<CadreId, Vec<Outing>> = BTreeMap::new();
    for home in households {
        let Some(assignment) = home.assignments.last() else {
            continue;
        };
        let careful = dice.random_range(0..100) < 92;
        let mut first = since;
        while first < day("2026-11-23") {
            let month = first;
            let offset = dice.random_range(0..25);
            // The same day of the next month, near enough.
            first = first.plus(if first.day_of_month() > 3 { 28 } else { 31 });
            let goes = dice.random_range(0..100) < if careful { 96 } else { 60 };
            let on = month.plus(offset);
            if !goes || on >= day("2026-11-23") {
                continue;
            }
            let theirs = plan.entry(assignment.cadre).or_default();
            // One home an hour: nobody is in two places at once.
            let before = theirs.iter().filter(|outing| outing.at.day() == on).count();
            let hour = 8 + i64::try_from(before).unwrap_or(0);
            theirs.push(Outing {
                at: on.start().plus_ms(hour * 3_600_000 + dice.random_range(0..20) * 60_000),
                household: home.household.clone(),
                photo: dice.random_range(0..100) < 96,
            });
        }
    }
    for outings in plan.values_mut() {
        outings.sort_by_key(|outing| outing.at);
    }
    plan
}

/// Everything a cadre recorded before a moment, sent then.
fn send(town: &Town, cadre: CadreId, outings: &[Outing], at: Moment) {
    let signer = MemorySigner::generate();
    let key = signer.public_key().expect("a public key");
    let device = DeviceRow {
        kid: DeviceKey::from_sec1(&key).expect("a good key").id(),
        township: town.code.clone(),
        cadre,
        public_key: key,
        revoked: None,
    };
    town.folder
        .store
        .transact(&town.code, &mut |tx| {
            tx.put_device(&device, "Redmi 9A, Android 10", moment("2025-09-01T09:00:00+08:00"))
        })
        .expect("a phone");
    let mut records = Vec::new();
    let mut prev = None;
    for (seq, outing) in (1..).zip(outings.iter().filter(|outing| outing.at < at)) {
        let envelope = Envelope {
            id: RecordId::new(outing.at),
            kind: Kind::Visit,
            v: 1,
            township: town.code.clone(),
            device: device.kid.clone(),
            seq,
            prev,
            at: TimeEvidence::told(outing.at.plus_ms(20 * 60_000)),
            anchor: None,
            body: serde_json::to_value(visit(town, cadre, outing)).expect("JSON"),
        };
        let record = sign_record(&signer, envelope).expect("a record");
        prev = Some(record.sha256);
        records.push(record.jws);
    }
    let request = SyncRequest {
        records,
        ..SyncRequest::default()
    };
    ingest::sync(&town.folder.store, &town.folder.signer, &device, &request, at).expect("a sync that goes well");
}

fn visit(town: &Town, cadre: CadreId, outing: &Outing) -> Visit {
    let home = town
        .roster
        .households
        .iter()
        .find(|home| home.household == outing.household);
    let place = home.and_then(|home| home.places.last());
    let file = |kind: &str| FileRef {
        sha256: Sha256::of(format!("{kind} {} {}", outing.household, outing.at).as_bytes()),
        size: 400_000,
    };
    Visit {
        household: outing.household.clone(),
        cadre,
        companions: Vec::new(),
        mode: Mode::OnSite,
        late: false,
        started: TimeEvidence::told(outing.at),
        ended: TimeEvidence::told(outing.at.plus_ms(18 * 60_000)),
        fixes: place
            .map(|place| Fix {
                lat: place.lat,
                lon: place.lon,
                accuracy_m: Some(9.0),
                at: outing.at.plus_ms(60_000),
                mock: false,
                provider: Some("gps".into()),
            })
            .into_iter()
            .collect(),
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: outing
            .photo
            .then(|| PhotoEntry {
                original: file("original"),
                copy: file("copy"),
                in_app: true,
                taken: outing.at.plus_ms(300_000),
            })
            .into_iter()
            .collect(),
        statements: Statements {
            note: Some("老两口身体都好，猪圈修好了。".into()),
            ..Statements::default()
        },
        judged: Judged {
            policy: None,
            place_version: place.map(|place| place.version),
            roster_cursor: 0,
            verdict: Verdict::Counts,
            codes: Vec::new(),
        },
    }
}
