//! Somebody has been at a copy of the pack: a record is made to say another thing, a byte of a photo is changed. The
//! pack itself is not touched: a copy's files are links until one is replaced.

use crate::failure::{Done, Failure, While};
use ruhu_server::pack::verify::{Finding, verify};
use std::fs;
use std::path::{Path, PathBuf};

/// One tampering, and what the verifier said of it.
pub struct Caught {
    /// What was done, in Chinese.
    pub zh: &'static str,
    /// What was done.
    pub en: &'static str,
    /// The file it was done to, from the pack's root.
    pub file: String,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Caught {
    /// Whether a finding names the file.
    pub fn named(&self) -> bool {
        self.findings.iter().any(|finding| finding.place.contains(&self.file))
    }
}

/// Tampers with copies of the pack in `dir`, in two ways, and verifies each.
pub fn tamper(pack: &Path, dir: &Path) -> Done<Vec<Caught>> {
    let photo = first_photo(pack)?;
    Ok(vec![
        caught(
            pack,
            &dir.join("tampered-1"),
            "data/records.jwsl",
            &mut edit_a_record,
            (
                "一条走访记录被改了一个字符",
                "one character of a visit's record was changed",
            ),
        )?,
        caught(
            pack,
            &dir.join("tampered-2"),
            &photo,
            &mut change_a_byte,
            ("一张照片被改了一个字节", "one byte of a photo was changed"),
        )?,
    ])
}

fn caught(
    pack: &Path,
    copy: &Path,
    file: &str,
    change: &mut dyn FnMut(&mut [u8]) -> Done<()>,
    (zh, en): (&'static str, &'static str),
) -> Done<Caught> {
    let doing = "篡改副本 tampering with a copy";
    link_folder(pack, copy).when(doing)?;
    let path = copy.join(file);
    let mut bytes = fs::read(&path).when(doing)?;
    change(&mut bytes)?;
    fs::remove_file(&path)
        .and_then(|()| fs::write(&path, bytes))
        .when(doing)?;
    let report = verify(copy, None).when("核验副本 verifying the copy")?;
    fs::remove_dir_all(copy).when(doing)?;
    Ok(Caught {
        zh,
        en,
        file: file.to_owned(),
        findings: report.findings,
    })
}

/// Exchanges a character in the middle of a record's payload.
fn edit_a_record(bytes: &mut [u8]) -> Done<()> {
    let line_end = |from: usize| bytes[from..].iter().position(|b| *b == b'\n').map(|at| from + at);
    let middle = bytes.len() / 2;
    let start = line_end(middle)
        .map(|end| end + 1)
        .filter(|start| *start < bytes.len())
        .unwrap_or_default();
    let end = line_end(start).unwrap_or(bytes.len());
    let at = (start + end) / 2;
    bytes[at] = if bytes[at] == b'Q' { b'R' } else { b'Q' };
    Ok(())
}

fn change_a_byte(bytes: &mut [u8]) -> Done<()> {
    let at = bytes.len() / 2;
    match bytes.get_mut(at) {
        Some(byte) => {
            *byte ^= 1;
            Ok(())
        }
        None => Err(Failure::new("篡改副本 tampering with a copy", "the photo is empty")),
    }
}

fn first_photo(pack: &Path) -> Done<String> {
    let doing = "找一张照片 looking for a photo";
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(pack.join("data/photos")).when(doing)? {
        names.push(entry.when(doing)?.path());
    }
    let first = names.iter().min().and_then(|path| path.file_name());
    match first {
        Some(name) => Ok(format!("data/photos/{}", name.to_string_lossy())),
        None => Err(Failure::new(doing, "the pack has no photos")),
    }
}

/// A copy whose files are links to the pack's, or copies where the disk knows no links.
fn link_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => link_folder(&entry.path(), &target)?,
            false => fs::hard_link(entry.path(), &target).or_else(|_| fs::copy(entry.path(), &target).map(drop))?,
        }
    }
    Ok(())
}
