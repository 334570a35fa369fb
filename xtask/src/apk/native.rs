//! The Rust core for Android.

use super::abi::Abi;
use super::tools::folder;
use std::path::PathBuf;

/// `libruhu_uniffi.so` for each.
pub fn build(abis: &[Abi]) -> Result<Vec<(Abi, PathBuf)>, String> {
    abis.iter()
        .map(|&abi| {
            let path = folder().join("native").join(abi.name()).join("libruhu_uniffi.so");
            match path.exists() {
                true => Ok((abi, path)),
                false => Err(format!("{}: is not built", path.display())),
            }
        })
        .collect()
}
