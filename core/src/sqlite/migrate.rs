//! Numbered migrations. A released one is never edited: a change is a new number.

/// One step of a schema, from `number - 1` to `number`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1 for the first, and no holes: SQLite's `user_version` after it.
    pub number: u32,
    /// Its file's name, for error texts.
    pub name: &'static str,
    /// The statements (`include_str!`), without `BEGIN` or `COMMIT`. Foreign keys are off while they run and checked
    /// before they are committed, so that a table can be rebuilt.
    pub sql: &'static str,
}
