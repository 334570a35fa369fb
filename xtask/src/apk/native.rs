//! The Rust core for Android.

use super::abi::Abi;
use super::tools::folder;
use std::path::PathBuf;

/// One finished library.
pub struct Library {
    pub abi: Abi,
    /// What goes into the APK.
    pub stripped: PathBuf,
}

/// `libruhu_uniffi.so` for each.
pub fn build(abis: &[Abi]) -> Result<Vec<Library>, String> {
    abis.iter()
        .map(|&abi| {
            let stripped = folder().join("native/lib").join(abi.name()).join("libruhu_uniffi.so");
            match stripped.exists() {
                true => Ok(Library { abi, stripped }),
                false => Err(format!("{}: is not built", stripped.display())),
            }
        })
        .collect()
}
