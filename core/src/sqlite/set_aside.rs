//! No code path deletes a database: a damaged one is set aside under a dated name.

use crate::error::Result;
use crate::time::Day;
use std::path::{Path, PathBuf};

/// Where a damaged database now lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// `ruhu.db` set aside on 2026-05-03 is `ruhu.db.damaged-2026-05-03` (`-2`, `-3`, ... when there is one already);
    /// its WAL lies beside it under the same name with `-wal`.
    pub path: PathBuf,
}

/// Sets the database at `path` aside with its WAL. No connection may have it open. Nothing is lost when the process
/// ends half way: the next call finishes or begins anew.
///
/// # Errors
/// `NotFound` when there is no database, `DiskFull`, `File`.
pub fn set_aside(_path: &Path, _on: Day) -> Result<SetAside> {
    todo!()
}
