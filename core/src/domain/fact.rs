//! What the rules read and answer: facts of a visit in, codes and a verdict out.

use super::{Fix, LatLon, Mode, Ruling, Verdict};
use crate::ids::{Sha256, VisitId};
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

super::words::words! {
    /// Why a visit is judged as it is. The order is the table's (docs/rules.md); sentences live in `rules::sentence`.
    ReasonCode {
        /// Mode in neither list.
        ModeNotAllowed = "mode_not_allowed", "方式不算", "mode not allowed";
        /// A remote mode without a waiver.
        ModeNeedsWaiver = "mode_needs_waiver", "远程走访无批准", "remote without a waiver";
        /// None of the visit's cadres is assigned.
        NotAssigned = "not_assigned", "不是结对责任人", "not assigned";
        /// Late, in time.
        LateEntry = "late_entry", "补录", "late entry";
        /// Late, too late.
        LateEntryTooLate = "late_entry_too_late", "补录过期", "late entry, too late";
        /// Started after the server received it.
        FutureTime = "future_time", "时间在未来", "time in the future";
        /// The server time it leans on is not this log's.
        AnchorUntrue = "anchor_untrue", "时间依据不实", "untrue time anchor";
        /// Wall and monotonic time differ.
        ClockMoved = "clock_moved", "手机时间被改动", "clock moved";
        /// No position.
        NoFix = "no_fix", "没有定位", "no position";
        /// The position is of another time.
        FixTooOld = "fix_too_old", "定位过旧", "position too old";
        /// The position is simulated.
        MockFix = "mock_fix", "模拟定位", "simulated position";
        /// The household has no place yet.
        PlaceUnknown = "place_unknown", "还没有登记位置", "place not known yet";
        /// Far, within far_m.
        FarFromHome = "far_from_home", "离家较远", "far from home";
        /// Beyond far_m.
        TooFar = "too_far", "离家太远", "too far";
        /// The household would rather not.
        PhotoRefused = "photo_refused", "农户不愿拍照", "photo refused";
        /// Too few photos.
        PhotosMissing = "photos_missing", "照片不够", "photos missing";
        /// A photo's bytes stand in an earlier visit.
        PhotoUsedBefore = "photo_used_before", "照片用过", "photo used before";
        /// A near-same picture stands in another visit. Not given yet (docs/rules.md).
        PhotoSeenBefore = "photo_seen_before", "照片相似", "photo seen before";
        /// Nobody of the household was met.
        NobodyMet = "nobody_met", "没见到人", "nobody met";
        /// Too short.
        StayShort = "stay_short", "停留太短", "stay too short";
        /// Already counted that day.
        SameDay = "same_day", "当天已算一次", "same day";
        /// Too soon after the last.
        GapTooShort = "gap_too_short", "间隔太短", "gap too short";
        /// In two places at once.
        TwoPlacesAtOnce = "two_places_at_once", "同时在两处", "two places at once";
        /// Four homes or more from one spot on one day.
        OneSpot = "one_spot", "多户同一位置", "several homes from one spot";
        /// Faster than a car.
        TravelTooFast = "travel_too_fast", "两地间太快", "travelled too fast";
    }
}

/// Facts of one visit, as `ruhu rules judge` reads them too (docs/rules.md). The times are settled ones: all of
/// a visit's times are moved together, so that their differences stay the wall clock's.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitFacts {
    /// How it was made.
    pub mode: Mode,
    /// When it began.
    pub started: Moment,
    /// The start its clock stated, before any clamping.
    pub stated: Moment,
    /// When it ended; a record whose end is before its start is refused, not judged.
    pub ended: Moment,
    /// How long it lasted by the monotonic clock, in milliseconds.
    pub monotonic_ms: Option<i64>,
    /// When it was written, for a late entry; `None` when it was written as it happened.
    pub late_written: Option<Moment>,
    /// When the server received it; not known on the phone.
    pub received: Option<Moment>,
    /// The household's place, in the version the phone knew.
    pub place: Option<LatLon>,
    /// The fixes; the rules choose one.
    pub fixes: Vec<Fix>,
    /// The reason given for being far.
    pub far_reason: Option<String>,
    /// The reason given for no photo.
    pub refused_reason: Option<String>,
    /// The photos.
    pub photos: Vec<PhotoFact>,
    /// Originals that stand in an earlier visit of the township.
    pub used_before: Vec<Sha256>,
    /// Whether one of the visit's cadres is assigned to the household that day.
    pub assigned: bool,
    /// Whether a `remote` waiver holds that day.
    pub remote_waiver: bool,
    /// Whether the server time it leans on is not what this log's checkpoints say; not known on the phone.
    pub anchor_untrue: bool,
    /// Whether it says that nobody of the household was met.
    pub nobody_met: bool,
}

/// What the rules need to know of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFact {
    /// The original's hash.
    pub sha256: Sha256,
    /// Taken by the app during the visit.
    pub in_app: bool,
    /// When.
    pub taken: Moment,
}

/// A verdict and its codes, in the table's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Judgement {
    /// The worst effect of the codes.
    pub verdict: Verdict,
    /// All codes.
    pub codes: Vec<ReasonCode>,
}

/// A visit with its judgement and its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct JudgedVisit {
    /// Which visit.
    pub id: VisitId,
    /// Its China day.
    pub day: Day,
    /// What it is worth.
    pub judgement: Judgement,
}

/// What coverage reads of a visit, and what a phone is told of others' visits: no content.
///
/// `verdict` is the one rule 5 reads: without `mode_*`, `same_day` and `gap_too_short`, which coverage works out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct VisitFact {
    /// Which visit.
    pub id: VisitId,
    /// Its China day.
    pub day: Day,
    /// How it was made.
    pub mode: Mode,
    /// What it is worth by itself.
    pub verdict: Verdict,
    /// What a reviewer decided.
    #[serde(default)]
    pub decision: Option<Ruling>,
}
