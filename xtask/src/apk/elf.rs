//! What a shared library must be before it goes into an APK: read from the finished file by `readelf`, GNU's or LLVM's.
//! A phone's linker refuses most of what is checked here only when the app starts.

mod read;
#[cfg(test)]
mod tests;

use read::Image;

use super::abi::Abi;
use crate::run::root;
use std::collections::BTreeSet;
use std::path::Path;

/// Pages of the phones that have the largest.
const PAGE: u64 = 16 * 1024;

/// Android's own libraries that ours may need.
pub const SYSTEM: [&str; 4] = ["libc.so", "libm.so", "libdl.so", "liblog.so"];

/// Reads a library with each reader and says all that is wrong with it.
pub fn check(library: &Path, abi: Abi, readers: &[&str]) -> Result<(), String> {
    for reader in readers {
        let faults = found(library, abi, reader)?;
        if !faults.is_empty() {
            return Err(format!(
                "{} is not fit for a phone, says {reader}:\n  {}",
                library.display(),
                faults.join("\n  ")
            ));
        }
    }
    Ok(())
}

/// What is wrong with a library. An error: the reader could not read it.
pub fn found(library: &Path, abi: Abi, reader: &str) -> Result<Vec<String>, String> {
    let file = library.file_name().unwrap_or_default().to_string_lossy();
    Ok(faults(&Image::read(reader, library)?, abi, &file, &offered()?))
}

/// Every name that Android 8.0 offers to a library.
pub fn offered() -> Result<BTreeSet<String>, String> {
    let mut all = BTreeSet::new();
    for library in SYSTEM {
        all.extend(names(library)?);
    }
    Ok(all)
}

/// The names one of Android's libraries offers.
pub fn names(library: &str) -> Result<Vec<String>, String> {
    let list = root().join("android/ndkless/api26").join(library).with_extension("txt");
    let text = std::fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Each fault in a sentence that says how to mend it.
fn faults(image: &Image, abi: Abi, file: &str, offered: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut unless = |good: bool, fault: String| {
        if !good {
            faults.push(fault);
        }
    };
    unless(
        image.machine == abi.machine(),
        format!(
            "it is for {}, not for {} ({})",
            image.machine,
            abi.machine(),
            abi.name()
        ),
    );
    unless(
        image.kind == "DYN",
        format!("it is of the kind {}, not a shared library (DYN)", image.kind),
    );
    unless(
        image.soname.as_deref() == Some(file),
        format!("its SONAME is {:?}, not {file}: link with -soname", image.soname),
    );
    unless(
        image.build_id.is_some(),
        "it has no build id, so that a crash on a phone cannot be told to its build: link with --build-id".to_owned(),
    );
    for load in image.segments.iter().filter(|segment| segment.kind == "LOAD") {
        unless(
            load.align != 0 && load.align.is_multiple_of(PAGE),
            format!(
                "a LOAD segment is aligned to {:#x}, not to 16 KiB: link with -z max-page-size=16384",
                load.align
            ),
        );
    }
    unless(
        image.segments.iter().any(|segment| segment.kind == "LOAD"),
        "it has no LOAD segment: nothing in it would be loaded".to_owned(),
    );
    unless(
        image.segments.iter().any(|segment| segment.kind == "GNU_STACK"),
        "it does not say that its stack is not to be executed: link with -z noexecstack".to_owned(),
    );
    for segment in &image.segments {
        unless(
            !(segment.flags.contains('W') && segment.flags.contains('E')),
            format!("its {} segment can be written and executed", segment.kind),
        );
        unless(
            segment.kind != "TLS",
            "it has a TLS segment: bionic has none before Android 10; use pthread keys (-femulated-tls)".to_owned(),
        );
    }
    unless(
        !image.text_relocations,
        "it has text relocations, which Android refuses: compile all of it with -fPIC".to_owned(),
    );
    unless(
        !image.relr,
        "its relocations are packed as RELR, which Android knows from 9 on: link with --pack-dyn-relocs=android"
            .to_owned(),
    );
    unless(
        image.search_paths.is_empty(),
        format!("it names folders to search: {}", image.search_paths.join(", ")),
    );
    for needed in &image.needed {
        unless(
            SYSTEM.contains(&needed.as_str()),
            format!("it needs {needed}, which Android 8.0 does not offer to apps"),
        );
    }
    for name in image.undefined.iter().filter(|name| !offered.contains(*name)) {
        unless(
            false,
            format!("it calls {name}, which Android 8.0 does not have (android/ndkless/api26)"),
        );
    }
    faults
}
