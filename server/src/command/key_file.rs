//! The key file of an encrypted data folder: 32 bytes, or 64 hexadecimal digits.

use super::CommandError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Reads the key.
pub fn read(path: &Path) -> Result<[u8; 32], CommandError> {
    let bytes = fs::read(path).map_err(|error| CommandError::file(path, &error))?;
    if let Ok(raw) = <[u8; 32]>::try_from(bytes.as_slice()) {
        return Ok(raw);
    }
    let mut raw = [0u8; 32];
    match hex::decode_to_slice(bytes.trim_ascii(), &mut raw) {
        Ok(()) => Ok(raw),
        Err(_) => Err(CommandError::new(
            "this is no key",
            path.display().to_string(),
            "a key file has 32 bytes, or 64 hexadecimal digits",
        )),
    }
}

/// Reads the key; on the very first start, when neither the key file nor the database is there, makes it (mode 0600).
pub fn read_or_make(path: &Path, data: &Path) -> Result<[u8; 32], CommandError> {
    if path.exists() || data.join("ruhu.db").exists() {
        return read(path);
    }
    let mut raw = [0u8; 32];
    getrandom::fill(&mut raw).expect("the operating system always has random bytes once it has booted");
    let made = File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| {
            file.write_all(&raw)?;
            file.sync_all()
        });
    match made {
        Ok(()) => Ok(raw),
        // Somebody else began the same folder at the same time: theirs is the key.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(path),
        Err(error) => Err(CommandError::file(path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_in_both_forms() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("key");
        let made = read_or_make(&path, folder.path()).expect("made");
        assert_eq!(read_or_make(&path, folder.path()), Ok(made));
        fs::write(&path, format!("{}\n", hex::encode(made))).expect("written");
        assert_eq!(read(&path), Ok(made));
        fs::write(&path, "short").expect("written");
        assert!(read(&path).is_err());
    }

    #[test]
    fn a_lost_key_is_never_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("ruhu.db"), "").expect("written");
        let path = folder.path().join("key");
        assert!(read_or_make(&path, folder.path()).is_err());
        assert!(!path.exists());
    }
}
