//! Proofs about a log (RFC 6962, 2.1.1 and 2.1.2; checked as RFC 9162, 2.1.3.2 and 2.1.4.2 write it): that an older log
//! is a beginning of a newer one, and that a leaf stands in a log.

use super::log::{node, split_of};
use super::{Leaf, MerkleLog};
use crate::ids::Sha256;
use crate::{Error, Result};

impl MerkleLog {
    /// A proof that the log of `size` leaves is a beginning of this one. Empty for an empty or an equally long log.
    pub fn consistency(&self, size: u64) -> Result<Vec<Sha256>> {
        let all = self.leaves();
        let old = usize::try_from(size)
            .ok()
            .filter(|old| *old <= all)
            .ok_or_else(|| Error::NotFound {
                what: "log of this size",
                id: size.to_string(),
            })?;
        let (mut from, mut to, mut whole) = (0, all, true);
        let mut proof = Vec::new();
        if old == 0 {
            return Ok(proof);
        }
        // Goes down to where the old log ends, and notes the other side at every turn.
        while to > old {
            let split = from + split_of(to - from);
            if old <= split {
                proof.push(self.subtree(split, to));
                to = split;
            } else {
                proof.push(self.subtree(from, split));
                from = split;
                whole = false;
            }
        }
        // What is left is the old log's own last subtree; when that is all of it, the checker has it: the old root.
        if !whole {
            proof.push(self.subtree(from, to));
        }
        proof.reverse();
        Ok(proof)
    }

    /// Checks such a proof: `old` and `new` are sizes and roots.
    pub fn check_consistency(old: (u64, Sha256), new: (u64, Sha256), proof: &[Sha256]) -> Result<()> {
        let wrong = |what: &str| Err(Error::NotGenuine(format!("the log was rewritten: {what}")));
        let ((old_size, old_root), (new_size, new_root)) = (old, new);
        if old_size > new_size {
            return wrong("it has become smaller");
        }
        if old_size == new_size || old_size == 0 {
            return match (old_size == 0 && old_root != Sha256::of(b""))
                || (old_size == new_size && old_root != new_root)
            {
                true => wrong("two roots for one size"),
                false if proof.is_empty() => Ok(()),
                false => wrong("the proof is longer than it may be"),
            };
        }
        let mut steps = proof.iter();
        let first = match old_size.is_power_of_two() {
            true => Some(&old_root),
            false => steps.next(),
        };
        let Some(first) = first else {
            return wrong("the proof is too short");
        };
        let shift = (old_size - 1).trailing_ones();
        // A shift by 64 cannot be: `old_size` is under `new_size`, so that it has a bit that is not set.
        let (mut at_old, mut at_new) = ((old_size - 1) >> shift, (new_size - 1) >> shift);
        let (mut as_old, mut as_new) = (*first, *first);
        for step in steps {
            if at_new == 0 {
                return wrong("the proof is longer than it may be");
            }
            if !at_old.is_multiple_of(2) || at_old == at_new {
                as_old = node(step, &as_old);
                as_new = node(step, &as_new);
                while at_old.is_multiple_of(2) && at_old != 0 {
                    (at_old, at_new) = (at_old >> 1, at_new >> 1);
                }
            } else {
                as_new = node(&as_new, step);
            }
            (at_old, at_new) = (at_old >> 1, at_new >> 1);
        }
        match at_new == 0 && as_old == old_root && as_new == new_root {
            true => Ok(()),
            false => wrong("the proof does not lead from the old root to the new one"),
        }
    }

    /// A proof that leaf `number` (from 0) stands in this log.
    pub fn inclusion(&self, number: u64) -> Result<Vec<Sha256>> {
        let all = self.leaves();
        let leaf = usize::try_from(number)
            .ok()
            .filter(|leaf| *leaf < all)
            .ok_or_else(|| Error::NotFound {
                what: "leaf of the log",
                id: number.to_string(),
            })?;
        let (mut from, mut to) = (0, all);
        let mut proof = Vec::new();
        while to - from > 1 {
            let split = from + split_of(to - from);
            if leaf < split {
                proof.push(self.subtree(split, to));
                to = split;
            } else {
                proof.push(self.subtree(from, split));
                from = split;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// Checks such a proof against a log's size and root.
    pub fn check_inclusion(leaf: &Leaf, number: u64, log: (u64, Sha256), proof: &[Sha256]) -> Result<()> {
        let wrong = |what: &str| Err(Error::NotGenuine(format!("the record is not in the log: {what}")));
        let (size, root) = log;
        if number >= size {
            return wrong("the log is shorter than its number");
        }
        let (mut at, mut last) = (number, size - 1);
        let mut found = leaf.0;
        for step in proof {
            if last == 0 {
                return wrong("the proof is longer than it may be");
            }
            if !at.is_multiple_of(2) || at == last {
                found = node(step, &found);
                while at.is_multiple_of(2) && at != 0 {
                    (at, last) = (at >> 1, last >> 1);
                }
            } else {
                found = node(&found, step);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        match last == 0 && found == root {
            true => Ok(()),
            false => wrong("the proof does not lead to the root"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ct_merkle::mem_backed_tree::MemoryBackedTree;

    const SIZES: u64 = 40;

    fn data(i: u64) -> Vec<u8> {
        [Sha256::of(&i.to_be_bytes()).0, Sha256::of(&i.to_le_bytes()).0].concat()
    }
    fn leaf(i: u64) -> Leaf {
        Leaf::of(&Sha256::of(&i.to_be_bytes()).0, &Sha256::of(&i.to_le_bytes()))
    }
    fn log(size: u64) -> MerkleLog {
        MerkleLog::from_leaves((0..size).map(leaf))
    }
    fn bytes(proof: &[Sha256]) -> Vec<u8> {
        proof.iter().flat_map(|hash| hash.0).collect()
    }

    #[test]
    fn every_proof_of_growth_is_the_peers_and_holds() {
        let mut peer: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
        for new in 1..=SIZES {
            peer.push(data(new - 1));
            let newer = log(new);
            for old in 1..=new {
                let proof = newer.consistency(old).expect("a smaller size");
                let added = usize::try_from(new - old).expect("small");
                assert_eq!(
                    bytes(&proof),
                    peer.prove_consistency(added).as_bytes(),
                    "{old} to {new}"
                );
                MerkleLog::check_consistency((old, log(old).root()), (new, newer.root()), &proof).expect("holds");
            }
        }
    }

    #[test]
    fn every_proof_of_standing_in_the_log_is_the_peers_and_holds() {
        let mut peer: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
        for size in 1..=SIZES {
            peer.push(data(size - 1));
            let log = log(size);
            for number in 0..size {
                let proof = log.inclusion(number).expect("a number in the log");
                let index = usize::try_from(number).expect("small");
                assert_eq!(bytes(&proof), peer.prove_inclusion(index).as_bytes());
                let at = (size, log.root());
                MerkleLog::check_inclusion(&leaf(number), number, at, &proof).expect("holds");
                assert!(MerkleLog::check_inclusion(&leaf(99), number, at, &proof).is_err());
                assert!(MerkleLog::check_inclusion(&leaf(number), size, at, &proof).is_err());
            }
        }
    }

    #[test]
    fn a_rewritten_log_is_found_at_every_size() {
        for new in 2..=SIZES {
            let newer = log(new);
            for old in 1..new {
                // The first record was exchanged after the phone had seen the older log.
                let rewritten = MerkleLog::from_leaves((0..new).map(|i| leaf(if i == 0 { 99 } else { i })));
                let seen = (old, log(old).root());
                let proof = rewritten.consistency(old).expect("a smaller size");
                assert!(MerkleLog::check_consistency(seen, (new, rewritten.root()), &proof).is_err());
                let mut longer = newer.consistency(old).expect("a smaller size");
                longer.push(Sha256::of(b"more"));
                assert!(MerkleLog::check_consistency(seen, (new, newer.root()), &longer).is_err());
                longer.truncate(longer.len().saturating_sub(2));
                assert!(MerkleLog::check_consistency(seen, (new, newer.root()), &longer).is_err());
            }
        }
    }

    #[test]
    fn a_log_that_became_smaller_or_has_two_roots_is_found() {
        let (two, three) = ((2, log(2).root()), (3, log(3).root()));
        assert!(MerkleLog::check_consistency(three, two, &[]).is_err());
        assert!(MerkleLog::check_consistency(three, (3, two.1), &[]).is_err());
        assert!(MerkleLog::check_consistency(three, three, &[]).is_ok());
        assert!(MerkleLog::check_consistency((0, Sha256::of(b"")), three, &[]).is_ok());
        assert!(MerkleLog::check_consistency((0, two.1), three, &[]).is_err());
        assert!(MerkleLog::check_consistency((u64::MAX - 1, two.1), (u64::MAX, three.1), &[two.1; 70]).is_err());
        assert!(log(3).consistency(4).is_err());
    }
}
