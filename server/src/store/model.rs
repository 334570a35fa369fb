//! The rows of the ledger as plain types: what ingest, judging and the desk read and write.

use ruhu_core::domain::{
    Assignment, Judgement, LatLon, Mode, PhotoEntry, PlaceVersion, ReasonCode, Ruling, Tenure, Verdict, VisitFact,
    Waiver, WaiverKind, WaiverScope,
};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, LogId, PolicyId, RecordId, RegionCode, Sha256, VisitId};
use ruhu_core::record::{AnchorPoint, Leaf};
use ruhu_core::time::{Day, Moment};
use std::fmt;

/// A township served here.
#[derive(Clone, Debug)]
pub struct Township {
    /// Its 9-digit code.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// Its log.
    pub log: LogId,
    /// The thumbprint of its desk key.
    pub desk_kid: KeyId,
    /// The desk key's public half: SEC1, 65 bytes.
    pub desk_key: Vec<u8>,
    /// How many leaves its log has.
    pub log_size: u64,
}

/// What only the township itself may have. A [`LedgerTx`](super::LedgerTx) hands it out; nothing that reads for a page does.
pub struct TownshipSecrets {
    /// The desk key's scalar.
    pub desk: [u8; 32],
    /// The X25519 secret for unsent backups.
    pub backup: [u8; 32],
}

impl fmt::Debug for TownshipSecrets {
    /// They stay out of every log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TownshipSecrets(…)")
    }
}

/// A phone the township knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// The thumbprint of its key.
    pub kid: KeyId,
    /// Its township.
    pub township: RegionCode,
    /// Whose phone it is.
    pub cadre: CadreId,
    /// The public key: SEC1, 65 bytes.
    pub public_key: Vec<u8>,
    /// When it was revoked.
    pub revoked: Option<Moment>,
}

/// What a phone says of itself when it syncs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhoneSaid {
    /// Records that are still on it.
    pub waiting_records: u64,
    /// Photo files that are still on it.
    pub waiting_photos: u64,
    /// The version of its app; absent for an app that does not say it.
    pub app_version: Option<String>,
}

/// A closed set of words kept in a column.
macro_rules! column_words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
        impl $name {
            /// The word a column keeps.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
            /// The member with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                [$($name::$variant),+].into_iter().find(|w| w.word() == word)
            }
        }
    )+};
}

column_words! {
    /// What is odd about a record's place in its device's chain. It is taken all the same.
    ChainMark {
        /// Another record of the device has this number.
        Fork = "fork",
        /// The record before it has not arrived (yet).
        Gap = "gap",
        /// It names another hash than that of the record before it.
        Broken = "broken",
    }
    /// Why a record is kept, chained and receipted, yet not applied.
    Unread {
        /// This version does not know the kind.
        UnknownKind = "unknown_kind",
        /// The body is not what its kind says.
        BodyUnreadable = "body_unreadable",
        /// A phone wrote what only the township may write.
        NotThePhones = "not_the_phones",
        /// The visit's end is before its start (docs/rules.md: not judged).
        EndedBeforeStarted = "ended_before_started",
        /// A visit with this id is there already.
        VisitTwice = "visit_twice",
        /// The phone is not that of the cadre the visit names.
        AnotherCadre = "another_cadre",
        /// The correction names a hash that does not hold: of nothing, or of what was corrected already.
        CorrectsNothing = "corrects_nothing",
        /// The companion's word is about no visit that names that cadre, or about another record of it.
        ConfirmsNothing = "confirms_nothing",
        /// It is about a household that was lawfully erased; its text was not kept.
        Erased = "erased",
    }
    /// Why a visit was judged anew.
    Why {
        /// It arrived.
        Arrived = "arrived",
        /// A visit with the same photo arrived.
        Photo = "photo",
        /// Another visit of the same cadre arrived or was decided.
        Neighbour = "neighbour",
        /// A companion said whether he or she was there.
        Companion = "companion",
        /// Another visit of the household arrived or changed, and spacing with it.
        Spacing = "spacing",
        /// An assignment was put right.
        Assignment = "assignment",
        /// A waiver was granted.
        Waiver = "waiver",
        /// A policy was put in force.
        Policy = "policy",
        /// A reviewer decided.
        Decision = "decision",
        /// The township set a place.
        Place = "place",
        /// What it states was corrected.
        Correction = "correction",
        /// The program's rules are newer than those it was judged by.
        Rules = "rules",
    }
}

/// A record to append; its number is the store's to give.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Whose: a phone's or the desk's key.
    pub device: KeyId,
    /// Its number in that chain.
    pub seq: u64,
    /// The hash of the compact JWS.
    pub sha256: Sha256,
    /// The hash it names as the one before.
    pub prev: Option<Sha256>,
    /// Its id.
    pub id: RecordId,
    /// The kind's word, known or not.
    pub kind: String,
    /// Whom it is about, where its body says so.
    pub household: Option<HouseholdNo>,
    /// The day of what it tells.
    pub day: Option<Day>,
    /// The compact JWS.
    pub jws: String,
    /// The server's clock at intake.
    pub received: Moment,
    /// 32 random bytes.
    pub salt: [u8; 32],
    /// The log's leaf.
    pub leaf: Leaf,
    /// What is odd about its place in the chain.
    pub mark: Option<ChainMark>,
    /// Why it is not applied.
    pub unread: Option<Unread>,
}

/// The log as a transaction left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The RFC 6962 root.
    pub root: Sha256,
    /// The roots of its whole subtrees, greatest first.
    pub peaks: Vec<Sha256>,
    /// The server's time.
    pub time: Moment,
}

/// What was found of a record's anchor when it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorRow {
    /// The record's device.
    pub device: KeyId,
    /// Its number in that chain.
    pub seq: u64,
    /// Its hash.
    pub record: Sha256,
    /// Where it says the log stood.
    pub point: AnchorPoint,
    /// The greatest of it and of the true anchors of lower numbers.
    pub high: AnchorPoint,
    /// It is not what the log says, or steps back along the chain.
    pub untrue: bool,
}

/// The log as it is committed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogNow {
    /// How many leaves.
    pub size: u64,
    /// When it came to be so; `None` while it is empty.
    pub time: Option<Moment>,
    /// The RFC 6962 root.
    pub root: Sha256,
    /// The RFC 6962 consistency proof asked for.
    pub consistency: Option<Vec<Sha256>>,
}

/// A record as it is kept, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Its number in the log.
    pub n: u64,
    /// Whose.
    pub device: KeyId,
    /// Its number in that chain.
    pub seq: u64,
    /// Its hash.
    pub sha256: Sha256,
    /// The hash it names as the one before.
    pub prev: Option<Sha256>,
    /// The server's clock at intake.
    pub received: Moment,
    /// What is odd about its place in the chain.
    pub mark: Option<ChainMark>,
    /// Why it is not applied.
    pub unread: Option<Unread>,
}

/// What judging needs to know of a household.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdFacts {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// Its days in the programme and its classes.
    pub tenure: Tenure,
    /// Every version of its place, oldest first.
    pub places: Vec<PlaceVersion>,
    /// Every assignment.
    pub assignments: Vec<Assignment>,
    /// Waivers that touch it: its own, its village's, its township's, those of regions above.
    pub waivers: Vec<Waiver>,
}

/// A waiver as granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The record that grants it.
    pub record: Sha256,
    /// Where.
    pub scope: WaiverScope,
    /// What.
    pub kind: WaiverKind,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Why.
    pub why: String,
}

/// A policy as put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRow {
    /// Its id.
    pub id: PolicyId,
    /// Where.
    pub scope: RegionCode,
    /// The first day in force.
    pub from: Day,
    /// The TOML text, byte for byte.
    pub toml: String,
    /// The record that puts it in force.
    pub record: Sha256,
}

/// A cadre whom a visit of another one's phone names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Companion {
    /// Who.
    pub cadre: CadreId,
    /// What he or she said of it from a phone of his or her own; `None`: nothing yet.
    pub there: Option<bool>,
}

/// A companion's word on a visit, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanionWord {
    /// The visit it is about.
    pub visit: VisitId,
    /// Who says it.
    pub cadre: CadreId,
    /// The hash of its own record.
    pub record: Sha256,
    /// The hash of the visit's record, as it names it.
    pub of: Sha256,
    /// Was there, or was not.
    pub there: bool,
}

/// A visit: what it was, and what it is worth now.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitRow {
    /// Which.
    pub id: VisitId,
    /// The hash of the record that told of it.
    pub record: Sha256,
    /// The hash of the record whose statements hold.
    pub statements: Sha256,
    /// The phone.
    pub device: KeyId,
    /// The household, known to the roster or not.
    pub household: HouseholdNo,
    /// The cadre whose phone it is.
    pub cadre: CadreId,
    /// The others whom its record names, as far as that is believed: at most eight cadres of the township.
    pub companions: Vec<Companion>,
    /// How it was made.
    pub mode: Mode,
    /// Written through the late form.
    pub late: bool,
    /// Its China day.
    pub day: Day,
    /// When it began, settled.
    pub started: Moment,
    /// When it ended, moved with it.
    pub ended: Moment,
    /// The server's clock at intake.
    pub received: Moment,
    /// The version of the place it was judged with.
    pub place: Option<u32>,
    /// The chosen fix and its stated accuracy, when usable and not mock.
    pub fix: Option<(LatLon, Option<f64>)>,
    /// Where it was, with a radius in metres: what the look across visits reads (`rules::across_position`).
    pub position: Option<(LatLon, f64)>,
    /// Whether a reason for being far was given.
    pub far_reason: bool,
    /// Codes of the visit by itself.
    pub own: Vec<ReasonCode>,
    /// Codes from the same cadre's other visits.
    pub across: Vec<ReasonCode>,
    /// Codes from the household's other visits.
    pub spacing: Vec<ReasonCode>,
    /// The verdict rule 5 reads.
    pub base: Verdict,
    /// The whole verdict.
    pub verdict: Verdict,
    /// Counted by rule 5.
    pub counted: bool,
    /// What a reviewer decided.
    pub decision: Option<Ruling>,
    /// What the phone said at the door.
    pub phone: Judgement,
    /// Its record was lawfully erased: its judgement stands as it was.
    pub erased: bool,
}

impl VisitRow {
    /// What coverage reads of it.
    pub fn fact(&self) -> VisitFact {
        VisitFact {
            id: self.id,
            day: self.day,
            mode: self.mode,
            verdict: self.base,
            decision: self.decision,
        }
    }
    /// The whole judgement, codes in the table's order.
    pub fn judgement(&self) -> Judgement {
        let mut codes = [&self.own[..], &self.across[..], &self.spacing[..]].concat();
        codes.sort_unstable();
        codes.dedup();
        Judgement {
            verdict: self.verdict,
            codes,
        }
    }
    /// Everybody who made it, by his or her own phone: a companion who has not said so is none of them.
    pub fn cadres(&self) -> Vec<CadreId> {
        let there = self.companions.iter().filter(|companion| companion.there == Some(true));
        std::iter::once(self.cadre)
            .chain(there.map(|companion| companion.cadre))
            .collect()
    }
}

/// One judgement of a visit; the newest is the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// When, by the server's clock.
    pub at: Moment,
    /// Why it was judged then.
    pub why: Why,
    /// Verdict and codes.
    pub judgement: Judgement,
    /// The verdict rule 5 reads.
    pub base: Verdict,
}

/// A correction as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// The visit it is about.
    pub visit: VisitId,
    /// The hash of its own record.
    pub record: Sha256,
    /// The hash it names.
    pub corrects: Sha256,
    /// Whose phone wrote it.
    pub cadre: CadreId,
    /// Why.
    pub why: String,
}

/// A photo that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoNamed {
    /// The record.
    pub record: Sha256,
    /// The phone.
    pub device: KeyId,
    /// The visit, when the record is a visit.
    pub visit: Option<VisitId>,
    /// The photo.
    pub entry: PhotoEntry,
}
