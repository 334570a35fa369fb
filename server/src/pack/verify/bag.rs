//! The bag: every file is there, none is too many, none is another (RFC 8493).

use super::finding::{Code, Findings};
use super::lines::text;
use super::source::Source;
use crate::pack::names;
use ruhu_core::ids::Sha256;
use sha2::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// What the files are.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The hash of every file that could be read.
    pub hashes: BTreeMap<String, Sha256>,
    /// Bytes of the payload.
    pub bytes: u64,
    /// `bag-info.txt` says that it is a demo's.
    pub simulated: bool,
}

/// Files that every pack has.
const ALWAYS: [&str; 12] = [
    names::BAGIT,
    names::BAG_INFO,
    names::MANIFEST,
    names::TAG_MANIFEST,
    names::README,
    names::LEDGER,
    names::COVERAGE,
    names::INPUTS,
    names::RECORDS,
    names::RECEIPTS,
    names::CHECKPOINTS,
    names::KEYS,
];

/// Hashes every file and compares with the manifests, both ways.
pub(super) fn check(source: &mut Source, findings: &mut Findings) -> Files {
    let mut files = hash_all(source, findings);
    let mut missing: BTreeSet<String> = BTreeSet::new();
    for name in ALWAYS.into_iter().chain([names::LOG, names::STATEMENT]) {
        if !source.has(name) {
            missing.insert(name.to_owned());
        }
    }
    if let Some(declared) = text(source, names::BAGIT, findings)
        && declared != names::BAGIT_TEXT
    {
        findings.add(Code::BagDeclaration, names::BAGIT);
    }
    let payload = manifest(source, names::MANIFEST, findings);
    let tags = manifest(source, names::TAG_MANIFEST, findings);
    compare(&payload, &files, source, &mut missing, findings, |name| {
        name.starts_with("data/")
    });
    // The manifest of the tag files cannot name itself.
    compare(&tags, &files, source, &mut missing, findings, |name| {
        !name.starts_with("data/") && name != names::TAG_MANIFEST
    });
    for name in missing {
        findings.add(Code::FileMissing, name);
    }
    check_info(source, &mut files, findings);
    files
}

fn hash_all(source: &mut Source, findings: &mut Findings) -> Files {
    let mut files = Files::default();
    let names: Vec<(String, u64)> = source.files.iter().map(|(name, size)| (name.clone(), *size)).collect();
    let mut buffer = vec![0; 64 * 1024];
    for (name, size) in names {
        match hash(source, &name, &mut buffer) {
            Ok(sha256) => {
                if name.starts_with("data/") {
                    files.bytes = files.bytes.saturating_add(size);
                }
                files.hashes.insert(name, sha256);
            }
            Err(error) => findings.say(Code::Unreadable, name, error),
        }
    }
    files
}

fn hash(source: &mut Source, name: &str, buffer: &mut [u8]) -> std::io::Result<Sha256> {
    let mut reader = source.read(name)?;
    let mut hash = sha2::Sha256::new();
    loop {
        match reader.read(buffer)? {
            0 => return Ok(Sha256(hash.finalize().into())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// A manifest's lines: `HASH  path`.
fn manifest(source: &mut Source, name: &str, findings: &mut Findings) -> BTreeMap<String, Sha256> {
    let mut entries = BTreeMap::new();
    super::lines::each_line(source, name, findings, |number, line, findings| {
        let parts = line.split_once("  ");
        let entry = parts.and_then(|(hash, path)| Some((path.to_owned(), hash.parse::<Sha256>().ok()?)));
        match entry {
            Some((path, hash)) => {
                if entries.insert(path, hash).is_some() {
                    findings.say(Code::OrderWrong, format!("{name}:{number}"), "a file is named twice");
                }
            }
            None => findings.say(Code::Unreadable, format!("{name}:{number}"), "not `HASH  path`"),
        }
    });
    entries
}

fn compare(
    manifest: &BTreeMap<String, Sha256>,
    files: &Files,
    source: &Source,
    missing: &mut BTreeSet<String>,
    findings: &mut Findings,
    of: fn(&str) -> bool,
) {
    for (name, hash) in manifest {
        match files.hashes.get(name) {
            Some(found) if found != hash => findings.add(Code::FileChanged, name.as_str()),
            // A file that is there and does not read was told of already.
            None if !source.has(name) => {
                missing.insert(name.clone());
            }
            Some(_) | None => {}
        }
    }
    for name in files.hashes.keys().filter(|name| of(name)) {
        if !manifest.contains_key(name) {
            findings.add(Code::FileExtra, name.as_str());
        }
    }
}

fn check_info(source: &mut Source, files: &mut Files, findings: &mut Findings) {
    let Some(info) = text(source, names::BAG_INFO, findings) else {
        return;
    };
    let value = |name: &str| {
        info.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::trim))
    };
    files.simulated = value("Ruhu-Simulated") == Some("true");
    let payload = files.hashes.keys().filter(|name| name.starts_with("data/")).count();
    let oxum = format!("{}.{payload}", files.bytes);
    if value("Payload-Oxum") != Some(oxum.as_str()) {
        findings.say(Code::OxumDiffers, names::BAG_INFO, format_args!("found {oxum}"));
    }
}
