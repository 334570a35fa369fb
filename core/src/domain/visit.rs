//! What a visit holds (design §4). Nothing but household, mode and one line is compulsory to save a draft.

use super::{Fix, Mode, ReasonCode, Verdict};
use crate::ids::{CadreId, HouseholdNo, PolicyId, Sha256};
use crate::time::{Moment, TimeEvidence};
use serde::{Deserialize, Serialize};

/// The most companions that one visit may name: what a township believes, and what a phone writes.
pub const MOST_COMPANIONS: usize = 8;

/// The body of a `visit` record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Visit {
    /// The household visited.
    pub household: HouseholdNo,
    /// The cadre whose phone this is.
    pub cadre: CadreId,
    /// Other cadres who were there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<CadreId>,
    /// How it was made.
    pub mode: Mode,
    /// Written afterwards through the late form (补录); `started` and `ended` are then told by hand, and the
    /// record's own `at` is when it was written.
    #[serde(default)]
    pub late: bool,
    /// When it began.
    pub started: TimeEvidence,
    /// When it ended.
    pub ended: TimeEvidence,
    /// Every fix worth keeping; the rules choose (docs/rules.md).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// Why there is no position, when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_fix_reason: Option<String>,
    /// Why the visit was far from the known place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub far_reason: Option<String>,
    /// Why the household would rather not be photographed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_reason: Option<String>,
    /// The photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoEntry>,
    /// What the cadre states: everything a correction may change.
    #[serde(default)]
    pub statements: Statements,
    /// What the phone told the cadre at the door, and what it knew then.
    pub judged: Judged,
}

/// What the cadre states of a visit. A correction may change these, never time, position or photos.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Statements {
    /// Who was met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<Met>,
    /// The living check.
    #[serde(default)]
    pub living: Living,
    /// What changed since last time.
    #[serde(default)]
    pub changes: Changes,
    /// Problems found, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problems: Option<String>,
    /// Measures taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<String>,
    /// A free line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

impl Statements {
    /// Whether they say that nobody of the household was met. Nobody together with somebody is somebody; where nothing is
    /// said of it, it is not known.
    pub fn nobody_met(&self) -> bool {
        !self.met.is_empty() && self.met.iter().all(|met| *met == Met::Nobody)
    }
}

super::words::words! {
    /// Who was met.
    Met {
        /// 户主
        Householder = "householder", "户主", "householder";
        /// 配偶
        Spouse = "spouse", "配偶", "spouse";
        /// 老人
        Elder = "elder", "老人", "elder";
        /// 孩子
        Child = "child", "孩子", "child";
        /// 其他家人
        Other = "other", "其他家人", "other family";
        /// 不在家
        Nobody = "nobody", "不在家", "nobody home";
    }
    /// What was seen of one part of the living check; absent means not looked at.
    Look {
        /// 没问题
        Fine = "fine", "没问题", "fine";
        /// 有问题
        Problem = "problem", "有问题", "a problem";
    }
}

/// 两不愁三保障 and 饮水安全; `None` is "not looked at".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Living {
    /// 吃
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub food: Option<Look>,
    /// 穿
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clothing: Option<Look>,
    /// 上学
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schooling: Option<Look>,
    /// 看病
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medical: Option<Look>,
    /// 住房
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub housing: Option<Look>,
    /// 饮水
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub water: Option<Look>,
}

/// Changes in income, work and health, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Changes {
    /// Income.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income: Option<String>,
    /// Work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
    /// Health.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
}

/// A file, by its hash and its size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct FileRef {
    /// SHA-256 of the bytes.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size: u64,
}

/// A photo of a visit: the original as the camera wrote it, and the copy that travels first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PhotoEntry {
    /// The original's bytes. Reuse is looked up by this hash.
    pub original: FileRef,
    /// The upright copy of at most 2048 px, with the stamp.
    pub copy: FileRef,
    /// Taken by the app during the visit (not chosen from a gallery).
    pub in_app: bool,
    /// When the shutter was pressed, on the phone's wall clock.
    pub taken: Moment,
}

/// What the phone knew and said at the door. The server's own judgement stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Judged {
    /// The policy it was judged by; absent when the phone had none.
    pub policy: Option<PolicyId>,
    /// The version of the household's place it was judged with; absent when there was none.
    pub place_version: Option<u32>,
    /// How far the phone had read the township's changes.
    pub roster_cursor: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// The codes, in the table's order.
    pub codes: Vec<ReasonCode>,
}
