//! A township on a free port of this machine, in this process: its folder, its roster, its codes. The same functions as
//! `ruhu`'s commands call, with a clock that is stepped.

use crate::clock::TownClock;
use crate::failure::{Done, While};
use ruhu_core::ids::{CadreId, RegionCode, Sha256};
use ruhu_core::time::{Clock, Day};
use ruhu_server::command::enrol;
use ruhu_server::folder::Folder;
use ruhu_server::store::{Evidence, Roster, RosterNow, Village, VisitRow};
use ruhu_server::town::decide;
use ruhu_server::town::roster::diff::{Occasion, diff};
use ruhu_server::town::roster::report::Report;
use ruhu_server::town::{roster, villages};
use ruhu_server::web::serve::{Front, Options, Running, start_with};
use std::path::Path;
use std::sync::Arc;

const VILLAGES: &[u8] = include_bytes!("../data/rosters/ziyang-villages.csv");

/// A township with a roster, being served.
pub struct Town {
    /// The server.
    pub running: Running,
    /// Its folder, as a command opens it.
    pub folder: Folder,
    /// Its clock.
    pub clock: Arc<TownClock>,
    /// Its code.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// The roster as it stands.
    pub roster: RosterNow,
}

impl Town {
    /// Makes the folder, imports the county's villages and this roster, and serves on a free port.
    pub fn open(data: &Path, clock: Arc<TownClock>, roster: &[u8]) -> Done<(Self, Report)> {
        Self::open_with(data, clock, roster, Front::default())
    }

    /// The same with this front, such as one that speaks TLS.
    pub fn open_with(data: &Path, clock: Arc<TownClock>, roster: &[u8], front: Front) -> Done<(Self, Report)> {
        let options = Options {
            data: data.to_owned(),
            key: None,
            listen: ([127, 0, 0, 1], 0).into(),
            address: None,
            clock: clock.clone(),
            simulated: true,
        };
        let running = start_with(options, front).when("启动服务器 starting the server")?;
        let folder = Folder::open_existing(data, None).when("打开数据文件夹 opening the data folder")?;
        let (report, code, name) = import(&folder, &clock, roster)?;
        let roster = folder.store.roster_now(&code).when("读花名册 reading the roster")?;
        Ok((
            Self {
                running,
                folder,
                clock,
                code,
                name,
                roster,
            },
            report,
        ))
    }

    /// An enrolment code's QR text for a cadre's phone, which finds the server at `address`.
    pub fn code_for(&self, cadre: CadreId, address: String) -> Done<String> {
        let made = enrol::make(&self.folder, &cadre.to_string(), address, self.clock.now().wall);
        Ok(made.when("发登记码 making an enrolment code")?.qr)
    }

    /// Every visit of these days.
    pub fn each_visit(&self, days: (Day, Day), each: &mut dyn FnMut(VisitRow)) -> Done<()> {
        let mut tell = |visit| {
            each(visit);
            Ok(())
        };
        self.folder
            .store
            .each_visit(&self.code, days, &mut tell)
            .when("读走访 reading the visits")
    }
}

/// `ruhu villages` and `ruhu import` on the township's clock.
fn import(folder: &Folder, clock: &TownClock, file: &[u8]) -> Done<(Report, RegionCode, String)> {
    let doing = "导入花名册 importing the roster";
    let now = clock.now().wall;
    let list = villages::read(VILLAGES).when(doing)?;
    let listed: Vec<Village> = list
        .villages()
        .iter()
        .map(|village| Village {
            code: village.code.clone(),
            name: village.name.clone(),
            listed: true,
        })
        .collect();
    let regions: Vec<_> = list
        .regions()
        .iter()
        .map(|(code, name)| (code.clone(), name.clone()))
        .collect();
    folder.store.put_villages(&listed, &regions).when(doing)?;

    let mut read = roster::read(file, &list, None).when(doing)?;
    let standing = folder.store.roster_now(&read.township).when(doing)?;
    read.leave_erased_out(&standing.erased);
    let occasion = Occasion {
        effective: now.day(),
        file: Sha256::of(file),
        known_villages: &listed,
    };
    let changes = diff(&read, &standing, &occasion, &mut || CadreId::new(now));
    decide::import(&folder.store, &folder.signer.public(), &changes.plan, now).when(doing)?;
    Ok((Report::new(&read, &changes), read.township, read.township_name))
}
