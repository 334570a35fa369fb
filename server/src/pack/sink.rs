//! Where a pack is written: a folder or a ZIP file. Both stream, so that memory stays flat however large the pack grows,
//! and both write beside the final name: a pack that is there is a whole one.

use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use sha2::Digest;
use std::fs::{self, DirBuilder, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What fills a file.
pub(super) type Content<'a> = &'a mut dyn FnMut(&mut FileOut<'_>) -> Result<()>;

/// A place for files, one after the other.
pub(super) trait Sink {
    /// Writes one file; answers its hash and size.
    fn file(&mut self, path: &str, content: Content<'_>) -> Result<Written>;
    /// Everything is written: gives the pack its name.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A file that was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub sha256: Sha256,
    pub size: u64,
}

/// A file being written: hashed and counted on the way.
pub(super) struct FileOut<'a> {
    to: &'a mut dyn Write,
    place: &'a Path,
    hash: sha2::Sha256,
    size: u64,
}

impl<'a> FileOut<'a> {
    fn new(to: &'a mut dyn Write, place: &'a Path) -> Self {
        Self {
            to,
            place,
            hash: sha2::Sha256::new(),
            size: 0,
        }
    }
    /// Appends bytes.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.to.write_all(bytes).map_err(|e| CoreError::file(self.place, e))?;
        self.hash.update(bytes);
        // No file is as large as 2^64 bytes, so the sum never overflows.
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
    /// Appends a text and a line feed.
    pub fn line(&mut self, text: &str) -> Result<()> {
        self.put(text.as_bytes())?;
        self.put(b"\n")
    }
    /// Appends a JSON value, on one line, without ending it.
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        let text = serde_json::to_vec(value).map_err(|e| crate::Error::inconsistent("pack", e))?;
        self.put(&text)
    }
    fn written(self) -> Written {
        Written {
            sha256: Sha256(self.hash.finalize().into()),
            size: self.size,
        }
    }
}

/// The name a pack has while it is written.
fn partial_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".partial");
    out.with_file_name(name)
}

/// Refuses a place that is taken; answers the name to write under.
pub(super) fn free_place(out: &Path) -> Result<PathBuf> {
    if out.file_name().is_none() {
        let mend = "give the name of a folder or file that is to be made";
        return Err(CoreError::unusable("--out", &out.display().to_string(), mend).into());
    }
    let partial = partial_of(out);
    for (place, mend) in [
        (out, "it is there already: give another name, or move it away"),
        (
            partial.as_path(),
            "an export into it was cut off, or is still under way: when none runs, delete it and run this again",
        ),
    ] {
        if fs::symlink_metadata(place).is_ok() {
            return Err(CoreError::unusable("--out", &place.display().to_string(), mend).into());
        }
    }
    Ok(partial)
}

/// A file of a pack: it names people, so only its owner may read it.
fn new_file(place: &Path) -> Result<File> {
    let made = File::options().create_new(true).write(true).mode(0o600).open(place);
    Ok(made.map_err(|e| CoreError::file(place, e))?)
}

/// Gives the pack its name, unless somebody else took that meanwhile.
fn rename(partial: &Path, out: &Path) -> Result<()> {
    if fs::symlink_metadata(out).is_ok() {
        let mend = "something came there while the pack was written: give another name";
        return Err(CoreError::unusable("--out", &out.display().to_string(), mend).into());
    }
    Ok(fs::rename(partial, out).map_err(|e| CoreError::file(out, e))?)
}

/// Syncs every folder below this one, and itself: the names in them are then on the disk.
fn sync_folders(folder: &Path) -> Result<()> {
    let failed = |e| CoreError::file(folder, e);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    Ok(File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?)
}

/// Syncs the folder that a name was given in.
fn sync_above(out: &Path) -> Result<()> {
    let above = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    let synced = File::open(above).and_then(|folder| folder.sync_all());
    Ok(synced.map_err(|e| CoreError::file(above, e))?)
}

/// A folder.
pub(super) struct FolderSink {
    partial: PathBuf,
    out: PathBuf,
    done: bool,
}

impl FolderSink {
    pub fn new(out: &Path) -> Result<Self> {
        let partial = free_place(out)?;
        let made = DirBuilder::new().mode(0o700).create(&partial);
        made.map_err(|e| CoreError::file(&partial, e))?;
        Ok(Self {
            partial,
            out: out.to_owned(),
            done: false,
        })
    }
}

impl Sink for FolderSink {
    fn file(&mut self, path: &str, content: Content<'_>) -> Result<Written> {
        let place = self.partial.join(path);
        if let Some(folder) = place.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|e| CoreError::file(folder, e))?;
        }
        let mut to = BufWriter::new(new_file(&place)?);
        let mut out = FileOut::new(&mut to, &place);
        content(&mut out)?;
        let written = out.written();
        let synced = to.flush().and_then(|()| to.get_ref().sync_all());
        synced.map_err(|e| CoreError::file(&place, e))?;
        Ok(written)
    }
    fn finish(mut self: Box<Self>) -> Result<()> {
        sync_folders(&self.partial)?;
        rename(&self.partial, &self.out)?;
        self.done = true;
        sync_above(&self.out)
    }
}

impl Drop for FolderSink {
    fn drop(&mut self) {
        if !self.done {
            // The error that ended the export is the one to tell; what is left here says so by its name.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A ZIP file with one folder at its top.
pub(super) struct ZipSink {
    zip: Option<ZipWriter<BufWriter<File>>>,
    top: String,
    partial: PathBuf,
    out: PathBuf,
    done: bool,
}

impl ZipSink {
    /// `top` is the folder in it: not the file's own name, so that the same pack has the same bytes under any name.
    pub fn new(out: &Path, top: String) -> Result<Self> {
        let partial = free_place(out)?;
        Ok(Self {
            zip: Some(ZipWriter::new(BufWriter::new(new_file(&partial)?))),
            top,
            partial,
            out: out.to_owned(),
            done: false,
        })
    }
    fn failed(&self, error: zip::result::ZipError) -> CoreError {
        CoreError::file(&self.partial, io::Error::from(error))
    }
}

impl Sink for ZipSink {
    fn file(&mut self, path: &str, content: Content<'_>) -> Result<Written> {
        // Photos are compressed already. No time is written: the same pack has the same bytes.
        let method = match path.ends_with(".jpg") || path.ends_with(".xlsx") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o600)
            .large_file(true);
        let place = self.partial.clone();
        let name = format!("{}/{path}", self.top);
        let Some(zip) = self.zip.as_mut() else {
            return Err(crate::Error::inconsistent("pack", "written to after its end"));
        };
        if let Err(error) = zip.start_file(name, options) {
            return Err(self.failed(error).into());
        }
        let mut out = FileOut::new(zip, &place);
        content(&mut out)?;
        Ok(out.written())
    }
    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some(zip) = self.zip.take() {
            let mut file = zip.finish().map_err(|e| self.failed(e))?;
            let synced = file.flush().and_then(|()| file.get_ref().sync_all());
            synced.map_err(|e| CoreError::file(&self.partial, e))?;
        }
        rename(&self.partial, &self.out)?;
        self.done = true;
        sync_above(&self.out)
    }
}

impl Drop for ZipSink {
    fn drop(&mut self) {
        if !self.done {
            // As for the folder: the error that ended the export is the one to tell.
            self.zip = None;
            let _ = fs::remove_file(&self.partial);
        }
    }
}
