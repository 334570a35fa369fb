//! Photos: every row has its file, every file the bytes of its name, and no file stands there that no row names.

use super::{Checked, Code, Findings, Patient};
use crate::shelf::local_file;
use crate::store::{Ledger, SqliteStore, Uploads};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::record::ServerSigner;
use sha2::Digest;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Checks the photos of every township, then looks for files that nobody knows.
pub(super) fn check(
    store: &SqliteStore,
    patient: &Patient<'_>,
    _: Option<&ServerSigner>,
    checked: &mut Checked,
    findings: &mut Findings,
) -> crate::Result<()> {
    let shelf = patient.data.join("photos");
    for township in store.townships()? {
        store.each_photo(&township.code, &mut |photo| {
            let path = local_file(&shelf, &township.code, &photo.sha256);
            let place = inside(patient.data, &path);
            match hash(&path) {
                Ok((found, size)) => {
                    checked.photos += 1;
                    checked.photo_bytes += size;
                    if found != photo.sha256 {
                        findings.say(Code::PhotoChanged, place, format_args!("its bytes are {found}"));
                    } else if size != photo.size {
                        findings.say(Code::DatabaseDamaged, place, "its row says another size");
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => findings.add(Code::PhotoMissing, place),
                Err(error) => findings.say(Code::PhotoChanged, place, error),
            }
            Ok(())
        })?;
    }
    for path in files(&shelf)? {
        // Asked now, not remembered: a photo that arrived meanwhile has its row.
        let known = match named(&shelf, &path) {
            Some((township, sha256)) => store.photo(&township, &sha256)?.is_some(),
            None => false,
        };
        if !known && path.exists() {
            findings.add(Code::PhotoOrphan, inside(patient.data, &path));
        }
    }
    Ok(())
}

/// The hash and size of a file, read in parts.
pub(crate) fn hash(path: &Path) -> io::Result<(Sha256, u64)> {
    let mut file = File::open(path)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0u64;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((Sha256(hash.finalize().into()), size)),
            read => {
                hash.update(&buffer[..read]);
                size += super::count(read);
            }
        }
    }
}

/// Every file below a folder; none when it is not there yet.
fn files(folder: &Path) -> crate::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(CoreError::file(&folder, error).into()),
        };
        for entry in entries {
            let entry = entry.map_err(|error| CoreError::file(&folder, error))?;
            match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whose photo a path is, when it is one that the shelf gives.
fn named(shelf: &Path, path: &Path) -> Option<(RegionCode, Sha256)> {
    let mut parts = path.strip_prefix(shelf).ok()?.components();
    let township: RegionCode = parts.next()?.as_os_str().to_str()?.parse().ok()?;
    let sha256: Sha256 = path.file_stem()?.to_str()?.parse().ok()?;
    (local_file(shelf, &township, &sha256) == path).then_some((township, sha256))
}

fn inside(data: &Path, path: &Path) -> String {
    path.strip_prefix(data).unwrap_or(path).display().to_string()
}
