//! A township of many households and cadres on a server process, and their phones: what the server's benches share.

use super::served::{Served, binary};
use super::{PhoneClock, failed};
use crate::handset;
use crate::road::{BadRoad, Weather};
use crate::village::{self, PICTURES, home, number};
use ruhu_core::app::{App, DraftChange, PhotoFrom, PhotoTaken};
use ruhu_core::domain::{Fix, Mode, Statements};
use ruhu_core::sync::Progress;
use ruhu_core::time::{Clock, SystemClock};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// The width of the photos, in pixels.
const PIXELS: u32 = 1280;

/// The township's folder.
pub struct Township {
    pub dir: tempfile::TempDir,
    cadres: u32,
    each: u32,
}

/// A cadre's phone, its road, and the household it visits first.
pub struct Pocket {
    pub app: App,
    road: BadRoad,
    first: u32,
}

impl Township {
    /// So many cadres with so many households each, imported.
    pub fn of(cadres: u32, each: u32) -> Result<Self, String> {
        let dir = tempfile::tempdir().map_err(failed)?;
        let names: Vec<String> = (0..cadres).map(|cadre| format!("干部{cadre}")).collect();
        let theirs = (0u32..)
            .zip(&names)
            .map(|(cadre, name)| (name.as_str(), cadre * each..(cadre + 1) * each));
        let csv = village::roster(&theirs.collect::<Vec<_>>());
        let file = dir.path().join("roster.csv");
        std::fs::write(&file, csv).map_err(failed)?;
        let this = Self { dir, cadres, each };
        this.ruhu(&["import", &file.display().to_string()])?;
        Ok(this)
    }

    /// The server's folder.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A command on this folder; answers what it said.
    pub fn ruhu(&self, words: &[&str]) -> Result<String, String> {
        let out = Command::new(binary()?)
            .args(words)
            .arg("--data")
            .arg(self.data())
            .output()
            .map_err(failed)?;
        match out.status.success() {
            true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
            false => Err(format!("ruhu {words:?}: {}", String::from_utf8_lossy(&out.stderr))),
        }
    }

    /// Every cadre's phone, enrolled, its households heard of. Their roads count bytes.
    pub fn phones(&self, server: &Served) -> Result<Vec<Pocket>, String> {
        (0..self.cadres).map(|cadre| self.phone(server, cadre)).collect()
    }

    fn phone(&self, server: &Served, cadre: u32) -> Result<Pocket, String> {
        let at = server.address.trim_start_matches("http://").parse().map_err(failed)?;
        let road = BadRoad::open(at, Weather::CLEAR, u64::from(cadre)).map_err(failed)?;
        let name = format!("干部{cadre}");
        let made = self.ruhu(&["enrol", "--json", "--cadre", &name, "--address", &road.url()])?;
        let made: serde_json::Value = serde_json::from_str(&made).map_err(failed)?;
        let code = made["qr"].as_str().ok_or("an enrolment code has its text")?;
        let mut seed = [7; 32];
        seed[..4].copy_from_slice(&cadre.to_le_bytes());
        let app = open(self.dir.path(), cadre, seed)?;
        app.enrol(code, "bench").map_err(failed)?;
        handset::send_all(&app).map_err(failed)?;
        Ok(Pocket {
            app,
            road,
            first: cadre * self.each,
        })
    }
}

fn open(dir: &Path, cadre: u32, seed: [u8; 32]) -> Result<App, String> {
    let clock = Arc::new(PhoneClock::new());
    handset::open(&dir.join(format!("phone-{cadre}")), seed, clock).map_err(failed)
}

/// Whether a visit has a photo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum With {
    Photo,
    NoPhoto,
}

impl Pocket {
    /// Visits the first, second, ... of its households; `count` of them, `from` the so manieth.
    /// Answers the sizes of its photo files, originals and copies, in bytes.
    pub fn visit(&self, from: u32, count: u32, with: With) -> Result<Vec<usize>, String> {
        let mut sizes = Vec::new();
        for n in from..from + count {
            let household = number(self.first + n);
            let draft = self.app.start(&household, Mode::OnSite).map_err(failed)?.draft.id;
            let now = SystemClock.now().wall;
            let fix = Fix {
                lat: home(self.first + n).lat,
                lon: home(self.first + n).lon,
                accuracy_m: Some(8.0),
                at: now,
                mock: false,
                provider: None,
            };
            self.app.change(draft, DraftChange::Fix { fix }).map_err(failed)?;
            if with == With::Photo {
                let seed = u64::from(self.first + n);
                let bytes = PICTURES.shoot(seed, PIXELS, now, None).map_err(failed)?;
                let photo = PhotoTaken {
                    bytes,
                    taken: now,
                    from: PhotoFrom::Camera,
                    stamp: None,
                };
                let kept = self.app.attach_photo(draft, photo).map_err(failed)?.entry;
                for file in [kept.copy, kept.original] {
                    sizes.push(usize::try_from(file.size).map_err(failed)?);
                }
            }
            let statements = Statements {
                note: Some("一切正常".into()),
                ..Statements::default()
            };
            self.app
                .change(draft, DraftChange::Statements { statements })
                .map_err(failed)?;
            self.app.finish(draft).map_err(failed)?;
        }
        Ok(sizes)
    }

    /// Sends the records and, of the photos, at most the first.
    pub fn send_records(&self) -> Result<(), String> {
        let stop = |progress: &Progress| match progress.photos_sent {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        self.app.sync_now(handset::GOOD_ROAD, &stop).map(|_| ()).map_err(failed)
    }

    /// Bytes that went over its road, both ways.
    pub fn wire_bytes(&self) -> u64 {
        self.road.bytes()
    }
}
