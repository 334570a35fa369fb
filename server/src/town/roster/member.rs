//! Lists with a row for each member of a household: which rows are one household's, and who of them is the householder.
//!
//! Rows are joined by the household's number; a row without one belongs to the household above it when it says so. Rows of
//! one number that contradict each other are not joined: the later one is refused, as it always was.

use super::cell::SheetRow;
use super::columns::{Bare, Column};
use super::draft::{Draft, Reading, Relation};
use super::finding::{Code, Finding};
use super::header::Table;
use crate::characters::name_key;

/// Whether a row is joined into a household that was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It is a household of its own, or a double.
    No,
    /// A further member.
    Member,
    /// The householder, where a member's row came first.
    Householder,
    /// The same household once more, and no member: another of its measures, say.
    Same,
}

/// Whether `row` is one more row of the household `of`, which was first read from `first`.
pub fn join(table: &Table, of: &Draft, first: &SheetRow, row: &SheetRow, reading: &Reading) -> Join {
    let numbered = reading.household.is_ok();
    let merged = table
        .columns
        .get(&Column::Household)
        .is_some_and(|column| row.merged.contains(column));
    if !agrees(of, reading) {
        return Join::No;
    }
    let same_head = reading
        .head
        .as_ref()
        .is_some_and(|head| name_key(head) == name_key(&of.head));
    match reading.relation {
        Relation::Other => Join::Member,
        Relation::Head if numbered && of.relation == Relation::Other => Join::Householder,
        Relation::Head => Join::No,
        Relation::Untold if merged => Join::Member,
        Relation::Untold if !(same_head || reading.head.is_none()) => Join::No,
        Relation::Untold if !numbered && !same_head && !reading.is_member => Join::No,
        Relation::Untold if householder_differs(table, of, reading) => Join::No,
        Relation::Untold if reading.is_member => Join::Member,
        // A row that repeats another in every cell is a double, and says so.
        Relation::Untold if numbered && first.cells != row.cells => Join::Same,
        Relation::Untold => Join::No,
    }
}

/// Whether nothing that the row says of its household contradicts what was read of it; a blank cell says nothing.
fn agrees(of: &Draft, reading: &Reading) -> bool {
    let text =
        |known: &str, told: Option<&str>| told.is_none_or(|told| told.is_empty() || name_key(known) == name_key(told));
    text(&of.village_name, reading.village_name.as_deref())
        && text(&of.cadre.name, reading.cadre_name.as_deref())
        && reading
            .class
            .is_none_or(|class| of.class.is_none_or(|known| known == class))
        && reading
            .start
            .is_none_or(|start| of.start.is_none_or(|known| known == start))
}

/// Whether the column of the householder's own ID number (户主证件号码) names another one than was read.
fn householder_differs(table: &Table, of: &Draft, reading: &Reading) -> bool {
    let householders = table.title(Column::IdNumber).contains("户主");
    householders && !of.id_number.is_empty() && !reading.id_number.is_empty() && of.id_number != reading.id_number
}

impl Draft {
    /// Takes one more row of this household in: a householder's row says who the householder is, any row fills what was
    /// blank.
    pub fn take_in(&mut self, reading: Reading, join: Join) {
        if join == Join::Householder {
            self.relation = Relation::Head;
            self.head = reading.head.unwrap_or_else(|| std::mem::take(&mut self.head));
            self.id_number.clone_from(&reading.id_number);
            self.phone.clone_from(&reading.phone);
        }
        if join != Join::Same {
            self.members = self.members.saturating_add(1);
        }
        let fill = |known: &mut String, told: String| {
            if known.is_empty() {
                *known = told;
            }
        };
        fill(&mut self.group, reading.group);
        fill(&mut self.risk, reading.risk);
        fill(&mut self.cadre.unit, reading.cadre_unit);
        fill(&mut self.cadre.phone, reading.cadre_phone);
        self.people = self.people.or(reading.people);
        self.class = self.class.or(reading.class);
        self.start = self.start.or(reading.start);
        self.place = self.place.or(reading.place);
    }
}

/// Counts the members where no row gave a number, and tells of households whose householder no row names.
pub fn finish(table: &Table, drafts: &mut [Draft], warnings: &mut Vec<Finding>) {
    let title = table.title(Column::Head);
    let names_members =
        Bare::with_title(title).is_some() || table.columns.get(&Column::Head) == table.columns.get(&Column::Member);
    for draft in drafts {
        if draft.people.is_none() && draft.members > 1 {
            draft.people = Some(draft.members);
        }
        if draft.relation == Relation::Other && names_members {
            warnings.push(Finding::new(draft.row, title, Code::HeadUnclear));
        }
    }
}
