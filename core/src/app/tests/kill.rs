//! A process that is really ended, in the middle of a visit.

use super::*;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const DIR: &str = "RUHU_TEST_KILL_DIR";

/// Not a test by itself: the process that `a_draft_survives_a_kill` ends. Without its folder it does nothing.
#[test]
fn the_process_to_be_killed() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(
        clock.clone(),
        vec![household(1, "李秀英", Class::Lifted)],
    ));
    let signer = Arc::new(MemorySigner::from_bytes(&[7; 32]).expect("a key"));
    let app = open(Path::new(&dir), KEY, &town, &signer, &clock).expect("opens");
    app.enrol(&town.code(), "test").expect("enrols");
    let road = RoadNow {
        network: Network::Unmetered,
        battery: Battery::Fine,
        urgency: Urgency::Asked,
    };
    app.sync_now(road, &|_| ControlFlow::Continue(())).expect("syncs");
    let draft = app.start(&number(1), Mode::OnSite).expect("starts").draft.id;
    for count in 0u32.. {
        let statements = note(&format!("{count}"));
        app.change(draft, DraftChange::Statements { statements })
            .expect("saves");
        println!("\nsaved {count}");
    }
}

#[test]
fn a_draft_survives_a_kill_with_everything_that_was_acknowledged() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
        .args(["--exact", "app::tests::kill::the_process_to_be_killed", "--nocapture"])
        .env(DIR, dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut saved: Option<u32> = None;
    while saved.is_none_or(|count| count < 20) {
        let line = lines
            .next()
            .expect("the child goes on until it is killed")
            .expect("text");
        saved = line
            .strip_prefix("saved ")
            .and_then(|count| count.parse().ok())
            .or(saved);
    }
    child.kill().expect("ends it at once");
    child.wait().expect("has ended");

    let clock = SetClock::at("2026-05-03T09:30:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let signer = Arc::new(MemorySigner::from_bytes(&[7; 32]).expect("a key"));
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens after the kill");
    assert_eq!(app.opened(), Opened::AsLeft);
    let drafts = app.drafts().expect("lists");
    assert_eq!(drafts.len(), 1);
    let draft = app.judge(drafts[0].id).expect("judges").draft;
    let kept: u32 = draft.statements.note.expect("a note").parse().expect("a number");
    assert!(kept >= saved.expect("something was saved"), "{kept} after {saved:?}");
    app.finish(draft.id).expect("goes on where it was");
}
