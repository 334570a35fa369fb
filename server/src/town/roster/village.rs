//! Gives every row its village's code: from the list of villages by name, else from the household number; and settles
//! which township the roster is of.

use super::columns::Column;
use super::draft::Draft;
use super::error::RosterError;
use super::finding::{Code, Finding};
use super::header::Table;
use crate::town::villages::VillageList;
use ruhu_core::ids::{HouseholdNo, RegionCode};
use std::collections::BTreeMap;

/// A village as a row means it.
pub struct Placed {
    pub code: RegionCode,
    pub name: String,
}

/// The rows that are imported, and their township.
pub struct PlacedRows {
    pub township: RegionCode,
    pub township_name: String,
    pub rows: Vec<(Draft, Placed)>,
}

/// Places every row. With `township` the other townships' rows are left out, with one warning; without it there
/// must be one township only.
///
/// # Errors
/// Several townships, not the one asked for, or none that can be told.
pub fn place(
    table: &Table,
    drafts: Vec<Draft>,
    list: &VillageList,
    township: Option<&RegionCode>,
    warnings: &mut Vec<Finding>,
    refused: &mut Vec<Finding>,
) -> Result<PlacedRows, RosterError> {
    let title = table.title(Column::Village);
    let mut rows = Vec::with_capacity(drafts.len());
    let (mut others, mut first_other) = (0usize, 0u32);
    let mut townships: BTreeMap<RegionCode, usize> = BTreeMap::new();
    let mut from_numbers = false;
    let had_rows = !drafts.is_empty();
    for draft in drafts {
        let Some((placed, source)) = find(&draft, list, township) else {
            refused.push(Finding::new(draft.row, title, Code::VillageUnknown));
            continue;
        };
        let own = placed.code.township().unwrap_or_else(|| placed.code.clone());
        *townships.entry(own.clone()).or_default() += 1;
        if township.is_some_and(|t| *t != own) {
            if others == 0 {
                first_other = draft.row;
            }
            others += 1;
            continue;
        }
        match source {
            Source::Number if list.is_empty() => from_numbers = true,
            Source::Number => warnings.push(Finding::new(draft.row, title, Code::VillageNotListed)),
            Source::List | Source::Column => {}
        }
        rows.push((draft, placed));
    }
    if from_numbers {
        warnings.push(Finding::new(
            table.header_row,
            table.title(Column::Household),
            Code::VillageCodesFromNumbers,
        ));
    }
    if others > 0 {
        warnings.push(Finding::with_detail(
            first_other,
            title,
            Code::OtherTownship,
            &format!("{others}"),
        ));
    }
    let codes = || townships.keys().map(RegionCode::as_str).collect::<Vec<_>>().join(", ");
    let township = match (township, townships.len()) {
        (Some(asked), _) if rows.is_empty() && !townships.is_empty() => {
            return Err(RosterError::NotThisTownship {
                township: asked.to_string(),
                found: codes(),
            });
        }
        (Some(asked), _) => asked.clone(),
        (None, 1) => townships.keys().next().cloned().ok_or(RosterError::NoTownship)?,
        (None, 0) if !had_rows && refused.is_empty() => {
            return Err(RosterError::NoRows {
                sheet: table.sheet.clone(),
            });
        }
        (None, 0) => return Err(RosterError::NoTownship),
        (None, _) => return Err(RosterError::SeveralTownships { townships: codes() }),
    };
    let written = rows
        .first()
        .map(|(draft, _)| draft.township_name.clone())
        .unwrap_or_default();
    let township_name = list.township_name(&township).map_or(written, str::to_owned);
    Ok(PlacedRows {
        township,
        township_name,
        rows,
    })
}

/// Where a village's code came from.
enum Source {
    List,
    Column,
    Number,
}

fn find(draft: &Draft, list: &VillageList, township: Option<&RegionCode>) -> Option<(Placed, Source)> {
    let from_number = code_of_number(&draft.household);
    let named = list.with_name(&draft.village_name);
    // Many townships have a 街道社区: what the row says of its township, then its number, then the township asked for
    // decide between them.
    let in_town = |v: &&&crate::town::villages::ListedVillage| {
        v.code
            .township()
            .is_some_and(|t| list.is_named(&t, &draft.township_name))
    };
    let told: Vec<_> = named.iter().filter(in_town).copied().collect();
    let fitting = if told.is_empty() { named } else { told };
    let chosen = match fitting.as_slice() {
        [] => None,
        [only] => Some(*only),
        several => {
            let by = |code: &RegionCode| {
                let mut found = several.iter().filter(|v| code.contains(&v.code));
                found.next().filter(|_| found.next().is_none()).copied()
            };
            let own = from_number.as_ref();
            own.and_then(by)
                .or_else(|| own.and_then(|c| c.township()).as_ref().and_then(by))
                .or_else(|| township.and_then(by))
        }
    };
    if let Some(village) = chosen {
        return Some((
            Placed {
                code: village.code.clone(),
                name: village.name.clone(),
            },
            Source::List,
        ));
    }
    let (code, source) = match (&draft.village_code, from_number) {
        (Some(code), _) => (code.clone(), Source::Column),
        (None, Some(code)) => (code, Source::Number),
        (None, None) => return None,
    };
    let name = list
        .with_code(&code)
        .map_or_else(|| draft.village_name.clone(), |v| v.name.clone());
    Some((Placed { code, name }, source))
}

/// A household number of the national system begins with its village's 12-digit code (province 11 to 82).
fn code_of_number(number: &HouseholdNo) -> Option<RegionCode> {
    let text = number.as_str();
    let province: u32 = text.get(..2)?.parse().ok()?;
    let looks_right = text.len() > 12 && text.bytes().all(|b| b.is_ascii_digit()) && (11..=82).contains(&province);
    looks_right.then(|| text.get(..12)?.parse().ok()).flatten()
}
