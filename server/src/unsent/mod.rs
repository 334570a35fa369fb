//! What a phone could not send, brought on a memory card: the sealed backup that its settings write, or a store that was set
//! aside because the phone's keystore lost the key, with that key sealed beside it. Both open with the township's X25519 key.
//! `Sources::of` finds what is in a file or folder, `Source::open` opens one, [`take_in`] does with its records and photos what
//! a sync and the uploads behind it would have done: what is here already stays as it is, so that doing it twice is doing it once.

mod aside;
mod backup;
mod place;

use crate::shelf::PhotoShelf;
use crate::store::{PhotoRow, Store, UploadId};
use crate::town::ingest::{self, Arrived};
use crate::{Error, Result};
use aside::AsideStore;
use backup::SealedBackup;
pub use place::Place;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use ruhu_core::wire::Complaint;
use serde::Serialize;

/// A township that may open it: its code and its private X25519 key.
pub type Opener = (RegionCode, [u8; 32]);

/// Something that was brought, opened.
pub enum Source {
    /// The sealed backup.
    Backup(SealedBackup),
    /// A store that was set aside.
    Aside(Box<AsideStore>),
}

impl Source {
    /// Opens it with the key of the township that it is for. `NotGenuine` when it is for none of these.
    pub fn open(place: &Place, openers: &[Opener]) -> Result<(RegionCode, Self)> {
        let mut last = CoreError::NotGenuine("this data folder has no township yet".into());
        for (township, private) in openers {
            let opened = match place {
                Place::Backup(file) => SealedBackup::open(file, private).map(Self::Backup),
                Place::Aside(folder) => AsideStore::open(folder, private).map(|store| Self::Aside(Box::new(store))),
            };
            match opened {
                Ok(source) => return Ok((township.clone(), source)),
                // Sealed for another township, which may be the next one.
                Err(Error::Core(other @ CoreError::NotGenuine(_))) => last = other,
                Err(other) => return Err(other),
            }
        }
        Err(last.into())
    }

    fn records(&self) -> Result<Vec<String>> {
        match self {
            Self::Backup(backup) => Ok(backup.records.clone()),
            Self::Aside(store) => store.records(),
        }
    }

    fn photos(&self) -> Result<Vec<Sha256>> {
        match self {
            Self::Backup(backup) => Ok(backup.photos()),
            Self::Aside(store) => store.photos(),
        }
    }

    /// The photo's plain bytes; none when its file is damaged.
    fn photo(&self, sha256: &Sha256) -> Result<Option<Vec<u8>>> {
        let bytes = match self {
            Self::Backup(backup) => backup.photo(sha256),
            Self::Aside(store) => store.photo(sha256)?,
        };
        Ok(bytes.filter(|bytes| Sha256::of(bytes) == *sha256))
    }

    /// Visits and help that were begun and not finished, as the phone kept them: nobody signed them, so they are no records.
    pub fn begun(&self) -> Result<Vec<serde_json::Value>> {
        match self {
            Self::Backup(_) => Ok(Vec::new()),
            Self::Aside(store) => store.begun(),
        }
    }
}

/// What became of what was brought; its JSON is a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TakenIn {
    /// Records that were not here before.
    pub records: u64,
    /// Records that the township had already.
    pub records_known: u64,
    /// Records that were not taken, each with why.
    pub refused: Vec<RecordRefused>,
    /// Photo files that were not here before.
    pub photos: u64,
    /// Photo files that the township had already.
    pub photos_known: u64,
    /// Photo files that no record of the township names: of visits begun and not finished, or erased since.
    pub photos_unnamed: u64,
    /// Photo files whose bytes are damaged.
    pub photos_damaged: u64,
    /// Visits and help begun and not finished.
    pub begun: u64,
}

/// A record that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordRefused {
    /// Its hash.
    pub sha256: Sha256,
    /// The code, as a phone would have heard it.
    pub code: String,
    /// The sentence.
    pub message: String,
}

/// Takes in all of it. Records first: a photo is taken for the record that names it.
pub fn take_in(
    store: &dyn Store,
    shelf: &PhotoShelf,
    township: &RegionCode,
    source: &Source,
    now: Moment,
) -> Result<TakenIn> {
    let mut taken = TakenIn {
        begun: source.begun()?.len() as u64,
        ..TakenIn::default()
    };
    let mut devices: Vec<KeyId> = Vec::new();
    // As many as a sync call brings, so that phones and pages do not wait long for one another.
    for some in source.records()?.chunks(200) {
        for (sha256, arrived) in ingest::take_in(store, township, some, now)? {
            match arrived {
                Arrived::Taken(device) => {
                    taken.records += 1;
                    devices.push(device);
                }
                Arrived::Known(device) => {
                    taken.records_known += 1;
                    devices.push(device);
                }
                Arrived::Refused(Complaint { code, message }) => {
                    taken.refused.push(RecordRefused { sha256, code, message })
                }
            }
        }
    }
    devices.sort();
    devices.dedup();
    for sha256 in source.photos()? {
        if store.photo(township, &sha256)?.is_some() {
            taken.photos_known += 1;
            continue;
        }
        let mut named = None;
        for device in &devices {
            if store.named_size(device, &sha256)?.is_some() && !store.photo_erased(device, &sha256)? {
                named = Some(device);
                break;
            }
        }
        let Some(device) = named else {
            taken.photos_unnamed += 1;
            continue;
        };
        let Some(bytes) = source.photo(&sha256)? else {
            taken.photos_damaged += 1;
            continue;
        };
        let row = PhotoRow {
            township: township.clone(),
            sha256,
            size: bytes.len() as u64,
            device: device.clone(),
            received: now,
        };
        shelf.write(township, &sha256, bytes.into())?;
        store.take_photo(&UploadId::new(), &row)?;
        taken.photos += 1;
    }
    Ok(taken)
}
