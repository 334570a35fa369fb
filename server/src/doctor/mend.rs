//! What `doctor --mend` puts right: leftovers whose removal loses nothing. Everything else is a person's to decide.

use super::Patient;
use crate::error::CommandError;
use crate::folder::Folder;
use crate::folder::serving_alone;
use crate::shelf::PhotoShelf;
use crate::store::Desk;
use crate::town::decide::remove_erased_photos;
use crate::town::unnamed::{GRACE_MS, has_row};
use ruhu_core::time::{Clock, SystemClock};
use serde::Serialize;
use std::time::Duration;

/// How long it is waited for programs that still read what was erased.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was put right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mended {
    /// Photo files that no row names and that were older than an hour; left to the server while one runs.
    pub photo_files: u64,
    /// Photos that only erased records named.
    pub erased_photos: u64,
    /// The folder is being served: it looks through the photo files itself.
    pub served: bool,
}

/// Removes what a cut-off call left behind. The database is opened, and brought up to date where it is older.
///
/// Errors: a folder that is none, a wrong key, a disk that fails.
pub fn mend(patient: &Patient<'_>) -> Result<Mended, CommandError> {
    let folder = Folder::open_existing(patient.data, patient.key)?;
    let shelf = PhotoShelf::local(&folder.path.join("photos"))?;
    let mut mended = Mended {
        erased_photos: remove_erased_photos(&folder.store, &shelf)?,
        ..Mended::default()
    };
    folder.store.settle(PATIENCE)?;
    // Held to the end: no upload finishes meanwhile.
    match serving_alone(&folder.path)? {
        None => mended.served = true,
        Some(_alone) => {
            let before = SystemClock.now().wall.plus_ms(-GRACE_MS);
            for file in shelf.lying(before)? {
                if !has_row(&folder.store, &file)? && file.remove(before)? {
                    mended.photo_files += 1;
                }
            }
        }
    }
    Ok(mended)
}
