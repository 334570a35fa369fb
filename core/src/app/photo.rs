//! Photos of a draft: on the disk, synced and named by their hash, before the row that tells of them.

use super::{Answer, App};
use crate::domain::PhotoEntry;
use crate::ids::{DraftId, Sha256};
use crate::time::Moment;

/// A photo as the camera or the gallery gives it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PhotoTaken {
    /// The JPEG file's bytes.
    pub bytes: Vec<u8>,
    /// When the shutter was pressed, on the phone's wall clock.
    pub taken: Moment,
    /// Where it comes from.
    pub from: PhotoFrom,
    /// The stamp's picture, painted by the platform.
    pub stamp: Option<StampPicture>,
}

/// A stamp's picture, painted by the platform, whose fonts know Chinese; laid over the copy's lower left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StampPicture {
    /// Rows from the top, four bytes a pixel, not premultiplied.
    pub rgba: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Where a photo comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum PhotoFrom {
    /// Taken by the app.
    Camera,
    /// Chosen from the gallery: kept, and not counted as evidence.
    Gallery,
}

/// A photo of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PhotoView {
    /// Hashes, sizes, where from, when.
    pub entry: PhotoEntry,
    /// A JPEG of at most 256 px.
    pub thumb: Vec<u8>,
}

impl App {
    /// Takes a photo in. When it answers, original and copy are synced to disk. A file that cannot be used is an error
    /// with its code and leaves nothing behind.
    pub fn attach_photo(&self, _draft: DraftId, _photo: PhotoTaken) -> Answer<PhotoView> {
        todo!()
    }
    /// Takes a photo out of a draft again.
    pub fn remove_photo(&self, _draft: DraftId, _original: Sha256) -> Answer<()> {
        todo!()
    }
    /// A photo file of this phone, original or copy, whole.
    pub fn photo_bytes(&self, _sha256: Sha256) -> Answer<Vec<u8>> {
        todo!()
    }
}
