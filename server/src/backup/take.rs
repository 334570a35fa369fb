//! Making a backup, while the server runs.

use super::{DATABASE, LogState, MANIFEST, Manifest, Partial, copy, make_folder, sync, sync_folders, tidy};
use crate::apart::apart;
use crate::disk;
use crate::doctor::{self, Examination, Patient};
use crate::error::CommandError;
use crate::folder::{SERVER_KEY, read_server_key};
use crate::shelf::local_file;
use crate::store::{Evidence, Ledger, SqliteStore};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::record::ServerSigner;
use ruhu_core::time::Moment;
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What to back up, and where to.
pub struct Order<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// The key of its database, if it has one.
    pub key: Option<&'a [u8; 32]>,
    /// The backup's name; nothing may be there.
    pub out: &'a Path,
    /// The server's clock.
    pub now: Moment,
}

/// A backup that was made.
#[derive(Clone, Debug, Serialize)]
pub struct Taken {
    /// Where it is.
    pub backup: PathBuf,
    /// What it says of itself.
    #[serde(flatten)]
    pub manifest: Manifest,
    /// How many photos are the shelf's own files under a second name: the same disk, no room taken.
    pub photos_linked: u64,
    /// What the doctor says of it.
    pub examination: Examination,
}

/// Makes a backup. The database is copied as of one instant, then the photos it names: none of them was named before
/// its bytes were synced, so all are there. What is wrong in the folder is wrong in the backup too, and told.
///
/// Errors: a folder that is none, a wrong key, a name that is taken, a full disk; then nothing is left.
pub fn take(order: &Order<'_>) -> Result<Taken, CommandError> {
    if fs::symlink_metadata(order.out).is_ok() {
        return Err(CommandError::new(
            "it is there already",
            order.out.display().to_string(),
            "give another name: a backup never replaces another",
        ));
    }
    apart("--out", order.out, order.data)?;
    let source = order.data.join(DATABASE);
    fs::metadata(&source).map_err(|error| CommandError::file(&source, &error))?;
    let signer = read_server_key(&order.data.join(SERVER_KEY))?;
    let (store, _) = SqliteStore::look(&source, order.key).map_err(|e| CommandError::from(e).at_if_empty(&source))?;
    let partial = Partial::beside(order.out, "--out")?;
    let copied = partial.path.join(DATABASE);
    // Made for its owner alone before SQLite writes into it.
    let made = fs::File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&copied);
    made.map_err(|error| CommandError::file(&copied, &error))?;
    store.copy_to(&copied, order.key)?;
    drop(store);
    make_folder(&partial.path.join("keys"))?;
    let key = partial.path.join(SERVER_KEY);
    copy(&order.data.join(SERVER_KEY), &key).map_err(|error| CommandError::file(&key, &error))?;
    let (manifest, photos_linked) = fill(order, &partial.path, &signer)?;
    let examination = doctor::examine(&Patient {
        data: &partial.path,
        key: order.key,
        now: order.now,
        room: disk::room_on(&partial.path)?,
    })?;
    tidy(&partial.path)?;
    sync(&copied)?;
    sync_folders(&partial.path)?;
    partial.finish(order.out)?;
    Ok(Taken {
        backup: order.out.to_owned(),
        manifest,
        photos_linked,
        examination,
    })
}

/// Brings the photos that the copied database names, and writes `backup.json`. Answers how many were linked too.
fn fill(order: &Order<'_>, to: &Path, signer: &ServerSigner) -> Result<(Manifest, u64), CommandError> {
    let copied = to.join(DATABASE);
    let (store, schema) = SqliteStore::look(&copied, order.key)?;
    let (mut photos, mut photo_bytes, mut linked) = (0, 0, 0);
    store.each_photo_file(&mut |township, sha256| {
        match bring(order.data, to, &township, &sha256)? {
            Brought::Linked(bytes) => (linked, photos, photo_bytes) = (linked + 1, photos + 1, photo_bytes + bytes),
            Brought::Copied(bytes) => (photos, photo_bytes) = (photos + 1, photo_bytes + bytes),
            // The examination says so.
            Brought::NotThere => {}
        }
        Ok(())
    })?;
    let mut logs = Vec::new();
    // The rows of an older schema are read when a newer one has taken them over.
    if schema == SqliteStore::newest_schema() {
        for township in store.townships()? {
            if let Some(head) = store.heads(&township.code)?.pop() {
                logs.push(LogState {
                    township: township.code,
                    log: township.log,
                    size: head.size,
                    root: head.root,
                    time: head.time,
                });
            }
        }
    }
    drop(store);
    tidy(to)?;
    let manifest = Manifest {
        ruhu_backup: 1,
        made: order.now,
        schema,
        encrypted: order.key.is_some(),
        server_key: signer.public().id(),
        database: disk::hash(&copied)
            .map_err(|error| CommandError::file(&copied, &error))?
            .0,
        photos,
        photo_bytes,
        logs,
    };
    let path = to.join(MANIFEST);
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| crate::Error::inconsistent("backup.json", e))?;
    let made = fs::File::options().create_new(true).write(true).mode(0o600).open(&path);
    let written = made.and_then(|mut file| file.write_all((text + "\n").as_bytes()));
    written.map_err(|error| CommandError::file(&path, &error))?;
    sync(&path)?;
    Ok((manifest, linked))
}

enum Brought {
    Linked(u64),
    Copied(u64),
    NotThere,
}

/// Links a photo where the disk is the same, copies it where not. The shelf never writes into a file that is there.
fn bring(data: &Path, to: &Path, township: &RegionCode, sha256: &Sha256) -> crate::Result<Brought> {
    let from = local_file(&data.join("photos"), township, sha256);
    let into = local_file(&to.join("photos"), township, sha256);
    let failed = |error| ruhu_core::Error::file(&into, error);
    if let Some(folder) = into.parent() {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(failed)?;
    }
    let bytes = match fs::metadata(&from) {
        Ok(file) => file.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Brought::NotThere),
        Err(error) => return Err(ruhu_core::Error::file(&from, error).into()),
    };
    match fs::hard_link(&from, &into) {
        Ok(()) => Ok(Brought::Linked(bytes)),
        // Another disk, or one that knows no links.
        Err(_) => {
            copy(&from, &into).map_err(failed)?;
            Ok(Brought::Copied(bytes))
        }
    }
}
