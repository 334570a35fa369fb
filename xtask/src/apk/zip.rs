//! Reads where the entries of an APK lie. `android/apk/Pack.java` writes them; this is another hand, so that a mistake of
//! the writer does not pass for right.

use std::path::Path;

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub packing: Packing,
    /// Where its bytes begin in the APK.
    pub offset: usize,
    /// Its bytes in the APK, and unpacked.
    pub packed: usize,
    pub size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Stored,
    Deflated,
}

const END: &[u8] = b"PK\x05\x06";
const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const END_SIZE: usize = 22;
const CENTRAL_SIZE: usize = 46;
const LOCAL_SIZE: usize = 30;

/// All entries, in the order of the directory.
pub fn entries(apk: &Path) -> Result<Vec<Entry>, String> {
    let bytes = std::fs::read(apk).map_err(|e| format!("{}: {e}", apk.display()))?;
    of(&bytes).ok_or_else(|| format!("{}: is no ZIP file that can be read", apk.display()))
}

fn of(bytes: &[u8]) -> Option<Vec<Entry>> {
    let end = (0..=bytes.len().checked_sub(END_SIZE)?)
        .rev()
        .find(|&at| bytes[at..].starts_with(END))?;
    let count = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)?;
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at + 4)? != CENTRAL {
            return None;
        }
        let packing = match number(bytes, at + 10, 2)? {
            0 => Packing::Stored,
            8 => Packing::Deflated,
            _ => return None,
        };
        let name_length = number(bytes, at + 28, 2)?;
        let name = bytes.get(at + CENTRAL_SIZE..at + CENTRAL_SIZE + name_length)?;
        let local = number(bytes, at + 42, 4)?;
        if bytes.get(local..local + 4)? != LOCAL {
            return None;
        }
        found.push(Entry {
            name: String::from_utf8(name.to_vec()).ok()?,
            packing,
            offset: local + LOCAL_SIZE + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?,
            packed: number(bytes, at + 20, 4)?,
            size: number(bytes, at + 24, 4)?,
        });
        at += CENTRAL_SIZE + name_length + number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?;
    }
    Some(found)
}

/// Little-endian.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let part = bytes.get(at..at + length)?;
    Some(part.iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One stored file `a` with the bytes `xyz`, written by hand after the ZIP format's note.
    fn one_file() -> Vec<u8> {
        let mut zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\x21\0\xba\xb3\x07\xeb\x03\0\0\0\x03\0\0\0\x01\0\x02\0a".to_vec();
        zip.extend_from_slice(b"\0\0xyz");
        let directory = zip.len();
        zip.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\x21\0\xba\xb3\x07\xeb\x03\0\0\0\x03\0\0\0\x01\0");
        zip.extend_from_slice(&[0; 16]);
        zip.push(b'a');
        let size = zip.len() - directory;
        zip.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        for number in [size, directory] {
            zip.extend_from_slice(&u32::try_from(number).expect("it is small").to_le_bytes());
        }
        zip.extend_from_slice(&[0, 0]);
        zip
    }

    #[test]
    fn an_entry_begins_after_its_local_header_with_what_fills_it_up() {
        let zip = one_file();
        let found = of(&zip).expect("it is a ZIP file");
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].name.as_str(), found[0].packing, found[0].size),
            ("a", Packing::Stored, 3)
        );
        assert_eq!(&zip[found[0].offset..found[0].offset + 3], b"xyz");
    }

    #[test]
    fn what_is_cut_off_is_no_zip_file() {
        let zip = one_file();
        for length in 0..zip.len() {
            assert_eq!(of(&zip[..length]), None, "{length} bytes");
        }
    }
}
