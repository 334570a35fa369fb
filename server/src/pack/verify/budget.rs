//! A file of which only so much is read while a ZIP's directory is looked for: a directory of millions of entries, or a
//! gigabyte in which there is none, is refused before it fills the memory.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// How much of a ZIP file is read to know what is in it: five times what a township's 36,000 photos take.
const DIRECTORY: u64 = 32 * 1024 * 1024;

/// The file, and how many bytes of it may still be read.
pub(super) struct Budgeted {
    file: File,
    left: Rc<Cell<u64>>,
}

/// Lifts the bound once the directory is known.
pub(super) struct Budget(Rc<Cell<u64>>);

impl Budgeted {
    /// Bounds the reading of a file.
    pub fn new(file: File) -> (Self, Budget) {
        let left = Rc::new(Cell::new(DIRECTORY));
        let budget = Budget(Rc::clone(&left));
        (Self { file, left }, budget)
    }
}

impl Budget {
    /// Whether all of it was used.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
    /// From here on, entries are read, each within its own bound.
    pub fn lift(self) {
        self.0.set(u64::MAX);
    }
}

impl Read for Budgeted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other("its directory is larger than a pack's"));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.file.read(&mut buffer[..most])?;
        if left != u64::MAX {
            self.left
                .set(left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX)));
        }
        Ok(read)
    }
}

impl Seek for Budgeted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
