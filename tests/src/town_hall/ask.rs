//! What may be asked of the town hall, word by word. A request or a field that is not here is refused, and the refusal
//! names those that are.

use super::Wrong;
use super::wrong::KNOWN;
use ruhu_core::domain::WaiverKind;
use ruhu_core::ids::{HouseholdNo, VisitId};
use ruhu_core::time::Day;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One request.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// An enrolment code for a cadre's phone.
    Code {
        /// Name, or id.
        cadre: String,
        /// The address the code carries.
        #[serde(default)]
        through: Through,
    },
    /// What time it is, after stepping the clock if that is asked.
    Clock {
        /// It is this late, in milliseconds, or later already.
        reach: Option<i64>,
        /// So many minutes pass.
        pass_minutes: Option<i64>,
    },
    /// How the road is, after changing it if that is asked.
    Road {
        /// Good, bad, or not there from now on.
        state: Option<RoadState>,
        /// What the bad road's die is thrown by.
        seed: Option<u64>,
    },
    /// A cadre's households of today.
    Households {
        /// Name, or id.
        cadre: String,
    },
    /// Every visit as the township has it.
    Visits {},
    /// How many records of each kind.
    Records {},
    /// Days waived for one household.
    Waive(Waive),
    /// One household passes to another cadre.
    HandOver(HandOver),
    /// Where a household lives, from today on.
    Place {
        /// Whose.
        household: HouseholdNo,
        /// Latitude, WGS-84.
        lat: f64,
        /// Longitude, WGS-84.
        lon: f64,
    },
    /// A reviewer's word on a visit.
    Decide {
        /// Which.
        visit: VisitId,
        /// The word.
        ruling: Word,
        /// Why.
        why: String,
    },
    /// A policy put in force in the township.
    Policy {
        /// The file's text.
        toml: String,
    },
    /// A version of the phone app that the township hands out from now on.
    App {
        /// The APK.
        file: PathBuf,
    },
    /// A colleague's phone records and sends a visit that names a companion.
    VisitWith {
        /// Whose phone: name, or id.
        cadre: String,
        /// A household of that cadre.
        household: HouseholdNo,
        /// Who came along: name, or id.
        companion: String,
    },
    /// A cadre's newest phone is shut out, or let in again.
    Phone {
        /// Whose phone: name, or id.
        cadre: String,
        /// It is let in again.
        #[serde(default)]
        renew: bool,
    },
    /// A one-time link that signs in.
    Link {},
    /// A page as somebody signed in sees it.
    Page {
        /// From the first slash on.
        path: String,
    },
    /// What the road damages from now on.
    Spoil {
        /// What.
        what: Spoilt,
    },
}

/// See [`Ask::Waive`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waive {
    /// Whose.
    pub household: HouseholdNo,
    /// What is waived.
    pub kind: WaiverKind,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Why.
    pub why: String,
}

/// See [`Ask::HandOver`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Whose home.
    pub household: HouseholdNo,
    /// Who takes over: name, or id.
    pub to: String,
    /// The first day.
    pub from: Day,
    /// Who hands over, name or id, where several cadres hold the household.
    pub of: Option<String>,
}

/// Which address a code carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// The server's own.
    #[default]
    Address,
    /// The road's.
    Road,
}

/// How the road is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoadState {
    /// Everything arrives.
    Good,
    /// There is no connection.
    Gone,
    /// It cuts, repeats and reorders.
    Bad,
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// It counts.
    Counts,
    /// It does not.
    DoesNotCount,
    /// An earlier word is taken back.
    TakeBack,
}

/// What the road damages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoilt {
    /// Originals of photos.
    Photo,
    /// Sync answers: they say what a later version of the server would, beside what they say.
    Answers,
    /// Nothing.
    Nothing,
}

impl Ask {
    /// Reads one line.
    pub fn read(line: &[u8]) -> Result<Self, Wrong> {
        serde_json::from_slice(line).map_err(|error| {
            let what = match error.is_data() {
                true => error.to_string(),
                false => format!("this is not one JSON object: {error}"),
            };
            Wrong::new("request", what, KNOWN)
        })
    }
}
