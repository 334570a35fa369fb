//! Days are China days, moments are exact to the millisecond, and every stored time says whose clock it was.
//! This is the only file that reads the system clock.

use crate::error::{Error, Result};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// China Standard Time, UTC+08:00, in seconds. China has no daylight saving time.
const CHINA_OFFSET_S: i32 = 8 * 3600;
/// One day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

fn china() -> FixedOffset {
    FixedOffset::east_opt(CHINA_OFFSET_S).expect("eight hours is a valid offset")
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z. In JSON an RFC 3339 text with an offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(i64);

impl Moment {
    /// From milliseconds since the Unix epoch, kept within the years 0001 to 9999.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(-62_135_596_800_000 + DAY_MS, 253_402_300_799_999 - DAY_MS))
    }
    /// Milliseconds since the Unix epoch.
    pub fn millis(self) -> i64 {
        self.0
    }
    /// The China day it falls on.
    pub fn day(self) -> Day {
        Day(self.in_china().date_naive())
    }
    /// This much later (earlier, when negative), in milliseconds.
    pub fn plus_ms(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }
    /// `self - earlier` in milliseconds.
    pub fn since(self, earlier: Moment) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// `HH:MM` in China.
    pub fn clock_text(self) -> String {
        self.in_china().format("%H:%M").to_string()
    }
    fn in_china(self) -> DateTime<FixedOffset> {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .expect("moments are kept within years 1 to 9999")
            .with_timezone(&china())
    }
}
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_china().to_rfc3339_opts(SecondsFormat::Millis, false))
    }
}
impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl FromStr for Moment {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        DateTime::parse_from_rfc3339(text)
            .map(|t| Self::from_millis(t.timestamp_millis()))
            .map_err(|_| {
                Error::unusable(
                    "time",
                    text,
                    "write it as 2026-05-03T09:10:00+08:00, the offset included",
                )
            })
    }
}
impl TryFrom<String> for Moment {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}
impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

/// A China day (UTC+08:00). In JSON `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The day with this year, month (1 to 12) and day of the month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        (1..=9999)
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, day).map(Self))
            .flatten()
    }
    /// Days since 1970-01-01: how a column keeps a day.
    pub fn number(self) -> i32 {
        self.0.to_epoch_days()
    }
    /// The day with this number; kept within the years 1 to 9999.
    pub fn from_number(number: i32) -> Self {
        Self(NaiveDate::from_epoch_days(number.clamp(-719_162, 2_932_896)).expect("clamped to years 1 to 9999"))
    }
    /// This many days later (earlier, when negative), kept within the years 1 to 9999.
    pub fn plus(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }
    /// `self - earlier` in days.
    pub fn since(self, earlier: Day) -> i32 {
        self.number() - earlier.number()
    }
    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }
    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }
    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }
    /// The first moment of the day.
    pub fn start(self) -> Moment {
        Moment::from_millis(i64::from(self.number()) * DAY_MS - i64::from(CHINA_OFFSET_S) * 1000)
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl FromStr for Day {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::unusable("day", text, "write a day that exists as YYYY-MM-DD");
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| {
                if i == 4 || i == 7 {
                    *b == b'-'
                } else {
                    b.is_ascii_digit()
                }
            });
        if !shaped {
            return Err(bad());
        }
        let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().map_err(|_| bad());
        let year = i32::try_from(part(0..4)?).map_err(|_| bad())?;
        Day::new(year, part(5..7)?, part(8..10)?).ok_or_else(bad)
    }
}
impl TryFrom<String> for Day {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}
impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

#[cfg(feature = "openapi")]
crate::openapi::described_text!(
    Moment,
    Some("date-time"),
    None,
    "RFC 3339 with an offset, to the millisecond."
);
#[cfg(feature = "openapi")]
crate::openapi::described_text!(Day, Some("date"), None, "A China day (UTC+08:00), YYYY-MM-DD.");
#[cfg(feature = "uniffi")]
uniffi::custom_type!(Moment, i64, {
    try_lift: |millis| Ok(Moment::from_millis(millis)),
    lower: |moment| moment.millis(),
});
#[cfg(feature = "uniffi")]
uniffi::custom_type!(Day, String, {
    try_lift: |text| text.parse().map_err(|e: Error| uniffi::deps::anyhow::anyhow!(e.to_string())),
    lower: |day| day.to_string(),
});

/// What the phone's clocks said at one instant. Raw facts: nothing here is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimeEvidence {
    /// The wall clock, which anybody can set.
    pub wall: Moment,
    /// The monotonic clock since boot, in milliseconds, sleep included. Absent in a time told by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monotonic_ms: Option<u64>,
    /// How often the phone has booted: monotonic times compare within one boot only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<u64>,
    /// The satellites' time at this instant, when a fix gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gnss: Option<Moment>,
}

impl TimeEvidence {
    /// A time told by hand, as in a late entry: the wall clock's word only.
    pub fn told(wall: Moment) -> Self {
        Self {
            wall,
            monotonic_ms: None,
            boot: None,
            gnss: None,
        }
    }
    /// Milliseconds of the monotonic clock from `earlier` to here, when both are of one boot.
    pub fn monotonic_since(&self, earlier: &TimeEvidence) -> Option<i64> {
        let same_boot = self.boot.is_some() && self.boot == earlier.boot;
        let (later, earlier) = (self.monotonic_ms?, earlier.monotonic_ms?);
        same_boot
            .then(|| i64::try_from(later).ok()?.checked_sub(i64::try_from(earlier).ok()?))
            .flatten()
    }
}

/// A clock, handed in: a test's can jump, stop and go back.
pub trait Clock: Send + Sync {
    /// What the clocks say now.
    fn now(&self) -> TimeEvidence;
}

/// The clocks of the machine this runs on. `boot` is absent: only a platform knows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> TimeEvidence {
        let wall = std::time::SystemTime::now();
        let millis = match wall.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        };
        TimeEvidence::told(Moment::from_millis(millis))
    }
}

/// The last server time a phone has seen, tied to its monotonic clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimeAnchor {
    /// The server's time in the checkpoint.
    pub time: Moment,
    /// The phone's monotonic clock when the checkpoint arrived, in milliseconds.
    pub monotonic_ms: u64,
    /// The boot it was read in.
    pub boot: u64,
}

/// Whose clock a settled time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The server's, carried on by the phone's monotonic clock: trusted.
    Anchor,
    /// The satellites'.
    Gnss,
    /// The wall clock's, between two server times: bounded; or alone: claimed.
    Wall,
}

/// A time decided upon, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SettledTime {
    /// The moment.
    pub at: Moment,
    /// Whose clock.
    pub source: TimeSource,
    /// What that clock said, before it was moved: `future_time` is judged by it.
    pub stated: Moment,
    /// Whether the wall clock had to be moved between the last checkpoint seen and the receipt.
    pub clamped: bool,
    /// Whether there is a satellites' time that is not believed: it lies outside the same two bounds, or there is no
    /// checkpoint to bound it by.
    pub gnss_refused: bool,
}

/// How far the satellites' time may lie outside the bounds, in milliseconds: their clock is not the server's.
const GNSS_GRACE_MS: i64 = 300_000;

/// The one place that decides when something happened (`docs/record.md`, "Day of a visit"): the server's anchor
/// carried by the monotonic clock of the same boot; else the satellites' time, where it lies between `not_before` (the
/// last checkpoint seen) and `not_after` (the receipt), 300 s of grace at both ends; else the wall clock, clamped between
/// the two. `not_after` is not known on the phone, and bounds nothing there.
///
/// Receivers after a week roll-over are 1,024 weeks off, so satellites are not believed without a checkpoint.
pub fn settle(
    evidence: &TimeEvidence,
    anchor: Option<&TimeAnchor>,
    not_before: Option<Moment>,
    not_after: Option<Moment>,
) -> SettledTime {
    let believed = |gnss: Moment| {
        not_before.is_some_and(|floor| floor.since(gnss) <= GNSS_GRACE_MS)
            && not_after.is_none_or(|ceiling| gnss.since(ceiling) <= GNSS_GRACE_MS)
    };
    let as_said = |at, source| SettledTime {
        at,
        source,
        stated: at,
        clamped: false,
        gnss_refused: evidence.gnss.is_some_and(|gnss| !believed(gnss)),
    };
    if let (Some(anchor), Some(monotonic), Some(boot)) = (anchor, evidence.monotonic_ms, evidence.boot)
        && anchor.boot == boot
        && let (Ok(now), Ok(then)) = (i64::try_from(monotonic), i64::try_from(anchor.monotonic_ms))
    {
        return as_said(anchor.time.plus_ms(now - then), TimeSource::Anchor);
    }
    if let Some(gnss) = evidence.gnss.filter(|gnss| believed(*gnss)) {
        return as_said(gnss, TimeSource::Gnss);
    }
    let mut at = evidence.wall;
    if let Some(floor) = not_before {
        at = at.max(floor);
    }
    if let Some(ceiling) = not_after {
        at = at.min(ceiling);
    }
    SettledTime {
        at,
        clamped: at != evidence.wall,
        ..as_said(evidence.wall, TimeSource::Wall)
    }
}

/// The lower bound of a time: the last checkpoint seen, unless it was seen in a later boot than the time's own, and so
/// after it.
pub fn not_before(evidence: &TimeEvidence, anchor: Option<&TimeAnchor>) -> Option<Moment> {
    let seen_before = |anchor: &&TimeAnchor| evidence.boot.is_none_or(|boot| anchor.boot <= boot);
    anchor.filter(seen_before).map(|anchor| anchor.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().expect("a good time")
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        assert_eq!(moment("2026-05-02T15:59:59.999Z").day().to_string(), "2026-05-02");
        assert_eq!(moment("2026-05-02T16:00:00Z").day().to_string(), "2026-05-03");
        assert_eq!(
            moment("2026-05-02T16:00:00Z").day().start(),
            moment("2026-05-03T00:00:00+08:00")
        );
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        for text in [
            "2026-02-29",
            "2026-2-01",
            "2026-13-01",
            "0000-01-01",
            "2026-01-0１",
            "20260101",
            "",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_day_arithmetic_panics() {
        let first = Day::from_number(i32::MIN);
        let last = Day::from_number(i32::MAX);
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("0001-01-01".into(), "9999-12-31".into())
        );
        assert_eq!(last.plus(i32::MAX), last);
        assert_eq!(Moment::from_millis(i64::MAX).plus_ms(i64::MAX).day().year(), 9999);
    }

    #[test]
    fn a_time_without_an_offset_is_refused() {
        assert!("2026-05-03T09:10:00".parse::<Moment>().is_err());
        assert_eq!(
            moment("2026-05-03T01:10:00.5Z").to_string(),
            "2026-05-03T09:10:00.500+08:00"
        );
    }

    #[test]
    fn the_server_anchor_beats_satellites_beat_the_wall_clock() {
        let anchor = TimeAnchor {
            time: moment("2026-05-01T08:00:00Z"),
            monotonic_ms: 1_000,
            boot: 3,
        };
        let mut evidence = TimeEvidence {
            wall: moment("2030-01-01T00:00:00Z"),
            monotonic_ms: Some(61_000),
            boot: Some(3),
            gnss: Some(moment("2026-05-01T08:01:02Z")),
        };
        let settled = settle(&evidence, Some(&anchor), None, None);
        assert_eq!(
            (settled.at, settled.source),
            (moment("2026-05-01T08:01:00Z"), TimeSource::Anchor)
        );
        evidence.boot = Some(4);
        let after_reboot = settle(&evidence, Some(&anchor), Some(anchor.time), None);
        assert_eq!(
            (after_reboot.source, after_reboot.gnss_refused),
            (TimeSource::Gnss, false)
        );
        evidence.gnss = None;
        let received = moment("2026-05-02T00:00:00Z");
        let settled = settle(&evidence, Some(&anchor), Some(anchor.time), Some(received));
        assert_eq!(
            (settled.at, settled.source, settled.clamped),
            (received, TimeSource::Wall, true)
        );
    }

    #[test]
    fn satellites_are_believed_only_between_checkpoint_and_receipt_with_five_minutes_of_grace() {
        let (seen, received) = (moment("2026-05-01T08:00:00Z"), moment("2026-05-02T08:00:00Z"));
        let wall = moment("2026-05-01T20:00:00Z");
        let settled = |gnss: &str, floor, ceiling| {
            let evidence = TimeEvidence {
                wall,
                monotonic_ms: Some(5_000),
                boot: Some(4),
                gnss: Some(moment(gnss)),
            };
            let settled = settle(&evidence, None, floor, ceiling);
            assert_eq!(settled.gnss_refused, settled.source != TimeSource::Gnss, "{gnss}");
            (settled.source, settled.at)
        };
        let both = |gnss: &str| settled(gnss, Some(seen), Some(received));
        for gnss in ["2026-05-01T07:55:00Z", "2026-05-01T12:00:00Z", "2026-05-02T08:05:00Z"] {
            assert_eq!(both(gnss), (TimeSource::Gnss, moment(gnss)));
        }
        // One millisecond beyond the grace; 1,024 weeks back and ahead.
        for gnss in [
            "2026-05-01T07:54:59.999Z",
            "2026-05-02T08:05:00.001Z",
            "2006-09-15T20:00:00Z",
            "2045-12-15T20:00:00Z",
        ] {
            assert_eq!(both(gnss), (TimeSource::Wall, wall));
        }
        // A phone that has seen no checkpoint has nothing to hold them to; one without a receipt holds them to the first.
        assert_eq!(
            settled("2006-09-15T20:00:00Z", None, Some(received)),
            (TimeSource::Wall, wall)
        );
        assert_eq!(
            settled("2006-09-15T20:00:00Z", Some(seen), None),
            (TimeSource::Wall, wall)
        );
    }

    #[test]
    fn what_the_clock_said_stays_known_when_it_is_moved() {
        let (seen, received) = (moment("2026-05-01T08:00:00Z"), moment("2026-05-02T08:00:00Z"));
        let settled = |wall: &str| settle(&TimeEvidence::told(moment(wall)), None, Some(seen), Some(received));
        let ahead = settled("2027-05-01T08:00:00Z");
        assert_eq!(
            (ahead.at, ahead.stated, ahead.clamped),
            (received, moment("2027-05-01T08:00:00Z"), true)
        );
        let back = settled("2010-01-01T08:00:00Z");
        assert_eq!(
            (back.at, back.stated, back.clamped),
            (seen, moment("2010-01-01T08:00:00Z"), true)
        );
        let right = settled("2026-05-01T09:00:00Z");
        assert_eq!((right.at, right.stated, right.clamped), (right.at, right.at, false));
    }

    #[test]
    fn a_checkpoint_seen_in_a_later_boot_bounds_nothing_before_it() {
        let anchor = TimeAnchor {
            time: moment("2026-05-05T08:00:00Z"),
            monotonic_ms: 1_000,
            boot: 4,
        };
        let of_boot = |boot| TimeEvidence {
            boot,
            ..TimeEvidence::told(moment("2026-05-04T09:00:00Z"))
        };
        for (boot, floor) in [
            (Some(3), None),
            (Some(4), Some(anchor.time)),
            (Some(5), Some(anchor.time)),
            (None, Some(anchor.time)),
        ] {
            assert_eq!(not_before(&of_boot(boot), Some(&anchor)), floor, "{boot:?}");
        }
        assert_eq!(not_before(&of_boot(Some(5)), None), None);
    }
}
