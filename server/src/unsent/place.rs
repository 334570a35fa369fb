//! Where it lies: a sealed backup is a file; a set-aside store is a folder, or the ZIP file that the phone's app makes of it.
//! What is there is never written to: a store is copied before it is opened.

use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::wire::sealed::is_backup;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One thing that can be opened.
pub enum Place {
    /// A sealed backup.
    Backup(PathBuf),
    /// A set-aside store.
    Aside(StoreFolder),
}

/// The database file of a phone's store.
const DATABASE: &str = "ruhu.db";

impl Place {
    /// Everything in this file or folder that can be opened; an error that says what to bring when there is nothing.
    pub fn all_in(path: &Path) -> Result<Vec<Self>> {
        if path.is_dir() {
            return stores_under(path);
        }
        let mut head = [0u8; 32];
        let failed = |error| CoreError::file(path, error);
        let read = File::open(path)
            .and_then(|mut file| file.read(&mut head))
            .map_err(failed)?;
        match &head[..read] {
            head if is_backup(head) => Ok(vec![Self::Backup(path.to_owned())]),
            [b'P', b'K', ..] => stores_in_zip(path),
            _ => Err(nothing(path)),
        }
    }
}

fn nothing(path: &Path) -> crate::Error {
    CoreError::unusable(
        "file",
        &path.display().to_string(),
        "bring what the phone wrote: the backup of what was not sent (ruhu-*.backup), or the ZIP file of records that were set aside",
    )
    .into()
}

fn stores_under(path: &Path) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(path).map_err(|error| CoreError::file(path, error))?;
    let below = entries
        .filter_map(std::io::Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir());
    for folder in std::iter::once(path.to_owned()).chain(below) {
        if folder.join(DATABASE).is_file() {
            found.push(Place::Aside(StoreFolder::Folder(folder)));
        }
    }
    match found.is_empty() {
        true => Err(nothing(path)),
        false => Ok(found),
    }
}

fn stores_in_zip(path: &Path) -> Result<Vec<Place>> {
    let archive = open_zip(path)?;
    let names = archive.file_names().filter_map(std::result::Result::ok);
    let prefixes = names.filter_map(|name| name.strip_suffix(DATABASE).map(str::to_owned));
    let found: Vec<Place> = prefixes
        .filter(|prefix| prefix.is_empty() || prefix.ends_with('/'))
        .map(|prefix| {
            Place::Aside(StoreFolder::Zip {
                file: path.to_owned(),
                prefix,
            })
        })
        .collect();
    match found.is_empty() {
        true => Err(nothing(path)),
        false => Ok(found),
    }
}

fn open_zip(path: &Path) -> Result<zip::ZipArchive<io::BufReader<File>>> {
    let file = File::open(path).map_err(|error| CoreError::file(path, error))?;
    zip::ZipArchive::new(io::BufReader::new(file)).map_err(|_| {
        CoreError::unusable(
            "ZIP file",
            &path.display().to_string(),
            "copy it from the phone once more: it is not whole",
        )
        .into()
    })
}

/// The files of a set-aside store.
#[derive(Clone, Debug)]
pub enum StoreFolder {
    /// As they lay on the phone.
    Folder(PathBuf),
    /// In a ZIP file, behind this beginning of their names.
    Zip {
        /// The ZIP file.
        file: PathBuf,
        /// With its last slash; empty when they lie at the top.
        prefix: String,
    },
}

impl StoreFolder {
    /// Copies a file of the store, at most so many bytes; answers whether there is one.
    pub(super) fn copy(&self, name: &str, to: &Path, most: u64) -> Result<bool> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(name);
                match File::open(&path) {
                    Ok(file) => write(file, to, most, &path),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                    Err(error) => Err(CoreError::file(&path, error).into()),
                }
            }
            Self::Zip { file, prefix } => {
                let mut archive = open_zip(file)?;
                match archive.by_name(&format!("{prefix}{name}")) {
                    Ok(entry) => write(entry, to, most, file),
                    Err(zip::result::ZipError::FileNotFound) => Ok(false),
                    Err(_) => Err(CoreError::Damaged {
                        detail: format!("{name} in the ZIP file does not read"),
                    }
                    .into()),
                }
            }
        }
    }
}

fn write(from: impl Read, to: &Path, most: u64, place: &Path) -> Result<bool> {
    let mut file = File::create(to).map_err(|error| CoreError::file(to, error))?;
    let copied =
        io::copy(&mut from.take(most.saturating_add(1)), &mut file).map_err(|error| CoreError::file(place, error))?;
    match copied > most {
        true => Err(CoreError::unusable(
            "file",
            &place.display().to_string(),
            "it is larger than a phone's store can be",
        )
        .into()),
        false => Ok(true),
    }
}
