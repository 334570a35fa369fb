//! `bag-info.txt` and the files beside `data/`, which nobody signs: every line that says something is held against what is
//! signed, and a file that is none of the bag's is named.

use super::bag::Files;
use super::finding::{Code, Findings};
use super::keys::Keys;
use super::lines::text;
use super::source::Source;
use crate::pack::export::info_lines;
use crate::pack::names;
use ruhu_core::record::PackStatement;

/// The bag's own files beside `data/`.
const BESIDE: [&str; 4] = [names::BAGIT, names::BAG_INFO, names::MANIFEST, names::TAG_MANIFEST];
/// The line that names the program: it is signed only in README.html.
const SOFTWARE: &str = "Bag-Software-Agent";
/// Lines whose own codes are found where the bag is checked.
const ELSEWHERE: [&str; 2] = ["Payload-Oxum", "Ruhu-Simulated"];

/// Compares. `township`: its name as the signed README has it.
pub(super) fn check(
    source: &mut Source,
    keys: &Keys,
    statement: &PackStatement,
    files: &Files,
    township: Option<&str>,
    findings: &mut Findings,
) {
    for name in files.hashes.keys().filter(|name| !name.starts_with("data/")) {
        if !BESIDE.contains(&name.as_str()) {
            findings.add(Code::FileUnsigned, name.as_str());
        }
    }
    let Some(info) = text(source, names::BAG_INFO, findings) else {
        return;
    };
    let told: Vec<(&str, &str)> = info
        .lines()
        .map(|line| line.split_once(": ").unwrap_or((line, "")))
        .collect();
    let full = statement.files.contains_key(names::PEOPLE);
    let expected = info_lines(statement, &keys.server.id(), township.unwrap_or_default(), full);
    let differs = |name: &str, detail: &str, findings: &mut Findings| {
        findings.say(Code::BagInfoDiffers, format!("{} {name}", names::BAG_INFO), detail);
    };
    for (name, value) in &expected {
        let unsigned = township.is_none() && *name == "Source-Organization";
        let mut lines = told.iter().filter(|(told, _)| told == name);
        match (lines.next(), lines.next()) {
            _ if ELSEWHERE.contains(name) => {}
            (None, _) => differs(name, "the line is missing", findings),
            (Some(_), Some(_)) => differs(name, "the line stands there twice", findings),
            (Some((_, told)), None) if *name == SOFTWARE => {
                if !is_software(told) {
                    differs(name, "not `ruhu` and a version", findings);
                }
            }
            (Some((_, told)), None) if *told != value && !unsigned => {
                differs(name, &format!("signed is {value:?}"), findings);
            }
            (Some(_), None) => {}
        }
    }
    for (name, _) in &told {
        if !expected.iter().any(|(known, _)| known == name) && !ELSEWHERE.contains(name) {
            differs(name, "nothing that is signed says this", findings);
        }
    }
}

/// `ruhu` and a version of three numbers.
fn is_software(told: &str) -> bool {
    let version = told.strip_prefix("ruhu ").unwrap_or_default();
    let parts: Vec<&str> = version
        .split(['-', '+'])
        .next()
        .unwrap_or_default()
        .split('.')
        .collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
