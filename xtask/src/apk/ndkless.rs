//! Without the NDK: Debian's Rust builds its own standard library from source, Debian's clang compiles C against our
//! statement of bionic, and links against stub libraries that define the names Android 8.0 has. See the README there.

use super::abi::{API, Abi};
use super::native::{self, Toolchain};
use super::stubs;
use crate::run::{command, root, run};
use crate::setup::apt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's packages, each with a file that is there when it is.
const PACKAGES: [(&str, &str); 6] = [
    ("rustc-web", RUSTC),
    ("cargo-web", CARGO),
    ("rust-web-src", SOURCES),
    ("clang-19", CLANG),
    ("lld-19", "/usr/bin/ld.lld-19"),
    ("llvm-19", STRIP),
];
/// As cargo names it to the compiler: a link to the folder of that version.
const SOURCES: &str = "/usr/lib/rustlib/src/rust";
pub const RUSTC: &str = "/usr/bin/rustc";
pub const CARGO: &str = "/usr/bin/cargo";
pub const CLANG: &str = "/usr/bin/clang-19";
const STRIP: &str = "/usr/bin/llvm-strip-19";
const READELF: &str = "/usr/bin/llvm-readelf-19";

/// Installs what is missing.
pub fn set_up() -> Result<(), String> {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, file)| !Path::new(file).exists())
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("the core for phones is built with Debian's {}", missing.join(", "));
    apt(&missing)
}

/// Our statement of bionic, the linker and the lists.
pub fn folder() -> PathBuf {
    root().join("android").join("ndkless")
}

/// How clang compiles C for this ABI.
pub fn c_flags(abi: Abi) -> Vec<String> {
    vec![
        format!("--target={}{API}", abi.target()),
        "-nostdlibinc".to_owned(),
        format!("-isystem{}", folder().join("include").display()),
        "-fPIC".to_owned(),
        // A function that our headers do not state is an error, not a guess.
        "-Werror=implicit-function-declaration".to_owned(),
    ]
}

pub fn toolchain(abi: Abi, target: &Path) -> Result<Toolchain, String> {
    set_up()?;
    let stubs = stubs::make(abi, target)?;
    let mut cargo = command(CARGO);
    native::settings(
        &mut cargo,
        abi,
        target,
        &native::places(Some(Path::new(SOURCES)))?,
        CLANG,
        &c_flags(abi),
    );
    let variable = abi.variable();
    cargo
        .env("RUSTC", RUSTC)
        // Allows the three `-Z` below, which build the standard library.
        .env("RUSTC_BOOTSTRAP", "1")
        .env(format!("AR_{variable}"), "/usr/bin/llvm-ar-19")
        .env(
            format!("CARGO_TARGET_{}_LINKER", variable.to_uppercase()),
            folder().join("linker"),
        )
        .env("RUHU_LINK_TARGET", format!("{}{API}", abi.target()))
        .env("RUHU_STUBS", stubs);
    forget_what_stood_on_another_statement(target, &cargo)?;
    let more = [
        "--features",
        "unwinder",
        "-Zbuild-std=std",
        "-Zbuild-std-features=panic-unwind,optimize_for_size",
    ];
    Ok(Toolchain {
        cargo,
        more: more.map(str::to_owned).to_vec(),
        strip: STRIP.to_owned(),
        readelf: READELF.to_owned(),
    })
}

/// Cargo does not know that C was compiled by our headers and the library linked by our lists: when they change, what
/// stood on them is built again. For all kinds of processor at once: they share the build scripts.
fn forget_what_stood_on_another_statement(target: &Path, cargo: &Command) -> Result<(), String> {
    let mut now = String::new();
    for part in ["include", "api26", "linker"] {
        state(&folder().join(part), &mut now)?;
    }
    let mark = target.join("stubs").join("statement.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|before| before == now) {
        return Ok(());
    }
    if Abi::ALL.iter().any(|abi| target.join(abi.target()).exists()) {
        let mut clean = command(CARGO);
        for (name, value) in cargo.get_envs() {
            match value {
                Some(value) => clean.env(name, value),
                None => clean.env_remove(name),
            };
        }
        run(
            "apk: what stood on another statement of bionic goes",
            clean
                .args(["clean", "--quiet", "--locked", "--profile", native::PROFILE])
                .args(Abi::ALL.iter().flat_map(|abi| ["--target", abi.target()]))
                .args([
                    "--package",
                    "ruhu-uniffi",
                    "--package",
                    "sqlite3mc-link",
                    "--package",
                    "ring",
                ]),
        )?;
    }
    std::fs::write(&mark, now).map_err(|e| format!("{}: {e}", mark.display()))
}

/// A file's text, or that of all files of a folder, in the order of their names.
fn state(path: &Path, text: &mut String) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    if !path.is_dir() {
        *text += &std::fs::read_to_string(path).map_err(told)?;
        return Ok(());
    }
    let entries: Result<Vec<_>, _> = std::fs::read_dir(path).map_err(told)?.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(told)?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().try_for_each(|path| state(path, text))
}
