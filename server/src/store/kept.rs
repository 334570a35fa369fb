//! What pages of many households read: each with its year as it is kept, and no visit.

use crate::Result;
use ruhu_core::coverage::KeptYear;
use ruhu_core::domain::{Assignment, Tenure, Waiver};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::time::Day;

/// Reading what is kept.
pub trait Kept {
    /// The households that were in the programme on some day of `days` (both included), by village, then number; the
    /// year is that of the last day.
    fn household_years(&self, whose: &Homes, days: (Day, Day)) -> Result<Vec<HouseholdYear>>;
    /// Everybody who was ever assigned to a household of a region, by id.
    fn helping(&self, region: &RegionCode) -> Result<Vec<CadreId>>;
    /// Townships that ran before years were kept, and whose years are still to be kept.
    fn townships_to_keep(&self) -> Result<Vec<RegionCode>>;
    /// Townships that ran before the anchors of records were looked at.
    fn anchors_to_keep(&self) -> Result<Vec<RegionCode>>;
}

/// Which households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Homes {
    /// All of a region.
    In(RegionCode),
    /// Those a cadre is assigned to on some of the days.
    Of {
        /// The township.
        township: RegionCode,
        /// The cadre.
        cadre: CadreId,
    },
}

/// A household with what its year's coverage is worked out from.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdYear {
    /// Its township.
    pub township: RegionCode,
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The householder's name: mask it unless the reader may see it.
    pub head: String,
    /// 自然村、组
    pub group: String,
    /// Days in the programme and classes.
    pub tenure: Tenure,
    /// The assignments that hold on some of the days asked, each with its cadre's name.
    pub assignments: Vec<(Assignment, String)>,
    /// The waivers that touch it and the year.
    pub waivers: Vec<Waiver>,
    /// The newest kept year up to the one asked; `None`: no visit ever counted.
    pub kept: Option<KeptYear>,
}
