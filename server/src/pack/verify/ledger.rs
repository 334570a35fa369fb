//! `ledger.xlsx` worked out again: every household's line, from inputs and coverage, held against the spreadsheet's cells.

use super::finding::{Code, Findings};
use super::source::Source;
use super::told::Told;
use crate::pack::{Heading, Ledger, LedgerLine, names};
use calamine::{DataRef, Reader, Xlsx};
use ruhu_core::coverage::{Standing, strip};
use ruhu_core::domain::{VisitFact, Waiver};
use ruhu_core::ids::{CadreId, RegionCode};
use ruhu_core::record::PackStatement;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Rows above the first household: title, legend, heads.
const HEADS: u32 = 3;
/// The columns of a household's line: seven words, twelve months, the count, the days.
const COLUMNS: u32 = 21;
/// What the lines under the households begin with.
const UNDER: [&str; 2] = ["合计", "填表人"];
/// A spreadsheet with so many more cells than it ought to have is not read on.
const MOST_CELLS: usize = 8_000_000;

/// A ledger of no household, unpacked, and room to spare, in bytes.
const LEAST_ROOM: u64 = 16 << 20;
/// A ledger may unpack to so many times what this one takes packed.
const SWELLS: u64 = 64;
const DAMAGED: &str = "it does not read as a spreadsheet";
const TOO_LARGE: &str = "it is many times as large as the pack's households make it";

/// A line's cells by column.
type Line = BTreeMap<u32, String>;

/// Compares the ledger with the one that inputs and coverage make.
pub(super) fn check(
    source: &mut Source,
    told: &Told,
    statement: &PackStatement,
    township: &str,
    findings: &mut Findings,
) {
    let differs = |why: &str, findings: &mut Findings| findings.say(Code::LedgerDiffers, names::LEDGER, why);
    let again = match written_again(told, statement, township) {
        Ok(again) => again,
        Err(why) => return differs(&why, findings),
    };
    // The ledger of the same households, whichever version wrote it, unpacks to some twenty times these bytes.
    let most = u64::try_from(again.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(SWELLS)
        .saturating_add(LEAST_ROOM);
    let Some(bytes) = bytes_of(source, most, findings) else {
        return;
    };
    let read = |bytes: &[u8]| within(bytes, most).and_then(|()| lines(bytes));
    let (found, again) = match (read(&bytes), read(&again)) {
        (Ok(found), Ok(again)) => (found, again),
        (Err(why), _) | (_, Err(why)) => return differs(why, findings),
    };
    for (key, line) in &again {
        let place = format!("{} {key}", names::LEDGER);
        match found.get(key) {
            Some(told) if told == line => {}
            Some(told) => {
                let column = (0..COLUMNS)
                    .find(|column| told.get(column) != line.get(column))
                    .unwrap_or_default();
                findings.say(Code::LedgerDiffers, place, format_args!("column {}", column + 1));
            }
            // An older version's ledger has no totals.
            None if is_under(key) => {}
            None => findings.say(Code::LedgerDiffers, place, "the line is missing"),
        }
    }
    for key in found.keys().filter(|key| !again.contains_key(*key)) {
        findings.say(
            Code::LedgerDiffers,
            format!("{} {key}", names::LEDGER),
            "no household of the pack has this line",
        );
    }
}

fn bytes_of(source: &mut Source, most: u64, findings: &mut Findings) -> Option<Vec<u8>> {
    if *source.files.get(names::LEDGER)? > most {
        findings.say(Code::LedgerDiffers, names::LEDGER, TOO_LARGE);
        return None;
    }
    let mut bytes = Vec::new();
    let read = source
        .read(names::LEDGER)
        .and_then(|mut reader| reader.read_to_end(&mut bytes));
    match read {
        Ok(_) => Some(bytes),
        Err(error) => {
            findings.say(Code::Unreadable, names::LEDGER, error);
            None
        }
    }
}

/// The ledger as export writes it, from what the pack tells.
fn written_again(told: &Told, statement: &PackStatement, township: &str) -> Result<Vec<u8>, String> {
    let villages = told.inputs.villages.iter();
    let villages: BTreeMap<RegionCode, String> = villages.map(|v| (v.code.clone(), v.name.clone())).collect();
    let cadres = told.inputs.cadres.iter();
    let cadres: BTreeMap<CadreId, &str> = cadres.map(|c| (c.id, c.name.as_str())).collect();
    let on = told.inputs.on;
    let mut ledger = Ledger::new(villages, on);
    for (household, covered) in told.inputs.households.iter().zip(&told.coverage.households) {
        let waivers: Vec<Waiver> = told.waivers(household);
        let mut facts: Vec<VisitFact> = household.before.clone();
        facts.extend(covered.visits.iter().map(|visit| VisitFact {
            id: visit.id,
            day: visit.day,
            mode: visit.mode,
            verdict: visit.base,
            decision: visit.decision,
        }));
        let coverage = &covered.coverage;
        let cells = strip(
            &told.timeline,
            &household.tenure,
            &waivers,
            &facts,
            coverage,
            told.inputs.year,
            on,
        );
        let holding = household.assignments.iter().filter(|one| one.holds(on));
        ledger.household(LedgerLine {
            household: &household.household,
            village: &household.village,
            head: &household.head,
            tenure: &household.tenure,
            cadres: holding.filter_map(|one| cadres.get(&one.cadre).copied()).collect(),
            standing: Standing {
                state: coverage.state,
                date: coverage.date,
                suggested: coverage.suggested,
            },
            strip: &cells,
            counted: covered
                .visits
                .iter()
                .filter(|visit| visit.counted && visit.day <= on)
                .map(|visit| visit.day)
                .collect(),
        });
    }
    let heading = Heading {
        township,
        year: told.inputs.year,
        made: statement.made,
        simulated: told.inputs.simulated,
    };
    ledger.finish(&heading).map_err(|error| error.to_string())
}

/// Refuses a spreadsheet that unpacks to more than so many bytes, before anything parses it.
fn within(bytes: &[u8], most: u64) -> Result<(), &'static str> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| DAMAGED)?;
        let read = std::io::copy(&mut entry.take(left.saturating_add(1)), &mut std::io::sink()).map_err(|_| DAMAGED)?;
        left = left.checked_sub(read).ok_or(TOO_LARGE)?;
    }
    Ok(())
}

/// The lines under the heads of every sheet: households by their number, totals by their sheet's name. Lines to sign and
/// blank ones are left out.
fn lines(bytes: &[u8]) -> Result<BTreeMap<String, Line>, &'static str> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let mut all = BTreeMap::new();
    let mut cells = 0usize;
    for name in book.sheet_names() {
        let mut rows: BTreeMap<u32, Line> = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(|_| DAMAGED)?;
        while let Some(cell) = reader.next_cell().map_err(|_| DAMAGED)? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if row < HEADS || text.is_empty() {
                continue;
            }
            cells += 1;
            if cells > MOST_CELLS {
                return Err("it has more cells than a township's ledger");
            }
            rows.entry(row).or_default().insert(column, text);
        }
        for line in rows.into_values() {
            let Some(first) = line.get(&0) else {
                return Err("a line without a household's number");
            };
            let key = match UNDER.iter().find(|under| first.starts_with(**under)) {
                Some(under) if *under == UNDER[1] => continue,
                Some(_) => format!("{first} {name}"),
                None => first.clone(),
            };
            if all.insert(key, line).is_some() {
                return Err("a household stands in two lines");
            }
        }
    }
    Ok(all)
}

fn is_under(key: &str) -> bool {
    UNDER.iter().any(|under| key.starts_with(under))
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Empty => String::new(),
        other => format!("{other:?}"),
    }
}
