//! The core as Android's own kind of library, one for each ABI: built with the NDK where `ANDROID_NDK_HOME` names one,
//! else without (`android/ndkless/README.md`). Cargo knows what changed; what did not is not built again.

use super::abi::Abi;
use super::{elf, ndk, ndkless};
use crate::run::{root, run, target};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library's file, as Kotlin's bindings ask for it.
pub const FILE: &str = "libruhu_uniffi.so";

/// What the stripped library of most phones may weigh, in bytes.
pub const GATE: u64 = 4_800_000;

/// The profile of `Cargo.toml` that it is built with.
pub const PROFILE: &str = "phone";

/// What makes it smaller: the same run of instructions is there once (on arm64 LLVM does that by itself), and curve25519
/// without a second copy for vector instructions.
const FOR_SIZE: [&str; 3] = [
    "-Cllvm-args=-enable-machine-outliner=always",
    "--cfg",
    "curve25519_dalek_backend=\"serial\"",
];

/// One finished library.
pub struct Library {
    pub abi: Abi,
    /// What goes into the APK.
    pub stripped: PathBuf,
    /// The same with the names of its functions: for a crash's addresses, and to see what takes room.
    pub whole: PathBuf,
}

/// What builds for a phone.
pub struct Toolchain {
    /// Cargo with its settings for this ABI, without the command.
    pub cargo: Command,
    /// What the command takes beside the usual.
    pub more: Vec<String>,
    /// LLVM's tools: `llvm-strip` and `llvm-readelf`.
    pub strip: String,
    pub readelf: String,
}

/// Where a source's folder would tell of the machine it was built on, this is written instead.
pub struct Place {
    pub from: PathBuf,
    pub to: &'static str,
}

/// Builds, checks and weighs the library of each ABI.
pub fn build(abis: &[Abi]) -> Result<Vec<Library>, String> {
    let built = |abi: &Abi| {
        let library = library(*abi)?;
        weighed(*abi, size(&library.stripped)?)?;
        Ok(library)
    };
    abis.iter().map(built).collect()
}

/// One of them, checked but not weighed.
pub fn library(abi: Abi) -> Result<Library, String> {
    let folder = folder();
    let Toolchain {
        mut cargo,
        more,
        strip,
        readelf,
    } = match std::env::var_os("ANDROID_NDK_HOME") {
        Some(ndk) => ndk::toolchain(Path::new(&ndk), abi, &folder)?,
        None => ndkless::toolchain(abi, &folder)?,
    };
    cargo
        // A library of Rust beside the one of C would switch the link-time optimisation off without a word.
        .args(["rustc", "--locked", "--package", "ruhu-uniffi", "--lib"])
        .args(["--crate-type", "cdylib", "--profile", PROFILE])
        .args(["--target", abi.target()])
        .args(more);
    run(&format!("apk: the core for {}", abi.name()), &mut cargo)?;
    let whole = folder.join(abi.target()).join(PROFILE).join(FILE);
    let stripped = stripped(&whole, abi, &folder, &strip)?;
    elf::check(&stripped, abi, &["readelf", &readelf])?;
    println!("{}: {} bytes", stripped.display(), size(&stripped)?);
    Ok(Library { abi, stripped, whole })
}

/// The gate is for most phones; the other ABI is an emulator's.
fn weighed(abi: Abi, size: u64) -> Result<(), String> {
    match abi {
        Abi::Arm64 if size > GATE => Err(format!(
            "the core for {} weighs {size} bytes, more than {GATE}: `cargo xtask apk size` shows what takes room",
            abi.name()
        )),
        _ => Ok(()),
    }
}

/// Without the names of its functions. Written anew each time: it takes a moment.
fn stripped(whole: &Path, abi: Abi, folder: &Path, strip: &str) -> Result<PathBuf, String> {
    let lib = folder.join("lib").join(abi.name());
    std::fs::create_dir_all(&lib).map_err(|e| format!("{}: {e}", lib.display()))?;
    let stripped = lib.join(FILE);
    let status = Command::new(strip)
        .arg("--strip-all")
        .arg("-o")
        .arg(&stripped)
        .arg(whole)
        .status()
        .map_err(|e| format!("{strip} does not start: {e}"))?;
    match status.success() {
        true => Ok(stripped),
        false => Err(format!("{strip} {}: failed ({status})", whole.display())),
    }
}

pub fn size(file: &Path) -> Result<u64, String> {
    let about = std::fs::metadata(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(about.len())
}

/// Where everything for phones is built: apart from this machine's own, because the compiler is another.
pub fn folder() -> PathBuf {
    root().join(target()).join("apk").join("native")
}

/// The folders that would else be named in the library (in a panic's place), with what is written instead.
pub fn places(rust_src: Option<&Path>) -> Result<Vec<Place>, String> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(std::env::var_os("HOME").ok_or("neither CARGO_HOME nor HOME is set")?).join(".cargo"),
    };
    let mut places = vec![
        Place {
            from: root(),
            to: "/ruhu",
        },
        Place {
            from: folder(),
            to: "/built",
        },
        Place {
            from: home,
            to: "/cargo",
        },
    ];
    places.extend(rust_src.map(|from| Place {
        from: from.to_owned(),
        to: "/rust",
    }));
    Ok(places)
}

/// The settings of cargo that both toolchains share. What the caller's cargo or user set must not leak in: the library
/// would not be the same.
pub fn settings(cargo: &mut Command, abi: Abi, folder: &Path, places: &[Place], cc: &str, c_flags: &[String]) {
    for leak in [
        "LD_LIBRARY_PATH",
        "RUSTFLAGS",
        "CFLAGS",
        "RUSTC",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTUP_TOOLCHAIN",
    ] {
        cargo.env_remove(leak);
    }
    let remapped = places
        .iter()
        .map(|place| format!("--remap-path-prefix={}={}", place.from.display(), place.to));
    let flags: Vec<String> = FOR_SIZE.iter().map(|flag| (*flag).to_owned()).chain(remapped).collect();
    let mapped = places
        .iter()
        .map(|place| format!("-ffile-prefix-map={}={}", place.from.display(), place.to));
    let c_flags: Vec<String> = c_flags
        .iter()
        .cloned()
        .chain(mapped)
        .map(|flag| quoted(&flag))
        .collect();
    let variable = abi.variable();
    cargo
        .current_dir(root())
        .env("CARGO_TARGET_DIR", folder)
        // Flags apart by a character that no path has.
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env(format!("CC_{variable}"), cc)
        .env(format!("CFLAGS_{variable}"), c_flags.join(" "))
        // `cc` reads flags as a shell does: a folder may have spaces.
        .env("CC_SHELL_ESCAPED_FLAGS", "1");
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_of_one_byte_more_than_the_gate_is_refused() {
        assert_eq!(weighed(Abi::Arm64, GATE), Ok(()));
        let said = weighed(Abi::Arm64, GATE + 1).expect_err("it is refused");
        assert!(said.contains("weighs 4800001 bytes, more than 4800000"), "{said}");
    }

    #[test]
    fn a_folder_with_a_quote_is_one_word_of_a_shell() {
        assert_eq!(quoted("-I/a b/it's"), r"'-I/a b/it'\''s'");
    }
}
