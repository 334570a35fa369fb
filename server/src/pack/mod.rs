//! The evidence pack: a year of a place as a BagIt bag that a stranger can check without trusting us (docs/record.md).
//!
//! `export` writes one and `verify` reads one. What both must agree on (the names of the files, the JSON in them) stands
//! here once; everything that is worked out again (verdicts, coverage, the log's root) is worked out by the same pure
//! functions of the core that phone and server use.

mod bag;
mod by_household;
mod chosen;
mod covered;
mod export;
mod inputs;
mod json;
mod ledger;
mod people;
mod photos;
mod place;
mod readme;
mod records;
mod sink;
pub mod verify;

pub use covered::{CoverageFile, HouseholdCovered, NotJudged, PhotoNotHere, VisitCovered};
pub use export::{Exported, Form, Order, Personal, export, note_full, ready};
pub use inputs::{CadreNamed, DecisionIn, DeskRecords, HouseholdIn, Inputs, PolicyIn, VillageNamed, WaiverIn};
pub use ledger::{Heading, Ledger, LedgerLine};
pub use photos::{ArrivedPhoto, PhotoSource, ShelfPhotos};

/// The files of a pack, by their paths in the bag.
pub mod names {
    /// What it is, for people.
    pub const README: &str = "data/README.html";
    /// The township's ledger as a spreadsheet.
    pub const LEDGER: &str = "data/ledger.xlsx";
    /// Coverage of every household, and every visit's verdict.
    pub const COVERAGE: &str = "data/coverage.json";
    /// What verdicts and coverage are worked out from.
    pub const INPUTS: &str = "data/inputs.json";
    /// One record a line, by (device, number, hash).
    pub const RECORDS: &str = "data/records.jwsl";
    /// One receipt a line: records' by (device, number, hash), then photos' by hash.
    pub const RECEIPTS: &str = "data/receipts.jwsl";
    /// One checkpoint a line, by size.
    pub const CHECKPOINTS: &str = "data/checkpoints.jwsl";
    /// One leaf of the log a line, by number.
    pub const LOG: &str = "data/log.jsonl";
    /// ID numbers and telephones, in a full pack alone.
    pub const PEOPLE: &str = "data/people.json";
    /// The public keys.
    pub const KEYS: &str = "data/keys.jwks";
    /// The photos' folder.
    pub const PHOTOS: &str = "data/photos/";
    /// What the server signs of all this.
    pub const STATEMENT: &str = "data/pack.jws";
    /// BagIt: that this is a bag.
    pub const BAGIT: &str = "bagit.txt";
    /// BagIt: whose and when.
    pub const BAG_INFO: &str = "bag-info.txt";
    /// BagIt: hashes of `data/`.
    pub const MANIFEST: &str = "manifest-sha256.txt";
    /// BagIt: hashes of the files beside `data/`.
    pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
    /// The whole text of `bagit.txt`.
    pub const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
}

/// One line of `log.jsonl`. The salt is there when the record is in the pack: with it, its leaf can be worked out.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct LogLine {
    /// The number in the log, from 0.
    pub n: u64,
    /// The leaf.
    pub leaf: ruhu_core::ids::Sha256,
    /// The salt, 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<ruhu_core::ids::Sha256>,
}

/// Whose key a JWK of `keys.jwks` is: its member `ruhu`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyOf {
    /// The server's.
    Server,
    /// The township's own, which signs what the desk writes.
    Desk,
    /// A phone's.
    Phone,
}

/// The payload of a record in this shape, nothing verified: what export reads of records that were verified at intake.
fn payload<T: serde::de::DeserializeOwned>(jws: &str) -> Option<T> {
    let parsed = ruhu_core::record::Jws::parse(jws).ok()?;
    serde_json::from_slice(&parsed.payload).ok()
}
