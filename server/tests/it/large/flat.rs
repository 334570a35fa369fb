//! A year of a township five times as large: the pack grows by hundreds of megabytes, the program by a few.

use super::run::{Watched, watched};
use ruhu_core::domain::{
    Assignment, Cadre, Class, ClassFrom, FileRef, Fix, Judged, LatLon, Mode, PhotoEntry, Statements, Verdict, Visit,
};
use ruhu_core::ids::{CadreId, HouseholdNo, RecordId, RegionCode, Sha256};
use ruhu_core::record::{DeviceKey, Envelope, Kind, MemorySigner, Signer, sign_record};
use ruhu_core::time::{Moment, TimeEvidence};
use ruhu_core::wire::{SyncRequest, TakenState};
use ruhu_server::folder::Folder;
use ruhu_server::shelf::local_file;
use ruhu_server::store::{
    Access, CadrePlan, DeviceRow, HouseholdPlan, ImportPlan, NewCode, NewPhone, Person, PhotoRow, UploadId, UploadRow,
    Uploads, Village,
};
use ruhu_server::town::{decide, ingest};
use std::fs;
use std::path::Path;

const TOWNSHIP: &str = "610924102";
/// Bytes of a photo's copy: a stamped one of 2048 px has about so many.
const PHOTO: usize = 200_000;

fn long(number: usize) -> u64 {
    u64::try_from(number).expect("small")
}
fn moment(text: &str) -> Moment {
    text.parse().expect("a good time")
}
fn township() -> RegionCode {
    TOWNSHIP.parse().expect("nine digits")
}
fn village() -> RegionCode {
    "610924102001".parse().expect("twelve digits")
}
fn cadre() -> CadreId {
    CadreId::from_bytes([1; 16])
}
fn household(number: usize) -> HouseholdNo {
    format!("610924102001{number:04}").parse().expect("a good number")
}
fn home() -> LatLon {
    LatLon { lat: 32.6, lon: 108.7 }
}

fn roster(households: usize) -> ImportPlan {
    let from = "2021-01-01".parse().expect("a day");
    let one = |number: usize| HouseholdPlan {
        household: household(number),
        village: village(),
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
            cadre: cadre(),
            from,
            to: None,
        }],
        place: Some((home(), from)),
    };
    ImportPlan {
        township: township(),
        township_name: "高坪镇".into(),
        file: Sha256::of(b"roster"),
        rows: 1,
        effective: None,
        villages: vec![Village {
            code: village(),
            name: "一村".into(),
            listed: true,
        }],
        cadres: vec![CadrePlan {
            cadre: Cadre {
                id: cadre(),
                name: "张伟".into(),
                unit: "财政所".into(),
                phone: String::new(),
            },
        }],
        households: (0..households).map(one).collect(),
        gone: Vec::new(),
    }
}

fn enrolled(folder: &Folder, signer: &MemorySigner, now: Moment) -> DeviceRow {
    let public_key = signer.public_key().expect("in memory");
    let (code, token) = (Sha256::of(b"code"), Sha256::of(b"token"));
    let store = &folder.store;
    store
        .keep_code(&NewCode {
            hash: code,
            township: township(),
            cadre: cadre(),
            issued: now,
            expires: now.plus_ms(1000),
        })
        .expect("kept");
    let phone = NewPhone {
        kid: DeviceKey::from_sec1(&public_key).expect("a point").id(),
        public_key,
        model: "Redmi 9A".into(),
        token,
        now,
    };
    store.enrol(&code, &phone).expect("enrolled");
    store.phone_of(&token).expect("read").expect("enrolled")
}

/// The bytes of a visit's photo: no two are alike, and none can be made smaller.
fn picture(visit: usize) -> Vec<u8> {
    let mut state = long(visit).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut bytes = Vec::with_capacity(PHOTO + 8);
    while bytes.len() < PHOTO {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}

fn visit(number: usize, households: usize, started: Moment, copy: &[u8]) -> Visit {
    let file = |sha256, size: usize| FileRef {
        sha256,
        size: long(size),
    };
    Visit {
        household: household(number % households),
        cadre: cadre(),
        companions: vec![],
        mode: Mode::OnSite,
        late: false,
        started: TimeEvidence::told(started),
        ended: TimeEvidence::told(started.plus_ms(600_000)),
        fixes: vec![Fix {
            lat: home().lat,
            lon: home().lon,
            accuracy_m: Some(8.0),
            at: started,
            mock: false,
            provider: None,
        }],
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: vec![PhotoEntry {
            original: file(Sha256::of(&number.to_le_bytes()), 3_000_000),
            copy: file(Sha256::of(copy), copy.len()),
            in_app: true,
            taken: started,
        }],
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

/// A township that was visited so often in 2026, each time with a photo that has arrived.
fn year_of(data: &Path, visits: usize) {
    let now = moment("2026-01-01T08:00:00+08:00");
    let folder = Folder::open(data, None).expect("begun");
    let households = visits / 5;
    decide::import(&folder.store, &folder.signer.public(), &roster(households), now).expect("a good roster");
    let signer = MemorySigner::from_bytes(&[7; 32]).expect("a scalar");
    let phone = enrolled(&folder, &signer, now);
    let (mut prev, mut records, mut at) = (None, Vec::new(), now);
    for number in 0..visits {
        at = at.plus_ms(20 * 60_000);
        let copy = picture(number);
        let mut id = [0x77; 16];
        id[8..].copy_from_slice(&long(number).to_be_bytes());
        let envelope = Envelope {
            id: RecordId::from_bytes(id),
            kind: Kind::Visit,
            v: 1,
            township: township(),
            device: phone.kid.clone(),
            seq: long(number) + 1,
            prev,
            at: TimeEvidence::told(at.plus_ms(600_000)),
            anchor: None,
            body: serde_json::to_value(visit(number, households, at, &copy)).expect("JSON"),
        };
        let record = sign_record(&signer, envelope).expect("signs");
        prev = Some(record.sha256);
        records.push(record.jws);
        arrive(&folder, data, &phone, &copy, at);
        if records.len() == 50 || number + 1 == visits {
            let request = SyncRequest {
                records: std::mem::take(&mut records),
                ..SyncRequest::default()
            };
            let answer = ingest::sync(&folder.store, &folder.signer, &phone, &request, at.plus_ms(900_000));
            let taken = answer.expect("taken in").taken;
            assert!(taken.iter().all(|taken| matches!(taken.state, TakenState::Receipt(_))));
        }
    }
}

fn arrive(folder: &Folder, data: &Path, phone: &DeviceRow, copy: &[u8], now: Moment) {
    let sha256 = Sha256::of(copy);
    let path = local_file(&data.join("photos"), &township(), &sha256);
    fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
    fs::write(path, copy).expect("written");
    let upload = UploadRow {
        id: UploadId::new(),
        device: phone.kid.clone(),
        township: township(),
        sha256,
        length: long(copy.len()),
        expires: now,
        finished: false,
    };
    folder.store.begin_upload(&upload).expect("begun");
    let row = PhotoRow {
        township: township(),
        sha256,
        size: upload.length,
        device: phone.kid.clone(),
        received: now,
    };
    folder.store.take_photo(&upload.id, &row).expect("taken");
}

struct Measured {
    pack_kb: u64,
    peaks: [(&'static str, u64); 3],
}

fn measured(visits: usize) -> Measured {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (data, pack, zip) = (
        outside.path().join("data"),
        outside.path().join("pack"),
        outside.path().join("pack.zip"),
    );
    year_of(&data, visits);
    let plain = |path: &Path| path.to_str().expect("a plain path").to_owned();
    let (data, pack, zip) = (plain(&data), plain(&pack), plain(&zip));
    let export = [
        "export", "--data", &data, "--scope", TOWNSHIP, "--year", "2026", "--json",
    ];
    let good = |run: Watched| {
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        run
    };
    let folder = good(watched(&[&export[..], &["--out", &pack]].concat()));
    let told: serde_json::Value = serde_json::from_str(&folder.stdout).expect("JSON");
    assert_eq!((&told["visits"], &told["photos"]), (&visits.into(), &visits.into()));
    fs::remove_dir_all(&pack).expect("removed");
    let zipped = good(watched(&[&export[..], &["--zip", "--out", &zip]].concat()));
    let checked = good(watched(&["verify", &zip, "--json"]));
    Measured {
        pack_kb: told["bytes"].as_u64().expect("a number") / 1024,
        peaks: [
            ("export", folder.peak_kb),
            ("export --zip", zipped.peak_kb),
            ("verify", checked.peak_kb),
        ],
    }
}

#[test]
fn memory_stays_flat_while_the_pack_grows() {
    let (small, large) = (measured(300), measured(1500));
    let grown = large.pack_kb - small.pack_kb;
    assert!(grown > 200_000, "the pack itself grew by {grown} kB");
    for ((what, before), (_, after)) in small.peaks.into_iter().zip(large.peaks) {
        println!(
            "{what}: {before} kB for {} kB of pack, {after} kB for {} kB",
            small.pack_kb, large.pack_kb
        );
        // A few hundred bytes a record, nothing of the photos.
        assert!(after < before + grown / 12, "{what}: {before} kB, then {after} kB");
    }
}
