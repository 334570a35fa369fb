//! The records of a pack, each by its device's key, and what later checks need of them. Their texts are not kept.

use super::finding::{Code, Findings};
use super::keys::Keys;
use super::lines::each_line;
use super::source::Source;
use super::untrue::Anchors;
use crate::pack::names;
use crate::pack::photos::Named;
use crate::town::ingest::anchor::Restored;
use ruhu_core::domain::{PhotoEntry, Ruling, Statements, Visit};
use ruhu_core::ids::{KeyId, LogId, RegionCode, Sha256, VisitId};
use ruhu_core::record::{
    Anchor, AssignmentBody, ChainLink, CompanionBody, Correction, DecisionBody, ImportBody, Jws, Kind, PlaceBody,
    PolicyBody, RevocationBody, SignedRecord, Tombstone, WaiverBody, read_record,
};
use ruhu_core::time::{Moment, TimeEvidence};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the records say.
#[derive(Default)]
pub(super) struct Seen {
    /// Every record, by hash.
    pub records: BTreeMap<Sha256, Told>,
    /// The chains, by device.
    pub links: BTreeMap<KeyId, Vec<ChainLink>>,
    /// Visits.
    pub visits: BTreeMap<Sha256, VisitSeen>,
    /// Corrections, each with the phone that wrote it.
    pub corrections: Vec<CorrectionSeen>,
    /// What companions said of visits, each with its record.
    pub words: BTreeMap<VisitId, Vec<(Sha256, CompanionBody)>>,
    /// The last decision about each visit, and its number in the township's chain.
    pub rulings: BTreeMap<VisitId, (u64, Option<Ruling>)>,
    /// Policies that the township signed, each with its number in the township's chain.
    pub policies: BTreeMap<Sha256, (u64, PolicyBody)>,
    /// Places that the township signed.
    pub places: Vec<PlaceBody>,
    /// Imports that the township signed, by number in its chain.
    pub imports: BTreeMap<u64, ImportBody>,
    /// Assignments that the township signed, by number in its chain.
    pub assignments: BTreeMap<u64, AssignmentBody>,
    /// Waivers that the township signed.
    pub waivers: BTreeMap<Sha256, WaiverBody>,
    /// States of the log that records name, each with the first record that does.
    pub anchors: BTreeMap<(u64, Sha256), String>,
    /// What each record of a phone names.
    pub named: BTreeMap<Sha256, Anchor>,
    /// Anchors that are not true.
    pub untrue: Anchors,
    /// Backups that were brought back.
    pub restored: Vec<Restored>,
    /// Photos that records name.
    pub photos: Named,
    /// Phones shut out or let in again by the township, by record.
    pub revocations: BTreeMap<Sha256, RevocationBody>,
    /// Whose record has each number of the log, and its number in the chain, as the receipts say.
    pub numbers: BTreeMap<u64, (KeyId, u64)>,
    /// Erased records, by hash.
    pub tombstones: BTreeMap<Sha256, (KeyId, u64)>,
}

/// Where a record stands.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its line in `records.jwsl`.
    pub line: u64,
    /// Whose.
    pub device: KeyId,
    /// Its number in the chain.
    pub seq: u64,
    /// Its number in the log, as the receipt says.
    pub n: Option<u64>,
    /// When it was received, as the receipt says.
    pub received: Option<Moment>,
}

/// A visit's record. Of its statements only whom it met is kept: no rule reads the others.
pub(super) struct VisitSeen {
    pub id: VisitId,
    pub written: TimeEvidence,
    pub anchor: Option<Anchor>,
    pub visit: Visit,
    /// The receipt's time.
    pub received: Option<Moment>,
}

/// A correction's record, with what a rule reads of its statements.
pub(super) struct CorrectionSeen {
    pub record: Sha256,
    pub device: KeyId,
    pub visit: VisitId,
    pub corrects: Sha256,
    pub statements: Statements,
}

fn only_met(statements: Statements) -> Statements {
    Statements {
        met: statements.met,
        ..Statements::default()
    }
}

#[derive(Deserialize)]
struct Photos {
    #[serde(default)]
    photos: Vec<PhotoEntry>,
}

/// Reads `records.jwsl`. `scope` and `log` are the statement's.
pub(super) fn read(
    source: &mut Source,
    keys: &Keys,
    statement: Option<(&RegionCode, &LogId)>,
    findings: &mut Findings,
) -> Seen {
    let mut seen = Seen::default();
    let mut last: Option<(KeyId, u64, Sha256)> = None;
    each_line(source, names::RECORDS, findings, |line, jws, findings| {
        let place = format!("{}:{line}", names::RECORDS);
        let Some(record) = genuine(jws, keys, &place, findings) else {
            return;
        };
        let envelope = &record.envelope;
        let place = format!("{place} {} seq {}", envelope.device, envelope.seq);
        let stands = (envelope.device.clone(), envelope.seq, record.sha256);
        if last.as_ref().is_some_and(|last| *last >= stands) {
            findings.add(Code::OrderWrong, place.as_str());
        }
        last = Some(stands);
        if let Some((scope, _)) = statement
            && scope.township().as_ref() != Some(&envelope.township)
        {
            findings.add(Code::OtherTownship, place.as_str());
        }
        seen.note(&record, line, keys, statement.map(|(_, log)| log), place);
    });
    seen
}

fn genuine(jws: &str, keys: &Keys, place: &str, findings: &mut Findings) -> Option<SignedRecord> {
    let parsed = match Jws::parse(jws) {
        Ok(parsed) => parsed,
        Err(error) => {
            findings.say(Code::RecordNotGenuine, place, error);
            return None;
        }
    };
    let kid: Option<KeyId> = parsed.header["kid"].as_str().and_then(|kid| kid.parse().ok());
    let Some(key) = kid.as_ref().and_then(|kid| keys.devices.get(kid)) else {
        findings.add(Code::KeyUnknown, place);
        return None;
    };
    match read_record(jws, key) {
        Ok(record) => Some(record),
        Err(error) => {
            findings.say(Code::RecordNotGenuine, place, format_args!("{error}; {}", error.code()));
            None
        }
    }
}

impl Seen {
    fn note(&mut self, record: &SignedRecord, line: u64, keys: &Keys, log: Option<&LogId>, place: String) {
        let envelope = &record.envelope;
        let told = Told {
            line,
            device: envelope.device.clone(),
            seq: envelope.seq,
            n: None,
            received: None,
        };
        self.records.insert(record.sha256, told);
        self.links
            .entry(envelope.device.clone())
            .or_default()
            .push(ChainLink::Record {
                seq: envelope.seq,
                sha256: record.sha256,
                prev: envelope.prev,
            });
        if let Some(anchor) = &envelope.anchor {
            if Some(&anchor.log) == log {
                self.anchors.entry((anchor.size, anchor.root)).or_insert(place);
            }
            if !keys.desks.contains(&envelope.device) {
                self.named.insert(record.sha256, anchor.clone());
            }
        }
        if let Ok(body) = Photos::deserialize(&envelope.body) {
            self.photos.note(record.sha256, &body.photos);
        }
        match envelope.kind {
            Kind::Visit => self.note_visit(record),
            Kind::Correction => self.note_correction(record),
            _ => {}
        }
        if let (Kind::Companion, Ok(word)) = (&envelope.kind, CompanionBody::deserialize(&envelope.body)) {
            self.words.entry(word.visit).or_default().push((record.sha256, word));
        }
        // What the desk decides counts only in the desk's own chain.
        if keys.desks.contains(&envelope.device) {
            self.note_desk(record);
        }
    }

    /// The anchor that settles a visit's day: one that is not true settles nothing.
    pub fn anchor_of<'a>(&self, record: &Sha256, visit: &'a VisitSeen) -> Option<&'a Anchor> {
        visit.anchor.as_ref().filter(|_| !self.untrue.untrue.contains(record))
    }

    fn note_visit(&mut self, record: &SignedRecord) {
        let envelope = &record.envelope;
        if let Ok(mut visit) = Visit::deserialize(&envelope.body) {
            visit.statements = only_met(visit.statements);
            let seen = VisitSeen {
                id: envelope.id.into(),
                written: envelope.at,
                anchor: envelope.anchor.clone(),
                visit,
                received: None,
            };
            self.visits.insert(record.sha256, seen);
        }
    }

    fn note_correction(&mut self, record: &SignedRecord) {
        if let Ok(correction) = Correction::deserialize(&record.envelope.body) {
            self.corrections.push(CorrectionSeen {
                record: record.sha256,
                device: record.envelope.device.clone(),
                visit: correction.visit,
                corrects: correction.corrects,
                statements: only_met(correction.statements),
            });
        }
    }

    fn note_desk(&mut self, record: &SignedRecord) {
        let body = &record.envelope.body;
        match &record.envelope.kind {
            Kind::Decision => {
                if let Ok(decision) = DecisionBody::deserialize(body) {
                    let seq = record.envelope.seq;
                    let last = self.rulings.entry(decision.visit).or_insert((seq, decision.ruling));
                    if seq >= last.0 {
                        *last = (seq, decision.ruling);
                    }
                }
            }
            Kind::Policy => {
                if let Ok(policy) = PolicyBody::deserialize(body) {
                    self.policies.insert(record.sha256, (record.envelope.seq, policy));
                }
            }
            Kind::Waiver => {
                if let Ok(waiver) = WaiverBody::deserialize(body) {
                    self.waivers.insert(record.sha256, waiver);
                }
            }
            Kind::Tombstone => {
                if let Ok(erased) = Tombstone::deserialize(body) {
                    self.tombstones.insert(erased.sha256, (erased.device, erased.seq));
                }
            }
            Kind::Revocation => {
                if let Ok(revocation) = RevocationBody::deserialize(body) {
                    self.revocations.insert(record.sha256, revocation);
                }
            }
            Kind::Place => {
                if let Ok(place) = PlaceBody::deserialize(body) {
                    self.places.push(place);
                }
            }
            Kind::Import => {
                if let Ok(import) = ImportBody::deserialize(body) {
                    self.imports.insert(record.envelope.seq, import);
                }
            }
            Kind::Assignment => {
                if let Ok(assignment) = AssignmentBody::deserialize(body) {
                    self.assignments.insert(record.envelope.seq, assignment);
                }
            }
            Kind::Restored => {
                self.restored.extend(Restored::of(&record.envelope));
            }
            Kind::Visit
            | Kind::Help
            | Kind::Problem
            | Kind::Plan
            | Kind::Correction
            | Kind::Consent
            | Kind::Notice
            | Kind::Signature
            | Kind::Companion
            | Kind::Export
            | Kind::Audit
            | Kind::Unknown(_) => {}
        }
    }
}
