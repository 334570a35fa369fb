//! Small files that ask for gigabytes, of each format a roster may have: refused before they are read.

use super::error::RosterError;
use super::tests::no_list;
use super::{LARGEST_FILE, read};
use std::io::{Cursor, Write};

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a record is short");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

fn bof(of: u16) -> Vec<u8> {
    let body: Vec<u8> = [0x0600u16, of, 0, 0, 0, 0, 0, 0]
        .iter()
        .flat_map(|two| two.to_le_bytes())
        .collect();
    record(0x809, &body)
}

/// Row, column, format, and what else the cell's record holds.
fn cell(kind: u16, row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
    let at: Vec<u8> = [row, column, 0].iter().flat_map(|two| two.to_le_bytes()).collect();
    record(kind, &[&at[..], rest].concat())
}

fn number(row: u16, column: u16) -> Vec<u8> {
    cell(0x203, row, column, &1.0f64.to_le_bytes())
}

fn bound_sheet(number: usize, at: usize) -> Vec<u8> {
    let name = format!("S{number}");
    let length = u8::try_from(name.len()).expect("a short name");
    let at = u32::try_from(at).expect("a small file").to_le_bytes();
    record(0x85, &[&at[..], &[0, 0, length, 0], name.as_bytes()].concat())
}

/// A shared text of so many letters; longer than a record, it goes on in the next.
fn shared_text(letters: u16) -> Vec<u8> {
    let text = vec![b'a'; usize::from(letters)];
    let head = [
        &1u32.to_le_bytes()[..],
        &1u32.to_le_bytes(),
        &letters.to_le_bytes(),
        &[0],
    ]
    .concat();
    let (first, rest) = text.split_at(text.len().min(8000));
    let mut all = record(0xFC, &[&head[..], first].concat());
    for part in rest.chunks(8000) {
        all.extend(record(0x3C, &[&[0], part].concat()));
    }
    all
}

/// A workbook with this sheet, listed so often.
fn xls(shared: &[u8], sheet: &[u8], listed: usize) -> Vec<u8> {
    let list = |at: usize| -> Vec<u8> { (0..listed).flat_map(|number| bound_sheet(number, at)).collect() };
    let globals = |at: usize| [bof(5), shared.to_vec(), list(at), record(0x0A, &[])].concat();
    let sheet = [&bof(0x10)[..], sheet, &record(0x0A, &[])].concat();
    let stream = [globals(globals(0).len()), sheet].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    file.create_stream("/Workbook")
        .expect("new")
        .write_all(&stream)
        .expect("in memory");
    // The reader takes a file without any short stream for a broken one.
    let mut short = file.create_stream("/Short").expect("new");
    short.write_all(b"short").expect("in memory");
    drop(short);
    file.flush().expect("in memory");
    file.into_inner().into_inner()
}

fn refused(what: &str, bytes: &[u8]) {
    assert!(bytes.len() < LARGEST_FILE / 8, "{what} is a small file");
    match read(bytes, &no_list(), None) {
        Err(RosterError::Swells { .. }) => {}
        other => panic!("{what}: {other:?}"),
    }
}

#[test]
fn a_plain_workbook_of_these_records_is_read() {
    let sheet = [number(0, 0), number(3, 5), cell(0xFD, 1, 1, &0u32.to_le_bytes())].concat();
    let read = read(&xls(&shared_text(20_000), &sheet, 2), &no_list(), None);
    assert!(matches!(read, Err(RosterError::WrongSheet { .. })), "{read:?}");
}

#[test]
fn an_xls_that_asks_for_gigabytes_is_refused_before_it_is_read() {
    let corners = [number(0, 0), number(65_535, 255)].concat();
    refused("two cells in the corners", &xls(&[], &corners, 1));
    let tall = [number(0, 0), number(65_535, 20)].concat();
    refused("many sheets", &xls(&[], &tall, 40));
    let many: Vec<u8> = (0..20_000).flat_map(|row| number(row, 0)).collect();
    refused("one sheet listed again and again", &xls(&[], &many, 3_000));
    let named: Vec<u8> = (0..60_000)
        .flat_map(|row| cell(0xFD, row, 0, &0u32.to_le_bytes()))
        .collect();
    refused("one long text in every cell", &xls(&shared_text(32_000), &named, 1));
    let label = |row| cell(0x204, row, 0, &[0xFF, 0xFF, 0, b'a']);
    let labels: Vec<u8> = (0..60_000).flat_map(label).collect();
    refused("texts that say they are long", &xls(&[], &labels, 1));
    for (rows, columns) in [(u32::MAX, 1u16), (65_536, 256), (u32::MAX - 1, u16::MAX)] {
        let sides = [
            &0u32.to_le_bytes()[..],
            &rows.to_le_bytes(),
            &[0, 0],
            &columns.to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        let stated = [record(0x200, &sides), number(0, 0)].concat();
        refused("a sheet that says it is large", &xls(&[], &stated, 1));
    }
}

#[test]
fn an_xlsx_of_nothing_but_texts_is_refused_before_it_is_parsed() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).expect("in memory");
    zip.write_all(b"<workbook/>").expect("in memory");
    zip.start_file("xl/sharedStrings.xml", options).expect("in memory");
    zip.write_all(b"<sst>").expect("in memory");
    // A few random bytes between, so that the archive swells no more than real ones do.
    let mut noise: u64 = 88;
    for _ in 0..80_000 {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        zip.write_all(format!("<!--{noise}-->").as_bytes()).expect("in memory");
        zip.write_all(&b"<si/>".repeat(110)).expect("in memory");
    }
    zip.write_all(b"</sst>").expect("in memory");
    refused("eight million texts", &zip.finish().expect("in memory").into_inner());
}

#[test]
fn a_csv_of_nothing_but_separators_or_lines_is_refused() {
    refused("one line of commas", &vec![b','; 6 << 20]);
    refused("millions of lines", &b"a\n".repeat(3_500_000));
}
