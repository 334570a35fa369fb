//! What a command or a server refuses to do with a data folder, and what it mends at each opening.

use super::ruhu::{json, plain, refused, ruhu};
use super::township::full;
use super::upgrade::first;
use crate::world::accounts::PASSWORD;
use crate::world::{Call, Phone, World as Served};
use ruhu_server::folder::SERVER_KEY;
use ruhu_server::store::{Audit, Role};
use rusqlite::Connection;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn schema(data: &Path) -> u32 {
    let database = Connection::open(data.join("ruhu.db")).expect("a database");
    database
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("a number")
}

#[test]
fn an_older_database_that_is_served_is_not_brought_up_to_date() {
    let data = first();
    let lock = File::create(data.path().join("serve.lock")).expect("made");
    lock.lock().expect("as an older ruhu holds it");
    let before = fs::read(data.path().join("ruhu.db")).expect("there");
    let out = data.path().join("pack");
    let calls: [&[&str]; 5] = [
        &["audit"],
        &["sessions"],
        &["enrol", "--cadre", "张伟"],
        &["export", "--scope", "610924102", "--year", "2026", "--out", plain(&out)],
        &["serve", "--listen", "127.0.0.1:0"],
    ];
    for call in calls {
        let (exit, said) = refused(&[call, &["--data", plain(data.path())]].concat());
        assert_eq!(exit, 2, "{call:?}: {said}");
        assert!(said.contains("served") && said.contains("stop the"), "{call:?}: {said}");
        assert!(
            before == fs::read(data.path().join("ruhu.db")).expect("there"),
            "{call:?}"
        );
    }
    assert_eq!(schema(data.path()), 2);
    drop(lock);
    let done = ruhu(&["audit", "--data", plain(data.path())]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(schema(data.path()) > 2);
    // Of one's own schema, commands run beside the server as ever.
    let lock = File::open(data.path().join("serve.lock")).expect("there");
    lock.lock().expect("held");
    assert_eq!(ruhu(&["audit", "--data", plain(data.path())]).status.code(), Some(0));
}

#[test]
fn a_database_without_its_servers_key_is_refused_and_no_key_is_made() {
    let world = full();
    let (data, key) = (world.data.path().to_owned(), world.data.path().join(SERVER_KEY));
    drop(world.folder);
    let kept = fs::read(&key).expect("there");
    fs::remove_file(&key).expect("removed");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let out = outside.path().join("backup");
    let calls: [&[&str]; 4] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["enrol", "--cadre", "张伟"],
        &["audit"],
        &["backup", "--out", plain(&out)],
    ];
    for call in calls {
        let (exit, said) = refused(&[call, &["--data", plain(&data)]].concat());
        assert_eq!(exit, 2, "{call:?}: {said}");
        assert!(said.contains("server.key"), "{call:?}: {said}");
        assert!(!key.exists(), "{call:?} made another");
    }
    fs::write(&key, kept).expect("brought back");
    assert_eq!(ruhu(&["audit", "--data", plain(&data)]).status.code(), Some(0));
}

#[test]
fn what_others_could_read_is_closed_at_each_opening_and_said() {
    let world = full();
    drop(world.folder);
    let data = world.data.path();
    let open = |path: &Path, mode: u32| fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    open(data, 0o755);
    open(&data.join("keys"), 0o755);
    open(&data.join("ruhu.db"), 0o644);
    open(&data.join(SERVER_KEY), 0o644);
    let done = ruhu(&["audit", "--data", plain(data)]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    for name in ["the folder itself", "keys", "ruhu.db", SERVER_KEY] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert_eq!((mode(data), mode(&data.join("keys"))), (0o700, 0o700));
    for name in ["ruhu.db", SERVER_KEY, "lock"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
    let again = ruhu(&["audit", "--data", plain(data)]);
    assert_eq!(String::from_utf8_lossy(&again.stderr), "", "nothing is left to mend");
    let folder = ruhu_server::folder::Folder::open_existing(data, None).expect("it opens");
    folder.store.note(&note(), world.now).expect("noted");
    for name in ["ruhu.db-wal", "ruhu.db-shm"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
    let outside = tempfile::tempdir().expect("a temporary folder");
    let backup = outside.path().join("backup");
    assert_eq!(
        json(&["backup", "--data", plain(data), "--out", plain(&backup), "--json"]).0,
        0
    );
    for name in ["ruhu.db", SERVER_KEY, "backup.json"] {
        assert_eq!(mode(&backup.join(name)), 0o600, "{name}");
    }
    for name in ["", "keys", "photos"] {
        assert_eq!(mode(&backup.join(name)), 0o700, "{name}");
    }
}

fn note() -> ruhu_server::store::AuditNote {
    ruhu_server::store::AuditNote {
        who: ruhu_server::store::Who::Command,
        event: ruhu_server::store::AuditEvent::BackupBegun,
        origin: None,
    }
}
#[test]
fn a_new_folder_is_closed_whatever_the_umask() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let data = outside.path().join("data");
    fs::create_dir(&data).expect("made");
    fs::set_permissions(&data, Permissions::from_mode(0o777)).expect("set");
    let lists = outside.path().join("villages.csv");
    fs::write(&lists, "村代码,村名\n610924102001,红旗村\n").expect("written");
    let done = ruhu(&["villages", plain(&lists), "--data", plain(&data)]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!((mode(&data), mode(&data.join("ruhu.db"))), (0o700, 0o600));
}

#[test]
fn codes_links_and_sessions_of_a_backup_let_nobody_in_after_it_is_restored() {
    let world = Served::new();
    let (code, link) = (
        world.code_for("张伟"),
        world.account("李雷", "610924102", Role::Township).link,
    );
    let admin = world.running().sign_in_link().expect("a link").url;
    let cookie = world.signed_in_as("王芳", "610924102", Role::Township);
    let phone = world.phone_of("王芳");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let backup = outside.path().join("backup");
    let from = plain(world.data.path());
    assert_eq!(
        json(&["backup", "--data", from, "--out", plain(&backup), "--json"]).0,
        0
    );
    let data = tempfile::tempdir().expect("an empty folder");
    let (exit, told) = json(&["restore", plain(&backup), "--data", plain(data.path()), "--json"]);
    let voided = &told["voided"];
    assert_eq!(
        (exit, &voided["codes"], &voided["links"], &voided["sessions"]),
        (0, &1.into(), &2.into(), &1.into()),
        "{told}"
    );
    let restored = world.over(data);
    let shown = Phone::new().enrol(&restored, &code.code, &code.fingerprint);
    assert_eq!((shown.status, shown.code().as_str()), (410, "code_expired"));
    for path in [world.path_of(&link), world.path_of(&admin)] {
        assert_eq!(restored.call(&Call::new("GET", &path)).status, 410, "{path}");
    }
    assert_eq!(restored.look("/", &cookie).status, 401);
    // Phones and passwords go on.
    assert_eq!(restored.sign_in("王芳", PASSWORD).status, 303);
    let synced = restored.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}"));
    assert_eq!(synced.status, 200, "{}", synced.text());
}
