//! Each thing is broken on purpose, and the doctor names it and nothing else.

use super::ruhu::{json, plain, refused, ruhu};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_core::time::SystemClock;
use ruhu_server::doctor::{Code, Examination, LEAST_ROOM, Patient, examine};
use ruhu_server::shelf::local_file;
use ruhu_server::store::{Audit, AuditEvent, AuditNote, Who};
use ruhu_server::tls::{Tls, TlsTrust};
use ruhu_server::web::serve::{Front, Options, start_with};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn looked(world: &World) -> Examination {
    looked_at(world.data.path())
}

fn looked_at(data: &Path) -> Examination {
    examine(&Patient {
        data,
        key: None,
        now: moment("2036-01-01T00:00:00+08:00"),
        room: LEAST_ROOM,
    })
    .expect("a data folder")
}

fn found(world: &World) -> Vec<Code> {
    found_at(world.data.path())
}

fn found_at(data: &Path) -> Vec<Code> {
    let codes: BTreeSet<Code> = looked_at(data).findings.iter().map(|finding| finding.code).collect();
    codes.into_iter().collect()
}

fn sql(world: &World, statement: &str) {
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database.pragma_update(None, "foreign_keys", false).expect("set");
    assert!(
        database.execute(statement, params![]).expect("good SQL") > 0,
        "{statement}"
    );
}

fn photo(world: &World) -> PathBuf {
    let picture = Picture::new("0 2026-01-10T09:00:00+08:00");
    local_file(
        &world.data.path().join("photos"),
        &code(TOWNSHIP),
        &Sha256::of(&picture.copy),
    )
}

#[test]
fn a_healthy_folder_has_no_findings_and_is_left_as_it_was() {
    let world = full();
    let before = fs::read(world.data.path().join("ruhu.db")).expect("there");
    let (exit, told) = json(&["doctor", "--data", plain(world.data.path()), "--json"]);
    assert_eq!(
        (exit, &told["ok"], &told["findings"]),
        (0, &true.into(), &serde_json::json!([]))
    );
    let checked = &told["checked"];
    assert_eq!(
        (&checked["photos"], &checked["erased"], &checked["forks"]),
        (&3.into(), &1.into(), &1.into())
    );
    assert!(
        checked["records"].as_u64() > Some(40) && checked["roots"].as_u64() > Some(10),
        "{checked}"
    );
    assert!(checked["seen_by_phones"].as_u64() > Some(0), "{checked}");
    assert!(
        before == fs::read(world.data.path().join("ruhu.db")).expect("there"),
        "it was changed"
    );
    let text = ruhu(&["doctor", "--data", plain(world.data.path())]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("一切正常"));
}

#[test]
fn a_gap_is_a_fact_about_the_phone_and_no_finding() {
    let mut world = full();
    let lost = world.good_visit(1, 1, "2026-04-21T09:00:00+08:00");
    world.visit(1, &lost);
    world.phones[1].lose_waiting();
    let kept = world.good_visit(1, 1, "2026-04-22T09:00:00+08:00");
    world.visit(1, &kept);
    world.sync(1, "2026-05-03T10:00:00+08:00");
    let examination = looked(&world);
    assert!(examination.ok && examination.checked.gaps == 1, "{examination:?}");
}

#[test]
fn a_photo_that_is_gone_changed_or_unknown_is_named_with_its_file() {
    let world = full();
    let file = photo(&world);
    let honest = fs::read(&file).expect("there");
    fs::remove_file(&file).expect("removed");
    assert_eq!(found(&world), [Code::PhotoMissing]);
    fs::write(&file, b"another").expect("written");
    let examination = looked(&world);
    assert_eq!(examination.findings[0].code, Code::PhotoChanged);
    let place = file.strip_prefix(world.data.path()).expect("in it");
    assert_eq!(examination.findings[0].place, plain(place));
    fs::write(&file, &honest).expect("written");
    let orphan = local_file(
        &world.data.path().join("photos"),
        &code(TOWNSHIP),
        &Sha256::of(b"nobody's"),
    );
    fs::create_dir_all(orphan.parent().expect("in a folder")).expect("made");
    fs::write(&orphan, b"nobody's").expect("written");
    assert_eq!(found(&world), [Code::PhotoOrphan]);
    fs::remove_file(&orphan).expect("removed");
    fs::write(world.data.path().join("photos/notes.txt"), "x").expect("written");
    assert_eq!(found(&world), [Code::PhotoOrphan]);
}

#[test]
fn a_record_that_was_changed_moved_or_taken_away_is_named() {
    for (statement, codes) in [
        (
            "UPDATE record SET jws = replace(jws, 'a', 'b') WHERE n = 20",
            &[Code::RecordChanged][..],
        ),
        (
            "UPDATE record SET jws = (SELECT jws FROM record WHERE n = 21) WHERE n = 20",
            &[Code::RecordChanged],
        ),
        (
            "UPDATE record SET jws = NULL, salt = NULL WHERE n = 20",
            &[Code::RecordGone],
        ),
        ("UPDATE record SET salt = zeroblob(32) WHERE n = 20", &[Code::LogBroken]),
        (
            "UPDATE record SET leaf = zeroblob(32) WHERE n = 20",
            &[Code::LogBroken, Code::RootDiffers, Code::SeenElsewhere],
        ),
        (
            "UPDATE log_head SET root = zeroblob(32) WHERE size = (SELECT max(size) FROM log_head)",
            &[Code::RootDiffers],
        ),
        (
            "DELETE FROM log_head WHERE size = (SELECT max(size) FROM log_head)",
            &[Code::LogBroken],
        ),
    ] {
        let world = full();
        sql(&world, statement);
        assert_eq!(found(&world), codes, "{statement}");
    }
    let world = full();
    sql(&world, "DELETE FROM record WHERE n = 20");
    let codes = found(&world);
    assert!(
        codes.contains(&Code::LogBroken) && codes.contains(&Code::RootDiffers),
        "{codes:?}"
    );
    let world = full();
    sql(&world, "UPDATE record SET mark = NULL WHERE mark = 'fork'");
    assert_eq!(found(&world), [Code::ChainBroken]);
    let world = full();
    sql(
        &world,
        "DELETE FROM device WHERE kid = (SELECT device FROM visit LIMIT 1)",
    );
    let codes = found(&world);
    assert!(
        codes.contains(&Code::KeyUnknown) && codes.contains(&Code::DatabaseDamaged),
        "{codes:?}"
    );
}

#[test]
fn an_audit_log_that_somebody_went_around_is_named() {
    let world = full();
    let origin = |n: i32| AuditNote {
        who: Who::Command,
        event: AuditEvent::PackExported(code(TOWNSHIP), 2020 + n),
        origin: None,
    };
    for n in 0..3 {
        world.folder.store.note(&origin(n), world.now).expect("noted");
    }
    assert_eq!(found(&world), []);
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database
        .execute_batch("DROP TRIGGER audit_is_not_shortened; DELETE FROM audit WHERE n = 2;")
        .expect("somebody has the file");
    assert_eq!(found(&world), [Code::AuditBroken]);
}

#[test]
fn a_log_that_was_cut_off_everywhere_is_known_by_what_phones_have_seen() {
    let world = full();
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database.pragma_update(None, "foreign_keys", false).expect("set");
    // Whoever has the database and its key cuts its end off and makes all numbers fit; a record kept names the old end.
    database
        .execute_batch(
            "DELETE FROM record WHERE n BETWEEN 12 AND (SELECT max(n) - 1 FROM record);
             UPDATE record SET n = 12 WHERE n > 12;
             DELETE FROM log_head WHERE size > 12;
             UPDATE township SET log_size = 13;",
        )
        .expect("cut");
    drop(database);
    assert!(
        found(&world).contains(&Code::SeenElsewhere),
        "{:?}",
        looked(&world).findings
    );
}

#[test]
fn pages_that_do_not_read_are_found() {
    let World { data, folder, .. } = full();
    // The last one to close brings the write-ahead log home.
    drop(folder);
    let path = data.path().join("ruhu.db");
    let honest = fs::read(&path).expect("there");
    let mut found_some = 0;
    for page in [3, 9, 17, 25] {
        let mut bytes = honest.clone();
        let at = page * 4096;
        for byte in &mut bytes[at..at + 512] {
            *byte ^= 0x5a;
        }
        fs::write(&path, &bytes).expect("written");
        let codes = found_at(data.path());
        if codes.contains(&Code::DatabaseDamaged) {
            found_some += 1;
        }
    }
    assert!(found_some >= 3, "only {found_some} of 4");
    fs::write(&path, &honest).expect("written");
    assert_eq!(found_at(data.path()), []);
}

#[test]
fn a_full_disk_a_slow_clock_and_a_readable_key_are_found() {
    let world = full();
    let with = |now: &str, room: u64| {
        let examination = examine(&Patient {
            data: world.data.path(),
            key: None,
            now: moment(now),
            room,
        });
        let findings = examination.expect("a data folder").findings;
        findings.iter().map(|finding| finding.code).collect::<BTreeSet<Code>>()
    };
    let late = "2036-01-01T00:00:00+08:00";
    assert_eq!(with(late, LEAST_ROOM - 1), [Code::DiskNearlyFull].into());
    assert_eq!(
        with("2026-05-01T00:00:00+08:00", LEAST_ROOM),
        [Code::ClockBehind].into()
    );
    let key = world.data.path().join("keys/server.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("set");
    assert_eq!(with(late, LEAST_ROOM), [Code::KeyReadable].into());
}

#[test]
fn a_certificate_that_ends_soon_or_has_ended_is_found() {
    let world = full();
    let folder = tempfile::tempdir().expect("a folder");
    // The doctor looks on 2036-01-01.
    for (year, code) in [
        (2035, Some(Code::CertificateExpired)),
        (2036, Some(Code::CertificateEndsSoon)),
        (2037, None),
    ] {
        let mut params = rcgen::CertificateParams::new(vec!["127.0.0.1".into()]).expect("an address");
        params.not_after = rcgen::date_time_ymd(year, 1, 20);
        let pair = rcgen::KeyPair::generate().expect("a key");
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        fs::write(&cert, params.self_signed(&pair).expect("signed").pem()).expect("written");
        fs::write(&key, pair.serialize_pem()).expect("written");
        let tls = Tls::load(&cert, &key, TlsTrust::Auto).expect("a pair");
        let front = Front {
            tls: Some(tls),
            ..Front::default()
        };
        serve_for_a_moment(&world, front);
        assert_eq!(found(&world), code.into_iter().collect::<Vec<_>>(), "{year}");
        let ends = looked(&world).findings.first().map(|finding| finding.message.clone());
        assert!(
            ends.is_none_or(|ends| ends.contains(&format!("{year}-01-20"))),
            "{year}"
        );
    }
    // Behind a proxy that speaks TLS the certificate is the proxy's to look after.
    serve_for_a_moment(&world, Front::default());
    assert_eq!(found(&world), []);
}

/// As `ruhu serve` does at its start; then it ends.
fn serve_for_a_moment(world: &World, front: Front) {
    let options = Options {
        data: world.data.path().to_owned(),
        key: None,
        listen: ([127, 0, 0, 1], 0).into(),
        address: None,
        clock: Arc::new(SystemClock),
        simulated: false,
    };
    start_with(options, front).expect("serves").shutdown();
}

#[test]
fn another_a_broken_and_a_missing_server_key_are_told_apart() {
    let world = full();
    let key = world.data.path().join("keys/server.key");
    fs::write(&key, "07".repeat(32)).expect("written");
    assert_eq!(found(&world), [Code::ServerKeyOther]);
    fs::write(&key, "no key").expect("written");
    assert_eq!(found(&world), [Code::ServerKeyUnusable]);
    fs::remove_file(&key).expect("removed");
    assert_eq!(found(&world), [Code::ServerKeyMissing]);
    assert!(!key.exists(), "the doctor makes nothing");
}

#[test]
fn an_older_and_a_newer_schema_are_told_and_left() {
    let world = full();
    for (number, code) in [(1, Code::SchemaOld), (99, Code::SchemaNewer)] {
        let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
        database.pragma_update(None, "user_version", number).expect("set");
        drop(database);
        assert_eq!(found(&world), [code]);
    }
}

#[test]
fn what_is_no_data_folder_is_unusable_input() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (exit, said) = refused(&["doctor", "--data", plain(outside.path())]);
    assert_eq!(exit, 2);
    assert!(said.contains("no ruhu.db") && said.contains("to mend it"), "{said}");
}
