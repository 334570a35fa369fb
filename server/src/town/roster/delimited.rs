//! CSV to cells: UTF-8 with or without its mark, UTF-16 with one, else GB18030; comma, tab or semicolon.
//! A row's number is the line on which its record starts, so that it is found again in any editor.

use super::cell::{Cell, Hidden, Sheet, SheetRow};
use super::error::RosterError;
use super::workbook::{LONGEST_TEXT, MOST_COLUMNS, MOST_KEPT};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The name of a delimited text's only sheet.
pub const CSV: &str = "CSV";

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
        name: CSV.to_owned(),
        rows,
        visible: true,
        hidden: Hidden::default(),
    })
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, RosterError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return match failed {
            true => Err(unreadable(encoding, bytes, mark)),
            false => Ok(text),
        };
    }
    if let Some(looks) = looks_like(bytes) {
        return Err(RosterError::NotASpreadsheet { looks });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    // UTF-8 with a lost byte often decodes as GB18030 too, to other words: what is mostly UTF-8 is never read as that.
    if is_mostly_utf8(bytes) {
        return Err(unreadable(UTF_8, bytes, 0));
    }
    let (text, failed) = GB18030.decode_without_bom_handling(bytes);
    if failed {
        Err(unreadable(GB18030, bytes, 0))
    } else {
        Ok(text)
    }
}

/// Whether the bytes over 0x7F are UTF-8 sequences but for a few. GB18030 text has runs of pairs, which seldom are.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad.saturating_mul(4)
}

/// Where the first byte stands that the encoding does not have.
fn unreadable(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> RosterError {
    let offset = mark + first_bad(encoding, &bytes[mark..]);
    let before = &bytes[..offset.min(bytes.len())];
    let wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    let line_feeds = match wide {
        true => before[mark.min(before.len())..]
            .chunks(2)
            .filter(|pair| matches!(pair, [b'\n', 0] | [0, b'\n']))
            .count(),
        false => before.iter().filter(|byte| **byte == b'\n').count(),
    };
    RosterError::UnknownText {
        encoding: match encoding == GB18030 {
            true => "GB18030",
            false => encoding.name(),
        },
        line: line_feeds + 1,
        offset,
    }
}

fn first_bad(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .err()
            .map_or(bytes.len(), |error| error.valid_up_to());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or_default();
    let mut sink = vec![0; room];
    let (result, read, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut sink, true);
    match result {
        DecoderResult::Malformed(bad, after) => read.saturating_sub(usize::from(bad) + usize::from(after)),
        DecoderResult::InputEmpty | DecoderResult::OutputFull => read,
    }
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

/// The most separators of a line: the parser keeps a place for each.
const MOST_FIELDS: usize = 100_000;

fn within_its_width(text: &str, separator: u8) -> Result<(), RosterError> {
    let mut fields = 0;
    for byte in text.bytes() {
        if byte == b'\n' {
            fields = 0;
        } else if byte == separator {
            fields += 1;
        }
        if fields > MOST_FIELDS {
            return Err(RosterError::Swells {
                detail: format!("a line of over {MOST_FIELDS} columns"),
            });
        }
    }
    Ok(())
}

fn records(text: &str, separator: u8) -> Result<Vec<SheetRow>, RosterError> {
    within_its_width(text, separator)?;
    let mut kept = 0usize;
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
        let most = usize::try_from(MOST_COLUMNS).unwrap_or(usize::MAX);
        let cells: Vec<Cell> = record
            .iter()
            .take(most)
            .map(|field| Cell::Text(field.to_owned()))
            .collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            // Each text is a piece of memory of its own, which takes some bytes more than the text.
            kept += size_of::<SheetRow>() + record.as_slice().len() + cells.len() * (size_of::<Cell>() + 24);
            if kept > MOST_KEPT {
                return Err(RosterError::Swells {
                    detail: format!("over {} MB of cells", MOST_KEPT >> 20),
                });
            }
            rows.push(SheetRow {
                number,
                cells,
                merged: BTreeSet::new(),
            });
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
