//! A device's chain: a gap, an edit, a swap, a reorder and a fork show.

use crate::ids::{KeyId, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// One place in a device's chain, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainLink {
    /// A whole record.
    Record {
        /// Its number.
        seq: u64,
        /// Its hash.
        sha256: Sha256,
        /// The hash it names as the one before.
        prev: Option<Sha256>,
    },
    /// Only the hash is known: a tombstone, or a receipt alone. What it named before it is not known.
    HashOnly {
        /// Its number.
        seq: u64,
        /// Its hash.
        sha256: Sha256,
    },
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFinding {
    /// Numbers are missing between the first and the last. A run of them is one finding: a device may name any number.
    Gap {
        /// The device.
        device: KeyId,
        /// The first missing number.
        seq: u64,
        /// The last missing number of the run.
        last: u64,
    },
    /// A record does not name the hash of the one before it.
    Broken {
        /// The device.
        device: KeyId,
        /// The record that names a wrong hash.
        seq: u64,
    },
    /// Two records have one number.
    Fork {
        /// The device.
        device: KeyId,
        /// The number.
        seq: u64,
    },
}

/// What is known of one number.
#[derive(Default)]
struct Place {
    hashes: BTreeSet<Sha256>,
    prevs: BTreeSet<Option<Sha256>>,
}

/// Checks the links of one device, in any order. One record may stand there more than once, as itself and by its
/// receipt. What lies before the first link is not judged: a pack may begin in the middle of a chain.
/// The findings come in the order of the numbers.
pub fn check_chain(device: &KeyId, links: &[ChainLink]) -> Vec<ChainFinding> {
    let mut places: BTreeMap<u64, Place> = BTreeMap::new();
    for link in links {
        match link {
            ChainLink::Record { seq, sha256, prev } => {
                let place = places.entry(*seq).or_default();
                place.hashes.insert(*sha256);
                place.prevs.insert(*prev);
            }
            ChainLink::HashOnly { seq, sha256 } => {
                places.entry(*seq).or_default().hashes.insert(*sha256);
            }
        }
    }

    let mut findings = Vec::new();
    let mut before: Option<(u64, &Place)> = None;
    for (&seq, place) in &places {
        // `seq` is the greater of the two, so that neither sum below can overflow.
        let neighbour = before.filter(|(earlier, _)| earlier + 1 == seq);
        if let (Some((earlier, _)), None) = (before, neighbour) {
            findings.push(ChainFinding::Gap {
                device: device.clone(),
                seq: earlier + 1,
                last: seq - 1,
            });
        }
        if place.hashes.len() > 1 {
            findings.push(ChainFinding::Fork {
                device: device.clone(),
                seq,
            });
        }
        let fits = |prev: &Option<Sha256>| match (prev, neighbour) {
            (None, _) => seq == 1,
            (Some(_), _) if seq <= 1 => false,
            (Some(prev), Some((_, place))) => place.hashes.contains(prev),
            (Some(_), None) => true,
        };
        if !place.prevs.iter().all(fits) {
            findings.push(ChainFinding::Broken {
                device: device.clone(),
                seq,
            });
        }
        before = Some((seq, place));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn device() -> KeyId {
        "d".repeat(43).parse().expect("43 characters")
    }
    fn hash(seq: u64) -> Sha256 {
        Sha256::of(&seq.to_be_bytes())
    }
    fn record(seq: u64) -> ChainLink {
        ChainLink::Record {
            seq,
            sha256: hash(seq),
            prev: (seq > 1).then(|| hash(seq - 1)),
        }
    }
    fn receipt(seq: u64) -> ChainLink {
        ChainLink::HashOnly { seq, sha256: hash(seq) }
    }
    /// A sound chain from `first`, in which some places are known by their hash only, in any order.
    fn sound() -> impl Strategy<Value = Vec<ChainLink>> {
        (1u64..50, proptest::collection::vec(any::<bool>(), 3..40)).prop_flat_map(|(first, whole)| {
            let links: Vec<ChainLink> = (first..)
                .zip(whole)
                .map(|(seq, whole)| if whole { record(seq) } else { receipt(seq) })
                .collect();
            Just(links).prop_shuffle()
        })
    }
    fn seq_of(link: &ChainLink) -> u64 {
        match link {
            ChainLink::Record { seq, .. } | ChainLink::HashOnly { seq, .. } => *seq,
        }
    }
    fn bounds(links: &[ChainLink]) -> (u64, u64) {
        let seqs = || links.iter().map(seq_of);
        (seqs().min().unwrap_or(0), seqs().max().unwrap_or(0))
    }

    proptest! {
        #[test]
        fn a_sound_chain_is_never_accused(links in sound()) {
            prop_assert_eq!(check_chain(&device(), &links), vec![]);
            let twice: Vec<ChainLink> = links.iter().chain(&links).cloned().collect();
            prop_assert_eq!(check_chain(&device(), &twice), vec![]);
        }

        #[test]
        fn a_missing_number_is_a_gap(links in sound(), pick in any::<prop::sample::Index>()) {
            let (first, last) = bounds(&links);
            let inner: Vec<u64> = (first + 1..last).collect();
            let missing = *pick.get(&inner);
            let rest: Vec<ChainLink> = links.into_iter().filter(|link| seq_of(link) != missing).collect();
            let gap = ChainFinding::Gap { device: device(), seq: missing, last: missing };
            prop_assert_eq!(check_chain(&device(), &rest), vec![gap]);
        }

        #[test]
        fn an_edited_record_is_found_where_the_next_one_names_it(links in sound(), pick in any::<prop::sample::Index>()) {
            let (first, last) = bounds(&links);
            let seq = *pick.get(&(first..last).collect::<Vec<u64>>());
            let mut edited: Vec<ChainLink> = links.into_iter().filter(|l| ![seq, seq + 1].contains(&seq_of(l))).collect();
            edited.push(ChainLink::Record { seq, sha256: Sha256::of(b"edited"), prev: (seq > 1).then(|| hash(seq - 1)) });
            edited.push(record(seq + 1));
            let broken = ChainFinding::Broken { device: device(), seq: seq + 1 };
            prop_assert_eq!(check_chain(&device(), &edited), vec![broken]);
        }

        #[test]
        fn two_records_of_one_number_are_a_fork(links in sound(), pick in any::<prop::sample::Index>()) {
            let seq = seq_of(pick.get(&links));
            let mut forked = links;
            forked.push(ChainLink::Record { seq, sha256: Sha256::of(b"other"), prev: (seq > 1).then(|| hash(seq - 1)) });
            let fork = ChainFinding::Fork { device: device(), seq };
            prop_assert_eq!(check_chain(&device(), &forked), vec![fork]);
        }

        #[test]
        fn swapped_records_break_the_chain(links in sound()) {
            let (first, last) = bounds(&links);
            let swapped: Vec<ChainLink> = (first..=last).map(|seq| {
                let told = if seq == first { last } else if seq == last { first } else { seq };
                ChainLink::Record { seq, sha256: hash(told), prev: (seq > 1).then(|| hash(told.saturating_sub(1))) }
            }).collect();
            let broken = ChainFinding::Broken { device: device(), seq: last };
            let found = check_chain(&device(), &swapped).contains(&broken);
            prop_assert!(found);
        }

        #[test]
        fn the_order_of_the_links_never_matters(seqs in proptest::collection::vec((0u64..9, 0u64..4, 0u64..4), 0..20)) {
            let mut links: Vec<ChainLink> = seqs.iter().map(|(seq, own, prev)| ChainLink::Record {
                seq: *seq, sha256: hash(*own), prev: (*prev > 0).then(|| hash(*prev)),
            }).collect();
            let one_way = check_chain(&device(), &links);
            links.reverse();
            prop_assert_eq!(check_chain(&device(), &links), one_way);
        }
    }

    #[test]
    fn the_widest_gap_there_can_be_is_one_finding() {
        let findings = check_chain(&device(), &[record(u64::MAX), record(1)]);
        let gap = ChainFinding::Gap {
            device: device(),
            seq: 2,
            last: u64::MAX - 1,
        };
        assert_eq!(findings, vec![gap]);
    }
}
