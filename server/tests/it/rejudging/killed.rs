//! `ruhu policy put` ended by SIGKILL in its middle: every household is wholly as it was or wholly judged again, and the
//! same file, or the server, finishes what was begun.

use super::county::{County, TOWNSHIP};
use crate::keeping::ruhu::{json, plain, refused};
use ruhu_core::domain::Verdict;
use ruhu_server::folder::Folder;
use ruhu_tests::process::Served;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const HOMES: usize = 600;
const VISITS: usize = 1200;
/// Longer than all of it takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn put(data: &Path, policy: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args([
            "policy",
            "put",
            plain(policy),
            "--scope",
            TOWNSHIP,
            "--json",
            "--data",
            plain(data),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs")
}

/// Waits until so many households wait, or fewer than all, and some.
fn until(folder: &Folder, enough: impl Fn(u64) -> bool) {
    let begun = Instant::now();
    while !enough(County::waiting(folder)) {
        assert!(
            begun.elapsed() < PATIENCE,
            "{} households wait",
            County::waiting(folder)
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Puts the policy and kills the program when some households are judged again and some are not.
fn killed_in_its_middle(county: &County, folder: &Folder, policy: &Path) {
    let all = u64::try_from(county.homes).expect("small");
    let mut child = put(&county.data, policy);
    until(folder, |waiting| waiting > 0);
    until(folder, |waiting| waiting < all);
    child.kill().expect("it runs");
    child.wait().expect("it ended");
    let waiting = County::waiting(folder);
    assert!(waiting > 0, "it was killed too late to be cut off");
    let verdicts = county.verdicts(folder);
    let judged = verdicts
        .values()
        .filter(|of| of.iter().all(|v| *v == Verdict::NeedsReview))
        .count();
    let as_before = verdicts
        .values()
        .filter(|of| of.iter().all(|v| *v == Verdict::Counts))
        .count();
    assert_eq!(judged + as_before, county.homes, "one household is half judged");
    assert_eq!(u64::try_from(as_before).expect("small"), waiting);
}

fn all_judged(county: &County, folder: &Folder) {
    assert_eq!(County::waiting(folder), 0);
    let verdicts = county.verdicts(folder);
    assert!(
        verdicts
            .values()
            .flatten()
            .all(|verdict| *verdict == Verdict::NeedsReview)
    );
}

#[test]
fn the_same_file_again_finishes_what_a_kill_left() {
    let dir = tempfile::tempdir().expect("a folder");
    let county = County::begun(&dir.path().join("data"), HOMES, VISITS);
    let (folder, policy) = (county.folder(), county.strict());
    killed_in_its_middle(&county, &folder, &policy);
    let (exit, told) = json(&["doctor", "--data", plain(&county.data), "--json"]);
    assert_eq!((exit, told["ok"].as_bool()), (0, Some(true)), "{told}");
    assert_eq!(told["checked"]["to_judge"].as_u64(), Some(County::waiting(&folder)));
    let again = [
        "policy",
        "put",
        plain(&policy),
        "--scope",
        TOWNSHIP,
        "--json",
        "--data",
        plain(&county.data),
    ];
    let (exit, told) = json(&again);
    assert_eq!((exit, told["townships"][0].as_str()), (0, Some(TOWNSHIP)), "{told}");
    all_judged(&county, &folder);
    let (exit, said) = refused(&again);
    assert!(exit == 2 && said.contains("has this id"), "{said}");
}

#[test]
fn a_server_that_starts_finishes_what_a_kill_left_and_says_so_on_its_pages() {
    let dir = tempfile::tempdir().expect("a folder");
    let county = County::begun(&dir.path().join("data"), HOMES, VISITS);
    let (folder, policy) = (county.folder(), county.strict());
    killed_in_its_middle(&county, &folder, &policy);
    let served = Served::start(Path::new(env!("CARGO_BIN_EXE_ruhu")), &county.data, "127.0.0.1:0", &[]);
    until(&folder, |waiting| waiting == 0);
    all_judged(&county, &folder);
    served.stop();
    // Killed before it answered: the same file is not refused, and does nothing twice.
    let before = County::waiting(&folder);
    let again = [
        "policy",
        "put",
        plain(&policy),
        "--scope",
        TOWNSHIP,
        "--json",
        "--data",
        plain(&county.data),
    ];
    let (exit, told) = json(&again);
    assert_eq!((exit, before), (0, 0), "{told}");
}
