//! Who helps whom and what is waived: facts with a first and a last day.

use super::WaiverKind;
use crate::ids::{CadreId, HouseholdNo, RegionCode};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// A cadre is responsible for a household from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Assignment {
    /// The household.
    pub household: HouseholdNo,
    /// The cadre.
    pub cadre: CadreId,
    /// The first day.
    pub from: Day,
    /// The last day, when it has ended.
    #[serde(default)]
    pub to: Option<Day>,
}

impl Assignment {
    /// Whether it holds on this day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Days on which a requirement is not asked, or remote visits count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Waiver {
    /// What is waived.
    pub kind: WaiverKind,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Waiver {
    /// Whether it holds on this day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Where a waiver holds: one household, or everything in a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum WaiverScope {
    /// One household of the township.
    Household(HouseholdNo),
    /// A village or the whole township.
    Region(RegionCode),
}
