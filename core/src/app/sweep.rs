//! Photo files that no row names: left by a kill between the bytes and their row, by a draft thrown away, by one picture
//! taken in twice. They go when the app is opened, and with every erasure.

use super::App;
use crate::error::Result;
use crate::ids::Sha256;
use crate::time::Moment;
use std::collections::HashSet;

/// So long a file without a row is left alone at an opening, in milliseconds: a day.
pub(super) const GRACE_MS: i64 = 24 * 60 * 60 * 1000;

impl App {
    /// Takes files off the shelf that no row names and that were written before `until`. Files from before a database was
    /// set aside stay: rows that could not be carried over may name them. Nobody may be taking a photo in: call it under
    /// [`App::changing`], or before the app is handed out.
    pub(super) fn sweep(&self, until: Moment) -> Result<()> {
        let kept_back = self.store.last_aside()?.map(|aside| aside.at);
        self.store.drop_unshown_files()?;
        let named: HashSet<Sha256> = self.store.file_names()?.into_iter().collect();
        for file in self.shelf.list()? {
            if named.contains(&file) {
                continue;
            }
            let Some(written) = self.shelf.written(&file)? else {
                continue;
            };
            if written < until && kept_back.is_none_or(|aside| written > aside) {
                self.shelf.remove(&file)?;
            }
        }
        Ok(())
    }
}
