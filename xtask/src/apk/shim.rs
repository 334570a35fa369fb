//! Lets the library that was built for Android run on this machine, for tests: a `libc.so` that has bionic's ABI towards
//! the library and hands on to glibc (`android/ndkless/shim`).

use super::abi::Abi;
use super::native;
use super::ndkless;
use crate::run::{command, run};
use crate::setup;
use std::path::{Path, PathBuf};

/// What bionic does otherwise than glibc.
const PARTS: [&str; 6] = ["addrinfo", "android", "errno", "mutex", "sysconf", "thread"];

/// The shim of this ABI, made anew: its folder.
pub fn make(abi: Abi) -> Result<PathBuf, String> {
    let cc = compiler(abi)?;
    let folder = native::folder().join("shim").join(abi.name());
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let sources = ndkless::folder().join("shim");
    let library = |name: &str| -> std::process::Command {
        let mut command = command(cc);
        command
            .args(["-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared"])
            .arg(format!("-Wl,-soname,{name}"))
            .arg("-o")
            .arg(folder.join(name));
        command
    };
    run(
        &format!("apk: the shim for {}", abi.name()),
        library("libc.so")
            .args(PARTS.map(|part| sources.join(part).with_extension("c")))
            // glibc's, so that what the shim does not change is found through it.
            .args(["-Wl,--no-as-needed", "-lm", "-ldl", "-lpthread"]),
    )?;
    for empty in ["libm.so", "libdl.so", "liblog.so"] {
        run(
            &format!("apk: the shim's {empty}"),
            library(empty).args(["-nostdlib", "-x", "c", "/dev/null"]),
        )?;
    }
    run(
        "apk: what loads it",
        library("preload.so")
            .args(["preload.c", "packed.c"].map(|part| sources.join(part)))
            .arg("-ldl"),
    )?;
    Ok(folder)
}

/// This machine's own, or Debian's for the other.
fn compiler(abi: Abi) -> Result<&'static str, String> {
    setup::for_building()?;
    match abi {
        Abi::X86 => Ok("cc"),
        Abi::Arm64 => {
            let cc = "/usr/bin/aarch64-linux-gnu-gcc";
            setup::program(cc, "gcc-aarch64-linux-gnu")?;
            setup::program("/usr/aarch64-linux-gnu/include/features.h", "libc6-dev-arm64-cross")?;
            Ok(cc)
        }
    }
}

/// What a Java machine must be told to have this Android library loaded before it asks.
pub fn variables(shim: &Path, library: &Path) -> [(&'static str, PathBuf); 3] {
    [
        ("LD_PRELOAD", shim.join("preload.so")),
        ("RUHU_SHIM", shim.to_owned()),
        ("RUHU_ANDROID_LIBRARY", library.to_owned()),
    ]
}
