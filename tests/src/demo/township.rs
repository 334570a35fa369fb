//! What the township's desk decides in the demo.

use super::plan::Flood;
use crate::failure::{Done, While};
use crate::town::Town;
use ruhu_core::domain::{Ruling, Verdict, WaiverScope};
use ruhu_core::record::{DecisionBody, WaiverBody};
use ruhu_core::time::{Clock, Day};
use ruhu_server::town::decide;

/// The roster that the demo plays.
pub const ROSTER: &[u8] = include_bytes!("../../data/rosters/haoping-roster.xlsx");
/// Visits younger than this wait on the reviewer's desk.
const DESK_DAYS: i32 = 21;

impl Town {
    /// Lets a village whose road is gone be visited by telephone.
    pub fn waive(&self, flood: &Flood) -> Done<()> {
        let waiver = WaiverBody {
            scope: WaiverScope::Region(flood.village.clone()),
            kind: Flood::KIND,
            from: flood.from,
            to: flood.to,
            why: "春雨冲断道路，经镇里批准可电话走访".into(),
            paper: Some("演示〔7〕号".into()),
            by: None,
        };
        decide::waive(&self.folder.store, &self.code, &waiver, self.clock.now().wall).when("批准豁免 granting a waiver")
    }

    /// The reviewer goes through what waits for review: most of it counts, some does not, some stays for another day.
    /// Answers how many were decided.
    pub fn review(&self, from: Day) -> Done<u32> {
        let until = self.clock.now().wall.day().plus(-DESK_DAYS);
        let mut waiting = Vec::new();
        self.each_visit((from, until), &mut |visit| {
            if visit.verdict == Verdict::NeedsReview && visit.decision.is_none() && !visit.erased {
                waiting.push((visit.id, visit.record));
            }
        })?;
        let mut decided = 0;
        for (visit, record) in waiting {
            let (ruling, why) = match record.0[0] % 8 {
                0..=4 => (Ruling::Counts, "已打电话向农户核实，情况属实"),
                5 => (Ruling::DoesNotCount, "农户说当天没有来过"),
                _ => continue,
            };
            let decision = DecisionBody {
                visit,
                ruling: Some(ruling),
                why: why.into(),
                by: "镇乡村振兴办".into(),
            };
            decide::rule(&self.folder.store, &self.code, &decision, self.clock.now().wall).when("审核 reviewing")?;
            decided += 1;
        }
        Ok(decided)
    }
}
