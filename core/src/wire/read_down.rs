//! Reading a sync answer of a server that may be newer than this program: what is not understood costs itself alone. It is
//! handed on as it came, to be kept and read again by a later version.

use super::{CompanionAsk, Down, HouseholdDown, PolicyDown, SyncAnswer, Taken};
use crate::domain::{Assignment, Cadre, ClassFrom, PlaceVersion, VisitFact, Waiver};
use crate::ids::HouseholdNo;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The fields of `down` that this version knows.
pub const DOWN_FIELDS: [&str; 8] = [
    "cursor",
    "now",
    "households",
    "removed",
    "erased",
    "policies",
    "cadres",
    "asked",
];

/// A part of `down` that this version cannot read, or not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The field of `down` it stood in.
    pub field: String,
    /// Which entry of it: a later entry of the same name stands in its place. Empty where the field comes whole.
    pub id: String,
    /// As it came: JSON.
    pub raw: String,
}

/// A `down` as far as this version reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DownRead {
    /// What could be read. Households that could be read in part are in it with that part.
    pub down: Down,
    /// What could not, or not whole.
    pub unread: Vec<Unread>,
}

/// A sync answer as far as this version reads it. What decides whether anything of it is believed (`checkpoint`) must be
/// readable.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncRead {
    /// The answer; records whose outcome could not be read are missing in `taken`, and wait.
    pub answer: SyncAnswer,
    /// What could not be read of its `down`.
    pub unread: Vec<Unread>,
}

/// The fields of a `down`, each as it came.
pub type Fields = BTreeMap<String, Box<RawValue>>;

/// Reads the body of a sync answer; `None` when it is none. `cursor`: the one the call was made with, kept where the
/// answer's cannot be read.
pub fn read_sync_answer(body: &[u8], cursor: u64) -> Option<SyncRead> {
    #[derive(Deserialize)]
    struct Outer {
        #[serde(default)]
        taken: Vec<Box<RawValue>>,
        checkpoint: String,
        #[serde(default)]
        consistency: Option<Box<RawValue>>,
        #[serde(default)]
        down: Option<Box<RawValue>>,
    }
    let outer: Outer = serde_json::from_slice(body).ok()?;
    let fields = outer.down.and_then(|down| read(&down)).unwrap_or_default();
    let DownRead { down, unread } = read_down(fields, cursor);
    let answer = SyncAnswer {
        taken: outer.taken.iter().filter_map(|taken| read::<Taken>(taken)).collect(),
        checkpoint: outer.checkpoint,
        consistency: outer.consistency.and_then(|proof| read(&proof)),
        down,
    };
    Some(SyncRead { answer, unread })
}

/// Reads a `down`, field by field and entry by entry.
pub fn read_down(mut fields: Fields, cursor: u64) -> DownRead {
    fields.retain(|_, value| value.get() != "null");
    let mut found = DownRead::default();
    let (down, unread) = (&mut found.down, &mut found.unread);
    let mut take = |name: &str| fields.remove(name);
    down.cursor = whole(unread, "cursor", take("cursor")).unwrap_or(cursor);
    down.now = whole(unread, "now", take("now"));
    for value in entries(unread, "households", take("households")) {
        let (household, whole) = household(&value);
        if !whole {
            unread.push(entry("households", &value));
        }
        down.households.extend(household);
    }
    for (name, into) in [("removed", &mut down.removed), ("erased", &mut down.erased)] {
        for value in entries(unread, name, take(name)) {
            match read::<HouseholdNo>(&value) {
                Some(number) => into.push(number),
                None => unread.push(entry(name, &value)),
            }
        }
    }
    // Policies hold together: of a list that is not understood whole, none is taken.
    down.policies = whole::<Vec<PolicyDown>>(unread, "policies", take("policies"));
    if let Some(cadres) = take("cadres") {
        let all = entries(unread, "cadres", Some(cadres.clone()));
        let known: Vec<Cadre> = all.iter().filter_map(|cadre| read(cadre)).collect();
        if known.len() < all.len() {
            unread.push(field("cadres", &cadres));
        }
        down.cadres = Some(known).filter(|known| !known.is_empty());
    }
    // Every answer tells all of them: one that does not read is told again.
    if let Some(asked) = take("asked") {
        let all: Vec<Box<RawValue>> = read(&asked).unwrap_or_default();
        down.asked = Some(all.iter().filter_map(|ask| read::<CompanionAsk>(ask)).collect());
    }
    // Fields that were not thought of yet; each answer may bring more of the same.
    let id = down.cursor.to_string();
    unread.extend(fields.iter().map(|(name, value)| Unread {
        id: id.clone(),
        ..field(name, value)
    }));
    found
}

/// What was kept unread, as the `down` it came from: for another try.
pub fn down_of(kept: &[Unread], cursor: u64) -> Fields {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for part in kept {
        match part.field.as_str() {
            "cursor" => {}
            // A list that came in another shape was kept whole.
            name @ ("households" | "removed" | "erased") if !part.id.is_empty() => {
                lists.entry(name).or_default().push(&part.raw);
            }
            name => drop(texts.insert(name, part.raw.clone())),
        }
    }
    texts.insert("cursor", cursor.to_string());
    texts.extend(
        lists
            .into_iter()
            .map(|(name, list)| (name, format!("[{}]", list.join(",")))),
    );
    let raw = |(name, text): (&str, String)| Some((name.to_owned(), RawValue::from_string(text).ok()?));
    texts.into_iter().filter_map(raw).collect()
}

/// A household and whether all of it was read. An element of a list that is not understood is left out, and so is a place;
/// the rest must be readable.
fn household(raw: &RawValue) -> (Option<HouseholdDown>, bool) {
    if let Some(whole) = read::<HouseholdDown>(raw) {
        return (Some(whole), true);
    }
    let Some(mut rest) = read::<Value>(raw) else {
        return (None, false);
    };
    keep_readable::<PlaceVersion>(&mut rest, "/old_places");
    keep_readable::<Assignment>(&mut rest, "/assignments");
    keep_readable::<Waiver>(&mut rest, "/waivers");
    keep_readable::<VisitFact>(&mut rest, "/visits");
    keep_readable::<ClassFrom>(&mut rest, "/household/tenure/classes");
    if let Some(place) = rest.pointer_mut("/household/place")
        && PlaceVersion::deserialize(&*place).is_err()
    {
        *place = Value::Null;
    }
    (HouseholdDown::deserialize(rest).ok(), false)
}

fn keep_readable<T: DeserializeOwned>(value: &mut Value, pointer: &str) {
    if let Some(Value::Array(list)) = value.pointer_mut(pointer) {
        list.retain(|element| T::deserialize(element).is_ok());
    }
}

/// The entries of a list; what is no list is unread as a whole.
fn entries(unread: &mut Vec<Unread>, name: &str, value: Option<Box<RawValue>>) -> Vec<Box<RawValue>> {
    whole(unread, name, value).unwrap_or_default()
}

/// A field that is understood as a whole or not at all.
fn whole<T: DeserializeOwned>(unread: &mut Vec<Unread>, name: &str, value: Option<Box<RawValue>>) -> Option<T> {
    let value = value?;
    let found = read(&value);
    if found.is_none() {
        unread.push(field(name, &value));
    }
    found
}

fn read<T: DeserializeOwned>(value: &RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

fn field(name: &str, value: &RawValue) -> Unread {
    Unread {
        field: name.to_owned(),
        id: String::new(),
        raw: value.get().to_owned(),
    }
}

/// An entry of a list, under its household's number where it names one.
fn entry(name: &str, value: &RawValue) -> Unread {
    let parts: Value = read(value).unwrap_or_default();
    let number = parts.pointer("/household/household").or(parts.get("household"));
    Unread {
        field: name.to_owned(),
        id: number.and_then(Value::as_str).unwrap_or(value.get()).to_owned(),
        raw: value.get().to_owned(),
    }
}
