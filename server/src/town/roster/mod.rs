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
mod draft;
mod erased;
mod error;
pub mod finding;
mod header;
pub mod id_number;
mod list;
mod member;
pub mod mend;
mod model;
mod people;
pub mod report;
mod row;
mod village;
mod workbook;
mod zip_guard;

pub use error::RosterError;
pub use list::{LARGEST_FILE, ListRow, ListRows, is_note, list_rows};
pub use model::{Roster, RosterCadre, RosterHousehold};

use crate::town::villages::VillageList;
use cadres::Cadres;
use finding::{Code, Finding};
use list::sheets_of;
use mend::Mended;
use ruhu_core::ids::RegionCode;

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
