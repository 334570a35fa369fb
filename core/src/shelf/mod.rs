//! The photo shelf on a phone's disk: every file named by the SHA-256 of its plain bytes and sealed in chunks, so that
//! it can be read from any offset and every cut, swap or edit is found.
//!
//! [`Shelf::put`] returns only after file and folder are synced: then, and only then, the caller writes the row.

use crate::error::Result;
use crate::ids::Sha256;
use std::path::Path;

/// A folder of sealed photo files. One `Shelf` for one folder at a time.
pub struct Shelf {}

impl Shelf {
    /// Opens or makes the folder (readable by its owner only) and sweeps away what a killed write left half done.
    /// `master` is the caller's 32-byte key (the same that opens the database); each file's own key is derived from it.
    ///
    /// # Errors
    /// `File`, `DiskFull`.
    pub fn open(_folder: &Path, _master: [u8; 32]) -> Result<Self> {
        todo!()
    }
    /// Keeps these bytes under their hash. Putting the same bytes again changes nothing; a damaged file of that name
    /// is written anew. On an error nothing is left behind.
    ///
    /// # Errors
    /// `DiskFull`, `File`.
    pub fn put(&self, _bytes: &[u8]) -> Result<Sha256> {
        todo!()
    }
    /// Whether a file of this name is there (its content is checked when it is read).
    pub fn has(&self, _hash: &Sha256) -> Result<bool> {
        todo!()
    }
    /// Opens one file for reading at offsets. That it is not cut short is checked here.
    ///
    /// # Errors
    /// `NotFound`, `Damaged`, `File`.
    pub fn reader(&self, _hash: &Sha256) -> Result<ShelfReader> {
        todo!()
    }
    /// The whole file; the hash of the bytes is checked too.
    ///
    /// # Errors
    /// `NotFound`, `Damaged`, `File`.
    pub fn read(&self, _hash: &Sha256) -> Result<Vec<u8>> {
        todo!()
    }
    /// The size of the plain bytes.
    pub fn size(&self, hash: &Sha256) -> Result<u64> {
        Ok(self.reader(hash)?.size())
    }
    /// Removes a file for good; one that is not there is fine. Only the caller knows whether a signed receipt allows it.
    pub fn remove(&self, _hash: &Sha256) -> Result<()> {
        todo!()
    }
    /// Every file's hash with the bytes it takes on the disk, in order of hash.
    pub fn list(&self) -> Result<Vec<(Sha256, u64)>> {
        todo!()
    }
}

/// One sealed file, open for reading.
pub struct ShelfReader {}

impl ShelfReader {
    /// The size of the plain bytes.
    pub fn size(&self) -> u64 {
        todo!()
    }
    /// `len` plain bytes from `offset`; fewer, or none, at the end.
    ///
    /// # Errors
    /// `Damaged` when a chunk is not what was written, `File`.
    pub fn read_at(&mut self, _offset: u64, _len: usize) -> Result<Vec<u8>> {
        todo!()
    }
}
