//! When the WAL goes into the database file: at a moment of the caller's choosing, never inside a visit's commit.

/// What a checkpoint did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checkpointed {
    /// The WAL is empty.
    Whole,
    /// A reader or another process still needs a part of the WAL; the rest is done. Try again later.
    Partly,
}
