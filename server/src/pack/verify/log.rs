//! The township's log: its leaves give the root that was signed, each record is the leaf it should be, and every state
//! that a checkpoint or a record names is one that the log really had.

use super::finding::{Code, Findings};
use super::keys::Keys;
use super::lines::each_line;
use super::records::Seen;
use super::source::Source;
use crate::pack::{LogLine, names};
use ruhu_core::ids::Sha256;
use ruhu_core::record::{Leaf, LogState, MerkleLog, PackStatement};
use std::collections::{BTreeMap, BTreeSet};

/// What the log says.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Its leaves.
    pub leaves: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// The log as it stood, by checkpoints of the server, by size.
    pub states: BTreeMap<u64, LogState>,
    /// States that records name and that the log never had.
    pub foreign: BTreeSet<(u64, Sha256)>,
}

/// A state that somebody names.
struct Named {
    root: Sha256,
    by: By,
}

/// Who names it: the server in a checkpoint or the statement, or a record in its anchor.
enum By {
    Server(String),
    Record,
}

/// Checks log, checkpoints and anchors.
pub(super) fn check(
    source: &mut Source,
    keys: &Keys,
    statement: Option<&PackStatement>,
    seen: &Seen,
    findings: &mut Findings,
) -> Log {
    let mut log = Log::default();
    let mut wanted: BTreeMap<u64, Vec<Named>> = BTreeMap::new();
    for (size, root) in seen.anchors.keys() {
        wanted.entry(*size).or_default().push(Named {
            root: *root,
            by: By::Record,
        });
    }
    let mut last: Option<u64> = None;
    each_line(source, names::CHECKPOINTS, findings, |line, jws, findings| {
        let place = format!("{}:{line}", names::CHECKPOINTS);
        match keys.server.checkpoint(jws) {
            Err(error) => findings.say(Code::CheckpointNotGenuine, place, error),
            Ok(point) if statement.is_some_and(|statement| statement.log != point.log) => {
                findings.say(Code::CheckpointDiffers, place, "it is of another log");
            }
            Ok(point) => {
                if last.is_some_and(|last| last >= point.size) {
                    findings.add(Code::OrderWrong, place.as_str());
                }
                last = Some(point.size);
                log.checkpoints += 1;
                log.states.entry(point.size).or_insert(LogState {
                    root: point.root,
                    time: point.time,
                });
                wanted.entry(point.size).or_default().push(Named {
                    root: point.root,
                    by: By::Server(place),
                });
            }
        }
    });
    if let Some(statement) = statement {
        wanted.entry(statement.size).or_default().push(Named {
            root: statement.root,
            by: By::Server(names::STATEMENT.to_owned()),
        });
    }
    let records: BTreeMap<u64, &Sha256> = seen
        .records
        .iter()
        .filter_map(|(hash, told)| Some((told.n?, hash)))
        .collect();
    let mut tree = MerkleLog::new();
    check_state(&tree, &mut wanted, &mut log.foreign, findings);
    each_line(source, names::LOG, findings, |number, line, findings| {
        let place = format!("{}:{number}", names::LOG);
        let Ok(line) = serde_json::from_str::<LogLine>(line) else {
            return findings.say(Code::Unreadable, place, "not a leaf of a log");
        };
        if line.n != tree.size() {
            findings.add(Code::OrderWrong, place.as_str());
        }
        check_leaf(&line, records.get(&line.n).copied(), place, findings);
        tree.push(Leaf(line.leaf));
        check_state(&tree, &mut wanted, &mut log.foreign, findings);
    });
    log.leaves = tree.size();
    if statement.is_some_and(|statement| statement.size != log.leaves) {
        findings.say(Code::LogDiffers, names::LOG, format_args!("{} leaves", log.leaves));
    }
    for (size, named) in wanted {
        for named in named {
            match named.by {
                By::Server(place) => findings.say(
                    Code::CheckpointDiffers,
                    place,
                    format_args!("the log never had {size} leaves"),
                ),
                By::Record => drop(log.foreign.insert((size, named.root))),
            }
        }
    }
    log
}

fn check_leaf(line: &LogLine, record: Option<&Sha256>, place: String, findings: &mut Findings) {
    match (record, line.salt) {
        (Some(record), Some(salt)) if Leaf::of(&salt.0, record).0 == line.leaf => {}
        (Some(record), _) => findings.say(Code::LeafDiffers, place, format_args!("record {record}")),
        (None, Some(_)) => findings.say(Code::LeafDiffers, place, "a salt without its record"),
        (None, None) => {}
    }
}

/// Compares the states that are named at the tree's present size, and forgets them. What a record names and the log never
/// had is left to [`super::anchors`].
fn check_state(
    tree: &MerkleLog,
    wanted: &mut BTreeMap<u64, Vec<Named>>,
    foreign: &mut BTreeSet<(u64, Sha256)>,
    findings: &mut Findings,
) {
    let Some(named) = wanted.remove(&tree.size()) else {
        return;
    };
    let root = tree.root();
    for named in named.into_iter().filter(|named| named.root != root) {
        let By::Server(place) = named.by else {
            foreign.insert((tree.size(), named.root));
            continue;
        };
        let code = match place == names::STATEMENT {
            true => Code::LogDiffers,
            false => Code::CheckpointDiffers,
        };
        findings.say(
            code,
            place,
            format_args!("at {} leaves the root is {root}", tree.size()),
        );
    }
}
