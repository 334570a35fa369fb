//! The unsent backup: only the township opens it.

use super::*;
use crate::ids::Sha256;
use crate::store::NewPhoto;
use crate::wire::sealed::open as unseal;
use std::fs;

#[test]
fn a_backup_holds_what_is_not_sent_and_opens_for_the_township_alone() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let file = phone.dir.path().join("backup.ruhu");
    let made = phone.app.backup(&file).expect("writes");
    assert_eq!((made.records, made.photos, made.left_out), (1, 2, 0));
    let sealed = std::fs::read(&file).expect("reads");
    assert!(unseal(&[12; 32], &sealed).is_err());
    let plain = unseal(&township::BACKUP_KEY, &sealed).expect("opens");
    let end = plain.iter().position(|byte| *byte == b'\n').expect("a first line");
    let head: serde_json::Value = serde_json::from_slice(&plain[..end]).expect("JSON");
    assert_eq!(head["records"].as_array().expect("a list").len(), 1);
    assert!(plain.ends_with(PHOTO));
    assert_eq!(code(phone.app.backup(&file)), "file_exists");
    phone.sync();
    let rest = phone.app.backup(&phone.dir.path().join("later.ruhu")).expect("writes");
    assert_eq!((rest.records, rest.photos), (0, 0));
}

/// A visit with this many originals of four megabytes beside its photo.
fn heavy(originals: u8) -> Phone {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    let photo = phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    for n in 0..originals {
        let bytes = vec![n; 4 << 20];
        let mut entry = photo.entry.clone();
        entry.original.sha256 = phone.app.shelf.put(&bytes).expect("puts");
        entry.original.size = bytes.len() as u64;
        phone
            .app
            .store
            .attach(
                draft.into(),
                &NewPhoto {
                    entry,
                    thumb: Vec::new(),
                },
            )
            .expect("attaches");
    }
    phone.clock.minutes(10);
    phone.app.finish(draft).expect("finishes");
    phone
}

#[test]
fn a_backup_is_not_bounded_by_the_memory_and_holds_every_file() {
    let phone = heavy(3);
    let file = phone.dir.path().join("backup.ruhu");
    let made = phone.app.backup(&file).expect("writes");
    assert_eq!((made.records, made.photos, made.left_out), (1, 5, 0));
    assert_eq!(made.bytes, fs::metadata(&file).expect("there").len());
    let plain = unseal(&township::BACKUP_KEY, &fs::read(&file).expect("reads")).expect("opens");
    let end = plain.iter().position(|byte| *byte == b'\n').expect("a first line");
    let head: serde_json::Value = serde_json::from_slice(&plain[..end]).expect("JSON");
    let mut at = end + 1;
    for photo in head["photos"].as_array().expect("a list") {
        let size = usize::try_from(photo["size"].as_u64().expect("a size")).expect("small");
        let name: Sha256 = photo["sha256"].as_str().expect("a name").parse().expect("a hash");
        assert_eq!(Sha256::of(&plain[at..at + size]), name);
        at += size;
    }
    assert_eq!(at, plain.len());
}

#[test]
fn a_backup_to_nowhere_is_refused() {
    let phone = heavy(0);
    let file = phone.dir.path().join("no such folder").join("backup.ruhu");
    assert!(phone.app.backup(&file).is_err());
}

/// Not a test by itself: what the next one runs on a full disk.
#[test]
fn the_process_without_room_for_its_backup() {
    let Ok(folder) = std::env::var("RUHU_TEST_TRACED") else {
        return;
    };
    let phone = heavy(1);
    let file = Path::new(&folder).join("backup.ruhu");
    let answer = phone.app.backup(&file);
    assert!(matches!(answer, Err(AppError::PhoneFull { .. })), "{answer:?}");
    assert!(!file.exists(), "a part is left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_on_a_full_disk_leaves_no_part_behind() {
    use crate::sqlite::tests::traced::{Fate, Outcome, run};
    let folder = tempfile::tempdir().expect("a folder");
    let test = "app::tests::backup::the_process_without_room_for_its_backup";
    if run(test, folder.path(), u64::MAX, Fate::NoRoomFor("backup.ruhu")) == Outcome::CannotTrace {
        eprintln!("not tried: this system does not let a process be traced in this way");
    }
}

/// The most memory this process has held, in KiB, since it was last forgotten.
fn peak_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Not a test by itself: writes a backup in the way its variable says, and tells what it took.
#[test]
fn the_process_whose_memory_is_measured() {
    let Ok(way) = std::env::var("RUHU_TEST_BACKUP_WAY") else {
        return;
    };
    let phone = heavy(4);
    let file = phone.dir.path().join("backup.ruhu");
    if fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("\npeak unknown");
        return;
    }
    let before = peak_kib().expect("told");
    match way.as_str() {
        "streamed" => drop(phone.app.backup(&file).expect("writes")),
        // As it was once: every file in memory, then the plain text, then the sealed one.
        _ => {
            let items = phone.app.store.unsent().expect("reads").items;
            let mut bytes = Vec::new();
            for item in items
                .iter()
                .filter(|item| !matches!(item.what, crate::outbox::What::Record { .. }))
            {
                bytes.extend(phone.app.shelf.read(&item.sha256).expect("reads"));
            }
            let mut plain = b"{}\n".to_vec();
            plain.extend(&bytes);
            let public = crate::wire::sealed::public_key_of(&township::BACKUP_KEY).expect("a key");
            fs::write(&file, crate::wire::sealed::seal(&public, &plain).expect("seals")).expect("writes");
        }
    }
    println!("\npeak {}", peak_kib().expect("told") - before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_takes_a_tenth_of_the_memory_it_took() {
    let peak = |way: &str| {
        let ended = std::process::Command::new(std::env::current_exe().expect("this test's own program"))
            .args([
                "--exact",
                "app::tests::backup::the_process_whose_memory_is_measured",
                "--nocapture",
            ])
            .env("RUHU_TEST_BACKUP_WAY", way)
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        let line = said
            .lines()
            .find_map(|line| line.strip_prefix("peak "))
            .map(str::to_owned);
        line.unwrap_or_else(|| panic!("{said}{}", String::from_utf8_lossy(&ended.stderr)))
    };
    let (before, now) = (peak("whole"), peak("streamed"));
    let (Ok(before), Ok(now)) = (before.parse::<u64>(), now.parse::<u64>()) else {
        return eprintln!("not measured: this system does not forget a peak");
    };
    eprintln!("a backup of 16 MiB took {before} KiB in one piece, and takes {now} KiB");
    assert!(now * 10 < before, "{now} KiB of {before}");
}
