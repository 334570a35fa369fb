//! The files of a pack that is not trusted: a folder or a ZIP file, opened without following a link, climbing out, or
//! swelling. Everything is read as a stream.

use super::budget::Budgeted;
use super::finding::{Code, Findings};
use crate::pack::names;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// No pack has more files.
const MOST_FILES: usize = 1_000_000;
/// No photo is larger, in bytes; no other file either.
const LARGEST_PHOTO: u64 = 256 * 1024 * 1024;
const LARGEST_FILE: u64 = 512 * 1024 * 1024;
/// No path is longer, in bytes.
const LONGEST_PATH: usize = 500;
/// No folder is deeper.
const DEEPEST: usize = 16;
/// A ZIP entry larger than this may not be over `SWELLING` times as large as it is in the ZIP; nor a file in a folder as
/// it is on the disk, where a hole takes no room.
const SWELLS_FROM: u64 = 32 * 1024 * 1024;
const SWELLING: u64 = 100;
/// All entries of a ZIP file together may not be larger than the greater of this, and so many times the ZIP file.
const ALL_SWELL_FROM: u64 = 256 * 1024 * 1024;
const ALL_SWELLING: u64 = 20;

/// A pack's files, by their paths in the bag, with their sizes.
pub(super) struct Source {
    inner: Inner,
    pub files: BTreeMap<String, u64>,
    /// Files that are there and are too large to be read: told of already.
    pub refused: BTreeSet<String>,
}

/// What stands against reading a file of this size; nothing when it may be read. `packed`: the room it takes.
fn too_large(path: &str, size: u64, packed: u64) -> Option<String> {
    let largest = match path.contains(names::PHOTOS) {
        true => LARGEST_PHOTO,
        false => LARGEST_FILE,
    };
    if size > largest {
        Some(format!("{size} bytes, where a pack's has at most {largest}"))
    } else if size > SWELLS_FROM && size > packed.saturating_mul(SWELLING) {
        Some(format!("{packed} bytes would swell to {size}"))
    } else {
        None
    }
}

enum Inner {
    Folder(PathBuf),
    Zip {
        archive: ZipArchive<BufReader<Budgeted>>,
        index: BTreeMap<String, usize>,
    },
}

/// Why a path is no pack at all.
#[derive(Debug)]
pub(super) enum NotAPack {
    /// It cannot be opened.
    File(io::Error),
    /// Neither a folder nor a ZIP file.
    Neither,
    /// A ZIP file that is damaged.
    DamagedZip(String),
    /// Nothing in it looks like a pack.
    NoPack,
}

impl Source {
    /// Opens a pack. What is unsafe in it is a finding and is left alone.
    pub fn open(path: &Path, findings: &mut Findings) -> Result<Self, NotAPack> {
        let metadata = fs::metadata(path).map_err(NotAPack::File)?;
        let source = if metadata.is_dir() {
            Self::folder(path, findings)?
        } else if metadata.is_file() {
            Self::zip(path, findings)?
        } else {
            return Err(NotAPack::Neither);
        };
        let known = [names::BAGIT, names::MANIFEST, names::STATEMENT, names::RECORDS];
        match known.iter().any(|name| source.has(name)) {
            true => Ok(source),
            false => Err(NotAPack::NoPack),
        }
    }

    /// Reads a file, and at most one byte more than it was said to hold: that byte tells a file that goes on from one that
    /// ends where it was said to (a ZIP entry that goes on is an error of its reader).
    pub fn read(&mut self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        let size = *self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let size = size.saturating_add(1);
        match &mut self.inner {
            Inner::Folder(root) => Ok(Box::new(File::open(root.join(name))?.take(size))),
            Inner::Zip { archive, index } => {
                let place = index.get(name).copied().ok_or(io::ErrorKind::NotFound)?;
                Ok(Box::new(archive.by_index(place)?.take(size)))
            }
        }
    }

    /// Whether the file is there, read or not.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name) || self.refused.contains(name)
    }

    fn folder(root: &Path, findings: &mut Findings) -> Result<Self, NotAPack> {
        let (mut files, mut refused) = (BTreeMap::new(), BTreeSet::new());
        let mut folders: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(NotAPack::File)? {
                let entry = entry.map_err(NotAPack::File)?;
                let name = entry.file_name();
                let path = format!("{prefix}{}", name.to_string_lossy());
                // Of the entry itself: a link is not followed.
                let metadata = entry.metadata().map_err(NotAPack::File)?;
                if name.to_str().is_none() || !is_plain(&path) || depth >= DEEPEST {
                    findings.add(Code::BadPath, path);
                } else if metadata.is_dir() {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                } else if !metadata.is_file() {
                    findings.say(Code::BadPath, path, "neither a file nor a folder");
                } else if files.len() >= MOST_FILES {
                    findings.say(Code::TooLarge, path, "too many files");
                    return Ok(Self::of(Inner::Folder(root.to_owned()), files, refused));
                } else if let Some(why) = too_large(&path, metadata.len(), metadata.blocks().saturating_mul(512)) {
                    findings.say(Code::TooLarge, path.as_str(), why);
                    refused.insert(path);
                } else {
                    files.insert(path, metadata.len());
                }
            }
        }
        Ok(Self::of(Inner::Folder(root.to_owned()), files, refused))
    }

    fn of(inner: Inner, files: BTreeMap<String, u64>, refused: BTreeSet<String>) -> Self {
        Self { inner, files, refused }
    }

    fn zip(path: &Path, findings: &mut Findings) -> Result<Self, NotAPack> {
        let mut file = File::open(path).map_err(NotAPack::File)?;
        let zipped = file.metadata().map_err(NotAPack::File)?.len();
        let most = ALL_SWELL_FROM.max(zipped.saturating_mul(ALL_SWELLING));
        let mut magic = [0; 2];
        let starts = file.read(&mut magic).map_err(NotAPack::File)?;
        if starts < 2 || magic != *b"PK" {
            return Err(NotAPack::Neither);
        }
        let damaged = |e: zip::result::ZipError| NotAPack::DamagedZip(e.to_string());
        let (file, budget) = Budgeted::new(file);
        let opened = ZipArchive::new(BufReader::new(file));
        if budget.is_spent() {
            return Err(NotAPack::DamagedZip("its directory is larger than a pack's".to_owned()));
        }
        let mut archive = opened.map_err(damaged)?;
        budget.lift();
        if archive.has_duplicate_names() || archive.has_overlapping_files().map_err(damaged)? {
            findings.say(Code::BadPath, "ZIP", "two entries have one name, or share bytes");
        }
        let (mut entries, mut large, mut sum) = (Vec::new(), Vec::new(), 0u64);
        for place in 0..archive.len() {
            let entry = archive.by_index_raw(place).map_err(damaged)?;
            let name = match entry.name() {
                Ok(name) => name.into_owned(),
                Err(_) => {
                    findings.say(Code::BadPath, format!("ZIP entry {place}"), "its name is no text");
                    continue;
                }
            };
            let (size, packed) = (entry.size(), entry.compressed_size());
            if entry.is_dir() && is_plain(name.trim_end_matches('/')) {
                continue;
            }
            if !is_plain(&name) || entry.is_symlink() || entry.is_dir() {
                findings.add(Code::BadPath, name);
            } else if entry.encrypted() {
                findings.say(Code::Unreadable, name, "it is encrypted");
            } else if let Some(why) = too_large(&name, size, packed) {
                findings.say(Code::TooLarge, name.as_str(), why);
                large.push(name);
            } else if entries.len() >= MOST_FILES {
                findings.say(Code::TooLarge, name, "too many files");
                break;
            } else if sum.saturating_add(size) > most {
                let why = format_args!("{zipped} bytes would swell to over {most}");
                findings.say(Code::TooLarge, "ZIP", why);
                break;
            } else {
                sum = sum.saturating_add(size);
                entries.push((name, size, place));
            }
        }
        let top = top_folder(&entries);
        let large = large
            .iter()
            .map(|name| name.strip_prefix(&top).unwrap_or(name).to_owned());
        let refused: BTreeSet<String> = large.collect();
        let (mut files, mut index) = (BTreeMap::new(), BTreeMap::new());
        for (name, size, place) in entries {
            match name.strip_prefix(&top) {
                Some(inside) => {
                    files.insert(inside.to_owned(), size);
                    index.insert(inside.to_owned(), place);
                }
                None => findings.say(Code::FileExtra, name, "it lies outside the pack's folder"),
            }
        }
        Ok(Self::of(Inner::Zip { archive, index }, files, refused))
    }
}

/// A ZIP file has the pack's folder at its top; one that was zipped from inside has none.
fn top_folder(entries: &[(String, u64, usize)]) -> String {
    let marks = [names::STATEMENT, names::BAGIT, names::MANIFEST, names::RECORDS];
    for mark in marks {
        for (name, _, _) in entries {
            if name == mark {
                return String::new();
            }
            if let Some(top) = name.strip_suffix(mark)
                && top.ends_with('/')
                && top.matches('/').count() == 1
            {
                return top.to_owned();
            }
        }
    }
    String::new()
}

/// A relative path of plain names: no climbing, no root, no drive, no backslash, no control character.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= LONGEST_PATH
        && !path.contains(['\\', ':'])
        && !path.chars().any(char::is_control)
        && path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_plain_is_never_opened() {
        for path in [
            "../x",
            "a/../x",
            "/etc/passwd",
            "a//b",
            "C:\\x",
            "a\\b",
            ".",
            "a\nb",
            "",
            &"a".repeat(501),
        ] {
            assert!(!is_plain(path), "{path:?}");
        }
        assert!(is_plain("data/photos/ab.jpg") && is_plain("data/..x"));
    }
}
