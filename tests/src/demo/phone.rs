//! A cadre's phone in the demo: the real core with its own database and photo folder, a clock in the hand, a bad road to
//! the township. What the cadre does there is what the Android app would call.

use super::plan::{CadreYear, Deed, Outing, Signal};
use crate::clock::{PhoneClock, TownClock};
use crate::failure::{Done, Failure, While};
use crate::handset;
use crate::photos::{Pictures, TRUNCATED};
use crate::road::{BadRoad, Weather};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::app::{App, AppError, DraftChange, OutboxView, PhotoFrom, PhotoTaken, RoadNow, SyncEnd};
use ruhu_core::domain::{Fix, LatLon, Living, Look, Met, Mode, Statements};
use ruhu_core::ids::{DraftId, Sha256};
use ruhu_core::outbox::{Battery, Network, Urgency};
use ruhu_core::time::{Clock, DAY_MS};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// So often a phone tries on one evening before it gives up until the next.
const TRIES: u32 = 60;
/// Metres in a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// A phone and what it has been through.
pub struct Phone {
    /// Its cadre's year.
    pub year: CadreYear,
    /// Photos it would not take in.
    pub photos_refused: u32,
    /// Times it had to come back because the road broke.
    pub waits: u32,
    app: App,
    clock: Arc<PhoneClock>,
    road: BadRoad,
    last_photo: Option<Vec<u8>>,
    next: usize,
}

impl Phone {
    /// A new phone out of its box; its road leads to `server`.
    pub fn unpack(dir: &Path, year: CadreYear, server: std::net::SocketAddr, town: &TownClock) -> Done<Self> {
        let doing = "打开手机 opening a phone";
        let seed = Sha256::of(format!("demo phone {}", year.index).as_bytes()).0;
        let number = u64::try_from(year.index).unwrap_or_default();
        let road = BadRoad::open(server, Weather::CLEAR, number).when(doing)?;
        let clock = Arc::new(PhoneClock::new(town.now().wall, year.clock_off_minutes * 60_000));
        let app = handset::open(&dir.join(format!("phone-{:02}", year.index)), seed, clock.clone())?;
        Ok(Self {
            year,
            photos_refused: 0,
            waits: 0,
            app,
            clock,
            road,
            last_photo: None,
            next: 0,
        })
    }
    /// Where this phone finds the township.
    pub fn address(&self) -> String {
        self.road.url()
    }
    /// Enrols with a code at the township hall, where the road is good, and hears of its households. Then it goes up
    /// into the mountains.
    pub fn enrol(&mut self, code: &str, town: &TownClock) -> Done<()> {
        self.app.enrol(code, "演示手机 demo phone").when("登记 enrolling")?;
        self.send(Network::Unmetered, town)?;
        self.road.set_weather(Weather::BAD);
        Ok(())
    }
    /// Makes the visits planned until `week`, then sends if this is a week with a signal. Answers how many were made.
    pub fn live(&mut self, week: &Week<'_>, pictures: &Pictures, town: &TownClock) -> Done<u64> {
        let mut made = 0;
        while let Some(outing) = self.year.outings.get(self.next).filter(|o| o.at < *week.end).cloned() {
            self.next += 1;
            made += 1;
            self.visit(&outing, pictures)?;
        }
        self.clock.reach(*week.end);
        if self.has_signal(week) {
            // Every third phone comes past an office with Wi-Fi; the others have mobile data.
            let network = if self.year.index.is_multiple_of(3) {
                Network::Unmetered
            } else {
                Network::Metered
            };
            let settled = self.send(network, town)?;
            if week.number + 1 == week.of && settled == Settled::NotYet {
                return Err(Failure::new(
                    "最后一次上传 the last sending",
                    "a phone could not send everything",
                ));
            }
        }
        // A phone whose battery was empty forgets how long ago it heard the township.
        if self.year.clock_off_minutes == 0 && (week.number + self.year.index) % 6 == 5 {
            self.clock.reboot();
        }
        Ok(made)
    }
    /// The upload box.
    pub fn outbox(&self) -> Done<OutboxView> {
        self.app.outbox().when("看上传箱 looking into an upload box")
    }
    /// Requests of this phone's road; cut; repeated; late.
    pub fn mishaps(&self) -> (u64, u64, u64, u64) {
        self.road.counts()
    }

    fn has_signal(&self, week: &Week<'_>) -> bool {
        let last = week.number + 1 == week.of;
        match self.year.signal {
            Signal::Weekly => last || !(week.number * 7 + self.year.index).is_multiple_of(5),
            Signal::OfflineForWeeks => last || (week.number + self.year.index) % 7 == 6,
            Signal::Silent => week.number + 5 < week.of,
        }
    }

    /// Sends until nothing more can go, coming back when the road breaks.
    fn send(&mut self, network: Network, town: &TownClock) -> Done<Settled> {
        let road = RoadNow {
            network,
            battery: Battery::Fine,
            urgency: Urgency::Asked,
        };
        for _ in 0..TRIES {
            town.reach(self.clock.true_time());
            let sent = self.app.sync_now(road, &|_| ControlFlow::Continue(()));
            match sent {
                Ok(report) => match report.end {
                    SyncEnd::Done | SyncEnd::OriginalsHeld => return Ok(Settled::Yes),
                    SyncEnd::Later { at } => self.clock.wait_for_wall(at),
                    SyncEnd::NoNetwork | SyncEnd::Stopped => return Ok(Settled::NotYet),
                },
                Err(AppError::TryLater { .. }) => self.clock.pass_minutes(1),
                Err(error) => return Err(Failure::new("上传 sending", error)),
            }
            self.waits += 1;
        }
        Ok(Settled::NotYet)
    }

    /// One visit, as it goes.
    fn visit(&mut self, outing: &Outing, pictures: &Pictures) -> Done<()> {
        self.clock.reach(outing.at);
        match outing.deed {
            Deed::Late => self.write_late(outing, 2),
            Deed::TooLate => self.write_late(outing, 20),
            Deed::PhoneCall => self.call(outing),
            Deed::TwiceADay => {
                self.at_the_door(outing, pictures)?;
                self.clock.pass_minutes(14);
                let again = Outing {
                    seed: outing.seed ^ 1,
                    ..outing.clone()
                };
                self.at_the_door(&again, pictures)
            }
            _ => self.at_the_door(outing, pictures),
        }
    }

    fn at_the_door(&mut self, outing: &Outing, pictures: &Pictures) -> Done<()> {
        let doing = "走访 visiting";
        let mut dice = StdRng::seed_from_u64(outing.seed);
        let draft = self.app.start(&outing.household, Mode::OnSite).when(doing)?.draft.id;
        self.clock.pass_minutes(1);
        let here = self.position(draft, outing, &mut dice)?;
        self.clock.pass_minutes(3);
        self.picture(draft, outing, here, pictures)?;
        if outing.deed == Deed::ClockMoved {
            self.clock.set_wall_by_minutes(55);
        }
        self.clock.pass_minutes(dice.random_range(4..9));
        let statements = said(&mut dice);
        self.app
            .change(draft, DraftChange::Statements { statements })
            .when(doing)?;
        self.app.finish(draft).when(doing)?;
        if outing.deed == Deed::ClockMoved {
            self.clock.set_wall_by_minutes(-55);
        }
        Ok(())
    }

    /// Takes a position, or says why there is none. Answers where the phone is.
    fn position(&self, draft: DraftId, outing: &Outing, dice: &mut StdRng) -> Done<Option<LatLon>> {
        let doing = "定位 taking a position";
        let change = |change| self.app.change(draft, change).when(doing);
        let off_m = match outing.deed {
            Deed::NoPosition => {
                let reason = Some("山沟里收不到卫星".into());
                change(DraftChange::NoFixReason { reason })?;
                return Ok(None);
            }
            Deed::Far | Deed::FarWithReason => dice.random_range(110.0..260.0),
            Deed::TooFar => dice.random_range(600.0..2500.0),
            _ => dice.random_range(0.0..30.0),
        };
        let here = LatLon {
            lat: outing.home.lat + off_m / DEGREE_M,
            lon: outing.home.lon + dice.random_range(-0.00008..0.00008),
        };
        change(DraftChange::Fix {
            fix: Fix {
                lat: here.lat,
                lon: here.lon,
                accuracy_m: Some(dice.random_range(4.0..16.0)),
                at: self.clock.now().wall,
                mock: outing.deed == Deed::MockPosition,
                provider: Some("gps".into()),
            },
        })?;
        if outing.deed == Deed::FarWithReason {
            let reason = Some("在地里见的面".into());
            change(DraftChange::FarReason { reason })?;
        }
        Ok(Some(here))
    }

    fn picture(&mut self, draft: DraftId, outing: &Outing, here: Option<LatLon>, pictures: &Pictures) -> Done<()> {
        let doing = "拍照 taking a photo";
        let taken = self.clock.now().wall;
        let attach = |bytes: Vec<u8>| {
            let photo = PhotoTaken {
                bytes,
                taken,
                from: PhotoFrom::Camera,
                stamp: None,
            };
            self.app.attach_photo(draft, photo)
        };
        match (outing.deed, &self.last_photo) {
            (Deed::NoPhoto, _) => return Ok(()),
            (Deed::PhotoRefused, _) => {
                let reason = Some("老人不愿意拍照".into());
                self.app
                    .change(draft, DraftChange::RefusedReason { reason })
                    .when(doing)?;
                return Ok(());
            }
            (Deed::ReusedPhoto, Some(old)) => {
                attach(old.clone()).when(doing)?;
                return Ok(());
            }
            (Deed::SpoiltPhoto, _) => match attach(TRUNCATED.to_vec()) {
                Err(AppError::FixThis { .. }) => self.photos_refused += 1,
                Err(error) => return Err(Failure::new(doing, error)),
                Ok(_) => return Err(Failure::new(doing, "a photo that is cut off was taken in")),
            },
            _ => {}
        }
        let width = if outing.seed.is_multiple_of(24) { 1280 } else { 480 };
        let bytes = pictures.shoot(outing.seed, width, taken, here).when(doing)?;
        attach(bytes.clone()).when(doing)?;
        self.last_photo = Some(bytes);
        Ok(())
    }

    /// The late form, so many days after the visit.
    fn write_late(&self, outing: &Outing, days: i64) -> Done<()> {
        let doing = "补录 writing a late entry";
        let started = self.clock.now().wall.plus_ms(-days * DAY_MS);
        let draft = self
            .app
            .late_entry(&outing.household, Mode::OnSite, started, started.plus_ms(20 * 60_000));
        let draft = draft.when(doing)?.draft.id;
        let statements = said(&mut StdRng::seed_from_u64(outing.seed));
        self.app
            .change(draft, DraftChange::Statements { statements })
            .when(doing)?;
        self.app.finish(draft).when(doing)?;
        Ok(())
    }

    fn call(&self, outing: &Outing) -> Done<()> {
        let doing = "电话走访 visiting by telephone";
        let draft = self.app.start(&outing.household, Mode::Phone).when(doing)?.draft.id;
        self.clock.pass_minutes(5);
        let statements = said(&mut StdRng::seed_from_u64(outing.seed));
        self.app
            .change(draft, DraftChange::Statements { statements })
            .when(doing)?;
        self.app.finish(draft).when(doing)?;
        Ok(())
    }
}

/// Whether everything that can go has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    Yes,
    NotYet,
}

/// A week that is being played.
pub struct Week<'a> {
    /// Which, from 0.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// When it ends.
    pub end: &'a ruhu_core::time::Moment,
}

/// What a cadre writes down.
fn said(dice: &mut StdRng) -> Statements {
    const NOTES: [&str; 5] = [
        "一切正常，生活用品齐全。",
        "秋收已完，粮食够吃到明年。",
        "孩子在县城上学，周末回家。",
        "老人血压偏高，已提醒按时服药。",
        "儿子在外务工，每月寄钱回来。",
    ];
    let fine = Some(Look::Fine);
    let water = dice.random_range(0..40) == 0;
    Statements {
        met: vec![if dice.random_range(0..3) == 0 {
            Met::Spouse
        } else {
            Met::Householder
        }],
        living: Living {
            food: fine,
            clothing: fine,
            schooling: None,
            medical: fine,
            housing: fine,
            water: if water { Some(Look::Problem) } else { fine },
        },
        problems: water.then(|| "水压不够，二楼上不去水".into()),
        note: Some(NOTES[dice.random_range(0..NOTES.len())].into()),
        ..Statements::default()
    }
}
