//! Stub libraries: they define, and do nothing. The linker finds in them the names that Android 8.0 has, and no other:
//! a name that it lacks is an error of the link.

use super::abi::{API, Abi};
use super::elf;
use super::ndkless::CLANG;
use crate::run::command;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Makes the stubs of this ABI where they are not the newest; answers their folder.
pub fn make(abi: Abi, target: &Path) -> Result<PathBuf, String> {
    let folder = target.join("stubs").join(abi.name());
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for library in elf::SYSTEM {
        stub(abi, &folder, library)?;
    }
    // Rust's standard library asks for it; the crate `unwinding` has what it would bring.
    let unwind = folder.join("libunwind.a");
    std::fs::write(&unwind, "INPUT()\n").map_err(|e| format!("{}: {e}", unwind.display()))?;
    Ok(folder)
}

fn stub(abi: Abi, folder: &Path, library: &str) -> Result<(), String> {
    let source = folder.join(library).with_extension("s");
    let so = folder.join(library);
    let mut text = ".section .note.GNU-stack,\"\",%progbits\n.text\n".to_owned();
    for name in elf::names(library)? {
        writeln!(text, ".globl {name}\n{name}:").expect("a string takes all");
    }
    text += ".byte 0\n";
    if so.exists() && std::fs::read_to_string(&source).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let told = |file: &Path, e: std::io::Error| format!("{}: {e}", file.display());
    if so.exists() {
        std::fs::remove_file(&so).map_err(|e| told(&so, e))?;
    }
    std::fs::write(&source, text).map_err(|e| told(&source, e))?;
    let out = command(CLANG)
        .arg(format!("--target={}{API}", abi.target()))
        .args(["--ld-path=/usr/bin/ld.lld-19", "-shared", "-nostdlib"])
        .arg(format!("-Wl,-soname,{library}"))
        .arg(&source)
        .arg("-o")
        .arg(&so)
        .output()
        .map_err(|e| format!("{CLANG} does not start: {e}"))?;
    match out.status.success() {
        true => Ok(()),
        false => Err(format!(
            "the stub of {library}: {}",
            String::from_utf8_lossy(&out.stderr).trim()
        )),
    }
}
