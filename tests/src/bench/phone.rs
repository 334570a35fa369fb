//! A real phone and a real server in this process: the due list of 20,000 households, and saving visits.

use super::{PhoneClock, failed, shortest};
use crate::handset;
use crate::village::{self, home, number};
use ruhu_core::app::{App, DraftChange, PhotoFrom, PhotoTaken, TodayAsk};
use ruhu_core::domain::{Fix, Mode, Statements};
use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::command::enrol;
use ruhu_server::folder::Folder;
use ruhu_server::web::serve::{Options, Running, start};
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

const PHOTO: &[u8] = include_bytes!("../../data/photos/DSCN0010.jpg");
const CADRE: &str = "王建军";
/// Visits that are saved and measured.
pub const VISITS: u32 = 50;

/// Homes visited among very many, to see what naming the next one costs.
const HOMES: u32 = 20;

/// A township of one cadre and so many households, being served, and that cadre's phone, which has heard of them.
struct World {
    phone: App,
    running: Running,
    dir: tempfile::TempDir,
}

impl World {
    fn with(households: u32) -> Result<Self, String> {
        let dir = tempfile::tempdir().map_err(failed)?;
        let running = start(Options {
            data: dir.path().join("data"),
            key: None,
            listen: ([127, 0, 0, 1], 0).into(),
            address: None,
            clock: Arc::new(SystemClock),
            simulated: true,
        })
        .map_err(failed)?;
        let folder = Folder::open_existing(&dir.path().join("data"), None).map_err(failed)?;
        let cadre = roster(&folder, households)?;
        let now = SystemClock.now().wall;
        let code = enrol::make(&folder, &cadre, running.address().to_string(), now).map_err(failed)?;
        let clock = Arc::new(PhoneClock::new());
        let phone = handset::open(&dir.path().join("phone"), [7; 32], clock).map_err(failed)?;
        phone.enrol(&code.qr, "bench").map_err(failed)?;
        handset::send_all(&phone).map_err(failed)?;
        Ok(Self { phone, running, dir })
    }
    fn end(self) {
        self.running.shutdown();
        drop(self.dir);
    }
}

fn roster(folder: &Folder, households: u32) -> Result<String, String> {
    let csv = village::roster(&[(CADRE, 0..households)]);
    let file = folder.path.join("bench.csv");
    std::fs::write(&file, csv).map_err(failed)?;
    let words = ["ruhu", "import"].map(OsString::from).into_iter();
    let words = words.chain([file.into(), "--data".into(), folder.path.clone().into()]);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    match ruhu_server::cli::run(words, &mut out, &mut err) {
        code if code == ExitCode::SUCCESS => Ok(CADRE.to_owned()),
        _ => Err(String::from_utf8_lossy(&err).into_owned()),
    }
}

/// The first screen of a phone with very many households.
pub fn due_list(households: u32) -> Result<(), String> {
    let began = Instant::now();
    let world = World::with(households)?;
    println!(
        "a first sync of {households} households, import and enrolment before it: {:?}",
        began.elapsed()
    );
    let mut rows = 0;
    let took = shortest(5, || {
        rows = world
            .phone
            .today(&TodayAsk::default())
            .map_or(0, |today| today.rows.len());
    });
    println!("the due list of {households} households, its first {rows} rows: {took:?}");
    let began = Instant::now();
    let mut next = 0;
    for n in 0..HOMES {
        let draft = world.phone.start(&number(n), Mode::OnSite).map_err(failed)?.draft.id;
        world.phone.change(draft, at_home(n)).map_err(failed)?;
        next += usize::from(world.phone.finish(draft).map_err(failed)?.next.is_some());
    }
    println!(
        "a visit without photo among them, begun and finished, and the nearest home to go on to ({next} of {HOMES} named): {:?} each",
        began.elapsed() / HOMES
    );
    world.end();
    Ok(())
}

/// Saves visits between two marks that a system call trace shows.
pub fn visits() -> Result<(), String> {
    let world = World::with(VISITS)?;
    let mut took = Vec::new();
    for n in 0..VISITS {
        let household = number(n);
        let draft = world.phone.start(&household, Mode::OnSite).map_err(failed)?.draft.id;
        let now = SystemClock.now().wall;
        world.phone.change(draft, at_home(n)).map_err(failed)?;
        // A photo of its own for each visit: bytes behind the picture's end change its hash, not the picture.
        let bytes = [PHOTO, &n.to_be_bytes()].concat();
        let photo = PhotoTaken {
            bytes,
            taken: now,
            from: PhotoFrom::Camera,
            stamp: None,
        };
        world.phone.attach_photo(draft, photo).map_err(failed)?;
        let statements = Statements {
            note: Some("一切正常".into()),
            ..Statements::default()
        };
        world
            .phone
            .change(draft, DraftChange::Statements { statements })
            .map_err(failed)?;
        mark("begin");
        let began = Instant::now();
        world.phone.finish(draft).map_err(failed)?;
        took.push(began.elapsed());
        mark("end");
    }
    took.sort_unstable();
    println!("finishing a visit: median {:?} of {VISITS}", took[took.len() / 2]);
    world.end();
    Ok(())
}

/// A position at the home of this number.
fn at_home(n: u32) -> DraftChange {
    let fix = Fix {
        lat: home(n).lat,
        lon: home(n).lon,
        accuracy_m: Some(8.0),
        at: SystemClock.now().wall,
        mock: false,
        provider: None,
    };
    DraftChange::Fix { fix }
}

/// A question about a file that is never there: seen in a trace, harmless otherwise.
fn mark(word: &str) {
    drop(std::fs::metadata(format!("/ruhu-bench-mark/{word}")));
}
