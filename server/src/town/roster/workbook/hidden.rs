//! Rows and columns that are hidden in a sheet, which the readers of cells do not tell: hidden by a filter, by hand, or by
//! a height or width of nothing.

use super::{MOST_COLUMNS, detail_of};
use crate::town::roster::cell::Hidden;
use crate::town::roster::error::RosterError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// A row lower than this is not seen, in points.
const LEAST_HEIGHT: f64 = 0.5;
/// A column narrower than this is not seen, in characters.
const LEAST_WIDTH: f64 = 0.1;

/// What is hidden in each sheet of an XLSX file, by the sheet's name. The archive has been inspected: it does not swell.
///
/// # Errors
/// A part is no XML.
pub fn of_xlsx(bytes: &[u8]) -> Result<HashMap<String, Hidden>, RosterError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let workbook = part(&mut archive, "xl/workbook.xml")?.unwrap_or_default();
    let relations = part(&mut archive, "xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut targets = HashMap::new();
    each_element(&relations, |name, element| {
        if name == "Relationship"
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
    })?;
    let mut sheets = Vec::new();
    each_element(&workbook, |name, element| {
        if name == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
        {
            sheets.push((name, id));
        }
    })?;
    let mut hidden = HashMap::new();
    for (name, id) in sheets {
        if let Some(path) = targets.get(&id)
            && let Some(xml) = part(&mut archive, path)?
        {
            hidden.insert(name, of_sheet(&xml)?);
        }
    }
    Ok(hidden)
}

fn of_sheet(xml: &str) -> Result<Hidden, RosterError> {
    let mut hidden = Hidden::default();
    let mut row = 0u32;
    each_element(xml, |name, element| {
        let number = |key: &str| attribute(element, key).and_then(|value| value.parse::<f64>().ok());
        let is_hidden = || attribute(element, "hidden").is_some_and(|value| value == "1" || value == "true");
        match name {
            "row" => {
                row = attribute(element, "r")
                    .and_then(|r| r.parse().ok())
                    .unwrap_or_else(|| row.saturating_add(1));
                if is_hidden() || number("ht").is_some_and(|height| height < LEAST_HEIGHT) {
                    hidden.rows.insert(row);
                }
            }
            "col" => {
                let at = |key: &str| attribute(element, key).and_then(|value| value.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (at("min"), at("max"))
                    && (is_hidden() || number("width").is_some_and(|width| width < LEAST_WIDTH))
                {
                    insert_columns(&mut hidden, first.saturating_sub(1), last.saturating_sub(1));
                }
            }
            _ => {}
        }
    })?;
    Ok(hidden)
}

fn insert_columns(hidden: &mut Hidden, first: u32, last: u32) {
    let columns = (first..=last.min(MOST_COLUMNS)).filter_map(|column| usize::try_from(column).ok());
    hidden.columns.extend(columns);
}

fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<Option<String>, RosterError> {
    let same = |raw: &[u8]| {
        let name = String::from_utf8_lossy(raw).replace('\\', "/");
        name.trim_start_matches('/').eq_ignore_ascii_case(path)
    };
    let Some(index) = archive.file_names_raw().position(same) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let mut entry = archive.by_index(index).map_err(|e| damaged(&e))?;
    entry.read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Calls `tell` with the local name of every element that begins.
fn each_element(xml: &str, mut tell: impl FnMut(&str, &BytesStart<'_>)) -> Result<(), RosterError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|e| damaged(&e))? {
            Event::Start(element) | Event::Empty(element) => tell(element.local_name().as_ref(), &element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute's value by its local name; one that cannot be read is none.
fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == key)?;
    found
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

fn damaged(error: &dyn std::fmt::Display) -> RosterError {
    RosterError::Damaged {
        detail: detail_of(error),
    }
}

/// Records of MS-XLS: BOUNDSHEET names a sheet, BOF begins one, ROW and COLINFO say how rows and columns are shown.
const BOUNDSHEET: u16 = 0x85;
const BOF: u16 = 0x809;
const ROW: u16 = 0x208;
const COLINFO: u16 = 0x7D;
/// Bit `fDyZero` of ROW's flags: the row has no height.
const ROW_HIDDEN: u8 = 0x20;
/// Bit `fHidden` of COLINFO's flags.
const COLUMN_HIDDEN: u8 = 0x01;

/// What is hidden in each sheet of an XLS file, in the order in which the file names its sheets.
pub fn of_xls(records: &[u8]) -> Vec<Hidden> {
    let mut starts: Vec<usize> = Vec::new();
    let mut found: Vec<Hidden> = Vec::new();
    let mut current: Option<usize> = None;
    let (mut at, mut rest) = (0usize, records);
    while let [a, b, c, d, body @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let length = usize::from(length).min(body.len());
        let (record, after) = body.split_at(length);
        match (kind, record) {
            (BOUNDSHEET, [e, f, g, h, ..]) => {
                starts.push(usize::try_from(u32::from_le_bytes([*e, *f, *g, *h])).unwrap_or(usize::MAX));
                found.push(Hidden::default());
            }
            // A chart inside a sheet has a BOF of its own, which names no sheet.
            (BOF, _) => current = starts.iter().position(|start| *start == at).or(current),
            (ROW, [low, high, _, _, _, _, _, _, _, _, _, _, flags, ..]) if flags & ROW_HIDDEN != 0 => {
                if let Some(sheet) = current.and_then(|index| found.get_mut(index)) {
                    sheet.rows.insert(u32::from(u16::from_le_bytes([*low, *high])) + 1);
                }
            }
            (COLINFO, [e, f, g, h, _, _, _, _, flags, ..]) if flags & COLUMN_HIDDEN != 0 => {
                if let Some(sheet) = current.and_then(|index| found.get_mut(index)) {
                    let (first, last) = (u16::from_le_bytes([*e, *f]), u16::from_le_bytes([*g, *h]));
                    insert_columns(sheet, first.into(), last.into());
                }
            }
            _ => {}
        }
        at += 4 + length;
        rest = after;
    }
    found
}
