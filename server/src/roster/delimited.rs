//! CSV to cells: UTF-8 with or without its mark, UTF-16 with one, else GB18030; comma, tab or semicolon.
//! A row's number is the line on which its record starts, so that it is found again in any editor.

use super::cell::{Cell, Sheet, SheetRow};
use super::error::RosterError;
use super::workbook::LONGEST_TEXT;
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// The one sheet of a delimited text.
///
/// # Errors
/// The bytes are no text, or no delimited one.
pub fn read(bytes: &[u8]) -> Result<Sheet, RosterError> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(RosterError::Empty);
    }
    let start = text.trim_start().get(..16).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<table") {
        return Err(RosterError::NotASpreadsheet { looks: "HTML" });
    }
    if start.starts_with("<?xml") {
        return Err(RosterError::NotASpreadsheet { looks: "XML" });
    }
    let rows = records(&text, separator(&text))?;
    if rows.is_empty() {
        return Err(RosterError::Empty);
    }
    Ok(Sheet {
        name: "CSV".to_owned(),
        rows,
    })
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, RosterError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if failed && encoding == UTF_8 {
            Err(unknown_text(&text))
        } else {
            Ok(text)
        };
    }
    if let Some(looks) = looks_like(bytes) {
        return Err(RosterError::NotASpreadsheet { looks });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let (text, failed) = GB18030.decode_without_bom_handling(bytes);
    if failed { Err(unknown_text(&text)) } else { Ok(text) }
}

/// Names the common files that are no text. A text holds no NUL byte.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", "PDF"),
        (&[0xFF, 0xD8, 0xFF], "JPEG"),
        (&[0x89, b'P', b'N', b'G'], "PNG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (&[0x37, 0x7A, 0xBC, 0xAF], "7z"),
        (&[0x1F, 0x8B], "gzip"),
        (b"SQLite format 3", "SQLite"),
    ];
    let known = KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, looks)| *looks);
    known.or_else(|| bytes.contains(&0).then_some("二进制 binary"))
}

fn unknown_text(decoded: &str) -> RosterError {
    let before = decoded.split('\u{FFFD}').next().unwrap_or_default();
    RosterError::UnknownText {
        line: before.matches('\n').count() + 1,
    }
}

/// The separator most often seen outside quotes in the first lines.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0u32), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(64 << 10) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(sep, _)| *sep == byte)
                .for_each(|(_, n)| *n += 1),
        }
    }
    // Of equals the earlier in the list stands: a comma unless another is truly more frequent.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(sep, _)| *sep)
}

fn records(text: &str, separator: u8) -> Result<Vec<SheetRow>, RosterError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut lines = LineCounter { text, at: 0, line: 1 };
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let more = reader
            .read_record(&mut record)
            .map_err(|e| RosterError::Damaged { detail: e.to_string() })?;
        if !more {
            return Ok(rows);
        }
        let number = lines.line_of_record(from);
        if record
            .iter()
            .any(|field| field.len() > LONGEST_TEXT && field.chars().count() > LONGEST_TEXT)
        {
            return Err(RosterError::UnclosedQuote { line: number });
        }
        let cells: Vec<Cell> = record.iter().map(|field| Cell::Text(field.to_owned())).collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            rows.push(SheetRow { number, cells });
        }
    }
}

/// Counts lines up to where a record begins. The reader's own count stands still over blank lines.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// `from` is where the reader stood before the record: line ends it has yet to skip may follow.
    fn line_of_record(&mut self, from: usize) -> u32 {
        let bytes = self.text.as_bytes();
        let mut start = from.min(bytes.len());
        while start < bytes.len() && matches!(bytes[start], b'\r' | b'\n') {
            start += 1;
        }
        while self.at < start {
            // A carriage return before a line feed is half of one line end.
            let ends = match bytes[self.at] {
                b'\n' => true,
                b'\r' => bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u32::from(ends);
            self.at += 1;
        }
        self.line
    }
}
