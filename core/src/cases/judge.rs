//! `ruhu rules judge`: facts of visits in, verdicts out, so that two programs can be compared without a server.
//! Ids and hashes are any texts here.

use super::file::{CaseError, CaseFile};
use super::lines_of_json;
use crate::domain::{Fix, LatLon, Mode, PhotoFact, ReasonCode, Verdict, VisitFacts};
use crate::ids::Sha256;
use crate::rules::{Policy, judge};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Judges every visit of a file by a policy: both as texts, with their names for errors. The answer is the JSON list
/// that `docs/rules.md` shows, one visit a line.
///
/// # Errors
/// A wrong policy or a wrong visit: file, line, column, which visit, what is wrong.
pub fn judge_cases(
    policy_text: &str,
    policy_file: &str,
    visits_text: &str,
    visits_file: &str,
) -> Result<String, CaseError> {
    let policy = Policy::parse(policy_text, policy_file)?;
    let file = CaseFile::new(visits_text, visits_file);
    let mut ids = BTreeSet::new();
    let mut answers = Vec::new();
    for text in file.list("visits")? {
        let visit: VisitCase = file.case(text)?;
        let id = visit.id.clone();
        if !ids.insert(id.clone()) {
            return Err(file.wrong(text, &id, "an earlier visit has the same id"));
        }
        let facts = visit.facts().map_err(|message| file.wrong(text, &id, message))?;
        let judgement = judge(&policy, &facts);
        answers.push(Answer {
            id,
            verdict: judgement.verdict,
            codes: judgement.codes,
        });
    }
    Ok(lines_of_json(&answers))
}

#[derive(Serialize)]
struct Answer {
    id: String,
    verdict: Verdict,
    codes: Vec<ReasonCode>,
}

/// A key left out or null is nothing; unknown keys are ignored.
#[derive(Deserialize)]
struct VisitCase {
    id: String,
    mode: Mode,
    started: Moment,
    ended: Moment,
    monotonic_s: Option<f64>,
    late: Option<bool>,
    written: Option<Moment>,
    received: Option<Moment>,
    place: Option<LatLon>,
    fix: Option<FixCase>,
    far_reason: Option<String>,
    refused_reason: Option<String>,
    photos: Option<Vec<PhotoCase>>,
    used_before: Option<Vec<String>>,
    assigned: Option<bool>,
    remote_waiver: Option<bool>,
    stated: Option<Moment>,
    anchor_untrue: Option<bool>,
    nobody_met: Option<bool>,
}

#[derive(Deserialize)]
struct FixCase {
    lat: f64,
    lon: f64,
    accuracy_m: Option<f64>,
    at: Moment,
    mock: Option<bool>,
}

#[derive(Deserialize)]
struct PhotoCase {
    sha256: String,
    in_app: Option<bool>,
    taken: Option<Moment>,
}

impl VisitCase {
    fn facts(self) -> Result<VisitFacts, &'static str> {
        if self.ended < self.started {
            return Err("`ended` is before `started`");
        }
        let late_written = match (self.late.unwrap_or(false), self.written) {
            (false, _) => None,
            (true, Some(written)) => Some(written),
            (true, None) => return Err("a late visit needs `written`"),
        };
        let fix = self.fix.map(|fix| Fix {
            lat: fix.lat,
            lon: fix.lon,
            accuracy_m: fix.accuracy_m,
            at: fix.at,
            mock: fix.mock.unwrap_or(false),
            provider: None,
        });
        for point in self.place.iter().copied().chain(fix.as_ref().map(Fix::point)) {
            if !(-90.0..=90.0).contains(&point.lat) || !(-180.0..=180.0).contains(&point.lon) {
                return Err("`lat` is -90 to 90 and `lon` -180 to 180 degrees");
            }
        }
        let photo = |photo: PhotoCase| PhotoFact {
            sha256: hash_of(&photo.sha256),
            // A photo that does not say when it was taken was not taken during the visit.
            in_app: photo.in_app.unwrap_or(false) && photo.taken.is_some(),
            taken: photo.taken.unwrap_or(self.started),
        };
        Ok(VisitFacts {
            mode: self.mode,
            started: self.started,
            stated: self.stated.unwrap_or(self.started),
            ended: self.ended,
            monotonic_ms: self.monotonic_s.map(millis),
            late_written,
            received: self.received,
            place: self.place,
            fixes: fix.into_iter().collect(),
            far_reason: self.far_reason,
            refused_reason: self.refused_reason,
            photos: self.photos.unwrap_or_default().into_iter().map(photo).collect(),
            used_before: self
                .used_before
                .unwrap_or_default()
                .iter()
                .map(|text| hash_of(text))
                .collect(),
            assigned: self.assigned.unwrap_or(true),
            remote_waiver: self.remote_waiver.unwrap_or(false),
            anchor_untrue: self.anchor_untrue.unwrap_or(false),
            nobody_met: self.nobody_met.unwrap_or(false),
        })
    }
}

/// Any text stands for a hash here: equal texts, equal hashes.
fn hash_of(text: &str) -> Sha256 {
    Sha256::of(text.as_bytes())
}

/// Seconds to whole milliseconds, the nearest.
#[allow(clippy::cast_possible_truncation)] // From a float `as` keeps to the ends of i64, which is what is wanted.
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}
