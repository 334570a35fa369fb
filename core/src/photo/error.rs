//! Why a photo cannot be used: a stable code, a plain sentence, what to do.

use crate::error::Error;

/// What is wrong with a photo's bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Nothing in it.
    #[error("the file is empty: take the photo again")]
    Empty,
    /// HEIC: what iPhones write, and other phones by a switch in the camera.
    #[error(
        "this is a HEIC photo, which the township's computers do not open: turn off HEIF / HEIC (\"high efficiency\") in the \
         camera's settings, so that it writes JPEG, and take the photo again"
    )]
    Heic,
    /// Another format that has a name.
    #[error("this is {0}, not a JPEG: set the camera to JPEG and take the photo again (a screenshot is no photo)")]
    OtherFormat(&'static str),
    /// Nothing that is known.
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
            Self::Heic => "photo_heic",
            Self::OtherFormat(_) | Self::NotAJpeg => "photo_not_jpeg",
            Self::Truncated => "photo_truncated",
            Self::Broken(_) => "photo_broken",
            Self::TooLarge(_) => "photo_too_large",
            Self::BadStamp { .. } => "photo_bad_stamp",
        }
    }
}

/// The Chinese sentence of a code: what is wrong with the photo, and what to do. An unknown code has the general one.
pub fn words(code: &str) -> &'static str {
    match code {
        "photo_empty" => "照片文件是空的，请再拍一张。",
        "photo_heic" => {
            "这张照片是 HEIC 格式（高效率格式），镇里的电脑打不开。请打开手机的相机，进“设置”，关掉“HEIF”或“高效率照片”，\
             让它存成 JPEG，再拍一张。"
        }
        "photo_not_jpeg" => {
            "这不是 JPEG 照片（是截图、PNG、WebP、RAW 之类别的格式）。请在相机的设置里把照片格式选成 JPEG，再拍一张。"
        }
        "photo_truncated" => {
            "照片文件不完整，后面缺了一截（没存完，或者没拷完）。请从原来的地方再拷一次，或者再拍一张。"
        }
        "photo_broken" => "照片文件坏了，打不开。请从原来的地方再拷一次，或者再拍一张。",
        "photo_too_large" => {
            "照片太大（最多 1 亿像素、64 MB）。请在相机的设置里把照片尺寸调小（比如 1200 万像素），再拍一张。"
        }
        _ => "这张照片不能用，请再拍一张。",
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
