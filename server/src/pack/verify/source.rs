//! The files of a pack that is not trusted: a folder or a ZIP file, opened without following a link, climbing out, or
//! swelling. Everything is read as a stream.

use super::budget::Budgeted;
use super::finding::{Code, Findings};
use super::litter::is_litter;
use crate::pack::names;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use zip::{CompressionMethod, ZipArchive};

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
    /// Files that are no part of the pack, left by other programs: never opened.
    pub litter: BTreeSet<String>,
    /// Where in a ZIP file the pack is, when it is not at its top or one folder below.
    pub below: Option<String>,
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
    /// A ZIP file whose entries are packed or locked in a way that is not read here.
    OtherZip(&'static str),
    /// Nothing in it looks like a pack.
    NoPack,
    /// It holds none itself; these below or beside it may be meant.
    Elsewhere(Vec<PathBuf>),
    /// A ZIP file with more than one pack, by their folders.
    SeveralInZip(Vec<String>),
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
        let (mut files, mut refused, mut litter) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let mut folders: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(NotAPack::File)? {
                let entry = entry.map_err(NotAPack::File)?;
                let name = entry.file_name();
                let path = format!("{prefix}{}", name.to_string_lossy());
                // Of the entry itself: a link is not followed.
                let metadata = entry.metadata().map_err(NotAPack::File)?;
                if is_litter(&path) {
                    litter.insert(path);
                } else if name.to_str().is_none() || !is_plain(&path) || depth >= DEEPEST {
                    findings.add(Code::BadPath, path);
                } else if metadata.is_dir() {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                } else if !metadata.is_file() {
                    findings.say(Code::BadPath, path, "neither a file nor a folder");
                } else if files.len() >= MOST_FILES {
                    findings.say(Code::TooLarge, path, "too many files");
                    return Ok(Self::of(Inner::Folder(root.to_owned()), files, refused, litter));
                } else if let Some(why) = too_large(&path, metadata.len(), metadata.blocks().saturating_mul(512)) {
                    findings.say(Code::TooLarge, path.as_str(), why);
                    refused.insert(path);
                } else {
                    files.insert(path, metadata.len());
                }
            }
        }
        Ok(Self::of(Inner::Folder(root.to_owned()), files, refused, litter))
    }

    fn of(inner: Inner, files: BTreeMap<String, u64>, refused: BTreeSet<String>, litter: BTreeSet<String>) -> Self {
        Self {
            inner,
            files,
            refused,
            litter,
            below: None,
        }
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
        let mut litter = BTreeSet::new();
        let mut locked: Vec<(String, &'static str)> = Vec::new();
        for place in 0..archive.len() {
            let entry = archive.by_index_raw(place).map_err(damaged)?;
            let name = match entry.name() {
                // Some archivers of Windows write backslashes, which the format does not allow (APPNOTE 4.4.17.1).
                Ok(name) => name.replace('\\', "/"),
                Err(_) => {
                    findings.say(Code::BadPath, format!("ZIP entry {place}"), "its name is no text");
                    continue;
                }
            };
            let (size, packed) = (entry.size(), entry.compressed_size());
            if entry.is_dir() && is_plain(name.trim_end_matches('/')) {
                continue;
            }
            if is_litter(&name) {
                litter.insert(name);
            } else if !is_plain(&name) || entry.is_symlink() || entry.is_dir() {
                findings.add(Code::BadPath, name);
            } else if entry.encrypted() {
                locked.push((name, ENCRYPTED));
            } else if !matches!(
                entry.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated
            ) {
                locked.push((name, OTHER_METHOD));
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
        let readable = tops(entries.iter().map(|(name, ..)| name.as_str()));
        if let (true, Some((_, why))) = (readable.is_empty(), locked.first()) {
            return Err(NotAPack::OtherZip(why));
        }
        for (name, why) in locked {
            findings.say(Code::Unreadable, name, why);
        }
        let top = match &readable[..] {
            [] => String::new(),
            [top] => top.clone(),
            several => return Err(NotAPack::SeveralInZip(several.to_vec())),
        };
        let large = large
            .iter()
            .map(|name| name.strip_prefix(&top).unwrap_or(name).to_owned());
        let refused: BTreeSet<String> = large.collect();
        let (mut files, mut index) = (BTreeMap::new(), BTreeMap::new());
        for (name, size, place) in entries {
            match name.strip_prefix(&top) {
                Some(inside) => {
                    if files.insert(inside.to_owned(), size).is_some() {
                        findings.say(Code::BadPath, inside, "two entries have this name");
                    }
                    index.insert(inside.to_owned(), place);
                }
                None => findings.say(Code::FileExtra, name, "it lies outside the pack's folder"),
            }
        }
        let mut source = Self::of(Inner::Zip { archive, index }, files, refused, litter);
        source.below = (top.matches('/').count() > 1).then_some(top);
        Ok(source)
    }
}

/// Why an entry of a ZIP file is not read, with what to do.
const ENCRYPTED: &str =
    "加了密码：请用密码解开，再核验解开的文件夹 / it is encrypted: unpack it with its password and verify the folder";
const OTHER_METHOD: &str = "压缩方式这里不能读：请用原来的压缩软件解开，再核验解开的文件夹 / it is packed in a way that is not read here: unpack it with the program that made it and verify the folder";

/// The folders of a ZIP file that hold a pack, each with its last slash; the empty text when the pack is at the top. A
/// folder is a pack's by the first of these files that any folder has, so that a pack without one is found too.
fn tops<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    for mark in [names::STATEMENT, names::BAGIT, names::MANIFEST, names::RECORDS] {
        let found: BTreeSet<String> = names
            .clone()
            .filter_map(|name| name.strip_suffix(mark))
            .filter(|top| top.is_empty() || top.ends_with('/'))
            .map(str::to_owned)
            .collect();
        if !found.is_empty() {
            return found.into_iter().collect();
        }
    }
    Vec::new()
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
