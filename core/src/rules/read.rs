//! Reads a policy's TOML with the place of every key, so that each error says file, line and column and how to mend it.
//! A policy decides over other people's year: whatever is not understood is refused, never guessed.

use super::table::{Reader, Table};
use super::{Effect, Every, MetRule, Policy, PolicyError, Position, Prorate, Requirement, VisitRules, Who};
use crate::domain::{Class, Mode, ReasonCode};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

const POLICY_KEYS: &[&str] = &["id", "name", "from", "until", "source", "visit", "require"];
const VISIT_KEYS: &[&str] = &[
    "modes",
    "remote_modes",
    "min_gap_days",
    "photos",
    "min_minutes",
    "near_m",
    "far_m",
    "late_days",
    "who",
    "position",
    "met",
    "effect",
];
const REQUIRE_KEYS: &[&str] = &[
    "id",
    "title",
    "classes",
    "times",
    "every",
    "binding",
    "prorate",
    "warn_days",
];

impl Policy {
    /// Reads and checks a policy. `file` is only for the error.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column: TOML that is none, an unknown key, a value outside its
    /// closed set or range, a mode in both lists, two requirements of one id, an `until` before `from`.
    pub fn parse(text: &str, file: &str) -> Result<Policy, PolicyError> {
        policy(text, file)
    }
    /// The error of a policy whose file (`text`, `file`) puts it in force on a day that `other` holds already: both are
    /// named, and the place is the file's `from`.
    pub fn clash(&self, other: &Policy, text: &str, file: &str) -> Option<PolicyError> {
        self.overlaps(other)
            .then(|| clash(text, file, &self.clash_message(other)))
    }
}

/// A whole policy file.
fn policy(text: &str, file: &str) -> Result<Policy, PolicyError> {
    let reader = Reader { text, file };
    let document = reader.document()?;
    let table = Table {
        reader: &reader,
        keys: document.get_ref(),
        at: 0..0,
        name: "the policy".to_owned(),
    };
    table.only(POLICY_KEYS)?;
    let (id, id_at) = table.needed("id", Reader::text)?;
    let id = id.parse().map_err(|_| {
        reader.error(
            &id_at,
            "a policy's `id` is 1 to 80 letters, digits, `-`, `_` or `.`".to_owned(),
        )
    })?;
    let (from, _) = table.needed("from", Reader::day)?;
    let until = table.optional("until", Reader::day)?;
    if let Some((until, at)) = &until
        && *until < from
    {
        return Err(reader.error(at, format!("`until` ({until}) is before `from` ({from})")));
    }
    Ok(Policy {
        id,
        name: table.needed("name", Reader::text)?.0,
        from,
        until: until.map(|(day, _)| day),
        source: table.optional("source", Reader::text)?.map(|(text, _)| text),
        visit: visit(&table)?,
        require: requirements(&table)?,
    })
}

/// The error of a policy that is in force on a day another one holds already, at its `from`.
fn clash(text: &str, file: &str, message: &str) -> PolicyError {
    let reader = Reader { text, file };
    let from = reader
        .document()
        .ok()
        .and_then(|document| document.get_ref().get("from").map(Spanned::span));
    reader.error(&from.unwrap_or(0..0), message.to_owned())
}

fn visit(policy: &Table<'_, '_>) -> Result<VisitRules, PolicyError> {
    let table = policy.table("visit")?;
    table.only(VISIT_KEYS)?;
    let near = table.optional("near_m", Reader::metres)?;
    let far = table.optional("far_m", Reader::metres)?;
    let near_m = near.as_ref().map_or(60.0, |(metres, _)| *metres);
    let far_m = far.as_ref().map_or(300.0, |(metres, _)| *metres);
    if near_m > far_m {
        let at = near.or(far).map_or(0..0, |(_, at)| at);
        return Err(table
            .reader
            .error(&at, format!("`near_m` ({near_m}) is over `far_m` ({far_m})")));
    }
    let modes = table
        .words("modes", Mode::ALL, Mode::word)?
        .unwrap_or_else(|| vec![Mode::OnSite]);
    let remote_modes = table
        .words("remote_modes", Mode::ALL, Mode::word)?
        .unwrap_or_else(|| vec![Mode::Phone, Mode::Video]);
    if let Some(both) = remote_modes.iter().find(|mode| modes.contains(mode)) {
        let key = if table.keys.get("remote_modes").is_some() {
            "remote_modes"
        } else {
            "modes"
        };
        return Err(table.reader.error(
            &table.span_of(key),
            format!(
                "the mode \"{}\" stands in `modes` and in `remote_modes` (left out: phone and video): write both, with it in one",
                both.word()
            ),
        ));
    }
    let whole = |key, default| Ok::<u32, PolicyError>(table.optional(key, Reader::whole)?.map_or(default, |(n, _)| n));
    Ok(VisitRules {
        modes,
        remote_modes,
        min_gap_days: whole("min_gap_days", 1)?,
        photos: whole("photos", 1)?,
        min_minutes: whole("min_minutes", 0)?,
        near_m,
        far_m,
        late_days: whole("late_days", 7)?,
        who: table
            .word("who", &[("assigned", Who::Assigned), ("any", Who::Any)])?
            .unwrap_or(Who::Assigned),
        position: table
            .word("position", &[("required", Position::Required), ("off", Position::Off)])?
            .unwrap_or(Position::Required),
        met: table
            .word("met", &[("required", MetRule::Required), ("off", MetRule::Off)])?
            .unwrap_or(MetRule::Required),
        effect: effects(&table)?,
    })
}

fn effects(visit: &Table<'_, '_>) -> Result<BTreeMap<ReasonCode, Effect>, PolicyError> {
    let table = visit.table("effect")?;
    let words: Vec<&str> = ReasonCode::ALL
        .iter()
        .filter(|code| !code.is_worked_out_anew())
        .map(|code| code.word())
        .collect();
    for key in table.keys.keys() {
        if let Some(code) = ReasonCode::from_word(key.get_ref())
            && code.is_worked_out_anew()
        {
            return Err(table.reader.error(
                &key.span(),
                format!("the effect of `{}` cannot be set: take the line out", code.word()),
            ));
        }
    }
    table.only(&words)?;
    let choices = [("note", Effect::Note), ("review", Effect::Review), ("no", Effect::No)];
    let mut effects = BTreeMap::new();
    for code in ReasonCode::ALL {
        if let Some(effect) = table.word(code.word(), &choices)? {
            effects.insert(*code, effect);
        }
    }
    Ok(effects)
}

fn requirements(policy: &Table<'_, '_>) -> Result<Vec<Requirement>, PolicyError> {
    let Some(value) = policy.keys.get("require") else {
        return Ok(Vec::new());
    };
    let tables = || {
        policy
            .reader
            .error(&value.span(), "write each requirement as [[require]]".to_owned())
    };
    let mut requirements: Vec<Requirement> = Vec::new();
    for item in value.get_ref().as_array().ok_or_else(tables)?.iter() {
        let table = Table {
            reader: policy.reader,
            keys: item.get_ref().as_table().ok_or_else(tables)?,
            at: item.span(),
            name: "[[require]]".to_owned(),
        };
        let (requirement, id_at) = requirement(&table)?;
        if requirements.iter().any(|earlier| earlier.id == requirement.id) {
            return Err(policy.reader.error(
                &id_at,
                format!("two requirements have the id \"{}\": give one another", requirement.id),
            ));
        }
        requirements.push(requirement);
    }
    Ok(requirements)
}

fn requirement(table: &Table<'_, '_>) -> Result<(Requirement, Range<usize>), PolicyError> {
    table.only(REQUIRE_KEYS)?;
    let (id, id_at) = table.needed("id", Reader::text)?;
    let (times, times_at) = table.needed("times", Reader::whole)?;
    if times < 1 {
        return Err(table.reader.error(&times_at, "`times` is at least 1".to_owned()));
    }
    let every = [
        ("year", Every::Year),
        ("half", Every::Half),
        ("quarter", Every::Quarter),
        ("two_months", Every::TwoMonths),
        ("month", Every::Month),
    ];
    let prorate = [
        ("floor", Prorate::Floor),
        ("ceil", Prorate::Ceil),
        ("whole", Prorate::Whole),
    ];
    let requirement = Requirement {
        title: table
            .optional("title", Reader::text)?
            .map_or_else(|| id.clone(), |(title, _)| title),
        classes: table.words("classes", Class::ALL, Class::word)?,
        times,
        every: match table.word("every", &every)? {
            Some(every) => every,
            None => return Err(table.missing("every")),
        },
        binding: table
            .optional("binding", Reader::truth)?
            .is_none_or(|(binding, _)| binding),
        prorate: table.word("prorate", &prorate)?.unwrap_or(Prorate::Floor),
        warn_days: table.optional("warn_days", Reader::whole)?.map_or(14, |(days, _)| days),
        id,
    };
    Ok((requirement, id_at))
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
