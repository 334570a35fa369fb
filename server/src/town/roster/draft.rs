//! A household's row as it is being read.

use super::finding::Code;
use super::model::{RosterCadre, RosterHousehold};
use ruhu_core::domain::{Class, LatLon};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
/// One household row, before its village has a code and its cadre an identity.
#[derive(Clone, Debug)]
pub struct Draft {
    pub row: u32,
    pub household: HouseholdNo,
    pub township_name: String,
    pub village_name: String,
    pub village_code: Option<RegionCode>,
    pub cadre: RosterCadre,
    pub group: String,
    pub head: String,
    pub id_number: String,
    pub people: Option<u32>,
    pub class: Option<Class>,
    pub risk: String,
    pub phone: String,
    pub start: Option<Day>,
    pub place: Option<LatLon>,
    /// What the row's person is to the householder, in lists with a row for each member.
    pub relation: Relation,
    /// Rows of members of this household, its own included.
    pub members: u32,
}

impl Draft {
    /// The household, with what only the whole roster tells.
    pub fn household(self, village: RegionCode, village_name: String, cadre: usize) -> RosterHousehold {
        RosterHousehold {
            row: self.row,
            household: self.household,
            village,
            village_name,
            group: self.group,
            head: self.head,
            id_number: self.id_number,
            people: self.people,
            class: self.class,
            risk: self.risk,
            phone: self.phone,
            cadre,
            start: self.start,
            place: self.place,
        }
    }
}

/// What every cell of a row says, before the row is anything.
pub struct Reading {
    pub household: Result<HouseholdNo, Code>,
    pub head: Option<String>,
    pub village_name: Option<String>,
    pub village_code: Option<RegionCode>,
    pub cadre_name: Option<String>,
    pub cadre_unit: String,
    pub cadre_phone: String,
    pub group: String,
    pub id_number: String,
    pub people: Option<u32>,
    pub class: Option<Class>,
    pub risk: String,
    pub phone: String,
    pub start: Option<Day>,
    pub place: Option<LatLon>,
    pub township_name: String,
    pub relation: Relation,
    /// Whether the row names a member in a column of its own.
    pub is_member: bool,
}

/// What a row's person is to the householder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The list does not say.
    Untold,
    /// The householder.
    Head,
    /// Another member.
    Other,
}

impl Relation {
    /// Reads 与户主关系.
    pub fn read(text: Option<&str>) -> Self {
        match text {
            None => Self::Untold,
            Some("户主" | "本人" | "户主本人" | "本人户主" | "01" | "02") => Self::Head,
            Some(_) => Self::Other,
        }
    }
}
