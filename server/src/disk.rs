//! What a disk and its files tell: how much room there is, how much of it is kept free, and a file's hash.

use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use sha2::Digest;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

const GIB: u64 = 1 << 30;

/// The disk of a folder, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many a file may still take.
    pub free: u64,
    /// How many there are in all.
    pub size: u64,
}

/// How many bytes a file may still take on the disk of a folder.
pub fn room_on(folder: &Path) -> Result<u64> {
    room_of(folder).map(|room| room.free)
}

/// How much room the disk of a folder has.
pub fn room_of(folder: &Path) -> Result<Room> {
    let told = rustix::fs::statvfs(folder).map_err(|error| CoreError::file(folder, error.into()))?;
    Ok(Room {
        free: told.f_bavail.saturating_mul(told.f_frsize),
        size: told.f_blocks.saturating_mul(told.f_frsize),
    })
}

/// What is kept free of a disk of so many bytes: 5 %, at least 2 GiB and at most 4 GiB, which holds a million records; of a
/// small disk no more than a fifth.
pub fn keep_free_of(size: u64) -> u64 {
    (size / 20).clamp(2 * GIB, 4 * GIB).min(size / 5)
}

/// The hash and size of a file, read in parts.
pub fn hash(path: &Path) -> io::Result<(Sha256, u64)> {
    let mut file = File::open(path)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0u64;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((Sha256(hash.finalize().into()), size)),
            read => {
                hash.update(&buffer[..read]);
                size += u64::try_from(read).unwrap_or(u64::MAX);
            }
        }
    }
}
