//! Whether an anchor is true: the log stood as it says when it says, and it does not step back along its device's chain.
//! Pure: the server asks its own log at intake, `ruhu verify` the pack's.

use super::Anchor;
use crate::ids::{LogId, Sha256};
use crate::time::Moment;

/// How far the time of a true anchor may lie outside the log's own times, in milliseconds: servers before 0.2 read the
/// clock for a checkpoint before they waited for the write lock, which takes 20 s at most.
const GRACE_MS: i64 = 30_000;

/// The log as it stood after one of its transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogState {
    /// Its RFC 6962 root.
    pub root: Sha256,
    /// When, by the server's clock.
    pub time: Moment,
}

/// Whether the log `log` stood as the anchor says when it says. `stood` is the log's state of the anchor's size, `until`
/// the time of the state after it, `received` when the server took the record in, if that is known. Where the server's clock was put back
/// between the two states the later one bounds nothing; nor does a state that is later than the receipt.
pub fn anchor_holds(
    anchor: &Anchor,
    log: &LogId,
    stood: Option<&LogState>,
    until: Moment,
    received: Option<Moment>,
) -> bool {
    let time = anchor.time.time;
    let Some(stood) = stood.filter(|stood| anchor.log == *log && stood.root == anchor.root) else {
        return false;
    };
    let not_before = stood.time <= time.plus_ms(GRACE_MS) || is_ahead(stood.time, received);
    not_before && (time <= until.plus_ms(GRACE_MS) || until < stood.time)
}

/// The server's clock stood ahead when it said `time`, and was put back before it received the record: only the server
/// says either of the two.
fn is_ahead(time: Moment, received: Option<Moment>) -> bool {
    received.is_some_and(|received| received.plus_ms(GRACE_MS) < time)
}

/// Where an anchor stands in the log: by its size, and by its time where the log did not grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnchorPoint {
    /// How many leaves.
    pub size: u64,
    /// When.
    pub time: Moment,
}

impl AnchorPoint {
    /// Where this anchor stands.
    pub fn of(anchor: &Anchor) -> Self {
        Self {
            size: anchor.size,
            time: anchor.time.time,
        }
    }
    /// Whether `other` stands before this one, as seen at `received`.
    fn is_after(self, other: Self, received: Option<Moment>) -> bool {
        match self.size == other.size {
            true => other.time.plus_ms(GRACE_MS) < self.time && !is_ahead(self.time, received),
            false => other.size < self.size,
        }
    }
}

/// The true anchors of a device around one of its records, of those that came to the log before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChainAnchors {
    /// The greatest of the records of lower numbers.
    pub lower: Option<AnchorPoint>,
    /// That of the record of the next higher number; there is one when this record fills a gap.
    pub higher: Option<AnchorPoint>,
}

impl ChainAnchors {
    /// Whether an anchor here steps back, or makes one that was taken before it step back. `received` is when the server
    /// took its record in, if that is known.
    pub fn step_back(self, point: AnchorPoint, received: Option<Moment>) -> bool {
        self.lower.is_some_and(|lower| lower.is_after(point, received))
            || self.higher.is_some_and(|higher| point.is_after(higher, received))
    }
    /// What the records of higher numbers are held against, once this anchor is found true.
    pub fn greatest(self, point: AnchorPoint) -> AnchorPoint {
        self.lower.map_or(point, |lower| lower.max(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::TimeAnchor;

    fn at(minute: i64) -> Moment {
        Moment::from_millis(1_000_000_000_000 + minute * 60_000)
    }
    fn anchor(root: &[u8], minute: i64) -> Anchor {
        Anchor {
            log: "log".parse().expect("a log id"),
            size: 3,
            root: Sha256::of(root),
            time: TimeAnchor {
                time: at(minute),
                monotonic_ms: 0,
                boot: 0,
            },
        }
    }

    #[test]
    fn an_anchor_holds_while_the_log_stood_so() {
        let log = "log".parse().expect("a log id");
        let stood = LogState {
            root: Sha256::of(b"root"),
            time: at(10),
        };
        let holds = |anchor: &Anchor| anchor_holds(anchor, &log, Some(&stood), at(20), Some(at(30)));
        for minute in [10, 15, 20] {
            assert!(holds(&anchor(b"root", minute)), "{minute}");
        }
        for minute in [9, 21, -100_000, 100_000] {
            assert!(!holds(&anchor(b"root", minute)), "{minute}");
        }
        assert!(!holds(&anchor(b"another", 15)));
        assert!(
            !anchor_holds(&anchor(b"root", 15), &log, None, at(20), Some(at(30))),
            "a size that no transaction ended with"
        );
        let other = Anchor {
            log: "other".parse().expect("a log id"),
            ..anchor(b"root", 15)
        };
        assert!(!holds(&other));
    }

    #[test]
    fn a_clock_that_was_put_back_makes_no_anchor_untrue() {
        let log = "log".parse().expect("a log id");
        let stood = LogState {
            root: Sha256::of(b"root"),
            time: at(10),
        };
        let holds =
            |minute, received| anchor_holds(&anchor(b"root", minute), &log, Some(&stood), at(5), Some(at(received)));
        assert!(holds(15, 30));
        assert!(!holds(5, 30));
        assert!(holds(5, 8), "the state is of a time that had not come at the receipt");
        // The log went on, whatever the clock said meanwhile.
        let chain = ChainAnchors {
            lower: Some(point(3, 500_000)),
            higher: None,
        };
        assert!(!chain.step_back(point(4, 20), Some(at(30))));
        // Nor did it have to.
        assert!(!chain.step_back(point(3, 20), Some(at(30))));
        assert!(chain.step_back(point(3, 20), Some(at(500_000))));
    }

    fn point(size: u64, minute: i64) -> AnchorPoint {
        AnchorPoint { size, time: at(minute) }
    }

    #[test]
    fn an_anchor_never_steps_back_along_its_chain() {
        let chain = ChainAnchors {
            lower: Some(point(3, 10)),
            higher: Some(point(5, 20)),
        };
        for good in [point(3, 10), point(3, 12), point(4, 0), point(5, 20)] {
            assert!(!chain.step_back(good, Some(at(30))), "{good:?}");
        }
        for bad in [point(2, 15), point(3, 8), point(5, 22), point(6, 15)] {
            assert!(chain.step_back(bad, Some(at(30))), "{bad:?}");
        }
        assert!(!ChainAnchors::default().step_back(point(0, -1_000_000), Some(at(30))));
    }
}
