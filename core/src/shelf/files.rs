//! The folder: putting whole files in, reading any part of them, taking them away when the caller says so.

use super::chunks::{CHUNK, Cipher, HEADER, Place, TAG, damaged};
use crate::error::{Error, Result};
use crate::ids::Sha256;
use crate::time::Moment;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use zeroize::Zeroizing;

/// What an unfinished file's name begins with.
const UNFINISHED: &str = "tmp-";
/// Bytes read at a time where a whole file need not be in memory: some chunks.
const STEP: usize = 4 * CHUNK;
/// What a file's name ends with.
const SUFFIX: &str = ".photo";

/// A folder of encrypted files.
pub struct Shelf {
    folder: PathBuf,
    master: Zeroizing<[u8; 32]>,
}

impl Shelf {
    /// Opens the folder, or makes it; what an earlier run left unfinished is swept away.
    pub fn open(folder: &Path, master: [u8; 32]) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|e| Error::file(folder, e))?;
        let shelf = Self {
            folder: folder.to_owned(),
            master: Zeroizing::new(master),
        };
        for (path, name) in shelf.entries()? {
            if name.starts_with(UNFINISHED) {
                fs::remove_file(&path).map_err(|e| Error::file(&path, e))?;
            }
        }
        Ok(shelf)
    }

    /// Puts bytes in under their hash; when this answers they are on the disk. The same bytes twice are one file.
    pub fn put(&self, bytes: &[u8]) -> Result<Sha256> {
        let name = Sha256::of(bytes);
        if self.size(&name)?.is_some() {
            return Ok(name);
        }
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).map_err(|e| Error::Key(format!("no randomness: {e}")))?;
        let unfinished = self.folder.join(format!("{UNFINISHED}{}", hex::encode(random)));
        let written = self
            .write(&unfinished, &name, bytes)
            .and_then(|()| fs::rename(&unfinished, self.path(&name)).map_err(|e| Error::file(&unfinished, e)));
        if let Err(error) = written {
            // The first error is the one to tell; an unfinished file that stays is swept at the next opening.
            drop(fs::remove_file(&unfinished));
            return Err(error);
        }
        self.sync_folder()?;
        Ok(name)
    }

    /// The plain size in bytes; `None` when there is no such file.
    pub fn size(&self, name: &Sha256) -> Result<Option<u64>> {
        let path = self.path(name);
        match fs::metadata(&path) {
            Ok(file) => Ok(Some(plain_size(name, file.len())?)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::file(&path, e)),
        }
    }

    /// When a file was written, by the clock of that time; `None` when there is no such file.
    pub fn written(&self, name: &Sha256) -> Result<Option<Moment>> {
        let path = self.path(name);
        let modified = match fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            other => other
                .and_then(|file| file.modified())
                .map_err(|e| Error::file(&path, e))?,
        };
        let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Some(Moment::from_millis(
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        )))
    }

    /// Reads all of a file and answers its size: whether it can be read, and is what it was.
    pub fn look_through(&self, name: &Sha256) -> Result<u64> {
        let size = self.size(name)?.ok_or_else(|| not_found(name))?;
        let mut at = 0;
        while at < size {
            at += self.read_at(name, at, STEP)?.len() as u64;
        }
        Ok(size)
    }

    /// All of a file.
    pub fn read(&self, name: &Sha256) -> Result<Vec<u8>> {
        let size = self.size(name)?.ok_or_else(|| not_found(name))?;
        self.read_at(
            name,
            0,
            usize::try_from(size).map_err(|_| damaged(name, "it is too large"))?,
        )
    }

    /// At most `length` bytes from `offset` on; fewer, or none, where the file ends.
    ///
    /// Errors: `NotFound` and `Damaged` last; `File` may pass (the disk did not answer, too many files are open).
    pub fn read_at(&self, name: &Sha256, offset: u64, length: usize) -> Result<Vec<u8>> {
        let path = self.path(name);
        let mut file = File::open(&path).map_err(|e| match e.kind() {
            ErrorKind::NotFound => not_found(name),
            _ => Error::file(&path, e),
        })?;
        let stored = file.metadata().map_err(|e| Error::file(&path, e))?.len();
        let size = plain_size(name, stored)?;
        let mut header = [0u8; HEADER];
        let failed = |e: std::io::Error| match e.kind() {
            // It was longer when it was measured: it is being cut, or its folder is damaged.
            ErrorKind::UnexpectedEof => damaged(name, "it ends before its end"),
            _ => Error::file(&path, e),
        };
        file.read_exact(&mut header).map_err(failed)?;
        let cipher = Cipher::resume(&self.master, name, &header)?;

        let end = size.min(offset.saturating_add(length as u64));
        let mut out = Vec::with_capacity(usize::try_from(end.saturating_sub(offset)).unwrap_or(0));
        let chunk = CHUNK as u64;
        let last = size.saturating_sub(1) / chunk;
        let mut number = offset / chunk;
        while number * chunk < end || (size == 0 && number == 0 && offset == 0) {
            let place = if number == last { Place::Last } else { Place::Inside };
            let plain_here = chunk.min(size - number * chunk);
            let mut sealed = vec![0u8; usize::try_from(plain_here).expect("a chunk at most") + TAG];
            let at = HEADER as u64 + number * (CHUNK + TAG) as u64;
            file.seek(SeekFrom::Start(at)).map_err(|e| Error::file(&path, e))?;
            file.read_exact(&mut sealed).map_err(failed)?;
            let plain = cipher.open(name, number, place, &sealed)?;
            let within = |position: u64| {
                let inside = position.saturating_sub(number * chunk).min(plain_here);
                usize::try_from(inside).expect("a chunk at most")
            };
            out.extend_from_slice(&plain[within(offset)..within(end)]);
            number += 1;
            if size == 0 {
                break;
            }
        }
        Ok(out)
    }

    /// Takes a file away. Only a caller who holds its receipt, or whose cadre cancelled it, may ask for this.
    pub fn remove(&self, name: &Sha256) -> Result<()> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Ok(()) => self.sync_folder(),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
            Err(e) => Err(Error::file(&path, e)),
        }
    }

    /// The names of all files, in no order.
    pub fn list(&self) -> Result<Vec<Sha256>> {
        let entries = self.entries()?;
        Ok(entries
            .into_iter()
            .filter_map(|(_, name)| name.strip_suffix(SUFFIX)?.parse().ok())
            .collect())
    }

    fn path(&self, name: &Sha256) -> PathBuf {
        self.folder.join(format!("{name}{SUFFIX}"))
    }

    fn entries(&self) -> Result<Vec<(PathBuf, String)>> {
        let failed = |e| Error::file(&self.folder, e);
        fs::read_dir(&self.folder)
            .map_err(failed)?
            .map(|entry| {
                let entry = entry.map_err(failed)?;
                Ok((entry.path(), entry.file_name().to_string_lossy().into_owned()))
            })
            .collect()
    }

    fn write(&self, path: &Path, name: &Sha256, bytes: &[u8]) -> Result<()> {
        let failed = |e| Error::file(path, e);
        let mut file = File::create_new(path).map_err(failed)?;
        let (header, cipher) = Cipher::begin(&self.master, name)?;
        file.write_all(&header).map_err(failed)?;
        // An empty file has one empty chunk: even its end is authenticated.
        let chunks: Vec<&[u8]> = match bytes.is_empty() {
            true => vec![bytes],
            false => bytes.chunks(CHUNK).collect(),
        };
        let last = chunks.len() - 1;
        for (index, plain) in chunks.into_iter().enumerate() {
            let place = if index == last { Place::Last } else { Place::Inside };
            file.write_all(&cipher.seal(name, index as u64, place, plain)?)
                .map_err(failed)?;
        }
        file.sync_all().map_err(failed)
    }

    /// A rename is on the disk only when its folder is.
    fn sync_folder(&self) -> Result<()> {
        File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|e| Error::file(&self.folder, e))
    }
}

fn not_found(name: &Sha256) -> Error {
    Error::NotFound {
        what: "photo file",
        id: name.to_string(),
    }
}

/// The plain size of a file that takes `stored` bytes on the disk.
fn plain_size(name: &Sha256, stored: u64) -> Result<u64> {
    let body = stored
        .checked_sub(HEADER as u64)
        .ok_or_else(|| damaged(name, "it ends in its header"))?;
    let chunks = body.div_ceil((CHUNK + TAG) as u64);
    let tags = chunks * TAG as u64;
    match chunks {
        0 => Err(damaged(name, "it ends after its header")),
        _ if body - (chunks - 1) * (CHUNK + TAG) as u64 <= TAG as u64 && chunks > 1 => {
            Err(damaged(name, "it ends in a chunk's tag"))
        }
        _ => body
            .checked_sub(tags)
            .ok_or_else(|| damaged(name, "it ends in a chunk's tag")),
    }
}
