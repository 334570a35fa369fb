//! A phone's store that was set aside, read where its sealed key can be opened: at the township. Stores of every version are read,
//! so only what all of them have is asked for, and nothing is written.

use super::{Database, Key};
use crate::error::{Error, Result};
use crate::ids::Sha256;
use rusqlite::types::FromSql;
use std::path::Path;

/// A set-aside store's database, opened for reading.
pub struct SetAside(Database);

impl SetAside {
    /// Opens the file with the store's key.
    ///
    /// Errors: [`Error::WrongKey`], [`Error::Damaged`], [`Error::DiskIo`].
    pub fn open(path: &Path, key: [u8; 32]) -> Result<Self> {
        let (database, _) = Database::look(path, &Key::raw(key))?;
        Ok(Self(database))
    }

    /// The signed records (JWS), each device's in its order. Of an erased record there is none.
    pub fn records(&self) -> Result<Vec<String>> {
        self.column("SELECT jws FROM record WHERE jws <> '' ORDER BY device, seq")
    }

    /// The photo files it has, copies first: they are what a reviewer needs.
    pub fn photos(&self) -> Result<Vec<Sha256>> {
        let names = self.column::<Vec<u8>>("SELECT sha256 FROM file WHERE freed IS NULL ORDER BY what, sha256")?;
        Ok(names
            .into_iter()
            .filter_map(|name| name.try_into().ok().map(Sha256))
            .collect())
    }

    /// Visits that were begun and not finished, as JSON texts.
    pub fn drafts(&self) -> Result<Vec<String>> {
        self.column("SELECT body FROM draft ORDER BY id")
    }

    fn column<T: FromSql>(&self, sql: &str) -> Result<Vec<T>> {
        self.0.read(|connection| {
            let mut read = connection.prepare(sql)?;
            let rows = read.query_map([], |row| row.get(0))?;
            Ok::<_, Error>(rows.collect::<std::result::Result<_, rusqlite::Error>>()?)
        })
    }
}
