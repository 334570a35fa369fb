//! The envelope every record has, and the bodies that are not domain types of their own.

use crate::domain::{Class, LatLon, Ruling, Statements, WaiverKind, WaiverScope};
use crate::ids::{CadreId, HouseholdNo, KeyId, LogId, RecordId, RegionCode, Sha256, VisitId};
use crate::time::{Day, Moment, TimeAnchor, TimeEvidence};
use serde::{Deserialize, Serialize};

/// The payload of a record's JWS. Fields that this version does not know stay in the bytes, which are kept as they came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The record's id.
    pub id: RecordId,
    /// What it tells of.
    pub kind: Kind,
    /// The version of the kind's body; 1.
    pub v: u32,
    /// The township's code, 9 digits.
    pub township: RegionCode,
    /// The thumbprint of the device's key.
    pub device: KeyId,
    /// 1 for the device's first record, then one more each: no holes.
    pub seq: u64,
    /// SHA-256 of the whole compact JWS of the device's record before this; absent in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Sha256>,
    /// When it was written, as the device's clocks said.
    pub at: TimeEvidence,
    /// The last checkpoint the device had seen; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// The body, by kind.
    pub body: serde_json::Value,
}

/// The kinds of record. One that is not known is kept, chained and receipted, not judged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `domain::Visit`
    Visit,
    /// `domain::HelpLog`
    Help,
    /// `domain::Problem`
    Problem,
    /// `domain::Plan`
    Plan,
    /// [`Correction`]
    Correction,
    /// `domain::Consent`
    Consent,
    /// `domain::Notice`
    Notice,
    /// `domain::Signature`
    Signature,
    /// [`PlaceBody`], by the township
    Place,
    /// [`AssignmentBody`], by the township
    Assignment,
    /// [`WaiverBody`], by the township
    Waiver,
    /// [`PolicyBody`], by the township
    Policy,
    /// [`DecisionBody`], by the township
    Decision,
    /// [`ImportBody`], by the township
    Import,
    /// [`Tombstone`], by the township
    Tombstone,
    /// [`CompanionBody`], by a companion's own phone
    Companion,
    /// [`RevocationBody`], by the township
    Revocation,
    /// Evidence was exported, by the township
    Export,
    /// A backup was brought back, by the township
    Restored,
    /// The newest hash of the audit log, by the township
    Audit,
    /// A kind this version does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// The last checkpoint a device had seen: it bounds backdating from below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Which log.
    pub log: LogId,
    /// How many leaves it had.
    pub size: u64,
    /// Its RFC 6962 root.
    pub root: Sha256,
    /// The checkpoint's time, tied to the device's monotonic clock.
    #[serde(flatten)]
    pub time: TimeAnchor,
}

/// A correction: a new record that names the old one and says why. It keeps the visit's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The visit corrected.
    pub visit: VisitId,
    /// SHA-256 of the compact JWS it corrects: the visit's, or the correction before this.
    pub corrects: Sha256,
    /// Why.
    pub why: String,
    /// The statements as they are now, whole.
    pub statements: Statements,
}

/// A household's place, set or learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceBody {
    /// Whose.
    pub household: HouseholdNo,
    /// One more than the version before.
    pub version: u32,
    /// Where, WGS-84.
    #[serde(flatten)]
    pub point: LatLon,
    /// The first day in force.
    pub from: Day,
    /// Learnt from visits, not set by the township.
    pub learned: bool,
    /// Why, when the township set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Who answers for it, when the township set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// An assignment begun or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentBody {
    /// The household.
    pub household: HouseholdNo,
    /// The cadre.
    pub cadre: CadreId,
    /// The first day.
    pub from: Day,
    /// The last day; absent while it goes on.
    #[serde(default)]
    pub to: Option<Day>,
    /// Why, when somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Who answers for it, when somebody does beside the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A waiver granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverBody {
    /// Where.
    pub scope: WaiverScope,
    /// What.
    pub kind: WaiverKind,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Why.
    pub why: String,
    /// The paper's number, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A policy put in force: the file's own text. A later record of the same id stands in its place: the same text with an
/// `until` before it, or `withdrawn`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyBody {
    /// Where it holds.
    pub scope: RegionCode,
    /// The TOML text, byte for byte.
    pub toml: String,
    /// The policy of this id is in force on no day any more: another took its place from its first day on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A reviewer's decision on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionBody {
    /// The visit.
    pub visit: VisitId,
    /// What was decided; absent takes an earlier decision back.
    pub ruling: Option<Ruling>,
    /// Why.
    pub why: String,
    /// By whom, as the desk knows the account.
    pub by: String,
}

/// A roster import: what file, and what it changed. The households' tenures stand here so that a chain of imports
/// tells who was in the programme when; names, ID numbers and telephones do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBody {
    /// SHA-256 of the file.
    pub file: Sha256,
    /// How many household rows it had.
    pub rows: u64,
    /// The day its changes hold from, for a second import; absent for a first.
    #[serde(default)]
    pub effective: Option<Day>,
    /// Households added or changed.
    pub households: Vec<ImportedHousehold>,
}

/// One household of an import, without personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedHousehold {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// Its class.
    pub class: Class,
    /// The day class and assignment hold from.
    pub from: Day,
    /// Its cadre.
    pub cadre: CadreId,
}

/// A companion's own word on a visit that names him or her. The newest one in the log holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanionBody {
    /// The companion, whose phone signs this.
    pub cadre: CadreId,
    /// The visit.
    pub visit: VisitId,
    /// SHA-256 of the visit's compact JWS.
    pub sha256: Sha256,
    /// `true`: was there; `false`: was not.
    pub there: bool,
}

/// A phone shut out by the township, or let in again. The newest one about a phone holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationBody {
    /// The thumbprint of the phone's key.
    pub kid: KeyId,
    /// From this moment on, by the server's clock, nothing more is taken from it; with `withdrawn`, it is again.
    pub from: Moment,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The revocation before this one is withdrawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// A lawful erasure: this stands where the record stood; chain and log still verify.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The erased record's device.
    pub device: KeyId,
    /// Its number in that device's chain.
    pub seq: u64,
    /// SHA-256 of the erased compact JWS.
    pub sha256: Sha256,
    /// When it was erased.
    pub when: Moment,
    /// By whose decision.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
