//! A phone for whoever watches the demo: an enrolment code of a cadre whose phone nobody plays any more. While the demo
//! stands, the code and the server's address also lie in a file for a program to find; a code that was used is followed
//! by another.

use super::plan::{CadreYear, Signal};
use crate::failure::{Done, Failure, While};
use crate::town::Town;
use ruhu_core::domain::Cadre;
use ruhu_core::ids::CadreId;
use ruhu_core::time::Clock;
use ruhu_core::wire::spoken_code;
use ruhu_server::command::enrol::{self, Made};
use ruhu_server::store::{Coverage, Roster};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Whose phones take part in the year, and how.
pub struct Phones {
    played: BTreeSet<CadreId>,
    silent: BTreeSet<CadreId>,
}

impl Phones {
    /// Of the plan.
    pub fn of(years: &[CadreYear]) -> Self {
        let those = |is: &dyn Fn(&&CadreYear) -> bool| years.iter().filter(is).map(|year| year.cadre).collect();
        Self {
            played: those(&|_| true),
            silent: those(&|year| year.signal == Signal::Silent),
        }
    }
}

/// The cadre whose phone can be tried.
pub struct Spare {
    cadre: Cadre,
    households: usize,
    phones: usize,
    made: Made,
}

impl Spare {
    /// Chooses the cadre and makes the first code. One whose phone was not played is chosen first; where every phone was,
    /// one that went silent: it was lost, and this is its successor. Of several, who has the most households.
    pub fn choose(town: &Town, phones: &Phones) -> Done<Self> {
        let doing = "给观众的手机 a phone for who watches";
        let today = town.clock.now().wall.day();
        let roster = town.folder.store.roster_now(&town.code).when(doing)?;
        let mut held: BTreeMap<CadreId, usize> = BTreeMap::new();
        for household in roster.households.iter().filter(|home| home.left.is_none()) {
            for assignment in household
                .assignments
                .iter()
                .filter(|assignment| assignment.holds(today))
            {
                *held.entry(assignment.cadre).or_default() += 1;
            }
        }
        let rank = |id: &CadreId| match (phones.played.contains(id), phones.silent.contains(id)) {
            (false, _) => 2,
            (true, true) => 1,
            (true, false) => 0,
        };
        let chosen = roster
            .cadres
            .into_iter()
            .filter_map(|cadre| held.get(&cadre.id).map(|households| (cadre, *households)))
            .max_by_key(|(cadre, households)| (rank(&cadre.id), *households));
        let (cadre, households) = chosen.ok_or_else(|| Failure::new(doing, "no cadre holds a household"))?;
        Ok(Self {
            phones: phones_of(town, &cadre)?,
            made: code(town, &cadre)?,
            cadre,
            households,
        })
    }

    /// Makes the next code when a phone has used this one. Answers whether it has.
    pub fn renew(&mut self, town: &Town) -> Done<Renewed> {
        let phones = phones_of(town, &self.cadre)?;
        if phones <= self.phones {
            return Ok(Renewed::No);
        }
        self.phones = phones;
        self.made = code(town, &self.cadre)?;
        Ok(Renewed::Yes)
    }

    /// What a person needs to try a phone.
    pub fn told(&self) -> String {
        format!(
            "试一试手机：登记码 / to try a phone, its enrolment code: {}\n  {} ({}, {} 户 households) · {} · {}",
            spoken_code(&self.made.code),
            self.made.name,
            self.made.unit,
            self.households,
            self.made.address,
            self.made.words.join(" ")
        )
    }

    /// What a program needs.
    fn note(&self, town: &Town) -> String {
        let note = json!({
            "address": self.made.address, "qr": self.made.qr, "code": self.made.code,
            "words": self.made.words.join(" "), "fingerprint": self.made.fingerprint,
            "expires": self.made.expires.millis(), "township": town.code, "name": town.name,
            "cadre": {
                "id": self.made.cadre, "name": self.made.name, "unit": self.made.unit, "households": self.households,
            },
        });
        format!("{note}\n")
    }
}

/// Whether there is a new code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The old one was used.
    Yes,
    /// The old one is still good.
    No,
}

fn phones_of(town: &Town, cadre: &Cadre) -> Done<usize> {
    let phones = town.folder.store.phones(&town.code).when("读手机 reading the phones")?;
    Ok(phones.iter().filter(|phone| phone.cadre == cadre.id).count())
}

fn code(town: &Town, cadre: &Cadre) -> Done<Made> {
    let (id, address) = (cadre.id.to_string(), town.running.address().to_owned());
    enrol::make(&town.folder, &id, address, town.clock.now().wall).when("发登记码 making an enrolment code")
}

/// The file, for as long as the demo stands: dropped, it is gone.
pub struct Note(PathBuf);

impl Note {
    /// Writes the file.
    pub fn write(path: &Path, spare: &Spare, town: &Town) -> Done<Self> {
        let note = Self(path.to_owned());
        note.again(spare, town)?;
        Ok(note)
    }

    /// Writes it anew, for its owner's eyes only: a code is as good as a phone. Whoever reads it finds it whole.
    pub fn again(&self, spare: &Spare, town: &Town) -> Done<()> {
        let beside = self.0.with_extension("new");
        let write = || {
            let mut file = OpenOptions::new()
                .create(true)
                .truncate(true)
                .write(true)
                .mode(0o600)
                .open(&beside)?;
            file.write_all(spare.note(town).as_bytes())?;
            fs::rename(&beside, &self.0)
        };
        write().when(&self.0.display().to_string())
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        match fs::remove_file(&self.0) {
            // It was never written, or somebody took it away.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => eprintln!("{}: {error}", self.0.display()),
            Ok(()) => {}
        }
    }
}
