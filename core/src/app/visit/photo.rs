//! Photos of what is being written: on the disk, synced and named by their hash, before the row that tells of them.

use crate::app::{Answer, App, bounds};
use crate::domain::PhotoEntry;
use crate::error::Error;
use crate::ids::{DraftId, Sha256, VisitId};
use crate::photo::{Shutter, Stamp, prepare};
use crate::store::{Album, KeptPhoto, NewPhoto};
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

impl From<KeptPhoto> for PhotoView {
    fn from(kept: KeptPhoto) -> Self {
        Self {
            entry: kept.entry,
            thumb: kept.thumb,
        }
    }
}

/// A photo made ready to be kept.
pub(in crate::app) struct Ready {
    original: Vec<u8>,
    copy: Vec<u8>,
    new: NewPhoto,
}

/// Makes a photo ready: a copy that is upright and small, stamped, and a thumbnail. This takes a while; nothing is
/// written yet.
pub(in crate::app) fn ready(photo: PhotoTaken) -> Answer<Ready> {
    let stamp = photo.stamp.map(|picture| Stamp {
        rgba: picture.rgba,
        width: picture.width,
        height: picture.height,
    });
    let prepared = prepare(&photo.bytes, stamp.as_ref(), Shutter::At(photo.taken))?;
    let entry = PhotoEntry {
        original: prepared.original,
        copy: prepared.copy_ref,
        in_app: photo.from == PhotoFrom::Camera,
        taken: photo.taken,
    };
    Ok(Ready {
        original: photo.bytes,
        copy: prepared.copy,
        new: NewPhoto {
            entry,
            thumb: prepared.thumb,
        },
    })
}

impl App {
    /// Takes a photo in. When it answers, original and copy are synced to disk. A file that cannot be used is an error
    /// with its code and leaves nothing behind.
    pub fn attach_photo(&self, draft: DraftId, photo: PhotoTaken) -> Answer<PhotoView> {
        bounds::one_more_photo(self.load(draft)?.1.len())?;
        let ready = ready(photo)?;
        // The draft may have been finished while the picture was being made smaller.
        let _changing = self.changing();
        self.load(draft)?;
        self.keep_photo(Album::from(draft), ready)
    }
    /// Keeps a photo of what is being written: its bytes first, then the row that tells of them.
    pub(in crate::app) fn keep_photo(&self, album: Album, ready: Ready) -> Answer<PhotoView> {
        let new = ready.new;
        bounds::one_more_photo(self.store.photos(album)?.len())?;
        let kept = self
            .shelf
            .put(&ready.original)
            .and_then(|_| self.shelf.put(&ready.copy))
            .and_then(|_| self.store.attach(album, &new));
        self.leave_nothing(&new.entry);
        kept?;
        // The same picture taken in twice is one photo, as it was the first time.
        let photos = self.store.photos(album)?;
        let of_it = photos
            .into_iter()
            .find(|kept| kept.entry.original == new.entry.original);
        Ok(PhotoView::from(of_it.unwrap_or(new)))
    }
    /// Takes files that nothing needs any more off the shelf. What named them is gone already, so a file that cannot be
    /// removed now is no answer to whoever asked: the next opening sweeps it.
    pub(in crate::app) fn clear(&self, unneeded: &[Sha256]) {
        for file in unneeded {
            drop(self.shelf.remove(file));
        }
    }
    /// Takes files of a photo that no row names off the shelf again: it could not be kept, or its album had it already. What
    /// stays all the same is swept at the next opening.
    fn leave_nothing(&self, entry: &PhotoEntry) {
        for file in [entry.original.sha256, entry.copy.sha256] {
            if self.store.has_file(&file).is_ok_and(|needed| !needed) {
                drop(self.shelf.remove(&file));
            }
        }
    }
    /// Takes a photo out of a draft again.
    pub fn remove_photo(&self, draft: DraftId, original: Sha256) -> Answer<()> {
        if self.kept_draft(draft)?.is_none() {
            return Err(Error::NotFound {
                what: "draft",
                id: draft.to_string(),
            }
            .into());
        }
        let _changing = self.changing();
        self.clear(&self.store.detach(Album::from(draft), &original)?);
        Ok(())
    }
    /// The photos of a draft or of an own visit, in the order of taking.
    pub fn photos(&self, visit: VisitId) -> Answer<Vec<PhotoView>> {
        Ok(self.store.photos(visit)?.into_iter().map(PhotoView::from).collect())
    }
    /// A photo file of this phone, original or copy, whole.
    pub fn photo_bytes(&self, sha256: Sha256) -> Answer<Vec<u8>> {
        Ok(self.shelf.read(&sha256)?)
    }
}
