//! What an evidence pack is made of, streamed: a pack of any size is written in flat memory.

use super::model::{ChainMark, Granted, PolicyRow, Township, Unread, VisitRow};
use crate::Result;
use ruhu_core::domain::{Assignment, PlaceVersion, Tenure};
use ruhu_core::ids::{HouseholdNo, KeyId, RegionCode, Sha256};
use ruhu_core::record::Leaf;
use ruhu_core::time::{Day, Moment};
use std::collections::BTreeSet;

/// Reading for export and verify.
pub trait Evidence {
    /// Calls `each` with every record of the township's log as of one instant, ordered by device, then number, then
    /// hash. An error of `each` stops the stream and is answered.
    fn each_record(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()>;
    /// Calls `each` with the leaf of every record, by number in the log.
    fn each_leaf(&self, township: &RegionCode, each: &mut dyn FnMut(u64, Leaf) -> Result<()>) -> Result<()>;
    /// Calls `each` with every visit of the scope whose day lies in `from..=to`, by (household, day, id).
    fn each_visit(
        &self,
        scope: &RegionCode,
        days: (Day, Day),
        each: &mut dyn FnMut(VisitRow) -> Result<()>,
    ) -> Result<()>;
    /// The log as it stood after each transaction that grew it, oldest first.
    fn heads(&self, township: &RegionCode) -> Result<Vec<LogHead>>;
    /// Records whose anchor was found untrue at intake.
    fn untrue_anchors(&self, township: &RegionCode) -> Result<BTreeSet<Sha256>>;
    /// Every device key of the township, revoked ones and the desk's own included.
    fn device_keys(&self, township: &RegionCode) -> Result<Vec<DeviceEvidence>>;
    /// What verdicts and coverage of the scope are recomputed from.
    fn inputs(&self, scope: &RegionCode) -> Result<EvidenceInputs>;
}

/// A record in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// Its number in the log.
    pub n: u64,
    /// Whose.
    pub device: KeyId,
    /// Its number in that chain.
    pub seq: u64,
    /// Its hash.
    pub sha256: Sha256,
    /// The kind's word.
    pub kind: String,
    /// Whom it is about, where its body says so.
    pub household: Option<HouseholdNo>,
    /// That household's village, when the roster knows it.
    pub village: Option<RegionCode>,
    /// The day of what it tells.
    pub day: Option<Day>,
    /// The compact JWS; `None` after an erasure.
    pub jws: Option<String>,
    /// The server's clock at intake.
    pub received: Moment,
    /// The leaf's salt; `None` after an erasure.
    pub salt: Option<[u8; 32]>,
    /// The log's leaf.
    pub leaf: Leaf,
    /// What is odd about its place in the chain.
    pub mark: Option<ChainMark>,
    /// Why it is kept and not applied.
    pub unread: Option<Unread>,
}

/// The log as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Sha256,
    /// The server's time.
    pub time: Moment,
}

/// A key that records are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceEvidence {
    /// Its thumbprint.
    pub kid: KeyId,
    /// SEC1, 65 bytes.
    pub public_key: Vec<u8>,
    /// A phone's or the desk's.
    pub desk: bool,
    /// When it was revoked.
    pub revoked: Option<Moment>,
}

/// What verdicts and coverage are recomputed from.
#[derive(Clone, Debug)]
pub struct EvidenceInputs {
    /// The townships of the scope.
    pub townships: Vec<Township>,
    /// Households of the scope, by township, then number.
    pub households: Vec<HouseholdInputs>,
    /// Waivers of those townships.
    pub waivers: Vec<(RegionCode, Granted)>,
    /// Policies of those townships.
    pub policies: Vec<(RegionCode, PolicyRow)>,
}

/// One household of the inputs. Decisions stand with the visits.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdInputs {
    /// Its township.
    pub township: RegionCode,
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The householder's name.
    pub head: String,
    /// Days in the programme and classes.
    pub tenure: Tenure,
    /// Every version of its place.
    pub places: Vec<PlaceVersion>,
    /// Every assignment.
    pub assignments: Vec<Assignment>,
}
