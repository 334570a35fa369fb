//! `cargo xtask apk size`: what takes room in the core for most phones, by section and by crate. `docs/size.md` keeps the
//! reasons.

use super::abi::Abi;
use super::native::{self, GATE};
use crate::run::command;
use std::collections::BTreeMap;
use std::path::Path;

/// So many lines of the table of crates.
const LINES: usize = 25;

pub fn size() -> Result<(), String> {
    let library = native::library(Abi::Arm64)?;
    let whole = native::size(&library.stripped)?;
    println!("\n{whole} bytes of {GATE}\n\n| section | bytes |\n|---|---|");
    let headers = output("readelf", &["--wide", "--section-headers"], &library.stripped)?;
    for (name, bytes) in by_size(sections(&headers)) {
        println!("| `{name}` | {bytes} |");
    }
    println!("\n| code and constants with a name, by crate | bytes |\n|---|---|");
    let words = ["--print-size", "--demangle", "--defined-only"];
    let names = output("llvm-nm-19", &words, &library.whole)?;
    for (name, bytes) in by_size(crates(&names)).into_iter().take(LINES) {
        println!("| {name} | {bytes} |");
    }
    Ok(())
}

fn output(program: &str, words: &[&str], file: &Path) -> Result<String, String> {
    let out = command(program)
        .args(words)
        .arg(file)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .map_err(|e| format!("{program} does not start: {e}"))?;
    match out.status.success() {
        true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
        false => Err(format!("{program}: {}", String::from_utf8_lossy(&out.stderr).trim())),
    }
}

fn by_size(sizes: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut all: Vec<_> = sizes.into_iter().filter(|(_, bytes)| *bytes > 0).collect();
    all.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    all
}

/// `[ 8] .rodata PROGBITS address offset size ...`; what takes no room in the file is left out.
fn sections(text: &str) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for line in text.lines() {
        let Some((_, rest)) = line
            .trim_start()
            .strip_prefix('[')
            .and_then(|line| line.split_once(']'))
        else {
            continue;
        };
        if let [name, kind, _, _, size, ..] = rest.split_whitespace().collect::<Vec<_>>()[..]
            && kind != "NOBITS"
            && let Ok(size) = u64::from_str_radix(size, 16)
        {
            sizes.insert(name.to_owned(), size);
        }
    }
    sizes
}

/// `address size kind name`: two names for one place are counted once.
fn crates(text: &str) -> BTreeMap<String, u64> {
    let mut places = BTreeMap::new();
    for line in text.lines() {
        let mut parts = line.splitn(4, ' ');
        if let (Some(at), Some(size), Some(_), Some(name)) = (parts.next(), parts.next(), parts.next(), parts.next())
            && let Ok(size) = u64::from_str_radix(size, 16)
        {
            places.entry(at).or_insert((size, name));
        }
    }
    let mut sizes = BTreeMap::new();
    for (size, name) in places.into_values() {
        *sizes.entry(home(name)).or_default() += size;
    }
    sizes
}

/// The crate of a function by its name: `<a::B as c::D>::e` is a's; a name without `::` is C's or assembly's.
fn home(name: &str) -> String {
    let bare = name
        .trim_start_matches(['<', '&', '*', '(', '[', ' '])
        .trim_start_matches("dyn ")
        .trim_start_matches("mut ");
    match bare.split_once("::") {
        Some((first, _)) if first.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => first.to_owned(),
        _ if name.starts_with("uniffi_") || name.starts_with("ffi_") => "what Kotlin calls (UniFFI)".to_owned(),
        _ if name.contains("ring_core") || name.starts_with("ecp_nistz256") => "ring's C and assembly".to_owned(),
        _ => "SQLite and other C".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_counted_for_its_crate() {
        let text = "\
            0000000000000010 0000000000000008 t <ruhu_core::a::B as core::fmt::Debug>::fmt\n\
            0000000000000010 0000000000000008 t <ruhu_core::a::C as core::fmt::Debug>::fmt\n\
            0000000000000020 0000000000000010 T sqlite3_open\n\
            0000000000000040 0000000000000004 t alloc::vec::from\n";
        let expected = [("SQLite and other C", 16), ("alloc", 4), ("ruhu_core", 8)];
        let expected: BTreeMap<String, u64> = expected.map(|(name, bytes)| (name.to_owned(), bytes)).into();
        assert_eq!(crates(text), expected);
    }

    #[test]
    fn a_section_without_bytes_in_the_file_is_left_out() {
        let text =
            "  [ 8] .rodata PROGBITS 0000 0000 00ff 00 A 0 0 16\n  [20] .bss NOBITS 0000 0000 0100 00 WA 0 0 8\n";
        assert_eq!(sections(text), BTreeMap::from([(".rodata".to_owned(), 255)]));
    }
}
