//! Our statement of bionic (`android/ndkless/include`) is written by hand. Here it is held to another: the `libc` crate's,
//! for both ABIs. Clang says what the headers' numbers come to, the Rust compiler compares each with the crate's.

mod facts;

use super::abi::Abi;
use super::native;
use super::ndkless::{self, CARGO, CLANG, RUSTC};
use crate::run::command;
use facts::Fact;
use std::path::{Path, PathBuf};
use std::process::Output;

/// The headers agree for each ABI; headers that were spoilt on purpose do not.
pub fn check() -> Result<(), String> {
    ndkless::set_up()?;
    let list = ndkless::folder().join("abicheck").join("facts.txt");
    let text = std::fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let facts = facts::parse(&text).map_err(|e| format!("{}: {e}", list.display()))?;
    let headers = ndkless::folder().join("include");
    for abi in Abi::ALL {
        println!("\n== apk: our statement of bionic for {}", abi.name());
        let out = compared(&facts, abi, &headers)?;
        if !out.status.success() {
            return Err(format!(
                "android/ndkless/include differs from the crate `libc`:\n{}",
                String::from_utf8_lossy(&out.stderr)
            ));
        }
        println!("{} facts, all as the crate `libc` has them", facts.len());
    }
    spoilt(&facts, &headers)
}

/// A check that sees nothing passes everything: with one type of another size it must refuse.
fn spoilt(facts: &[Fact], headers: &Path) -> Result<(), String> {
    println!("\n== apk: a spoilt statement is refused (this must fail)");
    let copy = folder().join("spoilt");
    for entry in std::fs::read_dir(headers.join("sys")).map_err(|e| format!("{}: {e}", headers.display()))? {
        let from = entry.map_err(|e| e.to_string())?.path();
        let text = std::fs::read_to_string(&from).map_err(|e| format!("{}: {e}", from.display()))?;
        write(
            &copy.join("sys").join(from.file_name().unwrap_or_default()),
            &text.replace("typedef long off_t;", "typedef int off_t;"),
        )?;
    }
    let out = compared(facts, Abi::Arm64, &copy)?;
    let said = String::from_utf8_lossy(&out.stderr);
    match !out.status.success() && said.contains("sizeof off_t: the header says 4") {
        true => {
            println!("refused, as it must be");
            Ok(())
        }
        false => Err(format!(
            "headers whose off_t has 4 bytes were not refused for that:\n{said}"
        )),
    }
}

/// Compiles the comparison.
fn compared(facts: &[Fact], abi: Abi, headers: &Path) -> Result<Output, String> {
    let values = values(facts, abi, headers)?;
    let asserted = folder().join(abi.name()).join("facts.rs");
    write(&asserted, &facts::assertions(facts, &values))?;
    command(CARGO)
        .args(["check", "--quiet", "--locked", "--package", "ruhu-abicheck"])
        .args(["--target", abi.target(), "-Zbuild-std=core"])
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", native::folder())
        .env("RUHU_ABI_FACTS", &asserted)
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("RUSTUP_TOOLCHAIN")
        .output()
        .map_err(|e| format!("{CARGO} does not start: {e}"))
}

/// What the headers' side comes to: clang writes it into an object's constants, 8 bytes each.
fn values(facts: &[Fact], abi: Abi, headers: &Path) -> Result<Vec<i64>, String> {
    let folder = folder().join(abi.name());
    let (c, object, bytes) = (folder.join("facts.c"), folder.join("facts.o"), folder.join("facts.bin"));
    write(&c, &facts::source(facts))?;
    // The first folder wins: a spoilt header hides the good one.
    done(
        command(CLANG)
            .arg(format!("-isystem{}", headers.display()))
            .args(ndkless::c_flags(abi))
            .arg("-c")
            .arg(&c)
            .arg("-o")
            .arg(&object)
            .output(),
        "clang on the facts",
    )?;
    done(
        command("/usr/bin/llvm-objcopy-19")
            .args(["--output-target=binary", "--only-section=.rodata"])
            .arg(&object)
            .arg(&bytes)
            .output(),
        "llvm-objcopy on the facts",
    )?;
    let bytes = std::fs::read(&bytes).map_err(|e| format!("{}: {e}", bytes.display()))?;
    let (values, rest) = bytes.as_chunks::<8>();
    match values.len() == facts.len() && rest.is_empty() {
        true => Ok(values.iter().map(|value| i64::from_le_bytes(*value)).collect()),
        false => Err(format!("clang wrote {} bytes for {} facts", bytes.len(), facts.len())),
    }
}

fn done(out: std::io::Result<Output>, step: &str) -> Result<(), String> {
    let out = out.map_err(|e| format!("{step}: {e}"))?;
    match out.status.success() {
        true => Ok(()),
        false => Err(format!("{step}: {}", String::from_utf8_lossy(&out.stderr).trim())),
    }
}

fn folder() -> PathBuf {
    native::folder().join("abicheck")
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    let parent = file.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(file, text))
        .map_err(|e| format!("{}: {e}", file.display()))
}
