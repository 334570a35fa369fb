//! The households that wait to be judged again: what a policy, a waiver or newer rules touch is more than one
//! transaction should judge, so it is written down here and judged piece by piece (`judge::queue`).

use super::model::{VisitRow, Why};
use crate::Result;
use ruhu_core::ids::{HouseholdNo, PolicyId, RegionCode};
use ruhu_core::time::Day;

/// Reading the queue; for pages, commands and whoever works it off.
pub trait Rejudging {
    /// How many households of a region wait to be judged again, those left out included.
    fn to_judge(&self, region: &RegionCode) -> Result<u64>;
    /// Whether this household waits: what it shows is what it was judged to be before.
    fn waits(&self, township: &RegionCode, no: &HouseholdNo) -> Result<bool>;
    /// Townships with households that wait and can be judged, by code.
    fn townships_to_judge(&self) -> Result<Vec<RegionCode>>;
    /// Townships whose households were judged by rules older than this version, by code.
    fn judged_by_older_rules(&self, version: u32) -> Result<Vec<RegionCode>>;
}

/// The queue within a transaction. A household without visits is never queued; one that waits already keeps its reason,
/// and is left out no more.
pub trait RejudgingTx {
    /// Queues a household.
    fn queue(&mut self, no: &HouseholdNo, why: Why) -> Result<()>;
    /// Queues every household that has a visit on a day of `from..to`; `None`: without that end.
    fn queue_visited(&mut self, from: Option<Day>, to: Option<Day>, why: Why) -> Result<()>;
    /// Why a household waits; `None` when it does not.
    fn queued(&mut self, no: &HouseholdNo) -> Result<Option<Why>>;
    /// The first so many households that wait, by number.
    fn first_queued(&mut self, most: usize) -> Result<Vec<(HouseholdNo, Why)>>;
    /// How many visits a household has.
    fn count_visits(&mut self, no: &HouseholdNo) -> Result<u64>;
    /// Writes a visit's day, start and end, which stay as they were taken in otherwise.
    fn set_times(&mut self, visit: &VisitRow) -> Result<()>;
    /// A household waits no more.
    fn unqueue(&mut self, no: &HouseholdNo) -> Result<()>;
    /// A household that waits cannot be judged: it is counted among those that wait, and nobody judges it until it is
    /// queued once more.
    fn leave_out(&mut self, no: &HouseholdNo) -> Result<()>;
    /// Notes by which rules the township's households are judged, or wait to be.
    fn set_rules(&mut self, version: u32) -> Result<()>;
    /// Notes that the put of a policy has begun.
    fn policy_begun(&mut self, id: &PolicyId) -> Result<()>;
    /// Whether the put of a policy has begun and not ended.
    fn is_policy_begun(&mut self, id: &PolicyId) -> Result<bool>;
    /// Notes that the put of a policy has ended.
    fn policy_done(&mut self, id: &PolicyId) -> Result<()>;
}
