//! Photo files on their way in, and those that are here. Offsets are not kept: an upload's offset is the size of its
//! partial file, measured.

use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use std::fmt;
use std::str::FromStr;

/// Reading and writing of uploads and photos. One method is one transaction.
pub trait Uploads {
    /// The size that a record of this phone gives for this file, original or copy; `None` when no record of this same
    /// phone names it.
    fn named_size(&self, device: &KeyId, sha256: &Sha256) -> Result<Option<u64>>;
    /// The photo with this hash, when the township has it.
    fn photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<PhotoRow>>;
    /// Calls `each` with every photo of the township, by hash. An error of `each` stops the stream and is answered.
    fn each_photo(&self, township: &RegionCode, each: &mut dyn FnMut(PhotoRow) -> Result<()>) -> Result<()>;
    /// The villages of the households that this photo's records are about, by code.
    fn photo_villages(&self, township: &RegionCode, sha256: &Sha256) -> Result<Vec<RegionCode>>;
    /// What the photos of a phone and of its township weigh; the township's finished ones only when they are asked for.
    fn photo_bytes(&self, township: &RegionCode, device: &KeyId, township_too: bool) -> Result<PhotoBytes>;
    /// Begins an upload. Answers how many uploads of this phone are under way, this one included.
    fn begin_upload(&self, upload: &UploadRow) -> Result<u64>;
    /// The upload with this id.
    fn upload(&self, id: &UploadId) -> Result<Option<UploadRow>>;
    /// Moves an upload's end.
    fn prolong(&self, id: &UploadId, expires: Moment) -> Result<()>;
    /// The photo's bytes are synced on the shelf: keeps its row (the first one stays) and calls the upload finished.
    /// Answers the row that holds.
    fn take_photo(&self, upload: &UploadId, photo: &PhotoRow) -> Result<PhotoRow>;
    /// Forgets an upload.
    fn end_upload(&self, id: &UploadId) -> Result<()>;
    /// Uploads whose end has come, finished ones too.
    fn ended_uploads(&self, now: Moment) -> Result<Vec<UploadId>>;
}

/// An upload's name: 32 hexadecimal digits, unguessable.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UploadId(String);

impl UploadId {
    /// A new one, from the operating system's randomness.
    pub fn new() -> Self {
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
        Self(hex::encode(random))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Default for UploadId {
    fn default() -> Self {
        Self::new()
    }
}
impl FromStr for UploadId {
    type Err = CoreError;
    fn from_str(text: &str) -> std::result::Result<Self, CoreError> {
        let good = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match good {
            true => Ok(Self(text.to_owned())),
            false => Err(CoreError::unusable(
                "upload",
                "path",
                "use the path that the server's Location gave",
            )),
        }
    }
}
impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for UploadId {
    /// Whoever knows it may not do more than the phone whose token they have; still it is cut short in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UploadId({}…)", &self.0[..6])
    }
}

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRow {
    /// Its name.
    pub id: UploadId,
    /// The phone that began it: nobody else may see it.
    pub device: KeyId,
    /// The phone's township.
    pub township: RegionCode,
    /// The hash that the whole file must have.
    pub sha256: Sha256,
    /// The whole file's size in bytes.
    pub length: u64,
    /// From this moment on it is gone.
    pub expires: Moment,
    /// The photo was taken; the row stays until its end, so that a repeated question gets its answer.
    pub finished: bool,
}

/// What photos weigh, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhotoBytes {
    /// Those a phone brought.
    pub phone: u64,
    /// Those it has announced and that are not whole yet.
    pub phone_unfinished: u64,
    /// All of the township; 0 when it was not asked for.
    pub township: u64,
    /// All that its phones have announced and that are not whole yet.
    pub township_unfinished: u64,
}

/// A photo file that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoRow {
    /// The township.
    pub township: RegionCode,
    /// Its hash.
    pub sha256: Sha256,
    /// Its size in bytes.
    pub size: u64,
    /// The phone that brought it first.
    pub device: KeyId,
    /// The server's clock when it was whole.
    pub received: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_id_never_names_another_file() {
        let id = UploadId::new();
        assert_eq!(id.as_str().parse::<UploadId>().ok(), Some(id));
        for text in [
            "",
            "../../etc/passwd",
            "ABCDEF00112233445566778899aabbcc",
            &"a".repeat(33),
        ] {
            assert!(text.parse::<UploadId>().is_err(), "{text}");
        }
    }
}
