//! The phone in the words of use: a real store, shelf and chain on disk, a township in memory, a clock that is set.

mod ahead;
mod backup;
mod bounds;
mod companions;
mod damage;
mod door;
mod erased;
mod finished;
mod front;
mod help;
#[cfg(target_os = "linux")]
mod interrupted;
mod kill;
mod list;
mod look_up;
mod papers;
mod read;
mod road;
mod shelf;
mod sign_out;
mod store_key;
mod township;
mod update;

use super::*;
use crate::domain::{Assignment, Class, ClassFrom, Fix, Household, Mode, PlaceVersion, Statements, Tenure};
use crate::ids::{DraftId, HouseholdNo};
use crate::outbox::{Battery, Network, Urgency};
use crate::record::MemorySigner;
use crate::sync::Trust;
use crate::time::{Clock, Day, Moment, TimeEvidence};
use crate::wire::HouseholdDown;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};
use township::{Township, cadre};

const KEY: [u8; 32] = [5; 32];
const PHOTO: &[u8] = include_bytes!("../../../../tests/data/photos/landscape_1.jpg");
const OTHER_PHOTO: &[u8] = include_bytes!("../../../../tests/data/photos/DSCN0010.jpg");

/// A clock that goes only when told; wall and monotonic go together unless the wall is set.
struct SetClock(Mutex<TimeEvidence>);

impl SetClock {
    fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(TimeEvidence {
            wall: moment(text),
            monotonic_ms: Some(1_000_000),
            boot: Some(7),
            gnss: None,
        })))
    }
    fn minutes(&self, minutes: i64) {
        let mut now = self.0.lock().expect("no test panicked inside");
        now.wall = now.wall.plus_ms(minutes * 60_000);
        now.monotonic_ms = now.monotonic_ms.map(|m| m + minutes.unsigned_abs() * 60_000);
    }
    fn days(&self, days: i64) {
        self.minutes(days * 24 * 60);
    }
    /// The phone is switched off and on: another boot, the monotonic clock from nought.
    fn reboot(&self) {
        let mut now = self.0.lock().expect("no test panicked inside");
        now.monotonic_ms = Some(60_000);
        now.boot = now.boot.map(|boot| boot + 1);
    }
    /// Somebody sets the phone's clock.
    fn set_wall(&self, text: &str) {
        self.0.lock().expect("no test panicked inside").wall = moment(text);
    }
}

impl Clock for SetClock {
    fn now(&self) -> TimeEvidence {
        *self.0.lock().expect("no test panicked inside")
    }
}

fn moment(text: &str) -> Moment {
    text.parse().expect("a good time")
}
fn day(text: &str) -> Day {
    text.parse().expect("a good day")
}
fn number(n: u32) -> HouseholdNo {
    format!("61092410200{n:06}").parse().expect("a number")
}

/// A household of the tests' cadre with a place at 32.63 N, 108.72 E.
fn household(n: u32, head: &str, class: Class) -> HouseholdDown {
    HouseholdDown {
        household: Household {
            household: number(n),
            village: "610924102001".parse().expect("a village"),
            village_name: "黄金村".into(),
            group: format!("{}组", n % 5 + 1),
            head: head.into(),
            people: Some(3),
            risk: String::new(),
            phone: String::new(),
            tenure: Tenure {
                entered: day("2021-01-01"),
                left: None,
                classes: vec![ClassFrom {
                    class,
                    from: day("2021-01-01"),
                }],
            },
            place: Some(PlaceVersion {
                version: 1,
                lat: 32.63,
                lon: 108.72,
                from: day("2021-01-01"),
                learned: false,
            }),
        },
        old_places: Vec::new(),
        assignments: vec![Assignment {
            household: number(n),
            cadre: cadre().id,
            from: day("2021-01-01"),
            to: None,
        }],
        waivers: Vec::new(),
        visits: Vec::new(),
    }
}

struct Phone {
    dir: tempfile::TempDir,
    clock: Arc<SetClock>,
    town: Arc<Township>,
    signer: Arc<MemorySigner>,
    app: App,
}

fn open(
    dir: &Path,
    key: [u8; 32],
    town: &Arc<Township>,
    signer: &Arc<MemorySigner>,
    clock: &Arc<SetClock>,
) -> Answer<App> {
    let config = Config {
        dir: dir.to_owned(),
        trust: Trust::Platform,
        transport: Some(town.clone()),
    };
    App::open(config, key, signer.clone(), clock.clone())
}

impl Phone {
    /// An enrolled phone that has heard of its households, on 3 May 2026 at nine.
    fn with(households: Vec<HouseholdDown>) -> Self {
        let clock = SetClock::at("2026-05-03T09:00:00+08:00");
        let town = Arc::new(Township::new(clock.clone(), households));
        let dir = tempfile::tempdir().expect("a folder");
        let signer = Arc::new(MemorySigner::from_bytes(&[7; 32]).expect("a key"));
        let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
        app.enrol(&town.code(), "test").expect("enrols");
        let phone = Self {
            dir,
            clock,
            town,
            signer,
            app,
        };
        phone.sync();
        phone
    }
    /// Ends the app and opens it again.
    fn again(self) -> Self {
        let Self {
            dir,
            clock,
            town,
            signer,
            app,
        } = self;
        drop(app);
        let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens again");
        Self {
            dir,
            clock,
            town,
            signer,
            app,
        }
    }
    fn sync(&self) -> SyncReport {
        let road = RoadNow {
            network: Network::Unmetered,
            battery: Battery::Fine,
            urgency: Urgency::Asked,
        };
        self.app.sync_now(road, &|_| ControlFlow::Continue(())).expect("syncs")
    }
    fn fix(&self, metres_north: f64) -> Fix {
        Fix {
            lat: 32.63 + metres_north / 111_195.0,
            lon: 108.72,
            accuracy_m: Some(8.0),
            at: self.clock.now().wall,
            mock: false,
            provider: Some("gps".into()),
        }
    }
    fn photo(&self, bytes: &[u8]) -> PhotoTaken {
        PhotoTaken {
            bytes: bytes.to_vec(),
            taken: self.clock.now().wall,
            from: PhotoFrom::Camera,
            stamp: None,
        }
    }
    /// A draft at the door with everything a visit needs but a photo.
    fn at_the_door(&self, n: u32) -> DraftId {
        let draft = self.app.start(&number(n), Mode::OnSite).expect("starts").draft.id;
        let fix = self.fix(20.0);
        self.app.change(draft, DraftChange::Fix { fix }).expect("takes the fix");
        draft
    }
    /// A whole good visit of ten minutes.
    fn visit(&self, n: u32, photo: &[u8]) -> Finished {
        let draft = self.at_the_door(n);
        self.clock.minutes(10);
        self.app
            .attach_photo(draft, self.photo(photo))
            .expect("takes the photo");
        self.app.finish(draft).expect("finishes")
    }
}

fn note(text: &str) -> Statements {
    Statements {
        note: Some(text.into()),
        ..Statements::default()
    }
}

/// The code of a `FixThis`.
fn code<T: std::fmt::Debug>(answer: Answer<T>) -> String {
    match answer {
        Err(AppError::FixThis { code, .. }) => code,
        other => panic!("no FixThis: {other:?}"),
    }
}
