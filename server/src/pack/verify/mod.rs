//! `verify`: a pack checked offline by whoever has it, and every fault named by file and place.
//!
//! Nothing in the pack is trusted before it is checked, not even its sizes. Texts of records are not kept, so that memory
//! grows by a few hundred bytes a record and not with the photos.

mod anchors;
mod bag;
mod budget;
mod companions;
mod cover;
mod finding;
mod info;
mod inside;
mod keys;
mod ledger;
mod lines;
mod litter;
mod log;
mod not_judged;
mod photos;
mod readme;
mod receipts;
mod records;
mod report;
mod revoked;
mod signed;
mod source;
mod told;
mod untrue;
mod verdict;

pub use finding::{Code, Finding, Findings, Note, NoteCode};
pub use report::{Checked, Compared, Report};
pub use verdict::NotRechecked;

use crate::error::CommandError;
use crate::pack::names;
use crate::pack::readme::Page;
use ruhu_core::ids::KeyId;
use source::{NotAPack, Source};
use std::path::Path;

/// Verifies a pack: a folder or a ZIP file, or a folder with one pack below it. `expected` is the fingerprint that the
/// township has printed.
///
/// Errors: a path that is not there or is no pack. Everything wrong in a pack is a finding.
pub fn verify(path: &Path, expected: Option<&KeyId>) -> Result<Report, CommandError> {
    let mut findings = Findings::default();
    let found = inside::find(path).map_err(|why| no_pack(path, why))?;
    let mut source = Source::open(&found, &mut findings).map_err(|why| no_pack(path, why))?;
    if found != path {
        findings.note(NoteCode::PackBelow, found.display().to_string());
    }
    if let Some(below) = &source.below {
        findings.note(NoteCode::PackBelow, below.as_str());
    }
    for litter in &source.litter {
        findings.note(NoteCode::Litter, litter.as_str());
    }
    let files = bag::check(&mut source, &mut findings);
    let mut checked = Checked::of_files(&files);
    let keys = keys::read(&mut source, expected, &mut findings);
    let Some(keys) = keys else {
        return Ok(Report::new(None, checked, findings));
    };
    let statement = keys::statement(&mut source, &keys, &files, &mut findings);
    let signed = statement.as_ref();
    let about = signed.map(|signed| (&signed.scope, &signed.log));
    let mut seen = records::read(&mut source, &keys, about, &mut findings);
    let receipts = receipts::check(&mut source, &keys, signed, &mut seen, &mut findings);
    revoked::check(&seen, &mut findings);
    let log = log::check(&mut source, &keys, signed, &seen, &mut findings);
    let photos = photos::check(&files, &seen, &receipts, &mut findings);
    revoked::check(&seen, &mut findings);
    let township = signed.and_then(|signed| readme::township(&mut source, signed, &mut findings));
    if let Some(signed) = signed {
        info::check(&mut source, &keys, signed, &files, township.as_deref(), &mut findings);
    }
    let told = told::read(&mut source, signed, files.simulated, &seen, &mut findings);
    if let Some(told) = &told {
        seen.untrue = anchors::check(told, &seen, &log, &told.inputs.log, &mut findings);
        not_judged::check(told, &seen, &mut findings);
        photos::check_not_here(told, &seen, &receipts, &mut findings);
    }
    let recheck = told
        .as_ref()
        .map(|told| cover::check(told, &seen, &mut findings))
        .unwrap_or_default();
    if let (Some(told), Some(signed)) = (&told, signed) {
        signed::check(told, signed, &keys, &seen, &receipts, &mut findings);
        let township = township.as_deref().unwrap_or_default();
        ledger::check(&mut source, told, signed, township, &mut findings);
        let page = Page {
            township,
            scope: &signed.scope,
            year: signed.year,
            on: told.inputs.on,
            made: signed.made,
            simulated: signed.simulated,
            full: signed.files.contains_key(names::PEOPLE),
            server: &keys.server.id(),
            households: recheck.households,
            visits: recheck.visits,
            records: len(seen.records.len()),
            receipts: receipts.records,
            photos: len(receipts.photos.len()),
            photos_not_here: len(told.coverage.photos_not_here.len()),
        };
        readme::check(&mut source, &page, &mut findings);
    }
    checked.fill(&seen, &receipts, &log, &photos, &recheck);
    Ok(Report::new(Some((&keys.server, signed)), checked, findings))
}

fn no_pack(path: &Path, why: NotAPack) -> CommandError {
    let place = path.display().to_string();
    let new = |what: &str| {
        CommandError::new(
            what,
            place.as_str(),
            "give the folder or ZIP file that `ruhu export` made",
        )
    };
    match why {
        NotAPack::File(error) => CommandError::file(path, &error),
        NotAPack::Neither => new("不是佐证包 / neither a folder nor a ZIP file"),
        NotAPack::DamagedZip(what) => CommandError::new(
            format!("ZIP 文件损坏 / the ZIP file is damaged: {what}"),
            place,
            "ask for another copy: this one was not written whole, or was changed",
        ),
        NotAPack::OtherZip(why) => CommandError::new(
            format!("这个 ZIP 文件这里读不了 / this ZIP file is not read here: {why}"),
            place,
            "unpack it, then give the folder",
        ),
        NotAPack::NoPack => new("不是佐证包 / there is no pack in it"),
        NotAPack::Elsewhere(packs) => {
            let named: Vec<String> = packs.iter().map(|pack| pack.display().to_string()).collect();
            which(
                "这个文件夹本身不是佐证包，这里有 / this folder is no pack itself; there is",
                &named,
                place,
            )
        }
        NotAPack::SeveralInZip(packs) => which(
            "这个 ZIP 文件里不止一个佐证包 / more than one pack is in this ZIP file",
            &packs,
            place,
        ),
    }
}

fn which(what: &str, packs: &[String], place: String) -> CommandError {
    CommandError::new(
        format!("{what}: {}", packs.join(", ")),
        place,
        "give the one you mean, unpacked if it is inside a ZIP file with others",
    )
}

fn len(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
