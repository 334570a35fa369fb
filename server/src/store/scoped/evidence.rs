//! Evidence within a reach. A log, its heads and its keys are a township's as a whole.

use super::Scoped;
use crate::Result;
use crate::store::{DeviceEvidence, Evidence, EvidenceInputs, EvidenceRecord, LogHead, VisitRow};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::record::Leaf;
use ruhu_core::time::Day;
use std::collections::BTreeSet;

impl Evidence for Scoped {
    fn each_record(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()> {
        self.reach.whole(township)?;
        self.rows.each_record(township, each)
    }
    fn each_leaf(&self, township: &RegionCode, each: &mut dyn FnMut(u64, Leaf) -> Result<()>) -> Result<()> {
        self.reach.whole(township)?;
        self.rows.each_leaf(township, each)
    }
    fn each_visit(
        &self,
        scope: &RegionCode,
        days: (Day, Day),
        each: &mut dyn FnMut(VisitRow) -> Result<()>,
    ) -> Result<()> {
        match self.reach.narrowed(scope) {
            Some(part) => self.rows.each_visit(part, days, each),
            None => Ok(()),
        }
    }
    fn heads(&self, township: &RegionCode) -> Result<Vec<LogHead>> {
        self.reach.whole(township)?;
        self.rows.heads(township)
    }
    fn untrue_anchors(&self, township: &RegionCode) -> Result<BTreeSet<Sha256>> {
        self.reach.whole(township)?;
        self.rows.untrue_anchors(township)
    }
    fn device_keys(&self, township: &RegionCode) -> Result<Vec<DeviceEvidence>> {
        self.reach.whole(township)?;
        self.rows.device_keys(township)
    }
    fn inputs(&self, scope: &RegionCode) -> Result<EvidenceInputs> {
        self.reach.whole(scope)?;
        self.rows.inputs(scope)
    }
}
