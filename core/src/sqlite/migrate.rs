//! Numbered migrations: `user_version` says how far a database has come, one transaction a step. A released one is
//! never edited, and an upgraded database equals a fresh one (`schema_of` lets a test say so).

use crate::error::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};

/// One step of a schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1 for the first, then one more each.
    pub number: u32,
    /// What it brings, for an error's text.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// Brings the database up to the last of `steps`.
///
/// Errors: [`Error::NewerSchema`] when it was written by a newer program; a step that fails leaves the database at the
/// step before.
pub(super) fn migrate(connection: &mut Connection, steps: &[Migration]) -> Result<()> {
    let in_order = (1u32..).zip(steps).all(|(number, step)| step.number == number);
    if !in_order {
        return Err(Error::Database(
            "migrations are not numbered 1, 2, 3 and so on".to_owned(),
        ));
    }
    let found = refuse_newer(connection, steps)?;
    for step in steps.iter().filter(|step| step.number > found) {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have taken this step since we looked.
        if version(&tx)? < step.number {
            tx.execute_batch(step.sql).map_err(|e| match Error::from(e) {
                Error::Database(said) => Error::Database(format!("migration {} ({}): {said}", step.number, step.name)),
                // Kept as it is: the remedy differs for damage, a full disk and a busy database.
                other => other,
            })?;
            tx.pragma_update(None, "user_version", step.number)?;
        }
        tx.commit()?;
    }
    Ok(())
}

/// Refuses a schema that a newer program made; answers the one that is there.
pub(super) fn refuse_newer(connection: &Connection, steps: &[Migration]) -> Result<u32> {
    let known = steps.last().map_or(0, |step| step.number);
    match version(connection)? {
        found if found > known => Err(Error::NewerSchema { found, known }),
        found => Ok(found),
    }
}

fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Every object of the schema as its SQL text, in order of kind and name: two databases with the same answer have the
/// same schema.
pub fn schema_of(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection
        .prepare("SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}
