//! The township's log: an RFC 6962 Merkle tree over salted leaves, so that a record can be erased and the log still
//! verifies. It is built from leaf hashes alone, because the salt of an erased record is gone; `ct-merkle`, which wants
//! whole leaves, is its peer in the tests. Proofs are made and checked in `proof`.

use crate::ids::Sha256;
use sha2::Digest;

/// A leaf of the log: SHA-256(0x00, salt, SHA-256 of the JWS). The salt goes when the record is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf(pub Sha256);

impl Leaf {
    /// The leaf of a record with this salt. It is the RFC 6962 leaf hash of the 64 bytes `salt || hash`.
    pub fn of(salt: &[u8; 32], record: &Sha256) -> Self {
        Self(hash(&[&[0x00], salt, &record.0]))
    }
}

/// The hash of an inner node (RFC 6962, 2.1).
pub(super) fn node(left: &Sha256, right: &Sha256) -> Sha256 {
    hash(&[&[0x01], &left.0, &right.0])
}

fn hash(parts: &[&[u8]]) -> Sha256 {
    let mut hasher = sha2::Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Sha256(hasher.finalize().into())
}

/// A growing log, or one built again from its leaves. Twice the leaves' hashes are kept, 64 bytes a record.
#[derive(Clone, Debug, Default)]
pub struct MerkleLog {
    /// `levels[k][i]` is the root of the whole subtree over the leaves from `i << k` to `(i + 1) << k`.
    levels: Vec<Vec<Sha256>>,
}

impl MerkleLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }
    /// The log with these leaves.
    pub fn from_leaves(leaves: impl IntoIterator<Item = Leaf>) -> Self {
        let mut log = Self::new();
        for leaf in leaves {
            log.push(leaf);
        }
        log
    }
    /// Appends a leaf; answers its number, from 0. Two hashes on average.
    pub fn push(&mut self, leaf: Leaf) -> u64 {
        let number = self.size();
        let mut root = leaf.0;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let row = &mut self.levels[level];
            row.push(root);
            match row[..] {
                // A second one of a pair has come: the subtree above both is whole.
                [.., left, right] if row.len().is_multiple_of(2) => root = node(&left, &right),
                _ => break,
            }
        }
        number
    }
    /// How many leaves.
    pub fn size(&self) -> u64 {
        u64::try_from(self.leaves()).expect("no machine has more memory than 64 bits can address")
    }
    /// The RFC 6962 root; that of an empty log is SHA-256 of nothing.
    pub fn root(&self) -> Sha256 {
        match self.leaves() {
            0 => Sha256::of(b""),
            all => self.subtree(0, all),
        }
    }
    /// How many leaves, as an index.
    pub(super) fn leaves(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }
    /// The root over the leaves from `from` to `to` (not included), as RFC 6962 cuts the tree: `from` is a multiple
    /// of the largest power of two that the range splits at. The range is not empty.
    pub(super) fn subtree(&self, from: usize, to: usize) -> Sha256 {
        let count = to - from;
        if count.is_power_of_two() {
            let level = count.trailing_zeros();
            return self.levels[usize::try_from(level).expect("at most 64")][from >> level];
        }
        let split = from + split_of(count);
        node(&self.subtree(from, split), &self.subtree(split, to))
    }
}

/// The largest power of two smaller than `count`, which is at least 2 (RFC 6962, 2.1).
pub(super) fn split_of(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ct_merkle::mem_backed_tree::MemoryBackedTree;

    fn salted(i: u64) -> ([u8; 32], Sha256) {
        (Sha256::of(&i.to_be_bytes()).0, Sha256::of(&i.to_le_bytes()))
    }

    #[test]
    fn the_roots_are_those_of_the_peer_at_every_size() {
        let mut log = MerkleLog::new();
        let mut peer: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
        assert_eq!(log.root(), Sha256::of(b""));
        for i in 0..130 {
            let (salt, record) = salted(i);
            assert_eq!(log.push(Leaf::of(&salt, &record)), i);
            peer.push([salt, record.0].concat());
            assert_eq!(
                log.root().0.as_slice(),
                peer.root().as_bytes().as_slice(),
                "size {}",
                i + 1
            );
        }
    }

    #[test]
    fn the_roots_of_the_certificate_transparency_examples_come_out() {
        // The leaves and roots that the reference log of RFC 6962 is tested with.
        let data: [&[u8]; 8] = [
            b"",
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[
                0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
            ],
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut log = MerkleLog::new();
        for (bytes, root) in data.iter().zip(roots) {
            log.push(Leaf(hash(&[&[0x00], bytes])));
            assert_eq!(log.root().to_string(), root);
        }
    }

    #[test]
    fn a_log_built_again_from_its_leaves_is_the_same() {
        let leaves: Vec<Leaf> = (0..77).map(|i| Leaf::of(&salted(i).0, &salted(i).1)).collect();
        let mut grown = MerkleLog::new();
        for leaf in &leaves {
            grown.push(*leaf);
        }
        let built = MerkleLog::from_leaves(leaves);
        assert_eq!((built.size(), built.root()), (grown.size(), grown.root()));
    }
}
