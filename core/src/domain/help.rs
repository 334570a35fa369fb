//! What stands beside visits: help given, problems to their closure, the yearly plan, consent and notice.

use super::PhotoEntry;
use super::words::words;
use crate::ids::{CadreId, HouseholdNo, ProblemId, RecordId, VisitId};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Money in fen (1/100 yuan).
pub type Amount = i64;

words! {
    /// Kinds of help, as the policy texts name them.
    HelpKind {
        /// 务工就业
        Work = "work", "务工就业", "work placement";
        /// 小额信贷
        Loan = "loan", "小额信贷", "small loan";
        /// 消费帮扶 (以购代捐)
        Purchase = "purchase", "消费帮扶", "purchase from the household";
        /// 教育
        Schooling = "schooling", "教育帮扶", "schooling";
        /// 医疗
        Medical = "medical", "医疗帮扶", "medical care";
        /// 住房
        Housing = "housing", "住房帮扶", "housing";
        /// 饮水
        Water = "water", "饮水帮扶", "water";
        /// 兜底保障
        Subsistence = "subsistence", "兜底保障", "subsistence allowance";
        /// 产业发展
        Production = "production", "产业帮扶", "production";
        /// 其他
        Other = "other", "其他", "other";
    }
    /// Where a problem stands, to its verified closure (销号).
    ProblemState {
        /// 待解决
        Open = "open", "待解决", "open";
        /// 整改中
        Acting = "acting", "整改中", "being mended";
        /// 已整改，待验收
        Done = "done", "待验收", "mended, to be verified";
        /// 已销号
        Closed = "closed", "已销号", "verified and closed";
    }
    /// How a problem came to be known.
    ProblemOrigin {
        /// 干部走访排查
        Visit = "visit", "走访发现", "found on a visit";
        /// 农户自主申请
        Household = "household", "农户申请", "reported by the household";
        /// 部门信息比对预警
        Alert = "alert", "部门预警", "a department's alert";
    }
}

/// The body of a `help` record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HelpLog {
    /// The household helped.
    pub household: HouseholdNo,
    /// By whom.
    pub cadre: CadreId,
    /// The visit it was given on, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// The kind.
    pub kind: HelpKind,
    /// The day.
    pub day: Day,
    /// In words.
    pub text: String,
    /// Money in fen, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<Amount>,
    /// Photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoEntry>,
    /// When to look again (a loan's due date, say).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Day>,
}

/// The body of a `problem` record: each change of state is a new record with the same `problem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Problem {
    /// Which problem.
    pub problem: ProblemId,
    /// Whose.
    pub household: HouseholdNo,
    /// Who writes.
    pub cadre: CadreId,
    /// How it came to be known.
    pub origin: ProblemOrigin,
    /// What it concerns.
    pub kind: HelpKind,
    /// Where it stands now.
    pub state: ProblemState,
    /// In words.
    pub text: String,
    /// When to look again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Day>,
}

/// The body of a `plan` record: 一户一策 for a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Plan {
    /// Whose.
    pub household: HouseholdNo,
    /// Who writes.
    pub cadre: CadreId,
    /// The year.
    pub year: i32,
    /// What shall be done, and what came of it.
    pub measures: Vec<Measure>,
}

/// One measure of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Measure {
    /// The kind.
    pub kind: HelpKind,
    /// What shall be done.
    pub text: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// The body of a `consent` record: the cadre's own consent to what the app collects (PIPL art. 13, 14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Consent {
    /// Who.
    pub cadre: CadreId,
    /// Which version of the text.
    pub version: String,
    /// Given, or withdrawn.
    pub given: bool,
}

/// The body of a `notice` record: what a household was told, when, in which version (PIPL art. 17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Notice {
    /// Who was told.
    pub household: HouseholdNo,
    /// By whom.
    pub cadre: CadreId,
    /// Which version of the text.
    pub version: String,
    /// The day.
    pub day: Day,
    /// How: `read_aloud`, `paper`, ...
    pub how: String,
}

/// The body of a `signature` record: the householder's drawn signature on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Signature {
    /// The visit signed.
    pub visit: VisitId,
    /// The strokes: points in 1/1000 of the pad's width and height.
    pub strokes: Vec<Vec<StrokePoint>>,
}

/// A point of a stroke, in 1/1000 of the pad's width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StrokePoint {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
}

/// A day on which a resident team member recorded work in the village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DayWorked {
    /// Who.
    pub cadre: CadreId,
    /// When.
    pub day: Day,
    /// By which record.
    pub record: RecordId,
}
