//! Photos: every row has its file, every file the bytes of its name, and no file stands there that no row names.

use super::finding::{Code, Findings};
use super::patient::{Checked, Patient};
use crate::disk::hash;
use crate::shelf::{files_below, local_file, named};
use crate::store::{Ledger, SqliteStore, Uploads};
use ruhu_core::record::ServerSigner;
use std::io;
use std::path::Path;

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
    for path in files_below(&shelf)? {
        // Asked now, not remembered: a photo that arrived meanwhile has its row.
        let known = match named(&shelf, &path) {
            Some((township, sha256, true)) => store.photo(&township, &sha256)?.is_some(),
            Some((_, _, false)) | None => false,
        };
        if !known && path.exists() {
            findings.add(Code::PhotoOrphan, inside(patient.data, &path));
        }
    }
    Ok(())
}

fn inside(data: &Path, path: &Path) -> String {
    path.strip_prefix(data).unwrap_or(path).display().to_string()
}
