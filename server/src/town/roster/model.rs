//! What a roster file says, every cell in its own type.

use super::finding::Finding;
use super::mend::Mended;
use ruhu_core::domain::{Class, LatLon};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use std::collections::HashSet;

/// Everything a roster file says.
#[derive(Debug)]
pub struct Roster {
    /// The township the roster is of.
    pub township: RegionCode,
    /// The township's name, as the list of villages or the roster writes it; empty when neither does.
    pub township_name: String,
    /// Household rows in the sheet, refused ones too; titles, blank rows and totals are none.
    pub rows: usize,
    /// The households that can be imported, in the order of their rows.
    pub households: Vec<RosterHousehold>,
    /// The cadres those rows name, each once.
    pub cadres: Vec<RosterCadre>,
    /// Cells that were mended, by kind.
    pub mended: Mended,
    /// What was imported with a doubt.
    pub warnings: Vec<Finding>,
    /// Rows that were left out.
    pub refused: Vec<Finding>,
    /// Every household number in the sheet, of refused rows too: these households have not gone.
    pub present: HashSet<HouseholdNo>,
}

/// One household's row, every cell in its own type.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterHousehold {
    /// The sheet's own row number (a CSV's line).
    pub row: u32,
    /// The household's number.
    pub household: HouseholdNo,
    /// The village's 12-digit code.
    pub village: RegionCode,
    /// The village's name, as the list of villages or else the roster writes it.
    pub village_name: String,
    /// The group (自然村、组).
    pub group: String,
    /// The householder's name.
    pub head: String,
    /// The householder's ID number as written, right or wrong; empty when it is blank.
    pub id_number: String,
    /// How many live there.
    pub people: Option<u32>,
    /// The class, when the roster says one that is known.
    pub class: Option<Class>,
    /// The risk the roster names.
    pub risk: String,
    /// The household's telephone.
    pub phone: String,
    /// Whose household it is: an index into [`Roster::cadres`].
    pub cadre: usize,
    /// Since when entry, class and assignment hold, when the roster says it.
    pub start: Option<Day>,
    /// Where the home is, when the roster says it.
    pub place: Option<LatLon>,
}

/// One cadre as the roster names one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RosterCadre {
    /// The name.
    pub name: String,
    /// The unit; empty when it is not said.
    pub unit: String,
    /// The telephone; empty when it is not said.
    pub phone: String,
}
