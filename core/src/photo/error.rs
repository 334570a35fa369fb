//! Why a photo cannot be used: a stable code, a plain sentence, what to do.

use crate::error::Error;

/// What is wrong with a photo's bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Nothing in it.
    #[error("the file is empty: take the photo again")]
    Empty,
    /// Another format.
    #[error("this is not a JPEG: set the camera to JPEG (not HEIC or RAW) and take the photo again")]
    NotAJpeg,
    /// The end is missing.
    #[error("the file ends in the middle of the picture: copy it again from where it came, or take the photo again")]
    Truncated,
    /// It begins like a JPEG and does not go on like one.
    #[error("the picture cannot be decoded ({0}): copy it again from where it came, or take the photo again")]
    Broken(String),
    /// Beyond [`super::MAX_PIXELS`] or [`super::MAX_BYTES`].
    #[error("the picture is too large ({0}): at most 100 megapixels and 64 MiB; choose a smaller size in the camera")]
    TooLarge(String),
    /// The stamp's pixels are not four bytes each.
    #[error("the stamp has {bytes} bytes, {width} x {height} RGBA pixels have {wanted}")]
    BadStamp {
        /// Bytes handed in.
        bytes: usize,
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// Bytes that its size asks for.
        wanted: u64,
    },
}

impl PhotoError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "photo_empty",
            Self::NotAJpeg => "photo_not_jpeg",
            Self::Truncated => "photo_truncated",
            Self::Broken(_) => "photo_broken",
            Self::TooLarge(_) => "photo_too_large",
            Self::BadStamp { .. } => "photo_bad_stamp",
        }
    }
}

impl From<PhotoError> for Error {
    fn from(error: PhotoError) -> Self {
        Self::Photo {
            code: error.code(),
            message: error.to_string(),
        }
    }
}
