//! The right edge of a growing RFC 6962 tree: enough to work out the next root from the new leaves alone, so that a
//! transaction need not read the whole log.

use crate::{Error, Result};
use ruhu_core::ids::Sha256;
use ruhu_core::record::Leaf;

/// The roots of a log's whole subtrees, greatest first: one for each 1 in the binary digits of its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Sha256>,
}

impl Frontier {
    /// The frontier of a log of this size, as it was kept.
    pub fn new(size: u64, peaks: Vec<Sha256>) -> Result<Self> {
        if u32::try_from(peaks.len()) != Ok(size.count_ones()) {
            return Err(Error::inconsistent("log_head.peaks", "not one for each whole subtree"));
        }
        Ok(Self { size, peaks })
    }
    /// Appends a leaf: each whole subtree that now has an equal on its left becomes one with it.
    pub fn push(&mut self, leaf: Leaf) {
        let mut root = leaf.0;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                root = node(&left, &root);
            }
        }
        self.peaks.push(root);
        self.size += 1;
    }
    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }
    /// The peaks, to keep them.
    pub fn peaks(&self) -> &[Sha256] {
        &self.peaks
    }
    /// The RFC 6962 root.
    pub fn root(&self) -> Sha256 {
        let mut smallest_first = self.peaks.iter().rev().copied();
        match smallest_first.next() {
            Some(last) => smallest_first.fold(last, |right, left| node(&left, &right)),
            None => Sha256::of(b""),
        }
    }
}

fn node(left: &Sha256, right: &Sha256) -> Sha256 {
    Sha256::of(&[&[0x01], &left.0[..], &right.0[..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruhu_core::record::MerkleLog;

    #[test]
    fn the_frontier_has_the_whole_trees_root_at_every_size() {
        let (mut frontier, mut log) = (Frontier::default(), MerkleLog::new());
        for number in 0..200u8 {
            assert_eq!((frontier.size(), frontier.root()), (log.size(), log.root()));
            let leaf = Leaf::of(&[number; 32], &Sha256::of(&[number]));
            log.push(leaf);
            frontier.push(leaf);
            let kept = Frontier::new(frontier.size(), frontier.peaks().to_vec());
            assert_eq!(kept.ok(), Some(frontier.clone()));
        }
        assert!(Frontier::new(3, vec![]).is_err());
    }
}
