//! The dated names of what is set aside: a database that is damaged, or whose cadre signed out, is never deleted.

use crate::time::Moment;
use std::path::{Path, PathBuf};

/// What the name of a database ends with that is built and has still to take its place.
pub(super) const NEXT: &str = ".next";

/// Why something is set aside: it stands in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It failed its check.
    Damaged,
    /// The cadre signed out.
    SignedOut,
}

impl Because {
    fn word(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::SignedOut => "signed-out",
        }
    }
}

/// A dated name beside `path` that nothing has: one that is taken gets a number.
pub fn dated(path: &Path, because: Because, at: Moment) -> PathBuf {
    let stamp = format!("{}T{}", at.day(), at.clock_text().replace(':', ""));
    let named = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}-{stamp}", because.word()));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        PathBuf::from(name)
    };
    (1..)
        .map(named)
        .find(|name| !taken(name))
        .expect("one of four thousand million names is free")
}

/// A name is taken by a file, by its write-ahead log alone, or by a replacement that will take it.
fn taken(name: &Path) -> bool {
    ["", "-wal", NEXT].iter().any(|suffix| with(name, suffix).exists())
}

/// The path with this at its end.
pub(super) fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
