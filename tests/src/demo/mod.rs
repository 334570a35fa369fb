//! The whole way once, for a person to see: a roster comes in, phones are enrolled, a year is lived on bad roads, the
//! township's evidence goes out, a stranger verifies it. Real core, real HTTP, real server in this process; only clocks
//! and positions are simulated.

mod phone;
mod plan;
mod play;
mod spare;
mod tally;
mod tamper;
mod tell;
mod township;
mod turns;
mod year;

use crate::clock::TownClock;
use crate::failure::{Done, Failure, While};
use crate::town::Town;
use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::command::export;
use ruhu_server::pack::{Form, verify};
pub use spare::{Note, Renewed};
use spare::{Phones, Spare};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tell::Story;
pub use township::ROSTER;
use turns::Turns;
use year::Played;

/// What to play.
pub struct Demo {
    /// Keep data and pack here.
    pub keep: Option<PathBuf>,
    /// Only the first so many cadres' phones.
    pub cadres: Option<usize>,
}

/// A demo that has been played: its server is still up, its clock goes with the machine's.
pub struct Standing {
    town: Town,
    spare: Spare,
    _dir: tempfile::TempDir,
}

impl Demo {
    /// Plays the year and tells of it.
    ///
    /// Errors: anything that was not meant to go wrong; a pack that does not verify; a tampering that is not found.
    pub fn play(&self) -> Done<Standing> {
        let began = SystemClock.now().wall;
        let dir = tempfile::tempdir().when("临时文件夹 a folder for the time being")?;
        let (data, pack) = self.places(dir.path())?;
        let played = Played::until(began);
        let clock = Arc::new(TownClock::at(played.first.start().plus_ms(7 * 3_600_000)));
        let (town, imported) = Town::open(&data, clock, township::ROSTER)?;
        let flood = plan::Flood::of(&town.roster, &played);
        let mut years = plan::plan(&town.roster, &played, flood.as_ref(), self.cadres);
        let turns = Turns::of(&mut years, &played);
        let taking_part = Phones::of(&years);
        let lived = play::play(&town, years, &played, flood.as_ref(), &turns, dir.path())?;
        let phones = tally::phones(&lived.phones)?;
        // Their part is over: their roads close, their folders go with the temporary one.
        drop(lived.phones);
        town.clock.go_live();

        let now = town.clock.now().wall;
        let exported = export::make(&town.folder, town.code.clone(), played.year, &pack, Form::Folder, now)
            .when("导出佐证包 exporting the pack")?;
        let server = town.folder.signer.public().id();
        let verified = verify::verify(&pack, Some(&server)).when("核验 verifying")?;
        let caught = tamper::tamper(&pack, pack.parent().unwrap_or(dir.path()))?;
        let story = Story {
            town: &town.name,
            days: (played.first.to_string(), played.end().day().to_string()),
            imported: &imported,
            phones: &phones,
            visits: &tally::visits(&town, &played)?,
            decided: lived.decided,
            turned: &lived.turned,
            flood: flood.as_ref(),
            covered: &tally::coverage(&town)?,
            pack: &exported,
            verified: &verified,
            caught: &caught,
            seconds: SystemClock.now().wall.since(began) / 1000,
        };
        println!("{}", story.text());
        phones.nothing_stuck()?;
        if !verified.ok {
            return Err(Failure::new("核验 verifying", "the pack does not verify"));
        }
        match caught.iter().find(|caught| !caught.named()) {
            Some(missed) => Err(Failure::new(
                "核验篡改的副本 verifying a tampered copy",
                format!("not found: {}", missed.en),
            )),
            None => Ok(Standing {
                spare: Spare::choose(&town, &taking_part)?,
                town,
                _dir: dir,
            }),
        }
    }

    /// Where data and pack go. What is there already is not touched.
    fn places(&self, temporary: &Path) -> Done<(PathBuf, PathBuf)> {
        let root = self.keep.as_deref().unwrap_or(temporary);
        let (data, pack) = (root.join("data"), root.join("pack"));
        let there = [&data, &pack].into_iter().find(|path| path.exists());
        match there {
            Some(there) => Err(Failure::new(
                "--keep",
                format!(
                    "{} 已经存在，请换一个文件夹 / is there already: give another folder",
                    there.display()
                ),
            )),
            None => Ok((data, pack)),
        }
    }
}

impl Standing {
    /// The address of the coverage page, and a one-time link that signs in there.
    pub fn doors(&self) -> Done<(String, String)> {
        let link = self.town.running.sign_in_link().when("登录链接 the sign-in link")?;
        Ok((format!("{}/", self.town.running.address()), link.url))
    }
    /// A phone to try: what a person needs for it.
    pub fn phone(&self) -> String {
        self.spare.told()
    }
    /// Leaves what a program needs for it in a file, until the answer is dropped.
    pub fn note(&self, path: &Path) -> Done<Note> {
        Note::write(path, &self.spare, &self.town)
    }
    /// Another code where a phone has used the last, in the file too.
    pub fn renew(&mut self, note: Option<&Note>) -> Done<Renewed> {
        let renewed = self.spare.renew(&self.town)?;
        if let (Renewed::Yes, Some(note)) = (renewed, note) {
            note.again(&self.spare, &self.town)?;
        }
        Ok(renewed)
    }
    /// Stops the server.
    pub fn end(self) {
        self.town.running.shutdown();
    }
}
