//! A workbook is a zip, and a zip can swell a thousandfold. Before anything parses it, every entry is inflated once
//! into nothing and counted, against limits that no real roster comes near; declared sizes are not believed.

use super::error::RosterError;
use std::io::{Cursor, Read, Write};

/// The most bytes all entries may inflate to: 20,000 households are about 40 MB of XML.
const MOST_INFLATED: u64 = 512 << 20;
/// Below this size a high ratio is harmless (and blank rows do compress well), in bytes.
const RATIO_ASKED_ABOVE: u64 = 64 << 20;
/// The most an archive may swell: real sheets swell 5 to 40 times.
const MOST_RATIO: u64 = 200;
/// The most entries: a workbook has some dozens.
const MOST_ENTRIES: usize = 5_000;

/// What an archive holds, by its entries' names.
pub enum Archive {
    /// `xl/workbook.xml` is there.
    Workbook,
    /// A zip of another kind.
    Other(&'static str),
}

/// The most elements of a sheet: 65,536 rows of 30 columns have ten million.
const MOST_IN_A_SHEET: u64 = 64_000_000;
/// The most of any other part, which is kept in memory whole: 20,000 households with 20 texts each have two million.
const MOST_ELSEWHERE: u64 = 8_000_000;

/// Counts the elements of a part as it is inflated: each takes memory, however few bytes it has.
struct Elements {
    seen: u64,
    most: u64,
}

impl Elements {
    fn of(name: &str) -> Self {
        let sheet = name.to_ascii_lowercase().contains("worksheets/");
        Self {
            seen: 0,
            most: if sheet { MOST_IN_A_SHEET } else { MOST_ELSEWHERE },
        }
    }
    fn too_many(&self) -> bool {
        self.seen > self.most
    }
}

impl Write for Elements {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let found = bytes.iter().filter(|byte| **byte == b'<').count();
        self.seen += u64::try_from(found).unwrap_or(u64::MAX);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Inflates every entry once and counts.
///
/// # Errors
/// `Swells` when a limit is passed, `Damaged` when the archive cannot be read.
pub fn inspect(bytes: &[u8]) -> Result<Archive, RosterError> {
    let damaged = |detail: String| RosterError::Damaged { detail };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(e.to_string()))?;
    if archive.len() > MOST_ENTRIES {
        return Err(RosterError::Swells {
            detail: format!("{} entries", archive.len()),
        });
    }
    let most = MOST_INFLATED;
    let allowed_by_ratio = u64::try_from(bytes.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(MOST_RATIO)
        .max(RATIO_ASKED_ABOVE);
    let mut inflated = 0u64;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                RosterError::Encrypted
            }
            other => damaged(other.to_string()),
        })?;
        let mut counted = Elements::of(&String::from_utf8_lossy(entry.name_raw()));
        let room = most.min(allowed_by_ratio).saturating_sub(inflated);
        // One byte more than there is room for tells "full" from "too much".
        let read = std::io::copy(&mut entry.take(room + 1), &mut counted).map_err(|e| damaged(e.to_string()))?;
        inflated += read;
        if counted.too_many() {
            return Err(RosterError::Swells {
                detail: format!("over {} elements in one part", counted.most),
            });
        }
        if read > room {
            let limit = if allowed_by_ratio < most {
                format!("over {MOST_RATIO} times its size")
            } else {
                format!("over {} MB", most >> 20)
            };
            return Err(RosterError::Swells { detail: limit });
        }
    }
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|raw| {
            String::from_utf8_lossy(raw)
                .replace('\\', "/")
                .trim_start_matches('/')
                .to_ascii_lowercase()
        })
        .collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    Ok(if has("xl/workbook.xml") {
        Archive::Workbook
    } else if has("xl/workbook.bin") {
        Archive::Other(".xlsb")
    } else if has("word/document.xml") {
        Archive::Other("Word")
    } else if has("ppt/presentation.xml") {
        Archive::Other("PowerPoint")
    } else if has("content.xml") {
        Archive::Other("OpenDocument")
    } else {
        Archive::Other("zip")
    })
}
