//! The anchors that are not true.

use ruhu_core::ids::Sha256;
use std::collections::BTreeSet;

/// What was found of the anchors.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Records whose anchor is not true.
    pub untrue: BTreeSet<Sha256>,
    /// Of those: what the township found, and the pack alone cannot show.
    pub as_told: BTreeSet<Sha256>,
}
