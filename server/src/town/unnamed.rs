//! Photo files that no row names: a server that ended between the file and its row left them.

use crate::Result;
use crate::shelf::Lying;
use crate::store::Store;

/// Whether a row names a file of the shelf; one that was being written has none.
pub(crate) fn has_row(store: &dyn Store, file: &Lying) -> Result<bool> {
    Ok(file.whole && store.photo(&file.township, &file.sha256)?.is_some())
}

/// How long a photo's file may lie without a row, in milliseconds: an upload that is finishing takes seconds.
pub(crate) const GRACE_MS: i64 = 3_600_000;
