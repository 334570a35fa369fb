//! With the NDK: its clang compiles C and links, and Rust's standard library comes ready from rustup. Not tried by the
//! people who wrote it, who had no NDK (docs/android.md).

use super::abi::{API, Abi};
use super::native::{self, Toolchain};
use crate::run::{command, run};
use std::path::Path;

pub fn toolchain(ndk: &Path, abi: Abi, folder: &Path) -> Result<Toolchain, String> {
    let bin = ndk.join("toolchains/llvm/prebuilt/linux-x86_64/bin");
    let tool = |name: &str| {
        let path = bin.join(name);
        match path.exists() {
            true => Ok(path.display().to_string()),
            false => Err(format!(
                "{} is not there: ANDROID_NDK_HOME must name an NDK for Linux; without the variable none is needed",
                path.display()
            )),
        }
    };
    let clang = tool(&format!("{}{API}-clang", abi.target()))?;
    run(
        "apk: Rust's standard library for the phone",
        command("rustup").args(["target", "add", abi.target()]),
    )?;
    let variable = abi.variable();
    // The very cargo that runs us.
    let mut cargo = crate::run::cargo();
    native::settings(&mut cargo, abi, folder, &native::places(None)?, &clang, &[]);
    cargo
        .env(format!("AR_{variable}"), tool("llvm-ar")?)
        .env(format!("CARGO_TARGET_{}_LINKER", variable.to_uppercase()), &clang);
    let link = [
        "-z,max-page-size=16384",
        "-z,common-page-size=16384",
        "--strip-debug",
        "--build-id=sha1",
        "--pack-dyn-relocs=android",
    ];
    let more = link
        .iter()
        .flat_map(|words| ["-C".to_owned(), format!("link-arg=-Wl,{words}")]);
    Ok(Toolchain {
        cargo,
        more: std::iter::once("--".to_owned()).chain(more).collect(),
        strip: tool("llvm-strip")?,
        readelf: tool("llvm-readelf")?,
    })
}
