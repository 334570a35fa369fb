//! The contract on SQLite, and what only an embedded store has to promise.

use crate::folder::Folder;
use crate::store::contract::Made;
use crate::store::{Ledger, SqliteStore};

fn make() -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("a store");
    Made {
        store: Box::new(store),
        keep: Box::new(folder),
    }
}

crate::store::contract::contract_tests!(make);

#[test]
fn a_folder_opens_again_with_the_same_key_and_a_wrong_one_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let first = Folder::open(&data, Some(&[1; 32])).expect("a new folder");
    let fingerprint = first.signer.public().id();
    drop(first);
    let again = Folder::open_existing(&data, Some(&[1; 32])).expect("the same folder");
    assert_eq!(again.signer.public().id(), fingerprint);
    let mode = std::fs::metadata(data.join("keys/server.key"))
        .expect("the key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    for wrong in [None, Some(&[2; 32])] {
        assert!(matches!(
            Folder::open(&data, wrong),
            Err(crate::Error::Core(ruhu_core::Error::WrongKey))
        ));
    }
    assert!(Folder::open_existing(&folder.path().join("elsewhere"), None).is_err());
    assert!(again.store.townships().expect("no township").is_empty());
}

#[test]
fn three_writers_on_one_folder_lose_nothing() {
    use crate::store::contract::{Town, cadre};
    use ruhu_core::record::{Kind, MerkleLog};
    let town = Town::new(make);
    let folder = town.keep.downcast_ref::<tempfile::TempDir>().expect("the folder");
    let path = folder.path().join("ruhu.db");
    let phones = [town.phone(cadre(1)), town.phone(cadre(1)), town.phone(cadre(2))];
    std::thread::scope(|scope| {
        for phone in &phones {
            let (path, town) = (&path, &town);
            scope.spawn(move || {
                // A store of its own, as another process has one.
                let store = SqliteStore::open(path, None).expect("the same file");
                for number in 1..=20 {
                    let record = phone.write(number, Kind::Consent, serde_json::json!({}));
                    town.send_to(&store, phone, &record);
                }
            });
        }
    });
    let log = town.store.log(&town.code, None).expect("the log");
    let mut again = MerkleLog::new();
    town.store
        .each_leaf(&town.code, &mut |n, leaf| {
            assert_eq!(again.push(leaf), n);
            Ok(())
        })
        .expect("every leaf");
    // The import and the policy, then three times twenty.
    assert_eq!((log.size, log.root), (62, again.root()));
    let heads = town.store.heads(&town.code).expect("the heads");
    assert_eq!(
        heads.last().map(|head| (head.size, head.root)),
        Some((log.size, log.root))
    );
}

#[test]
fn a_township_that_ran_before_years_were_kept_gets_them_when_it_is_opened() {
    use crate::store::contract::{Town, cadre, good_visit};
    use crate::store::{Homes, Kept};
    let town = Town::new(make);
    let phone = town.phone(cadre(1));
    for (number, started) in [(1, "2025-12-30T09:00:00+08:00"), (2, "2026-03-01T09:00:00+08:00")] {
        town.send(&phone, &[&phone.visits(number, &good_visit(1, cadre(1), started))]);
    }
    let folder = town.keep.downcast_ref::<tempfile::TempDir>().expect("the folder");
    let path = folder.path().join("ruhu.db");
    let days = ("2026-01-01", "2026-06-30");
    let days = (days.0.parse().expect("a day"), days.1.parse().expect("a day"));
    let whose = Homes::In(town.code.clone());
    let kept = town.store.household_years(&whose, days).expect("kept years");
    assert!(kept[0].kept.is_some());
    let store = SqliteStore::open(&path, None).expect("the same file");
    store
        .write(|conn| Ok(conn.execute_batch("DELETE FROM kept_year; DELETE FROM kept_township;")?))
        .expect("as an upgrade leaves it");
    assert_ne!(store.household_years(&whose, days).expect("kept years"), kept);
    let key = folder.path().join(crate::folder::SERVER_KEY);
    std::fs::create_dir(key.parent().expect("a folder")).expect("made");
    std::fs::write(&key, "07".repeat(32)).expect("the key that was begun with");
    let again = Folder::open_existing(folder.path(), None).expect("the same folder");
    assert_eq!(again.store.household_years(&whose, days).expect("kept years"), kept);
    assert_eq!(again.store.townships_to_keep().expect("none"), []);
}

#[test]
fn a_township_that_joins_a_region_gets_its_policy_by_the_same_file() {
    use crate::store::contract::{Town, a_township_that_joins_a_region_gets_its_policy_by_the_same_file};
    a_township_that_joins_a_region_gets_its_policy_by_the_same_file(&Town::new(make));
}

#[test]
fn the_gate_keeps_its_promises() {
    use crate::store::Gate;
    use crate::store::contract::gate;
    let promises: [fn(&dyn Gate); 4] = [
        gate::an_account_is_added_once_and_its_link_sets_one_password,
        gate::a_session_ends_when_it_is_idle_and_at_its_latest_end,
        gate::sessions_end_by_id_by_owner_and_all_but_one,
        gate::the_audit_log_keeps_what_was_done_in_order,
    ];
    for promise in promises {
        let folder = tempfile::tempdir().expect("a folder");
        promise(&SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("a store"));
    }
}

#[test]
fn an_audit_log_is_not_changed_and_whoever_goes_around_that_is_found() {
    use crate::store::{Audit, AuditEvent, AuditNote, Who};
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("a store");
    for minute in 0..5 {
        let note = AuditNote {
            who: Who::Nobody,
            event: AuditEvent::SignInFailed(None),
            origin: Some("10.0.0.7".into()),
        };
        let at = ruhu_core::time::Moment::from_millis(minute * 60_000);
        store.note(&note, at).expect("written");
    }
    let run = |sql: &str| store.write(|conn| Ok(conn.execute_batch(sql)?));
    let broken = || store.audit(&mut |_| Ok(())).expect("readable");
    for sql in [
        "UPDATE audit SET who = 'x' WHERE n = 2",
        "DELETE FROM audit WHERE n = 5",
    ] {
        assert!(run(sql).is_err(), "{sql}");
    }
    assert_eq!(broken(), None);
    run("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened;").expect("somebody has the file");
    for (sql, back, at) in [
        (
            "UPDATE audit SET origin = NULL WHERE n = 3",
            "UPDATE audit SET origin = '10.0.0.7' WHERE n = 3",
            3,
        ),
        (
            "UPDATE audit SET at = at + 1 WHERE n = 1",
            "UPDATE audit SET at = at - 1 WHERE n = 1",
            1,
        ),
        (
            "UPDATE audit SET n = 9 WHERE n = 5",
            "UPDATE audit SET n = 5 WHERE n = 9",
            9,
        ),
    ] {
        run(sql).expect("somebody has the file");
        assert_eq!(broken(), Some(at), "{sql}");
        run(back).expect("somebody has the file");
        assert_eq!(broken(), None);
    }
    run("DELETE FROM audit WHERE n = 2").expect("somebody has the file");
    assert_eq!(broken(), Some(3));
}
