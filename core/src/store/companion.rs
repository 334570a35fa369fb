//! Visits of others that name this phone's cadre, as the township told of them last.

use super::Store;
use super::own::get;
use super::row::many;
use crate::error::Result;
use crate::wire::CompanionAsk;
use std::collections::HashSet;

/// Under this name they are kept among what there is one of.
pub(super) const ASKED: &str = "asked";

impl Store {
    /// Those that this phone has written no word about: what was just answered is left out before it is sent.
    pub fn asked(&self) -> Result<Vec<CompanionAsk>> {
        self.db.read(|conn| {
            let all: Vec<CompanionAsk> = get(conn, ASKED)?.unwrap_or_default();
            if all.is_empty() {
                return Ok(all);
            }
            let sql = "SELECT about FROM record WHERE kind = 'companion' AND about IS NOT NULL";
            let spoken: HashSet<[u8; 16]> = many(conn, sql, [], |row| Ok(row.get(0)?))?.into_iter().collect();
            let open = |ask: &CompanionAsk| !spoken.contains(ask.visit.as_bytes());
            Ok(all.into_iter().filter(open).collect())
        })
    }
}
