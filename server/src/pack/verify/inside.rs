//! Where the pack is: the folder that was given, or one inside it. Somebody who unpacks a ZIP file, or copies a year's packs
//! to one place, often gives the folder above.

use super::source::NotAPack;
use crate::pack::names;
use std::fs;
use std::path::{Path, PathBuf};

/// So deep below the folder that was given a pack is looked for.
const DEEPEST: usize = 4;
/// So many folders are looked into.
const MOST: usize = 2_000;
/// So many packs are named when there are several.
const NAMED: usize = 20;

/// The pack's own folder or file: `path`, or the only pack below it.
///
/// Errors: several packs below it, or ZIP files alone; both are named.
pub(super) fn find(path: &Path) -> Result<PathBuf, NotAPack> {
    let metadata = fs::metadata(path).map_err(NotAPack::File)?;
    if !metadata.is_dir() || is_pack(path) {
        return Ok(path.to_owned());
    }
    // Inside a pack's `data` the pack is the folder above.
    if let Some(above) = path
        .canonicalize()
        .ok()
        .and_then(|real| real.parent().map(Path::to_owned))
        && is_whole(&above)
        && path.join("pack.jws").is_file()
    {
        return Err(NotAPack::Elsewhere(vec![above]));
    }
    let (mut packs, mut zips) = (Vec::new(), Vec::new());
    let mut folders = vec![(path.to_owned(), 0usize)];
    let mut looked = 0;
    while let Some((folder, depth)) = folders.pop() {
        looked += 1;
        if looked > MOST {
            break;
        }
        // A folder that may not be read is no pack that could be verified.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let inner = entry.path();
            if kind.is_dir() && is_pack(&inner) {
                packs.push(inner);
            } else if kind.is_dir() && depth + 1 < DEEPEST {
                folders.push((inner, depth + 1));
            } else if kind.is_file() && inner.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
                zips.push(inner);
            }
        }
    }
    packs.sort();
    zips.sort();
    packs.truncate(NAMED);
    zips.truncate(NAMED);
    match packs.len() {
        1 => Ok(packs.remove(0)),
        0 if zips.is_empty() => Ok(path.to_owned()),
        0 => Err(NotAPack::Elsewhere(zips)),
        _ => Err(NotAPack::Elsewhere(packs)),
    }
}

/// Whether a folder looks like a pack, whole or not.
fn is_pack(folder: &Path) -> bool {
    [names::BAGIT, names::MANIFEST, names::STATEMENT, names::RECORDS]
        .iter()
        .any(|name| folder.join(name).is_file())
}

fn is_whole(folder: &Path) -> bool {
    [names::BAGIT, names::STATEMENT]
        .iter()
        .all(|name| folder.join(name).is_file())
}
