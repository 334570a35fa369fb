//! Households and cadres, as the roster and its history know them.

use super::{Class, PlaceVersion};
use crate::ids::{CadreId, HouseholdNo, RegionCode};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// From this day the household has this class, until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ClassFrom {
    /// The class.
    pub class: Class,
    /// The first day it holds.
    pub from: Day,
}

/// What coverage needs to know of a household: its days in the programme and its classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Tenure {
    /// The first day in the programme.
    pub entered: Day,
    /// The last day, when it has left.
    #[serde(default)]
    pub left: Option<Day>,
    /// Classes by date, in any order; of two on one day the later in the list holds.
    pub classes: Vec<ClassFrom>,
}

/// A household as the roster describes it, less its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Household {
    /// Its number in the township.
    pub household: HouseholdNo,
    /// Its village's 12-digit code.
    pub village: RegionCode,
    /// The village's name.
    pub village_name: String,
    /// The group (自然村、组), as the roster writes it.
    #[serde(default)]
    pub group: String,
    /// The householder's name.
    pub head: String,
    /// How many live there.
    #[serde(default)]
    pub people: Option<u32>,
    /// The risk the roster names (因病, 因残, ...).
    #[serde(default)]
    pub risk: String,
    /// The household's telephone.
    #[serde(default)]
    pub phone: String,
    /// Its days in the programme and its classes.
    pub tenure: Tenure,
    /// The newest place known.
    #[serde(default)]
    pub place: Option<PlaceVersion>,
}

/// A cadre as the roster describes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Cadre {
    /// Who it is.
    pub id: CadreId,
    /// The name.
    pub name: String,
    /// The unit (帮扶责任人单位).
    #[serde(default)]
    pub unit: String,
    /// The telephone.
    #[serde(default)]
    pub phone: String,
}
