//! A photo's file that cannot be read now, and one that never can: only the second is given up.

use super::*;
use crate::ids::Sha256;
use std::fs;
use std::path::PathBuf;

fn with_a_visit() -> Phone {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone
}

fn file(phone: &Phone) -> PathBuf {
    phone
        .dir
        .path()
        .join("photos")
        .join(format!("{}.photo", Sha256::of(PHOTO)))
}

/// The disk does not answer: the system follows links in a circle and gives up.
fn out_of_reach(phone: &Phone) -> PathBuf {
    let (file, kept) = (file(phone), phone.dir.path().join("kept"));
    fs::rename(&file, &kept).expect("moves");
    std::os::unix::fs::symlink(&file, &file).expect("a link to itself");
    kept
}

fn back(phone: &Phone, kept: &Path) {
    fs::remove_file(file(phone)).expect("removes the link");
    fs::rename(kept, file(phone)).expect("moves back");
}

fn stuck(phone: &Phone) -> usize {
    phone.app.outbox().expect("a box").stuck.len()
}

#[test]
fn a_read_that_fails_now_makes_nothing_stuck_and_the_photo_goes_later() {
    let phone = with_a_visit();
    let kept = out_of_reach(&phone);
    for _ in 0..4 {
        phone.sync();
    }
    assert_eq!(stuck(&phone), 0, "it waits");
    phone
        .town
        .with(|town| assert_eq!(town.photos.len(), 1, "the copy has gone all the same"));
    assert_eq!(code(phone.app.sign_out()), "unsent");
    back(&phone, &kept);
    phone.clock.days(1);
    phone.sync();
    phone.town.with(|town| assert_eq!(town.photos.len(), 2));
    phone.app.sign_out().expect("signs out");
}

#[test]
fn a_read_that_fails_for_hours_is_told_and_goes_when_it_can_be_read() {
    let phone = with_a_visit();
    let kept = out_of_reach(&phone);
    for _ in 0..20 {
        phone.clock.minutes(70);
        phone.sync();
    }
    assert_eq!(stuck(&phone), 1, "somebody has to look");
    assert_eq!(code(phone.app.sign_out()), "unsent", "it is not lost");
    back(&phone, &kept);
    phone.sync();
    assert_eq!(stuck(&phone), 0);
    phone.town.with(|town| assert_eq!(town.photos.len(), 2));
}

#[test]
fn a_photo_once_taken_for_unreadable_is_read_again_before_it_is_given_up() {
    let phone = with_a_visit();
    let original = Sha256::of(PHOTO);
    // As an earlier version left it after one failed read.
    let reason = crate::outbox::StuckReason::Unreadable;
    let state = crate::outbox::SendState::Stuck { reason };
    phone.sync();
    let phone = {
        let fresh = with_a_visit();
        fresh.app.store.keep_states(&[(original, state)]).expect("keeps");
        drop(phone);
        fresh
    };
    phone.town.with(|town| town.signal = false);
    assert_eq!(code(phone.app.sign_out()), "unsent");
    phone.town.with(|town| town.signal = true);
    phone.sync();
    phone
        .town
        .with(|town| assert_eq!(town.photos.len(), 2, "it went by itself"));
    phone.app.sign_out().expect("signs out");
}

#[test]
fn a_photo_that_never_can_be_read_bars_no_sign_out() {
    for change in [
        |file: &Path| fs::remove_file(file).expect("removes"),
        |file: &Path| fs::write(file, b"short").expect("writes"),
        |file: &Path| {
            let mut bytes = fs::read(file).expect("reads");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(file, bytes).expect("writes");
        },
    ] {
        let phone = with_a_visit();
        change(&file(&phone));
        phone.sync();
        assert_eq!(stuck(&phone), 1);
        phone.app.sign_out().expect("nothing more can be lost");
    }
}

#[test]
fn what_neither_the_road_nor_the_backup_could_read_bars_no_sign_out() {
    let phone = with_a_visit();
    let kept = out_of_reach(&phone);
    phone.sync();
    assert_eq!(code(phone.app.sign_out()), "unsent");
    let backup = phone
        .app
        .backup(&phone.dir.path().join("b.ruhu"))
        .expect("writes what it can");
    assert_eq!((backup.photos, backup.left_out), (0, 1));
    back(&phone, &kept);
    assert_eq!(code(phone.app.sign_out()), "unsent", "it can be read after all");
    let kept = out_of_reach(&phone);
    phone.app.sign_out().expect("read again, and again in vain");
    assert!(kept.exists());
}

/// Not a test by itself: a process that may open no more files.
#[test]
fn the_process_without_descriptors() {
    let Ok(folder) = std::env::var("RUHU_TEST_NO_FILES") else {
        return;
    };
    let phone = with_a_visit();
    phone.app.store.unsent().expect("a connection for reading is open");
    fewer_files();
    // Whatever the road can do without files, it does; nothing is called lost.
    let road = RoadNow {
        network: Network::Unmetered,
        battery: Battery::Fine,
        urgency: Urgency::Asked,
    };
    for _ in 0..3 {
        drop(phone.app.sync_now(road, &|_| ControlFlow::Continue(())));
    }
    assert_eq!(stuck(&phone), 0);
    assert_eq!(phone.app.unsent().expect("reads").photos, 2);
    println!("\nnothing lost in {folder}");
}

/// No file more may be opened than are open now.
#[allow(unsafe_code)]
fn fewer_files() {
    let limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 4096,
    };
    // SAFETY: one system call on a live struct.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
    assert!(fs::File::open("/proc/self/stat").is_err(), "none is left");
}

#[test]
fn without_a_free_file_descriptor_nothing_is_called_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = std::process::Command::new(std::env::current_exe().expect("this test's own program"))
        .args([
            "--exact",
            "app::tests::read::the_process_without_descriptors",
            "--nocapture",
        ])
        .env("RUHU_TEST_NO_FILES", folder.path())
        .env("RUST_TEST_THREADS", "1")
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success() && said.contains("nothing lost"),
        "{said}{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}
