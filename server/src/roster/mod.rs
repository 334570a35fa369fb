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
mod mend;
pub mod report;
mod row;
mod village;
mod workbook;
mod zip_guard;

pub use error::RosterError;

use crate::villages::VillageList;
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
    let sheets = sheets_of(bytes)?;
    let (table, left_out) = header::find(sheets)?;
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

/// The rows of a delimited text, for lists that are no rosters: line number and cells, blank rows left out.
///
/// # Errors
/// The bytes are no delimited text.
pub fn text_rows(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, RosterError> {
    if bytes.starts_with(b"PK") || bytes.starts_with(&workbook::xls::MAGIC) {
        return Err(RosterError::NotASpreadsheet { looks: "not a CSV" });
    }
    let mut mended = Mended::default();
    let mut text = |cell: &cell::Cell| mend::text(cell, &mut mended).unwrap_or_default();
    let rows = delimited::read(bytes)?.rows.into_iter();
    Ok(rows
        .map(|row| (row.number, row.cells.iter().map(&mut text).collect()))
        .collect())
}

#[cfg(test)]
mod again;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod tests;
