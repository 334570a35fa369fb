//! The sync call: records up; receipts, a checkpoint and what has changed down.

use crate::domain::{Assignment, Cadre, Household, PlaceVersion, VisitFact, Waiver};
use crate::ids::{HouseholdNo, LogId, PolicyId, RegionCode, Sha256, VisitId};
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// Up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRequest {
    /// Compact JWS, in the order of `seq`; together at most `SYNC_BYTES`.
    #[serde(default)]
    pub records: Vec<String>,
    /// How far this phone has read the township's changes; 0 at first, and the answer is then whole.
    #[serde(default)]
    pub cursor: u64,
    /// The newest checkpoint this phone holds.
    #[serde(default)]
    pub checkpoint: Option<CheckpointSeen>,
    /// How many records and photos are still on the phone after this call: lets the desk tell "not visited" from
    /// "not uploaded yet".
    #[serde(default)]
    pub waiting_records: u64,
    /// See `waiting_records`.
    #[serde(default)]
    pub waiting_photos: u64,
    /// The version of the app; apps before 0.2 do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
}

/// A checkpoint, by what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckpointSeen {
    /// Which log.
    pub log: LogId,
    /// How many leaves.
    pub size: u64,
    /// The root.
    pub root: Sha256,
}

/// Down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncAnswer {
    /// One for each record sent, in the same order.
    pub taken: Vec<Taken>,
    /// The newest checkpoint, a compact JWS (EdDSA, typ `ruhu-checkpoint+1`).
    pub checkpoint: String,
    /// An RFC 6962 consistency proof from the checkpoint the phone sent to this one, hashes in hexadecimal; absent
    /// when the phone sent none or the sizes are equal.
    #[serde(default)]
    pub consistency: Option<Vec<Sha256>>,
    /// What has changed since `cursor`.
    pub down: Down,
}

/// What became of a record sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Taken {
    /// SHA-256 of the compact JWS.
    pub sha256: Sha256,
    /// What became of it.
    #[serde(flatten)]
    pub state: TakenState,
}

/// Taken or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TakenState {
    /// The receipt, a compact JWS (EdDSA, typ `ruhu-receipt+1`). The second sending gets the first one's receipt.
    Receipt(String),
    /// Refused: bad signature, unknown or revoked key, another township, too large, not JSON.
    Refused(Complaint),
}

/// A refusal in words. Every error body of the server has this shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Complaint {
    /// Stable code.
    pub code: String,
    /// What, where, how to mend it; no personal data.
    pub message: String,
}

/// What has changed for this cadre since the cursor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Down {
    /// Send this next time.
    pub cursor: u64,
    /// The server's time.
    #[serde(default)]
    pub now: Option<Moment>,
    /// Households that are this cadre's and have changed, each whole. Those assigned from a later day on are here too.
    #[serde(default)]
    pub households: Vec<HouseholdDown>,
    /// Households that are no longer this cadre's. What is not sent yet stays and is sent.
    #[serde(default)]
    pub removed: Vec<HouseholdNo>,
    /// Households that were lawfully erased: everything the phone holds of them goes, what it wrote itself too, once it
    /// is sent.
    #[serde(default)]
    pub erased: Vec<HouseholdNo>,
    /// Every policy that holds for the township, whole, when any of them has changed.
    #[serde(default)]
    pub policies: Option<Vec<PolicyDown>>,
    /// The township's cadres (id, name, unit; no telephone), when the list has changed: companions are chosen from it.
    #[serde(default)]
    pub cadres: Option<Vec<Cadre>>,
    /// Visits of others that name this cadre as a companion and on which he or she has said nothing: all of them, in every
    /// answer, newest first. Absent from servers before 0.2.
    #[serde(default)]
    pub asked: Option<Vec<CompanionAsk>>,
}

/// A visit that names a cadre as a companion: was he or she there?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CompanionAsk {
    /// The visit.
    pub visit: VisitId,
    /// SHA-256 of its record.
    pub record: Sha256,
    /// The name of the cadre who wrote it.
    pub by: String,
    /// The household.
    pub household: HouseholdNo,
    /// The householder's name.
    pub head: String,
    /// The village's name.
    pub village: String,
    /// The visit's day.
    pub day: Day,
    /// When it began.
    pub started: Moment,
}

/// One household, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HouseholdDown {
    /// The household; its `place` is the newest version.
    pub household: Household,
    /// Places before the newest.
    #[serde(default)]
    pub old_places: Vec<PlaceVersion>,
    /// Every assignment of the household.
    pub assignments: Vec<Assignment>,
    /// Waivers that touch it: its own, its village's, the township's.
    pub waivers: Vec<Waiver>,
    /// Every visit, whoever made it.
    pub visits: Vec<VisitFact>,
}

/// A policy in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyDown {
    /// Its id.
    pub id: PolicyId,
    /// Where it holds.
    pub scope: RegionCode,
    /// The TOML text.
    pub toml: String,
}

/// The answer to `GET /v1/photos/<sha256>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoState {
    /// The photo's hash.
    pub sha256: Sha256,
    /// The receipt, a compact JWS, when the server has the whole photo.
    #[serde(default)]
    pub receipt: Option<String>,
}
