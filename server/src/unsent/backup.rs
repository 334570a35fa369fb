//! The sealed backup of a phone's settings: one line of JSON, then the photos' bytes in its order (docs/record.md).

use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::wire::sealed;
use serde::Deserialize;
use std::path::Path;

/// A backup, opened.
pub struct SealedBackup {
    /// The records, byte for byte, oldest first.
    pub records: Vec<String>,
    photos: Vec<(Sha256, std::ops::Range<usize>)>,
    plain: Vec<u8>,
}

#[derive(Deserialize)]
struct Head {
    ruhu_backup: u32,
    records: Vec<String>,
    photos: Vec<HeadPhoto>,
}

#[derive(Deserialize)]
struct HeadPhoto {
    sha256: Sha256,
    size: usize,
}

impl SealedBackup {
    pub(super) fn open(file: &Path, private: &[u8; 32]) -> Result<Self> {
        let sealed = std::fs::read(file).map_err(|error| CoreError::file(file, error))?;
        let plain = sealed::open(private, &sealed)?;
        let wrong = || {
            CoreError::unusable(
                "backup",
                "its first line",
                "update ruhu: the phone's app is newer than this server",
            )
        };
        let end = plain.iter().position(|byte| *byte == b'\n').ok_or_else(wrong)?;
        let head: Head = serde_json::from_slice(&plain[..end]).map_err(|_| wrong())?;
        if head.ruhu_backup != 1 {
            return Err(wrong().into());
        }
        let mut at = end + 1;
        let photos = head.photos.into_iter().map(|photo| {
            let from = at;
            at = at.saturating_add(photo.size);
            (photo.sha256, from..at)
        });
        Ok(Self {
            records: head.records,
            photos: photos.collect(),
            plain,
        })
    }

    pub(super) fn photos(&self) -> Vec<Sha256> {
        self.photos.iter().map(|(sha256, _)| *sha256).collect()
    }

    pub(super) fn photo(&self, sha256: &Sha256) -> Option<Vec<u8>> {
        let (_, range) = self.photos.iter().find(|(name, _)| name == sha256)?;
        self.plain.get(range.clone()).map(<[u8]>::to_vec)
    }
}
