//! A roster (花名册) as it arrives from a township: bytes in, households, cadres and findings out.
//!
//! Nothing here reads a file, a clock or the store. `read` looks at what the bytes are, finds the sheet and its
//! header row, reads the rows and gives every village its code. What can be mended safely is mended and counted;
//! what cannot is a warning (the row is imported without that value) or a refusal (the row is left out).
//! `diff` then says what the roster would change.

mod cadres;
mod cell;
mod class;
mod columns;
mod date;
mod delimited;
pub mod diff;
mod erased;
mod error;
pub mod finding;
mod header;
pub mod id_number;
mod member;
pub mod mend;
mod people;
pub mod report;
mod row;
mod village;
mod workbook;
mod zip_guard;

pub use error::RosterError;

use crate::town::villages::VillageList;
use cadres::Cadres;
use finding::{Code, Finding};
use mend::Mended;
use ruhu_core::domain::{Class, LatLon};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use std::collections::HashSet;

/// The largest roster file that is opened, in bytes. A county's 20,000 households are 3 MB.
pub const LARGEST_FILE: usize = 64 << 20;

/// Everything a roster file says.
#[derive(Debug)]
pub struct Roster {
    /// The township the roster is of.
    pub township: RegionCode,
    /// The township's name, as the list of villages or the roster writes it; empty when neither does.
    pub township_name: String,
    /// Household rows in the sheet, refused ones too; titles, blank rows and totals are none.
    pub rows: usize,
    /// The households that can be imported, in the order of their rows.
    pub households: Vec<RosterHousehold>,
    /// The cadres those rows name, each once.
    pub cadres: Vec<RosterCadre>,
    /// Cells that were mended, by kind.
    pub mended: Mended,
    /// What was imported with a doubt.
    pub warnings: Vec<Finding>,
    /// Rows that were left out.
    pub refused: Vec<Finding>,
    /// Every household number in the sheet, of refused rows too: these households have not gone.
    pub present: HashSet<HouseholdNo>,
}

/// One household's row, every cell in its own type.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterHousehold {
    /// The sheet's own row number (a CSV's line).
    pub row: u32,
    /// The household's number.
    pub household: HouseholdNo,
    /// The village's 12-digit code.
    pub village: RegionCode,
    /// The village's name, as the list of villages or else the roster writes it.
    pub village_name: String,
    /// The group (自然村、组).
    pub group: String,
    /// The householder's name.
    pub head: String,
    /// The householder's ID number as written, right or wrong; empty when it is blank.
    pub id_number: String,
    /// How many live there.
    pub people: Option<u32>,
    /// The class, when the roster says one that is known.
    pub class: Option<Class>,
    /// The risk the roster names.
    pub risk: String,
    /// The household's telephone.
    pub phone: String,
    /// Whose household it is: an index into [`Roster::cadres`].
    pub cadre: usize,
    /// Since when entry, class and assignment hold, when the roster says it.
    pub start: Option<Day>,
    /// Where the home is, when the roster says it.
    pub place: Option<LatLon>,
}

/// One cadre as the roster names one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RosterCadre {
    /// The name.
    pub name: String,
    /// The unit; empty when it is not said.
    pub unit: String,
    /// The telephone; empty when it is not said.
    pub phone: String,
}

/// Reads a roster. `villages` may be empty: the codes then come from the household numbers, with a warning.
/// With `township` only that township's rows are read; without it the whole roster must be of one.
///
/// # Errors
/// The file is no roster that can be used; the error says why and how to mend it.
pub fn read(bytes: &[u8], villages: &VillageList, township: Option<&RegionCode>) -> Result<Roster, RosterError> {
    read_sheet(bytes, villages, township, None)
}

/// Reads a roster as [`read`] does, from the sheet that is called so, hidden or not; without a name, from the first
/// visible one that has a header.
///
/// # Errors
/// As [`read`]'s, and that no sheet is called so.
pub fn read_sheet(
    bytes: &[u8],
    villages: &VillageList,
    township: Option<&RegionCode>,
    sheet: Option<&str>,
) -> Result<Roster, RosterError> {
    let sheets = sheets_of(bytes)?;
    let (table, left_out) = header::find(sheets, sheet)?;
    let mut warnings = left_out;
    let mut mended = Mended::default();
    let drafts = row::read_all(&table, &mut mended, &mut warnings);
    let rows = drafts.rows;
    let mut refused = drafts.refused;
    let present = drafts.numbers;

    let placed = village::place(
        &table,
        drafts.rows_read,
        villages,
        township,
        &mut warnings,
        &mut refused,
    )?;
    let mut cadres = Cadres::of(placed.rows.iter().map(|(draft, _)| &draft.cadre));
    let mut households = Vec::with_capacity(placed.rows.len());
    for (draft, village) in placed.rows {
        let cadre = cadres.index_of(&draft.cadre);
        if cadre.ambiguous {
            warnings.push(Finding::new(
                draft.row,
                table.title(columns::Column::Cadre),
                Code::CadreAmbiguous,
            ));
        }
        households.push(draft.household(village.code, village.name, cadre.index));
    }
    warnings.sort_by_key(|w| w.row);
    refused.sort_by_key(|r| r.row);
    Ok(Roster {
        township: placed.township,
        township_name: placed.township_name,
        rows,
        households,
        cadres: cadres.into_list(),
        mended,
        warnings,
        refused,
        present,
    })
}

/// What the bytes are, decided by their content and never by the file's name.
fn sheets_of(bytes: &[u8]) -> Result<Vec<cell::Sheet>, RosterError> {
    if bytes.len() > LARGEST_FILE {
        return Err(RosterError::TooLarge {
            bytes: bytes.len(),
            most: LARGEST_FILE,
        });
    }
    if bytes.starts_with(b"PK") {
        return workbook::xlsx::read(bytes);
    }
    if bytes.starts_with(&workbook::xls::MAGIC) {
        return workbook::xls::read(bytes);
    }
    delimited::read(bytes).map(|sheet| vec![sheet])
}

/// One row of a list that is no roster: the sheet's own row number (a CSV's line), and its cells as text.
pub type ListRow = (u32, Vec<String>);

/// What a list that is no roster holds.
pub enum ListRows {
    /// The header and the rows under it.
    Found(Vec<ListRow>),
    /// No row is such a header; the first row of the first visible sheet.
    NoHeader(ListRow),
}

/// The rows of a list that is no roster, mended as a roster's are, from a workbook or a delimited text: those from the
/// first row that `is_header` on, blank rows and rows that number the columns left out. Hidden sheets are not read.
///
/// # Errors
/// The file is no table, or an empty one.
pub fn list_rows(bytes: &[u8], is_header: impl Fn(&[String]) -> bool) -> Result<ListRows, RosterError> {
    let mut mended = Mended::default();
    let mut first = None;
    for sheet in sheets_of(bytes)?.into_iter().filter(|sheet| sheet.visible) {
        let mut rows = Vec::new();
        for row in sheet.rows.iter().filter(|row| !header::numbers_its_columns(row)) {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| mend::text(cell, &mut mended).unwrap_or_default())
                .collect();
            if rows.is_empty() && !is_header(&cells) {
                first.get_or_insert((row.number, cells));
                continue;
            }
            rows.push((row.number, cells));
        }
        if !rows.is_empty() {
            return Ok(ListRows::Found(rows));
        }
    }
    first.map(ListRows::NoHeader).ok_or(RosterError::Empty)
}

/// Whether a list's row is a total or a note under it, by its first word.
pub fn is_note(cells: &[String]) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.is_empty());
    filled().count() <= 1
        || filled().any(|cell| row::is_total(cell))
        || filled().next().is_some_and(|cell| row::is_footer(cell))
}

#[cfg(test)]
mod again;
#[cfg(test)]
mod bombs;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod tests;
