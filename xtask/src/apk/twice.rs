//! The same bytes from the same source: everything is built a second time in another folder, with a space and Chinese
//! letters in its name and crates downloaded anew, and compared byte for byte.

use super::abi::Abi;
use super::native;
use crate::run::{command, root, run, target};
use std::path::Path;

/// The cores of both ABIs, here and there.
pub fn natives() -> Result<(), String> {
    let here = native::build(&Abi::ALL)?;
    let copy = root().join(target()).join("twice").join("第二 村");
    copy_source(&copy)?;
    there(&copy, &["apk", "native"])?;
    for library in here {
        let path = library.stripped.strip_prefix(root()).map_err(|_| {
            "the second build looks into its own target folder: run it without CARGO_TARGET_DIR".to_owned()
        })?;
        same(&library.stripped, &copy.join(path))?;
    }
    Ok(())
}

/// Runs a command of the copy's own xtask, as if somebody else had just cloned it.
fn there(copy: &Path, words: &[&str]) -> Result<(), String> {
    run(
        &format!("twice: in {}", copy.display()),
        command("cargo")
            .args(["xtask"])
            .args(words)
            .current_dir(copy)
            .env("CARGO_HOME", copy.with_file_name("cargo 之家"))
            .env_remove("CARGO_TARGET_DIR"),
    )
}

/// The sources as git knows them, and as they stand now, in this folder, which is made anew: nothing that an earlier run
/// built there is taken over.
pub fn copy_source(copy: &Path) -> Result<(), String> {
    if copy.exists() {
        std::fs::remove_dir_all(copy).map_err(|e| format!("{}: {e}", copy.display()))?;
    }
    let listed = command("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .map_err(|e| format!("git does not start: {e}"))?;
    if !listed.status.success() {
        return Err(format!(
            "git ls-files: {}",
            String::from_utf8_lossy(&listed.stderr).trim()
        ));
    }
    let names = String::from_utf8(listed.stdout).map_err(|_| "a file's name is not UTF-8".to_owned())?;
    for name in names.split_terminator('\0') {
        let (from, to) = (root().join(name), copy.join(name));
        // Deleted and not yet committed.
        if !from.exists() {
            continue;
        }
        let parent = to.parent().unwrap_or(copy);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::copy(&from, &to))
            .map_err(|e| format!("{}: {e}", to.display()))?;
    }
    Ok(())
}

/// Two files of the same bytes, or where they part.
pub fn same(one: &Path, other: &Path) -> Result<(), String> {
    let read = |path: &Path| std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    let (a, b) = (read(one)?, read(other)?);
    match a.iter().zip(&b).position(|(a, b)| a != b) {
        None if a.len() == b.len() => {
            println!("the same {} bytes: {}", a.len(), one.display());
            Ok(())
        }
        None => Err(format!(
            "{} has {} bytes, {} has {}",
            one.display(),
            a.len(),
            other.display(),
            b.len()
        )),
        Some(at) => Err(format!(
            "{} and {} differ from byte {at} on: `diffoscope` shows in what",
            one.display(),
            other.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(name: &str, one: &[u8], other: &[u8]) -> Result<(), String> {
        let folder = target().join("twice-tests");
        std::fs::create_dir_all(&folder).expect("a folder");
        let (a, b) = (folder.join(format!("{name}.a")), folder.join(format!("{name}.b")));
        std::fs::write(&a, one).expect("one");
        std::fs::write(&b, other).expect("the other");
        same(&a, &b)
    }

    #[test]
    fn the_same_bytes_pass() {
        assert_eq!(files("same", b"abc", b"abc"), Ok(()));
    }

    #[test]
    fn one_other_byte_is_told_with_its_place() {
        let said = files("other", b"abc", b"abd").expect_err("it is refused");
        assert!(said.contains("differ from byte 2"), "{said}");
    }

    #[test]
    fn a_longer_file_is_told() {
        let said = files("longer", b"abc", b"abcd").expect_err("it is refused");
        assert!(said.contains("has 4"), "{said}");
    }
}
