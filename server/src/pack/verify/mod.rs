//! `verify`: a pack checked offline by whoever has it, and every fault named by file and place.
//!
//! Nothing in the pack is trusted before it is checked, not even its sizes. Texts of records are not kept, so that memory
//! grows by a few hundred bytes a record and not with the photos.

mod bag;
mod budget;
mod cover;
mod finding;
mod keys;
mod lines;
mod log;
mod not_judged;
mod photos;
mod receipts;
mod records;
mod report;
mod source;
mod told;
mod verdict;

pub use finding::{Code, Finding, Findings};
pub use report::{Checked, Compared, Report};
pub use verdict::NotRechecked;

use crate::command::CommandError;
use ruhu_core::ids::KeyId;
use source::{NotAPack, Source};
use std::path::Path;

/// Verifies a pack, a folder or a ZIP file. `expected` is the fingerprint that the township has printed.
///
/// Errors: a path that is not there or is no pack. Everything wrong in a pack is a finding.
pub fn verify(path: &Path, expected: Option<&KeyId>) -> Result<Report, CommandError> {
    let mut findings = Findings::default();
    let mut source = Source::open(path, &mut findings).map_err(|why| no_pack(path, why))?;
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
    let log = log::check(&mut source, &keys, signed, &seen, &mut findings);
    let photos = photos::check(&files, &seen, &receipts, &mut findings);
    let told = told::read(&mut source, signed, files.simulated, &seen, &mut findings);
    if let Some(told) = &told {
        not_judged::check(told, &seen, &mut findings);
        photos::check_not_here(told, &seen, &receipts, &mut findings);
    }
    let recheck = told
        .map(|told| cover::check(&told, &seen, &mut findings))
        .unwrap_or_default();
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
        NotAPack::NoPack => new("不是佐证包 / there is no pack in it"),
    }
}
