//! What an .xls would take once it is read, worked out from its records before anything is read. The reader makes a
//! rectangle of each sheet, reads a sheet as often as the file lists it, and copies a shared text into each cell that
//! names it: some kilobytes of file can ask for gigabytes.

use crate::town::roster::error::RosterError;

/// The most memory that the cells of one workbook may take, in bytes; 65,536 rows of 30 columns take half of it.
const MOST: u64 = 320 << 20;
/// The most records that are looked at, each as often as a sheet with it is listed.
const MOST_RECORDS: u64 = 20_000_000;
/// A cell while its sheet is read, and its place in the rectangle, in bytes.
const CELL: u64 = 40;
const PLACE: u64 = 32;
/// A character takes at most so many bytes of UTF-8.
const CHARACTER: u64 = 3;
const LAST_COLUMN: u16 = 255;

/// Kinds of records ([MS-XLS] 2.3).
mod kind {
    pub const FORMULA: u16 = 0x06;
    pub const EOF: u16 = 0x0A;
    pub const NAME: u16 = 0x18;
    pub const CONTINUE: u16 = 0x3C;
    pub const BOUND_SHEET: u16 = 0x85;
    pub const MULRK: u16 = 0xBD;
    pub const MULBLANK: u16 = 0xBE;
    pub const RSTRING: u16 = 0xD6;
    pub const SST: u16 = 0xFC;
    pub const LABEL_SST: u16 = 0xFD;
    pub const DIMENSIONS: u16 = 0x200;
    pub const LABEL: u16 = 0x204;
    pub const STRING: u16 = 0x207;
    pub const BOF: u16 = 0x809;
    /// Number, boolean or error, and short number.
    pub const NUMBERS: [u16; 3] = [0x203, 0x205, 0x27E];
    /// Cells that only older or odd programs write, and blank ones: they are not read, their column is looked at.
    pub const OTHER_CELLS: [u16; 6] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x201];
}

/// Refuses a workbook whose cells would take more than [`MOST`], or lie past the last column.
///
/// # Errors
/// `Swells` past a limit, `Damaged` when a cell lies where no cell can, or the records break off.
pub(super) fn inspect(stream: &[u8]) -> Result<(), RosterError> {
    let mut globals = Globals::default();
    let mut spent = Spent::default();
    for record in records(stream) {
        spent.record()?;
        match record.kind {
            kind::EOF => break,
            kind::BOUND_SHEET => globals.sheets.extend(u32_at(record.body, 0)),
            kind::SST => globals.texts = lengths(&record, stream),
            // The name's length stands in its fourth byte.
            kind::NAME => globals.longest_name = globals.longest_name.max(record.body.get(3).copied().unwrap_or(0)),
            _ => {}
        }
    }
    for at in &globals.sheets {
        let from = usize::try_from(*at).unwrap_or(usize::MAX);
        sheet(stream.get(from..).unwrap_or_default(), &globals, &mut spent)?;
    }
    Ok(())
}

/// What the sheets share.
#[derive(Default)]
struct Globals {
    /// Where each sheet begins in the stream.
    sheets: Vec<u32>,
    /// Characters of each shared text.
    texts: Vec<u16>,
    /// Characters of the longest defined name.
    longest_name: u8,
}

/// What was counted so far.
#[derive(Default)]
struct Spent {
    bytes: u64,
    records: u64,
}

impl Spent {
    fn record(&mut self) -> Result<(), RosterError> {
        self.records += 1;
        match self.records > MOST_RECORDS {
            true => Err(swells("its sheets are listed again and again".to_owned())),
            false => Ok(()),
        }
    }
    fn take(&mut self, bytes: u64, what: impl FnOnce() -> String) -> Result<(), RosterError> {
        self.bytes = self.bytes.saturating_add(bytes);
        match self.bytes > MOST {
            true => Err(swells(what())),
            false => Ok(()),
        }
    }
}

fn swells(detail: String) -> RosterError {
    RosterError::Swells { detail }
}

/// Counts one sheet, from its begin to its end; what is embedded in it (a chart) is left out, as the reader does.
fn sheet(stream: &[u8], globals: &Globals, spent: &mut Spent) -> Result<(), RosterError> {
    let (mut cells, mut formulas) = (Span::default(), Span::default());
    let (mut begun, mut inside) = (false, 0u32);
    let mut formula_at = None;
    for record in records(stream) {
        spent.record()?;
        match record.kind {
            kind::BOF if begun => inside += 1,
            kind::BOF => begun = true,
            kind::EOF if inside > 0 => inside -= 1,
            kind::EOF => break,
            _ if inside > 0 => {}
            kind::DIMENSIONS => within_reason(record.body)?,
            kind::STRING => {
                cells.put(formula_at, spent)?;
                text(u16_at(record.body, 0), spent)?;
            }
            kind::MULRK | kind::MULBLANK => {
                let (first, last) = (place(record.body)?, last_column(record.body)?);
                if record.kind == kind::MULRK {
                    for column in first.map_or(0, |(_, column)| column)..=last {
                        cells.put(first.map(|(row, _)| (row, column)), spent)?;
                    }
                }
            }
            other => {
                let is_other = kind::OTHER_CELLS.contains(&other);
                let is_text = matches!(other, kind::LABEL | kind::RSTRING | kind::LABEL_SST);
                if !is_other && !is_text && other != kind::FORMULA && !kind::NUMBERS.contains(&other) {
                    continue;
                }
                let at = place(record.body)?;
                if is_other {
                    continue;
                }
                cells.put(at, spent)?;
                match other {
                    kind::LABEL | kind::RSTRING => text(u16_at(record.body, 6), spent)?,
                    kind::LABEL_SST => text(shared(record.body, globals), spent)?,
                    kind::FORMULA => {
                        formula_at = at;
                        formulas.put(at, spent)?;
                        // Each token of a formula's own bytes may write a name out.
                        let written = u64::from(globals.longest_name.max(40));
                        spent.take(long(record.body.len()).saturating_mul(written) / 3, || {
                            "its formulas are too long".to_owned()
                        })?;
                    }
                    _ => {}
                }
            }
        }
    }
    cells.rectangle(spent)?;
    formulas.rectangle(spent)
}

fn text(characters: Option<u16>, spent: &mut Spent) -> Result<(), RosterError> {
    let bytes = u64::from(characters.unwrap_or(0)) * CHARACTER;
    spent.take(bytes, || format!("over {} MB of text in its cells", MOST >> 20))
}

/// The characters of the shared text that a cell names.
fn shared(body: &[u8], globals: &Globals) -> Option<u16> {
    let index = usize::try_from(u32_at(body, 6)?).ok()?;
    globals.texts.get(index).copied()
}

/// The rows and columns that cells were seen in.
#[derive(Default)]
struct Span(Option<((u16, u16), (u16, u16))>);

impl Span {
    fn put(&mut self, at: Option<(u16, u16)>, spent: &mut Spent) -> Result<(), RosterError> {
        let Some((row, column)) = at else { return Ok(()) };
        let ((top, left), (bottom, right)) = self.0.unwrap_or(((row, column), (row, column)));
        self.0 = Some(((top.min(row), left.min(column)), (bottom.max(row), right.max(column))));
        spent.take(CELL, || format!("over {} MB of cells", MOST >> 20))
    }
    /// Counts the rectangle that the reader makes of them.
    fn rectangle(&self, spent: &mut Spent) -> Result<(), RosterError> {
        let Some(((top, left), (bottom, right))) = self.0 else {
            return Ok(());
        };
        let (rows, columns) = (u64::from(bottom - top) + 1, u64::from(right - left) + 1);
        spent.take(rows * columns * PLACE, || {
            format!("a sheet reaches over {rows} rows of {columns} columns; delete the empty ones, or save it as .xlsx")
        })
    }
}

/// The size that a sheet states: the reader sets room aside for all of it.
fn within_reason(body: &[u8]) -> Result<(), RosterError> {
    let sides = match body.len() {
        10 => [0, 2, 4, 6].map(|at| u16_at(body, at).map(u32::from)),
        _ => [
            u32_at(body, 0),
            u32_at(body, 4),
            u16_at(body, 8).map(u32::from),
            u16_at(body, 10).map(u32::from),
        ],
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = sides else {
        return Ok(());
    };
    // As the reader has it: a first column past the last one, or past the format's own, is taken for the first of all.
    let left = if left > u32::from(LAST_COLUMN) || right < left {
        0
    } else {
        left
    };
    if top > bottom && bottom > 0 {
        return Err(damaged("a sheet ends before it begins"));
    }
    let rows = u64::from(bottom.saturating_sub(top)) + 1;
    let columns = u64::from(right.saturating_sub(left)) + 1;
    match rows.saturating_mul(columns).saturating_mul(CELL) > MOST {
        true => Err(swells(format!(
            "a sheet says that it has {rows} rows of {columns} columns"
        ))),
        false => Ok(()),
    }
}

/// Row and column of a cell's record; nothing of a record that is too short, which the reader refuses itself.
fn place(body: &[u8]) -> Result<Option<(u16, u16)>, RosterError> {
    let (Some(row), Some(column)) = (u16_at(body, 0), u16_at(body, 2)) else {
        return Ok(None);
    };
    match column > LAST_COLUMN {
        true => Err(damaged("a cell lies past the last column")),
        false => Ok(Some((row, column))),
    }
}

/// Many cells of one row: the last two bytes say where they end.
fn last_column(body: &[u8]) -> Result<u16, RosterError> {
    let last = body.len().checked_sub(2).and_then(|at| u16_at(body, at)).unwrap_or(0);
    match last > LAST_COLUMN {
        true => Err(damaged("a cell lies past the last column")),
        false => Ok(last),
    }
}

fn damaged(detail: &str) -> RosterError {
    RosterError::Damaged {
        detail: detail.to_owned(),
    }
}

/// Characters of each text of the shared table, as far as it reads; its end may lie in the records that continue it.
fn lengths(first: &Record<'_>, stream: &[u8]) -> Vec<u16> {
    let mut parts = vec![first.body.get(8..).unwrap_or_default()];
    let after = stream.get(first.end..).unwrap_or_default();
    parts.extend(
        records(after)
            .take_while(|record| record.kind == kind::CONTINUE)
            .map(|record| record.body),
    );
    let mut table = Table { parts, part: 0, at: 0 };
    let mut lengths = Vec::new();
    while let Some(length) = table.text() {
        lengths.push(length);
    }
    lengths
}

/// The shared table, over its records.
struct Table<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Table<'a> {
    fn rest(&self) -> &'a [u8] {
        let part = self.parts.get(self.part).copied().unwrap_or_default();
        part.get(self.at..).unwrap_or_default()
    }
    /// Goes to the next record; answers whether there is one.
    fn next_part(&mut self) -> bool {
        (self.part, self.at) = (self.part + 1, 0);
        self.part < self.parts.len()
    }
    /// Reads over one text; answers its characters.
    fn text(&mut self) -> Option<u16> {
        if self.rest().is_empty() {
            if !self.next_part() {
                return None;
            }
            // The reader takes a record without bytes for an empty text.
            if self.rest().is_empty() {
                return Some(0);
            }
        }
        let head = self.rest();
        let (length, flags) = (u16_at(head, 0)?, *head.get(2)?);
        let mut skip = 3;
        let mut runs = 0;
        if flags & 0x8 != 0 {
            runs = usize::from(u16_at(head, skip)?) * 4;
            skip += 2;
        }
        let mut extra = 0;
        if flags & 0x4 != 0 {
            extra = usize::try_from(u32_at(head, skip)?).ok()?;
            skip += 4;
        }
        self.at += skip;
        self.characters(usize::from(length), flags & 1 != 0)?;
        self.skip(runs)?;
        self.skip(extra)?;
        Some(length)
    }
    /// Characters of one or two bytes; a record that goes on in the middle of a text says anew which.
    fn characters(&mut self, mut left: usize, mut wide: bool) -> Option<()> {
        while left > 0 {
            let width = 1 + usize::from(wide);
            let here = (self.rest().len() / width).min(left);
            self.at += here * width;
            left -= here;
            if left > 0 {
                if !self.next_part() {
                    return None;
                }
                wide = *self.rest().first()? & 1 != 0;
                self.at += 1;
            }
        }
        Some(())
    }
    fn skip(&mut self, mut left: usize) -> Option<()> {
        while left > 0 {
            let here = self.rest().len().min(left);
            self.at += here;
            left -= here;
            if left > 0 && !self.next_part() {
                return None;
            }
        }
        Some(())
    }
}

/// One record of the stream.
struct Record<'a> {
    kind: u16,
    body: &'a [u8],
    /// Where it ends, counted from where the walk began.
    end: usize,
}

/// Walks over records; one that breaks off ends the walk, and the reader says so.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

fn records(stream: &[u8]) -> Records<'_> {
    Records { stream, at: 0 }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;
    fn next(&mut self) -> Option<Record<'a>> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let from = self.at + 4;
        let body = self.stream.get(from..from + length)?;
        self.at = from + length;
        Some(Record {
            kind,
            body,
            end: self.at,
        })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn long(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
