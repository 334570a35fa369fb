//! The town hall: a township that another program drives by JSON lines, for tests in Kotlin and for the phone in a window.
//! What it does goes through the same functions as `ruhu`'s commands; the bad road stands before its server.

mod app;
mod ask;
mod colleague;
mod desk;
mod page;
mod registry;
mod road;
mod spoil;
mod tls;
mod visits;
mod words;
mod wrong;

pub use ask::Ask;
pub use words::Words;
pub use wrong::Wrong;

use crate::clock::TownClock;
use crate::failure::{Done, While};
use crate::town::Town;
use page::Viewer;
use road::Road;
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::Clock;
use ruhu_server::web::serve::Front;
use serde_json::{Value, json};
use std::sync::Arc;
use words::Going;

/// What a request comes to.
type Answered = Result<Value, Wrong>;

/// A township with its road and a viewer of its pages.
pub struct TownHall {
    town: Town,
    road: Road,
    viewer: Viewer,
    going: Going,
}

impl TownHall {
    /// Opens a township in its folder, which must be new, and serves it.
    pub fn open(words: &Words) -> Done<Self> {
        let (roster, moment, going) = (words.roster()?, words.moment()?, words.going());
        let clock = Arc::new(TownClock::at(moment));
        if going == Going::WithTheMachine {
            clock.go_live();
        }
        let data = words.new_folder()?;
        let front = match words.tls() {
            true => tls::self_made()?,
            false => Front::default(),
        };
        let (town, _) = Town::open_with(data, clock, &roster, front)?;
        let road = Road::to(town.running.listening()).when("开路 opening the road")?;
        Ok(Self {
            town,
            road,
            viewer: Viewer::default(),
            going,
        })
    }

    /// The first line: where everything is, and who lives here.
    pub fn ready(&self) -> Value {
        let fingerprint = self.town.folder.signer.public().id();
        json!({"ready": {
            "address": self.town.running.address(),
            "road": self.road.url(),
            "township": self.town.code,
            "name": self.town.name,
            "words": fingerprint_words(&fingerprint).join(" "),
            "fingerprint": fingerprint,
            "at": self.town.clock.now().wall.millis(),
            "cadres": registry::cadres(&self.town),
        }})
    }

    /// One line's answer: `{"ok": ...}` or `{"error": "..."}`.
    pub fn answer(&mut self, line: &[u8]) -> Value {
        match Ask::read(line).and_then(|ask| self.carry_out(ask)) {
            Ok(value) => json!({ "ok": value }),
            Err(wrong) => json!({ "error": wrong.to_string() }),
        }
    }

    fn carry_out(&mut self, ask: Ask) -> Answered {
        let town = &self.town;
        match ask {
            Ask::Code { cadre, through } => registry::code(town, &cadre, through, &self.road),
            Ask::Clock { reach, pass_minutes } => self.clock(reach, pass_minutes),
            Ask::Road { state, seed } => self.road.road(state, seed),
            Ask::Households { cadre } => registry::households(town, &cadre),
            Ask::Visits {} => visits::visits(town),
            Ask::Records {} => visits::records(town),
            Ask::Waive(waive) => desk::waive(town, waive),
            Ask::HandOver(hand_over) => desk::hand_over(town, hand_over),
            Ask::Place { household, lat, lon } => desk::place(town, household, lat, lon),
            Ask::Decide { visit, ruling, why } => desk::decide(town, visit, ruling, why),
            Ask::Policy { toml } => desk::policy(town, &toml),
            Ask::App { file } => app::publish(town, &file),
            Ask::VisitWith {
                cadre,
                household,
                companion,
            } => colleague::visit_with(town, &cadre, &household, &companion),
            Ask::Phone { cadre, renew } => colleague::phone(town, &cadre, renew),
            Ask::Link {} => {
                let link = town.running.sign_in_link()?;
                Ok(json!({"url": link.url, "expires": link.expires.millis()}))
            }
            Ask::Page { path } => self.viewer.page(town, &path),
            Ask::Spoil { what } => {
                self.road.set_gateway(spoil::gateway(town, what)?);
                self.road.set_answer_gateway(spoil::answers(what));
                Ok(json!({ "spoilt": what }))
            }
        }
    }

    fn clock(&self, reach: Option<i64>, pass_minutes: Option<i64>) -> Answered {
        let clock = &self.town.clock;
        let now = clock.now().wall;
        let to = match (reach, pass_minutes) {
            (None, None) => None,
            (Some(millis), None) => Some(words::moment_of(millis)?),
            (None, Some(minutes)) if minutes >= 0 => {
                let millis = minutes.checked_mul(60_000).and_then(|ms| now.millis().checked_add(ms));
                Some(words::moment_of(millis.unwrap_or(i64::MAX))?)
            }
            (None, Some(_)) => {
                return Err(Wrong::new(
                    "pass_minutes",
                    "the township's clock never goes back",
                    "give 0 or more",
                ));
            }
            (Some(_), Some(_)) => {
                return Err(Wrong::new(
                    "clock",
                    "both `reach` and `pass_minutes` are given",
                    "give one of them",
                ));
            }
        };
        match (to, self.going) {
            (Some(_), Going::WithTheMachine) => {
                return Err(Wrong::new(
                    "clock",
                    "it goes with the machine's",
                    "start the town without --live to step its clock",
                ));
            }
            (Some(to), Going::Stepped) => clock.reach(to),
            (None, _) => {}
        }
        let at = clock.now().wall;
        Ok(json!({"at": at.millis(), "day": at.day(), "time": at.clock_text()}))
    }
}
