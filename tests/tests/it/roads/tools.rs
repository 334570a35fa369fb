//! A phone behind a box, with one visit that waits: a record, and photos of which one is too large for a single call.

use super::super::journeys::world::{World, home, said};
use ruhu_core::app::{App, PhotoFrom, PhotoTaken, SyncEnd, SyncReport};
use ruhu_core::domain::{Fix, Mode};
use ruhu_core::ids::DraftId;
use ruhu_core::time::Clock;
use ruhu_tests::clock::PhoneClock;
use ruhu_tests::handset::{GOOD_ROAD, open, send_all};
use ruhu_tests::road::{Habit, Middlebox};
use ruhu_tests::village::{PICTURES, number};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(super) const NOW: &str = "2026-06-01T08:00:00+08:00";
pub(super) const CADRE: &str = "王建军";
/// The larger side of the photo, in pixels: over 64 KiB as a JPEG.
const LARGE: u32 = 1600;

/// One phone, which meets one box after the other.
pub(super) struct Behind {
    pub world: World,
    pub app: App,
    pub clock: Arc<PhoneClock>,
    pub middlebox: Middlebox,
    /// The household whose visit waits.
    visited: Cell<u32>,
}

/// As many visits as a test makes.
const HOMES: u32 = 12;

impl Behind {
    /// Enrolled while the box lets everything pass.
    pub fn enrolled() -> Self {
        let world = World::of(&[(CADRE, 0..HOMES)], NOW);
        let middlebox = Middlebox::open(world.town.running.listening(), Vec::new()).expect("a box");
        let clock = Arc::new(PhoneClock::new(world.town.clock.now().wall, 0));
        let app = open(&world.dir.path().join("phone"), [1; 32], clock.clone()).expect("opens");
        let code = world
            .town
            .code_for(world.cadre(CADRE), middlebox.url())
            .expect("a code");
        app.enrol(&code, "road").expect("enrols");
        send_all(&app).expect("hears of its households");
        Self {
            world,
            app,
            clock,
            middlebox,
            visited: Cell::new(0),
        }
    }

    /// A visit waits, and from now on the box has these habits.
    pub fn meets(&self, habits: Vec<Habit>) {
        self.visited.set(self.visited.get() + 1);
        self.visit(self.visited.get());
        self.middlebox.seen();
        self.middlebox.set(habits);
    }

    /// A visit with one photo.
    fn visit(&self, n: u32) {
        let draft = begin(&self.app, &self.clock, n);
        self.clock.pass_minutes(2);
        let taken = self.clock.now().wall;
        let bytes = PICTURES
            .shoot(u64::from(n) + 7, LARGE, taken, Some(home(n)))
            .expect("a photo");
        assert!(bytes.len() > 64 * 1024, "{} bytes", bytes.len());
        let photo = PhotoTaken {
            bytes,
            taken,
            from: PhotoFrom::Camera,
            stamp: None,
        };
        self.app.attach_photo(draft, photo).expect("takes a photo");
        self.clock.pass_minutes(10);
        self.app.change(draft, said("一切正常")).expect("writes a line");
        self.app.finish(draft).expect("finishes");
    }

    /// One run of sending.
    pub fn send(&self) -> SyncReport {
        self.world.town.clock.reach(self.clock.true_time());
        let sent = self.app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(()));
        sent.expect("a broken road is no error of its own")
    }

    /// Runs until everything has gone, an hour apart.
    pub fn send_until_done(&self) {
        for _ in 0..6 {
            if self.send().end == SyncEnd::Done {
                return self.all_arrived();
            }
            self.clock.pass_minutes(61);
        }
        panic!("not done: {:?}", self.send());
    }

    /// One run that brings something to a halt, and why: the Chinese and the English words together.
    pub fn why(&self) -> String {
        let report = self.send();
        assert!(matches!(report.end, SyncEnd::Later { .. }), "{report:?}");
        self.nothing_stuck_or_lost();
        format!("{} / {}", report.text.zh, report.text.en)
    }

    pub fn nothing_stuck_or_lost(&self) {
        let outbox = self.app.outbox().expect("a box");
        assert!(outbox.stuck.is_empty(), "{:?}", outbox.stuck);
        assert!(self.app.me().expect("reads").is_some(), "the phone stays enrolled");
    }

    /// The road is good again: everything goes.
    pub fn recovers(&self) {
        self.middlebox.set(Vec::new());
        self.clock.pass_minutes(61);
        self.send_until_done();
    }

    fn all_arrived(&self) {
        self.nothing_stuck_or_lost();
        let visits = self.world.visits(self.visited.get());
        assert_eq!(visits.len(), 1, "the visit arrived once");
        let shelf =
            ruhu_server::shelf::PhotoShelf::local(&self.world.town.folder.path.join("photos")).expect("a shelf");
        for photo in &visits[0].photos {
            for file in [&photo.entry.original, &photo.entry.copy] {
                let there = shelf.read(&self.world.town.code, &file.sha256).expect("reads");
                assert!(there.is_some(), "a photo is missing");
            }
        }
    }
}

fn begin(app: &App, clock: &PhoneClock, n: u32) -> DraftId {
    let draft = app.start(&number(n), Mode::OnSite).expect("starts").draft.id;
    clock.pass_minutes(1);
    let fix = Fix {
        lat: home(n).lat,
        lon: home(n).lon,
        accuracy_m: Some(8.0),
        at: clock.now().wall,
        mock: false,
        provider: Some("gps".into()),
    };
    let change = ruhu_core::app::DraftChange::Fix { fix };
    app.change(draft, change).expect("takes a position");
    draft
}
