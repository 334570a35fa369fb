//! Who was in the programme, in which class, assigned to whom, and where each home is: `inputs.json` held against the
//! township's own signed records of imports, assignments and places.
//!
//! What a record says must stand in the inputs. The other way round, that nothing stands there without a record, can only
//! be asked of a pack that holds the township's whole chain (`Inputs::desk_records`); of another the report says so.

use super::finding::{Code, Findings, NoteCode};
use super::keys::Keys;
use super::receipts::Receipts;
use super::records::Seen;
use super::told::Told;
use crate::pack::{DeskRecords, HouseholdIn, names};
use ruhu_core::domain::{Assignment, Class};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::record::{ChainLink, PackStatement};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What the township's records say of one household.
#[derive(Default)]
struct Signed {
    /// The class from each day on, of the newest record.
    classes: BTreeMap<Day, Class>,
    /// Cadre and first day as imports tell them.
    imported: BTreeSet<(CadreId, Day)>,
    /// The last day of each assignment, as its newest record tells it.
    assigned: BTreeMap<(CadreId, Day), Option<Day>>,
    /// Versions of its place.
    places: BTreeSet<u32>,
}

/// Compares.
pub(super) fn check(
    told: &Told,
    statement: &PackStatement,
    keys: &Keys,
    seen: &Seen,
    receipts: &Receipts,
    findings: &mut Findings,
) {
    let whole = is_whole(told, statement, keys, seen, findings);
    if receipts.alone_in_year > 0 {
        findings.note(
            NoteCode::AloneInYear,
            format!("{} {}", names::RECEIPTS, receipts.alone_in_year),
        );
    }
    let signed = gathered(seen);
    let households = told.households();
    for (number, of) in &signed {
        match households.get(number) {
            Some(household) => says_what_is_signed(household, of, findings),
            None => findings.say(
                Code::InputLeftOut,
                format!("{} {number}", names::INPUTS),
                "the township's records name the household, and the inputs do not",
            ),
        }
    }
    let none = Signed::default();
    for household in households.values() {
        let of = signed.get(&household.household).unwrap_or(&none);
        left_without_record(household, findings);
        if household
            .assignments
            .iter()
            .any(|one| one.household != household.household)
        {
            findings.say(
                Code::InputsUnusable,
                format!("{} {}", names::INPUTS, household.household),
                "an assignment of another household",
            );
        }
        if whole && household.tenure.left.is_none() {
            is_signed(household, of, told.inputs.desk_records, findings);
        }
    }
}

/// Whether every record of the township that this pack must hold is in it.
fn is_whole(told: &Told, statement: &PackStatement, keys: &Keys, seen: &Seen, findings: &mut Findings) -> bool {
    match told.inputs.desk_records {
        DeskRecords::Unsaid => {
            findings.note(NoteCode::DeskNotWhole, names::INPUTS);
            return false;
        }
        DeskRecords::OfHouseholds => return true,
        DeskRecords::All => {}
    }
    if !is_township(&statement.scope) {
        findings.say(Code::ScopeDiffers, names::INPUTS, "desk_records");
    }
    for desk in &keys.desks {
        let links = seen.links.get(desk).map_or(&[][..], Vec::as_slice);
        let mut first = u64::MAX;
        for link in links {
            let (seq, alone) = match link {
                ChainLink::Record { seq, .. } => (*seq, None),
                ChainLink::HashOnly { seq, sha256 } => (*seq, Some(sha256)),
            };
            first = first.min(seq);
            if alone.is_some_and(|sha256| !seen.tombstones.contains_key(sha256)) {
                findings.add(Code::RecordLeftOut, format!("{} {desk} seq {seq}", names::RECEIPTS));
            }
        }
        if first != 1 {
            findings.add(Code::RecordLeftOut, format!("{} {desk} seq 1", names::RECORDS));
        }
    }
    true
}

fn is_township(scope: &RegionCode) -> bool {
    scope.township().as_ref() == Some(scope)
}

fn gathered(seen: &Seen) -> BTreeMap<&HouseholdNo, Signed> {
    let mut signed: BTreeMap<&HouseholdNo, Signed> = BTreeMap::new();
    // Both maps are by number in the township's chain: a later record stands over an earlier one.
    for import in seen.imports.values() {
        for one in &import.households {
            let of = signed.entry(&one.household).or_default();
            of.classes.insert(one.from, one.class);
            of.imported.insert((one.cadre, one.from));
        }
    }
    for assignment in seen.assignments.values() {
        let of = signed.entry(&assignment.household).or_default();
        of.assigned.insert((assignment.cadre, assignment.from), assignment.to);
    }
    for place in &seen.places {
        signed.entry(&place.household).or_default().places.insert(place.version);
    }
    signed
}

/// Everything that is signed of a household stands in the inputs.
fn says_what_is_signed(household: &HouseholdIn, of: &Signed, findings: &mut Findings) {
    let left_out = |what: &str, from: Day, findings: &mut Findings| {
        let place = format!("{} {} {what} from {from}", names::INPUTS, household.household);
        findings.add(Code::InputLeftOut, place);
    };
    for (from, class) in &of.classes {
        let classes = &household.tenure.classes;
        if !classes.iter().any(|told| (told.from, told.class) == (*from, *class)) {
            left_out("class", *from, findings);
        }
    }
    for (cadre, from) in &of.imported {
        // An import that changed the class alone tells the cadre who held the household already.
        let holds = |told: &Assignment| told.cadre == *cadre && (told.from == *from || told.holds(*from));
        if !household.assignments.iter().any(holds) {
            left_out("assignment", *from, findings);
        }
    }
    for ((cadre, from), to) in &of.assigned {
        let same = |told: &Assignment| {
            told.cadre == *cadre && told.from == *from && (told.to == *to || ended_by_leaving(household, told))
        };
        if !household.assignments.iter().any(same) {
            left_out("assignment", *from, findings);
        }
    }
    let Some(first) = of.classes.keys().next() else {
        return;
    };
    let entered = household.tenure.entered;
    let earlier = || of.assigned.keys().any(|(_, from)| *from == entered);
    if entered > *first || (entered < *first && !earlier()) {
        findings.say(
            Code::InputNotRecorded,
            format!("{} {} entered", names::INPUTS, household.household),
            format_args!("signed is {first}"),
        );
    }
}

/// A household that was erased has left on that day, and what held it ended then.
fn ended_by_leaving(household: &HouseholdIn, told: &Assignment) -> bool {
    household.tenure.left.is_some() && told.to == household.tenure.left
}

/// A household leaves by an erasure alone, which takes the householder's name: one that has left and still has its name
/// has left by nobody's record.
fn left_without_record(household: &HouseholdIn, findings: &mut Findings) {
    if household.tenure.left.is_some() && !household.head.is_empty() {
        findings.add(
            Code::InputNotRecorded,
            format!("{} {} left", names::INPUTS, household.household),
        );
    }
}

/// Nothing stands in the inputs that no record of the township says.
fn is_signed(household: &HouseholdIn, of: &Signed, held: DeskRecords, findings: &mut Findings) {
    let not_recorded = |what: String, findings: &mut Findings| {
        findings.add(
            Code::InputNotRecorded,
            format!("{} {} {what}", names::INPUTS, household.household),
        );
    };
    for place in &household.places {
        if !of.places.contains(&place.version) {
            not_recorded(format!("place {}", place.version), findings);
        }
    }
    // Imports are of the whole township, and stand in its packs alone.
    if held != DeskRecords::All {
        return;
    }
    let entered = household.tenure.entered;
    let first = of.classes.values().next();
    for told in &household.tenure.classes {
        let signed = of.classes.get(&told.from) == Some(&told.class);
        // An earlier beginning brings the first class with it.
        let earlier = told.from == entered && first == Some(&told.class);
        if !signed && !earlier {
            not_recorded(format!("class from {}", told.from), findings);
        }
    }
    for told in &household.assignments {
        let signed = match of.assigned.get(&(told.cadre, told.from)) {
            Some(to) => *to == told.to,
            None => told.to.is_none() && of.imported.contains(&(told.cadre, told.from)),
        };
        if !signed {
            not_recorded(format!("assignment from {}", told.from), findings);
        }
    }
}
