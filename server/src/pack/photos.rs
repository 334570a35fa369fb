//! Photos on their way into a pack: which ones the records name, and where their files come from.

use super::bag::Bag;
use super::names;
use crate::shelf::PhotoShelf;
use crate::store::Store;
use crate::{Error, Result};
use ruhu_core::domain::PhotoEntry;
use ruhu_core::ids::{KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// Where photo files come from: the server's shelf.
pub trait PhotoSource {
    /// The township's photo with this hash, when it has arrived.
    fn arrived(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<ArrivedPhoto>>;
    /// The bytes of one that has arrived.
    fn open(&self, township: &RegionCode, sha256: &Sha256) -> Result<Box<dyn Read>>;
}

/// A photo that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivedPhoto {
    /// The phone that brought it first.
    pub device: KeyId,
    /// The server's clock when it was whole.
    pub received: Moment,
}

/// The server's shelf, with the rows that say what has arrived.
pub struct ShelfPhotos<'a> {
    /// The rows.
    pub rows: &'a dyn Store,
    /// The files.
    pub shelf: &'a PhotoShelf,
}

impl PhotoSource for ShelfPhotos<'_> {
    fn arrived(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<ArrivedPhoto>> {
        Ok(self.rows.photo(township, sha256)?.map(|row| ArrivedPhoto {
            device: row.device,
            received: row.received,
        }))
    }
    fn open(&self, township: &RegionCode, sha256: &Sha256) -> Result<Box<dyn Read>> {
        match self.shelf.read(township, sha256)? {
            // A photo's row is written after its bytes are synced: without them the shelf has lost it.
            None => Err(Error::inconsistent(
                "photo",
                format_args!("{sha256} has a row and is not on the shelf"),
            )),
            Some(bytes) => Ok(Box::new(Cursor::new(bytes))),
        }
    }
}

/// The photos that the chosen records name, each once, with the first record that names it.
#[derive(Default)]
pub(super) struct Named {
    photos: BTreeMap<Sha256, Naming>,
}

/// Who names a photo, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    pub record: Sha256,
    pub of: PhotoOf,
}

/// Which of the two files of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoOf {
    /// As the camera wrote it.
    Original,
    /// Upright and small, with the stamp: what travels first.
    Copy,
}

impl Named {
    /// Notes the photos of a record.
    pub fn note(&mut self, record: Sha256, photos: &[PhotoEntry]) {
        for photo in photos {
            for (file, of) in [(photo.copy, PhotoOf::Copy), (photo.original, PhotoOf::Original)] {
                self.photos.entry(file.sha256).or_insert(Naming { record, of });
            }
        }
    }
    /// Who names this photo.
    pub fn get(&self, photo: &Sha256) -> Option<&Naming> {
        self.photos.get(photo)
    }
    /// Every photo, by hash.
    pub fn iter(&self) -> impl Iterator<Item = (&Sha256, &Naming)> {
        self.photos.iter()
    }
}

/// Copies the photos that have arrived into the bag.
pub(super) fn write(
    bag: &mut Bag,
    source: &dyn PhotoSource,
    township: &RegionCode,
    arrived: &BTreeSet<Sha256>,
) -> Result<()> {
    for sha256 in arrived {
        let mut from = source.open(township, sha256)?;
        let mut buffer = vec![0; 64 * 1024];
        bag.file(&format!("{}{sha256}.jpg", names::PHOTOS), &mut |out| {
            loop {
                let read = from
                    .read(&mut buffer)
                    .map_err(|e| ruhu_core::Error::file(std::path::Path::new("photo shelf"), e))?;
                match read {
                    0 => return Ok(()),
                    read => out.put(&buffer[..read])?,
                }
            }
        })?;
    }
    Ok(())
}
