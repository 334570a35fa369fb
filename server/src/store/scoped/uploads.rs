//! Photos within a reach: a phone has its own uploads and the photos its own records name; a page has the photos of its
//! region's visits.

use super::Scoped;
use crate::store::{PhotoBytes, PhotoRow, UploadId, UploadRow, Uploads};
use crate::{Error, Result};
use ruhu_core::ids::{KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;

impl Uploads for Scoped {
    fn named_size(&self, device: &KeyId, sha256: &Sha256) -> Result<Option<u64>> {
        match self.rows.device(device)? {
            Some(row) if self.reach.sees_device(&row.kid, &row.township) => self.rows.named_size(device, sha256),
            Some(_) | None => Ok(None),
        }
    }
    fn photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<PhotoRow>> {
        let within = match (self.reach.covers(township), self.reach.touches(township)) {
            (true, _) => true,
            (false, false) => false,
            (false, true) => {
                let villages = self.rows.photo_villages(township, sha256)?;
                villages.iter().any(|village| self.reach.covers(village))
            }
        };
        match within {
            true => self.rows.photo(township, sha256),
            false => Ok(None),
        }
    }
    fn each_photo(&self, township: &RegionCode, each: &mut dyn FnMut(PhotoRow) -> Result<()>) -> Result<()> {
        self.rows
            .each_photo(township, &mut |photo| match self.photo(township, &photo.sha256)? {
                Some(photo) => each(photo),
                None => Ok(()),
            })
    }
    fn photo_villages(&self, township: &RegionCode, sha256: &Sha256) -> Result<Vec<RegionCode>> {
        let mut villages = match self.reach.touches(township) {
            true => self.rows.photo_villages(township, sha256)?,
            false => Vec::new(),
        };
        villages.retain(|village| self.reach.covers(village));
        Ok(villages)
    }
    fn photo_bytes(&self, township: &RegionCode, device: &KeyId, township_too: bool) -> Result<PhotoBytes> {
        match self.reach.sees_device(device, township) && self.reach.touches(township) {
            true => self.rows.photo_bytes(township, device, township_too),
            false => Err(Error::OutOfReach),
        }
    }
    fn begin_upload(&self, upload: &UploadRow) -> Result<u64> {
        self.reach.writes(&upload.township)?;
        match self.reach.sees_device(&upload.device, &upload.township) {
            true => self.rows.begin_upload(upload),
            false => Err(Error::OutOfReach),
        }
    }
    fn upload(&self, id: &UploadId) -> Result<Option<UploadRow>> {
        let found = self.rows.upload(id)?;
        Ok(found.filter(|upload| self.reach.sees_device(&upload.device, &upload.township)))
    }
    fn prolong(&self, id: &UploadId, expires: Moment) -> Result<()> {
        match self.upload(id)? {
            Some(_) => self.rows.prolong(id, expires),
            None => Ok(()),
        }
    }
    fn take_photo(&self, upload: &UploadId, photo: &PhotoRow) -> Result<PhotoRow> {
        self.reach.writes(&photo.township)?;
        match self.upload(upload)? {
            Some(_) => self.rows.take_photo(upload, photo),
            None => Err(Error::OutOfReach),
        }
    }
    fn end_upload(&self, id: &UploadId) -> Result<()> {
        match self.upload(id)? {
            Some(_) => self.rows.end_upload(id),
            None => Ok(()),
        }
    }
    fn ended_uploads(&self, now: Moment) -> Result<Vec<UploadId>> {
        let mut within = Vec::new();
        for id in self.rows.ended_uploads(now)? {
            if self.upload(&id)?.is_some() {
                within.push(id);
            }
        }
        Ok(within)
    }
}
