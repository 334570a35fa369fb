//! Reading a sync answer of a server that may be newer than this program: what is not understood costs itself alone. It is
//! handed on as it came, to be kept and read again by a later version.

use super::{Down, HouseholdDown, PolicyDown, SyncAnswer, Taken};
use crate::domain::{Assignment, Cadre, ClassFrom, PlaceVersion, VisitFact, Waiver};
use crate::ids::{HouseholdNo, Sha256};
use crate::time::Moment;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of `down` that this version knows.
pub const DOWN_FIELDS: [&str; 7] = ["cursor", "now", "households", "removed", "erased", "policies", "cadres"];

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

/// Reads the body of a sync answer; `None` when it is none. `cursor`: the one the call was made with, kept where the
/// answer's cannot be read.
pub fn read_sync_answer(body: &[u8], cursor: u64) -> Option<SyncRead> {
    #[derive(Deserialize)]
    struct Outer {
        #[serde(default)]
        taken: Vec<Value>,
        checkpoint: String,
        #[serde(default)]
        consistency: Value,
        #[serde(default)]
        down: Value,
    }
    let outer: Outer = serde_json::from_slice(body).ok()?;
    let fields = match outer.down {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let DownRead { down, unread } = read_down(fields, cursor);
    let answer = SyncAnswer {
        taken: outer.taken.iter().filter_map(read::<Taken>).collect(),
        checkpoint: outer.checkpoint,
        consistency: read::<Option<Vec<Sha256>>>(&outer.consistency).flatten(),
        down,
    };
    Some(SyncRead { answer, unread })
}

/// Reads a `down`, field by field and entry by entry.
pub fn read_down(mut fields: Map<String, Value>, cursor: u64) -> DownRead {
    let mut found = DownRead::default();
    let mut take = |name: &str| fields.remove(name).unwrap_or(Value::Null);
    let (cursor_told, now) = (take("cursor"), take("now"));
    let lists = ["households", "removed", "erased"].map(&mut take);
    let (policies, cadres) = (take("policies"), take("cadres"));

    let unread = &mut found.unread;
    found.down.cursor = found_or(unread, "cursor", cursor_told).unwrap_or(cursor);
    found.down.now = found_or::<Option<Moment>>(unread, "now", now).flatten();
    let [households, removed, erased] = lists;
    for value in entries(unread, "households", households) {
        let (household, whole) = household(&value);
        if !whole {
            unread.push(entry("households", &value));
        }
        found.down.households.extend(household);
    }
    for (name, value, into) in [
        ("removed", removed, &mut found.down.removed),
        ("erased", erased, &mut found.down.erased),
    ] {
        for value in entries(unread, name, value) {
            match read::<HouseholdNo>(&value) {
                Some(number) => into.push(number),
                None => unread.push(entry(name, &value)),
            }
        }
    }
    // Policies hold together: of a list that is not understood whole, none is taken.
    found.down.policies = found_or::<Option<Vec<PolicyDown>>>(unread, "policies", policies).flatten();
    if !cadres.is_null() {
        let (read, whole) = elements::<Cadre>(&cadres);
        if !whole {
            unread.push(field("cadres", &cadres));
        }
        found.down.cadres = read;
    }
    // Fields that were not thought of yet; each answer may bring more of the same.
    unread.extend(
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| Unread {
                id: found.down.cursor.to_string(),
                ..field(&name, &value)
            }),
    );
    found
}

/// What was kept unread, as the `down` it came from: for another try.
pub fn down_of(kept: &[Unread], cursor: u64) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("cursor".to_owned(), Value::from(cursor));
    for part in kept {
        let Ok(value) = serde_json::from_str::<Value>(&part.raw) else {
            continue;
        };
        match part.field.as_str() {
            "households" | "removed" | "erased" => {
                let list = fields
                    .entry(part.field.clone())
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(value);
                }
            }
            "cursor" => {}
            _ => drop(fields.insert(part.field.clone(), value)),
        }
    }
    fields
}

/// A household and whether all of it was read. An element of a list that is not understood is left out, and so is a place;
/// the rest must be readable.
fn household(value: &Value) -> (Option<HouseholdDown>, bool) {
    if let Some(whole) = read::<HouseholdDown>(value) {
        return (Some(whole), true);
    }
    let mut rest = value.clone();
    keep_readable::<PlaceVersion>(&mut rest, "/old_places");
    keep_readable::<Assignment>(&mut rest, "/assignments");
    keep_readable::<Waiver>(&mut rest, "/waivers");
    keep_readable::<VisitFact>(&mut rest, "/visits");
    keep_readable::<ClassFrom>(&mut rest, "/household/tenure/classes");
    if let Some(place) = rest.pointer_mut("/household/place")
        && read::<PlaceVersion>(place).is_none()
    {
        *place = Value::Null;
    }
    (read(&rest), false)
}

fn keep_readable<T: DeserializeOwned>(value: &mut Value, pointer: &str) {
    if let Some(Value::Array(list)) = value.pointer_mut(pointer) {
        list.retain(|element| read::<T>(element).is_some());
    }
}

/// The elements of a list that can be read, and whether those are all; none when it is no list.
fn elements<T: DeserializeOwned>(value: &Value) -> (Option<Vec<T>>, bool) {
    let Value::Array(list) = value else {
        return (None, false);
    };
    let read: Vec<T> = list.iter().filter_map(read).collect();
    let whole = read.len() == list.len();
    (Some(read), whole)
}

/// The entries of a list; what is no list is unread as a whole.
fn entries(unread: &mut Vec<Unread>, name: &str, value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        other => {
            unread.push(field(name, &other));
            Vec::new()
        }
    }
}

/// A field that is understood as a whole or not at all.
fn found_or<T: DeserializeOwned>(unread: &mut Vec<Unread>, name: &str, value: Value) -> Option<T> {
    let found = read(&value);
    if found.is_none() {
        unread.push(field(name, &value));
    }
    found
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn field(name: &str, value: &Value) -> Unread {
    Unread {
        field: name.to_owned(),
        id: String::new(),
        raw: value.to_string(),
    }
}

/// An entry of a list, under its household's number where it names one.
fn entry(name: &str, value: &Value) -> Unread {
    let raw = value.to_string();
    let number = value.pointer("/household/household").or(value.get("household"));
    Unread {
        field: name.to_owned(),
        id: number.and_then(Value::as_str).unwrap_or(&raw).to_owned(),
        raw,
    }
}
