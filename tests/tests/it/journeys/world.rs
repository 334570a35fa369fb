//! A small township, and phones that live in it.

use ruhu_core::app::{App, DraftChange, Finished, HouseholdFile, PhotoFrom, PhotoTaken};
use ruhu_core::coverage::{Coverage, tally};
use ruhu_core::domain::{Fix, Mode, Statements};
use ruhu_core::ids::{CadreId, DraftId};
use ruhu_core::time::{Clock, Day, Moment};
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::store::{Coverage as _, VisitShown};
use ruhu_server::town::judge::timeline_of;
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::{open, send_all};
use ruhu_tests::road::{BadRoad, Weather};
use ruhu_tests::town::Town;
use ruhu_tests::village::roster;
pub use ruhu_tests::village::{PICTURES, home, number};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A moment by its text.
pub fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

/// A township with its server.
pub struct World {
    pub town: Town,
    pub dir: tempfile::TempDir,
}

impl World {
    /// Cadres and the numbers of their households, from 2021 on. It is `now` there.
    pub fn of(cadres: &[(&str, std::ops::Range<u32>)], now: &str) -> Self {
        let csv = roster(cadres);
        let dir = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(TownClock::at(at(now)));
        let (town, report) = Town::open(&dir.path().join("server"), clock, csv.as_bytes()).expect("a township");
        let all: usize = cadres.iter().map(|(_, households)| households.len()).sum();
        assert_eq!(town.roster.households.len(), all, "{report:?}");
        Self { town, dir }
    }

    /// The cadre of this name.
    pub fn cadre(&self, name: &str) -> CadreId {
        let mut cadres = self.town.roster.cadres.iter();
        cadres.find(|cadre| cadre.name == name).expect("on the roster").id
    }

    /// A new phone of this cadre, enrolled on a good road, which has heard of its households. Its wall clock is off.
    pub fn phone(&self, cadre: &str, seed: u8, wall_off_minutes: i64) -> Phone {
        let dir = self.dir.path().join(format!("phone-{seed}"));
        let server = self.town.running.listening();
        let road = BadRoad::open(server, Weather::CLEAR, seed.into()).expect("a road");
        let now = self.town.clock.now().wall;
        let clock = Arc::new(PhoneClock::new(now, wall_off_minutes * 60_000));
        let app = open(&dir, [seed; 32], clock.clone()).expect("opens");
        let code = self.town.code_for(self.cadre(cadre), road.url()).expect("a code");
        app.enrol(&code, "journey").expect("enrols");
        let phone = Phone {
            app,
            clock,
            road,
            dir,
            seed,
        };
        phone.send(self);
        phone
    }

    /// A household's coverage as the server has it.
    pub fn coverage(&self, n: u32, on: Day) -> Coverage {
        let store = &self.town.folder.store;
        let timeline = timeline_of(&store.policies(&self.town.code).expect("policies")).expect("a timeline");
        let household = number(n);
        let all = store.households(&self.town.code).expect("households");
        let state = all
            .into_iter()
            .find(|state| state.household == household)
            .expect("known");
        tally(&timeline, &state.tenure, &state.waivers, &state.visits, on)
    }

    /// The server's shelf holds both files of every photo, as the phone has them.
    pub fn holds_photos_of(&self, shown: &VisitShown, phone: &Phone) {
        let shelf = PhotoShelf::local(&self.town.folder.path.join("photos")).expect("a shelf");
        for photo in &shown.photos {
            for file in [&photo.entry.original, &photo.entry.copy] {
                let there = shelf.read(&self.town.code, &file.sha256).expect("reads");
                let bytes = there.expect("on the server's shelf");
                assert_eq!(bytes, phone.app.photo_bytes(file.sha256).expect("still on the phone"));
            }
        }
    }

    /// A household's visits as the desk sees them, newest first.
    pub fn visits(&self, n: u32) -> Vec<VisitShown> {
        let file = self.town.folder.store.household_file(&self.town.code, &number(n));
        file.expect("reads").expect("known").visits
    }
}

/// A cadre's phone on its road.
pub struct Phone {
    pub app: App,
    pub clock: Arc<PhoneClock>,
    pub road: BadRoad,
    pub dir: PathBuf,
    pub seed: u8,
}

impl Phone {
    /// Sends everything and hears what is new; the road is good.
    pub fn send(&self, world: &World) {
        world.town.clock.reach(self.clock.true_time());
        send_all(&self.app).expect("sends");
    }

    /// The app is closed and opened again: a new process would find the same folder.
    pub fn reopen(&mut self) {
        self.app.pause().expect("pauses");
        self.app = open(&self.dir, [self.seed; 32], self.clock.clone()).expect("opens again");
    }

    /// A good visit: at the door, one photo, ten minutes, a line written.
    pub fn visit(&self, n: u32, photo: u64) -> Finished {
        let draft = self.begin(n);
        self.picture(draft, n, photo);
        self.end(draft)
    }

    /// At the door, with a position.
    pub fn begin(&self, n: u32) -> DraftId {
        let draft = self.app.start(&number(n), Mode::OnSite).expect("starts").draft.id;
        self.clock.pass_minutes(1);
        let fix = Fix {
            lat: home(n).lat,
            lon: home(n).lon,
            accuracy_m: Some(8.0),
            at: self.clock.now().wall,
            mock: false,
            provider: Some("gps".into()),
        };
        self.app
            .change(draft, DraftChange::Fix { fix })
            .expect("takes a position");
        draft
    }

    /// Takes the photo of this seed.
    pub fn picture(&self, draft: DraftId, n: u32, photo: u64) {
        self.clock.pass_minutes(2);
        let taken = self.clock.now().wall;
        let bytes = PICTURES.shoot(photo, 320, taken, Some(home(n))).expect("a photo");
        let photo = PhotoTaken {
            bytes,
            taken,
            from: PhotoFrom::Camera,
            stamp: None,
        };
        self.app.attach_photo(draft, photo).expect("takes a photo");
    }

    /// Ten minutes later a line is written, and it is finished.
    pub fn end(&self, draft: DraftId) -> Finished {
        self.clock.pass_minutes(10);
        self.app.change(draft, said("一切正常")).expect("writes a line");
        self.app.finish(draft).expect("finishes")
    }

    pub fn file(&self, n: u32) -> HouseholdFile {
        self.app.household(&number(n)).expect("a household's file")
    }
}

/// A line written.
pub fn said(note: &str) -> DraftChange {
    let statements = Statements {
        note: Some(note.into()),
        ..Statements::default()
    };
    DraftChange::Statements { statements }
}

/// Phone and server say the same of this household.
pub fn agree(phone: &Phone, world: &World, n: u32) {
    let file = phone.file(n);
    let on = phone.app.today(&ruhu_core::app::TodayAsk::default()).expect("today").on;
    let server = world.coverage(n, on);
    let due = &file.due;
    assert_eq!(
        (due.state, due.date, due.suggested),
        (server.state, server.date, server.suggested)
    );
    assert_eq!(file.lines, server.lines);
    let counted: Vec<_> = file
        .visits
        .iter()
        .filter(|visit| visit.counted)
        .map(|visit| visit.visit)
        .collect();
    let mut told = server.counted.clone();
    told.sort_unstable();
    let mut counted = counted;
    counted.sort_unstable();
    assert_eq!(counted, told);
}

/// Whether nothing under a folder holds these bytes in the open.
pub fn hidden(dir: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(dir).expect("a folder").all(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return hidden(&path, needle);
        }
        let bytes = std::fs::read(&path).expect("reads");
        !bytes.windows(needle.len()).any(|window| window == needle)
    })
}
