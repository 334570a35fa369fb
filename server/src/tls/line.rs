//! One line kept in a file beside the server's keys, for commands that run by themselves.

use crate::Result;
use ruhu_core::Error as CoreError;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Keeps one line in a file, or takes the file away.
pub(super) fn keep(path: &Path, line: Option<&str>) -> Result<()> {
    let done = match line {
        Some(line) => {
            let beside = path.with_extension("new");
            let write = || {
                let mut file = fs::File::create(&beside)?;
                writeln!(file, "{line}")?;
                file.sync_all()?;
                fs::rename(&beside, path)
            };
            write()
        }
        None => match fs::remove_file(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        },
    };
    Ok(done.map_err(|error| CoreError::file(path, error))?)
}

/// The line that was kept.
pub(super) fn kept(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CoreError::file(path, error).into()),
    }
}
