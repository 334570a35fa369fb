//! Phones whose process is really ended (SIGKILL): in the middle of a visit, and in the middle of an upload.

use super::world::{Phone, World, agree, said};
use ruhu_core::domain::Verdict;
use ruhu_core::time::Moment;
use ruhu_tests::clock::PhoneClock;
use ruhu_tests::handset::{GOOD_ROAD, open, send_all};
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const DIR: &str = "RUHU_JOURNEY_PHONE";
const NOW: &str = "RUHU_JOURNEY_NOW";
const DOES: &str = "RUHU_JOURNEY_DOES";

/// Not a test by itself: the phone's process, which the tests below end. Without its folder it does nothing.
#[test]
fn the_phone_process() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let now: i64 = std::env::var(NOW).expect("its clock").parse().expect("milliseconds");
    let clock = Arc::new(PhoneClock::new(Moment::from_millis(now), 0));
    let app = open(Path::new(&dir), [1; 32], clock.clone()).expect("opens");
    match std::env::var(DOES).expect("what to do").as_str() {
        "visits" => {
            for count in 0u32.. {
                let draft = app.drafts().expect("lists").pop().expect("the parent began one").id;
                app.change(draft, said(&format!("{count}"))).expect("saves");
                println!("\nsaved {count}");
            }
        }
        _ => {
            app.sync_now(GOOD_ROAD, &|progress| {
                println!("\nsent {} {}", progress.records_sent, progress.bytes_sent);
                ControlFlow::Continue(())
            })
            .expect("sends");
            println!("\nthe end");
        }
    }
}

/// The phone's process.
struct Process {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Process {
    fn start(phone: &Phone, does: &str) -> Self {
        phone.app.pause().expect("pauses");
        let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--exact", "journeys::killed::the_phone_process", "--nocapture"])
            .env(DIR, &phone.dir)
            .env(NOW, phone.clock.true_time().millis().to_string())
            .env(DOES, does)
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        Self { child, lines }
    }
    /// Its next word that begins so; `None` when it has come to its end.
    fn word(&mut self, begins: &str) -> Option<String> {
        let mut finished = false;
        for line in self.lines.by_ref() {
            let line = line.expect("text");
            finished |= line == "the end";
            if let Some(rest) = line.strip_prefix(begins) {
                return Some(rest.to_owned());
            }
        }
        assert!(finished, "the phone's process ended by itself");
        assert!(self.child.wait().expect("has ended").success());
        None
    }
    /// Ends it as a phone does that needs the memory: at once.
    fn kill(mut self) {
        self.child.kill().expect("ends it at once");
        self.child.wait().expect("has ended");
    }
}

#[test]
fn a_phone_killed_in_the_middle_of_a_visit_goes_on_where_it_was() {
    let world = World::of(&[("王建军", 0..3)], "2026-08-03T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 0);
    let draft = phone.begin(0);
    phone.picture(draft, 0, 1);
    let mut process = Process::start(&phone, "visits");
    let mut saved = 0u32;
    while saved < 25 {
        saved = process.word("saved ").expect("goes on").parse().expect("a number");
    }
    process.kill();

    phone.reopen();
    let drafts = phone.app.drafts().expect("lists");
    assert_eq!(
        drafts.iter().map(|line| line.id).collect::<Vec<_>>(),
        [draft],
        "it offers to go on"
    );
    let kept = phone.app.judge(draft).expect("judges").draft;
    let note: u32 = kept.statements.note.expect("a note").parse().expect("a number");
    assert!(note >= saved, "{note} after {saved}");
    assert_eq!((kept.photos.len(), kept.fixes.len()), (1, 1));
    let finished = phone.end(draft);
    assert_eq!(finished.verdict, Verdict::Counts, "{:?}", finished.codes);
    phone.send(&world);
    assert_eq!(world.visits(0).len(), 1);
    agree(&phone, &world, 0);
}

#[test]
fn a_phone_killed_at_any_moment_of_an_upload_sends_everything_once() {
    let world = World::of(&[("王建军", 0..6)], "2026-08-03T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 0);
    let mut made = Vec::new();
    for n in 0..6 {
        made.push((n, phone.visit(n, n.into()).visit));
        phone.clock.pass_minutes(30);
    }
    world.town.clock.reach(phone.clock.true_time().plus_ms(3_600_000));
    // One step more each time, so that every part of the way is a place where it ends.
    let mut kills = 0;
    'upload: loop {
        let mut process = Process::start(&phone, "sends");
        for _ in 0..=kills {
            if process.word("sent ").is_none() {
                break 'upload;
            }
        }
        process.kill();
        kills += 1;
        assert!(kills < 200, "the upload comes to no end");
    }
    assert!(kills >= 4, "only {kills} kills: the upload is too short to be cut");

    phone.reopen();
    send_all(&phone.app).expect("nothing is left to send, or it goes now");
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.sent, outbox.stuck.len()), (0, 6, 0));
    for (n, visit) in made {
        let shown = world.visits(n);
        assert_eq!(shown.iter().map(|shown| shown.id).collect::<Vec<_>>(), [visit]);
        assert_eq!(shown[0].mark, None, "no gap and no fork in the chain");
        world.holds_photos_of(&shown[0], &phone);
        agree(&phone, &world, n);
    }
}
