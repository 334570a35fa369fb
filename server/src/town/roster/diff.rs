//! What a roster would change in the township as it stands: a plan for the store, and the numbers for the report.
//!
//! A first import holds from 帮扶开始时间. A later one is a diff: changed classes and cadres hold from `effective`, the
//! old assignment ends the day before, and a household that is no longer in the roster is listed, never deleted.

use super::cadres::phone_key;
use super::finding::{Code, Finding};
use super::people::{self, Match};
use super::{Roster, RosterCadre, RosterHousehold, id_number};
use crate::characters::{name_key, standard, visible};
use crate::store::{self, CadrePlan, HouseholdPlan, ImportPlan, Person, RosterNow, Village};
use ruhu_core::domain::{Assignment, Cadre, ClassFrom};
use ruhu_core::ids::{CadreId, HouseholdNo, Sha256};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, HashMap};

/// What an import does, and what it says about it.
#[derive(Debug)]
pub struct Diff {
    /// What the store carries out.
    pub plan: ImportPlan,
    /// Households that were not there.
    pub added: usize,
    /// Households of which something changed.
    pub changed: usize,
    /// Households as they were.
    pub unchanged: usize,
    /// Households of the township that the roster no longer has.
    pub gone: Vec<HouseholdNo>,
    /// Warnings that only the comparison can give.
    pub warnings: Vec<Finding>,
}

/// What stands outside the roster file.
pub struct Occasion<'a> {
    /// The day changes hold from; also that of a row without a 帮扶开始时间.
    pub effective: Day,
    /// SHA-256 of the file.
    pub file: Sha256,
    /// Villages the store knows already, listed or made up.
    pub known_villages: &'a [Village],
}

/// Compares. `new_id` gives birth to the ids of new cadres.
pub fn diff(roster: &Roster, now: &RosterNow, occasion: &Occasion<'_>, new_id: &mut dyn FnMut() -> CadreId) -> Diff {
    let mut warnings = Vec::new();
    let cadres = match_cadres(roster, now, new_id, &mut warnings);
    let standing: HashMap<&HouseholdNo, &store::RosterHousehold> =
        now.households.iter().map(|h| (&h.household, h)).collect();
    let (mut households, mut added, mut changed, mut unchanged) = (Vec::new(), 0, 0, 0);
    for read in &roster.households {
        let cadre = cadres.ids[read.cadre];
        match standing.get(&read.household) {
            None => {
                added += 1;
                households.push(new_household(read, cadre, occasion.effective));
            }
            Some(old) => match changed_household(read, old, cadre, occasion.effective) {
                Some(plan) => {
                    changed += 1;
                    households.push(plan);
                }
                None => unchanged += 1,
            },
        }
        if standing
            .get(&read.household)
            .is_some_and(|old| starts_later(read, old, cadre))
        {
            warnings.push(Finding::new(
                read.row,
                super::columns::Column::Start.title(),
                Code::StartLater,
            ));
        }
    }
    let still_here = |h: &&store::RosterHousehold| h.left.is_none_or(|left| left >= occasion.effective);
    let gone = now
        .households
        .iter()
        .filter(still_here)
        .map(|h| h.household.clone())
        .filter(|h| !roster.present.contains(h))
        .collect();
    let plan = ImportPlan {
        township: roster.township.clone(),
        township_name: roster.township_name.clone(),
        file: occasion.file,
        rows: u64::try_from(roster.rows).unwrap_or(u64::MAX),
        effective: (!now.households.is_empty()).then_some(occasion.effective),
        villages: new_villages(roster, occasion.known_villages),
        cadres: cadres.plans,
        households,
        gone: Vec::new(),
    };
    Diff {
        plan,
        added,
        changed,
        unchanged,
        gone,
        warnings,
    }
}

struct MatchedCadres {
    /// For each of the roster's cadres its id.
    ids: Vec<CadreId>,
    plans: Vec<CadrePlan>,
}

/// For each of the roster's cadres the one that is known, or a new one.
fn match_cadres(
    roster: &Roster,
    now: &RosterNow,
    new_id: &mut dyn FnMut() -> CadreId,
    warnings: &mut Vec<Finding>,
) -> MatchedCadres {
    let mut matched = MatchedCadres {
        ids: Vec::new(),
        plans: Vec::new(),
    };
    let people = people::People::of(&roster.cadres, &now.cadres);
    let mut warn = |index: usize, code: Code| {
        let first = roster.households.iter().find(|h| h.cadre == index);
        let title = super::columns::Column::Cadre.title();
        warnings.extend(first.map(|first| Finding::new(first.row, title, code)));
    };
    for (index, read) in roster.cadres.iter().enumerate() {
        let found = match people.known_as(index) {
            Match::One(known) => {
                let cadre = told_anew(&now.cadres[known], read);
                if cadre != now.cadres[known] {
                    matched.plans.push(CadrePlan { cadre: cadre.clone() });
                }
                cadre.id
            }
            Match::Doubtful(known) => {
                warn(index, Code::CadreNameDoubtful);
                now.cadres[known].id
            }
            Match::Several => {
                warn(index, Code::CadreAmbiguous);
                add(read, new_id(), &mut matched.plans)
            }
            Match::SameTelephone => {
                warn(index, Code::CadreTelephoneKnown);
                add(read, new_id(), &mut matched.plans)
            }
            Match::None => add(read, new_id(), &mut matched.plans),
        };
        matched.ids.push(found);
    }
    matched
}

/// The known cadre with what the roster says now. Another spelling of the same name or unit changes nothing, unless the
/// known one holds code points that are not kept any more.
fn told_anew(known: &Cadre, read: &RosterCadre) -> Cadre {
    let spelled = |known: &str, read: &str| {
        let same = name_key(known) == name_key(read) && standard(&visible(known)) == known;
        match read.is_empty() || same {
            true => known.to_owned(),
            false => read.to_owned(),
        }
    };
    let same_phone = read.phone.is_empty() || phone_key(&read.phone) == phone_key(&known.phone);
    Cadre {
        id: known.id,
        name: spelled(&known.name, &read.name),
        unit: spelled(&known.unit, &read.unit),
        phone: match same_phone {
            true => known.phone.clone(),
            false => read.phone.clone(),
        },
    }
}

fn add(read: &RosterCadre, id: CadreId, plans: &mut Vec<CadrePlan>) -> CadreId {
    let cadre = Cadre {
        id,
        name: read.name.clone(),
        unit: read.unit.clone(),
        phone: read.phone.clone(),
    };
    plans.push(CadrePlan { cadre });
    id
}

fn person(read: &RosterHousehold) -> Person {
    Person {
        head: read.head.clone(),
        id_number: read.id_number.clone(),
        id_suspect: !id_number::is_sound(&read.id_number),
        phone: read.phone.clone(),
        group: read.group.clone(),
        people: read.people,
        risk: read.risk.clone(),
    }
}

fn new_household(read: &RosterHousehold, cadre: CadreId, effective: Day) -> HouseholdPlan {
    let from = read.start.unwrap_or(effective);
    HouseholdPlan {
        household: read.household.clone(),
        village: read.village.clone(),
        entered: from,
        left: None,
        person: person(read),
        classes: read.class.map(|class| ClassFrom { class, from }).into_iter().collect(),
        assignments: vec![Assignment {
            household: read.household.clone(),
            cadre,
            from,
            to: None,
        }],
        place: read.place.map(|place| (place, from)),
    }
}

/// The plan for a household that is there already; `None` when nothing about it changed.
fn changed_household(
    read: &RosterHousehold,
    old: &store::RosterHousehold,
    cadre: CadreId,
    effective: Day,
) -> Option<HouseholdPlan> {
    let mut person = person(read);
    if person.id_number.is_empty() {
        // A roster that leaves the number out does not unsay it.
        person.id_number.clone_from(&old.person.id_number);
        person.id_suspect = old.person.id_suspect;
    }
    let mut assignments = changed_assignments(read, old, cadre, effective);
    let mut classes = Vec::new();
    let current = old.classes.iter().max_by_key(|c| c.from);
    if let Some(class) = read.class.filter(|class| current.is_none_or(|c| c.class != *class)) {
        let from = match current {
            Some(current) => effective.max(current.from),
            None => old.entered,
        };
        classes.push(ClassFrom { class, from });
    }
    let mut entered = old.entered;
    if let Some(start) = read.start.filter(|start| *start < old.entered && always_of(old, cadre)) {
        // The roster now says an earlier beginning: the days before what was known are added.
        entered = start;
        assignments.push(Assignment {
            household: read.household.clone(),
            cadre,
            from: start,
            to: Some(old.entered.plus(-1)),
        });
        classes.extend(old.classes.iter().min_by_key(|c| c.from).map(|c| ClassFrom {
            class: c.class,
            from: start,
        }));
    }
    let set_by_township = old.places.iter().rev().find(|p| !p.learned);
    let place = read
        .place
        .filter(|p| set_by_township.is_none_or(|s| (s.lat, s.lon) != (p.lat, p.lon)));
    let back = old.left.is_some_and(|left| left < effective);
    let plan = HouseholdPlan {
        household: read.household.clone(),
        village: read.village.clone(),
        entered,
        left: if back { None } else { old.left },
        person,
        classes,
        assignments,
        place: place.map(|place| (place, effective)),
    };
    let same = plan.person == old.person
        && plan.village == old.village
        && plan.entered == old.entered
        && plan.left == old.left
        && plan.classes.is_empty()
        && plan.assignments.is_empty()
        && plan.place.is_none();
    (!same).then_some(plan)
}

/// A new cadre's assignment from `effective`, and the ends of the others the day before.
fn changed_assignments(
    read: &RosterHousehold,
    old: &store::RosterHousehold,
    cadre: CadreId,
    effective: Day,
) -> Vec<Assignment> {
    let open: Vec<&Assignment> = old
        .assignments
        .iter()
        .filter(|a| a.to.is_none_or(|to| to >= effective))
        .collect();
    if open.iter().any(|a| a.cadre == cadre) {
        return Vec::new();
    }
    let ended = open.iter().map(|a| Assignment {
        to: Some(effective.plus(-1)),
        ..(*a).clone()
    });
    let new = Assignment {
        household: read.household.clone(),
        cadre,
        from: effective,
        to: None,
    };
    ended.chain([new]).collect()
}

/// Whether the household has had this one cadre only.
fn always_of(old: &store::RosterHousehold, cadre: CadreId) -> bool {
    old.assignments.iter().all(|a| a.cadre == cadre)
}

/// A later beginning than is known would take days away that visits may have been judged by: it is only said.
fn starts_later(read: &RosterHousehold, old: &store::RosterHousehold, cadre: CadreId) -> bool {
    read.start.is_some_and(|start| start > old.entered) && always_of(old, cadre)
}

/// Villages the store does not have yet, made up from household numbers or the roster's own column.
fn new_villages(roster: &Roster, known: &[Village]) -> Vec<Village> {
    let mut names = BTreeMap::new();
    for household in &roster.households {
        names
            .entry(household.village.clone())
            .or_insert_with(|| household.village_name.clone());
    }
    for village in known {
        names.remove(&village.code);
    }
    names
        .into_iter()
        .map(|(code, name)| Village {
            code,
            name,
            listed: false,
        })
        .collect()
}
