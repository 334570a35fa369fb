//! What the desk decided, when, by whom, newest first: read from the township's own records, which nobody can change.

use crate::Result;
use crate::store::{EvidenceRecord, Store, Visited};
use ruhu_core::domain::{Ruling, WaiverScope};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode, Sha256, VisitId};
use ruhu_core::record::{
    AssignmentBody, DecisionBody, Envelope, ImportBody, Jws, PlaceBody, PolicyBody, RevocationBody, Tombstone,
    WaiverBody,
};
use ruhu_core::rules::Policy;
use ruhu_core::time::{Day, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Which decisions.
#[derive(Clone, Debug, Default)]
pub struct LogAsk {
    /// Only those that touch this region.
    pub scope: Option<RegionCode>,
    /// From this day on.
    pub since: Option<Day>,
    /// Up to this day.
    pub until: Option<Day>,
}

/// One decision.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// When it was written, by the server's clock.
    pub at: Moment,
    /// The township whose key signed it.
    pub township: RegionCode,
    /// The kind of its record; an erasure's many tombstones are one entry.
    pub kind: String,
    /// Who answers for it, where somebody does.
    pub by: Option<String>,
    /// What was decided, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The household it is about.
    pub household: Option<HouseholdNo>,
    /// The visit it is about.
    pub visit: Option<VisitId>,
    /// Its particulars; null where its text was erased.
    pub what: Value,
    /// The hash of its record, of the last one where there are several.
    pub record: Sha256,
    /// How many records it took.
    pub records: u64,
}

/// Reads the decisions, newest first. Places that were learnt are no decisions, and those that a roster brought are
/// part of its import.
pub fn decided(store: &dyn Store, ask: &LogAsk) -> Result<Vec<Decided>> {
    let mut all: Vec<Decided> = Vec::new();
    for township in store.townships()? {
        let code = township.code;
        let scope = ask.scope.as_ref();
        if scope.is_some_and(|scope| !scope.contains(&code) && !code.contains(scope)) {
            continue;
        }
        let names: BTreeMap<CadreId, String> = store
            .cadres(&code)?
            .into_iter()
            .map(|cadre| (cadre.id, cadre.name))
            .collect();
        let mut records = Vec::new();
        store.each_decided(&code, &mut |record| {
            let day = record.received.day();
            if ask.since.is_none_or(|since| since <= day) && ask.until.is_none_or(|until| day <= until) {
                records.push(record);
            }
            Ok(())
        })?;
        let mut entries: Vec<Decided> = Vec::new();
        for record in &records {
            let Some((entry, touches)) = read(store, &code, record, &names)? else {
                continue;
            };
            if scope.is_some_and(|scope| !touches.iter().any(|region| meets(scope, region))) {
                continue;
            }
            match entries.last_mut() {
                Some(last) if one_erasure(last, &entry) => last.records += 1,
                _ => entries.push(entry),
            }
        }
        all.extend(entries);
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(all)
}

fn meets(scope: &RegionCode, region: &RegionCode) -> bool {
    scope.contains(region) || region.contains(scope)
}

/// Tombstones of one household, written at one moment.
fn one_erasure(a: &Decided, b: &Decided) -> bool {
    a.kind == "tombstone" && b.kind == "tombstone" && (a.at, &a.household, &a.by) == (b.at, &b.household, &b.by)
}

/// What a record of the desk says, and the regions it touches.
struct Said {
    by: Option<String>,
    zh: String,
    en: String,
    visit: Option<VisitId>,
    household: Option<HouseholdNo>,
    what: Value,
    touches: Vec<RegionCode>,
}

fn read(
    store: &dyn Store,
    township: &RegionCode,
    record: &EvidenceRecord,
    names: &BTreeMap<CadreId, String>,
) -> Result<Option<(Decided, Vec<RegionCode>)>> {
    let said = match &record.jws {
        Some(jws) => match body(jws)
            .map(|body| say(store, township, record, body, names))
            .transpose()?
        {
            Some(Some(said)) => said,
            Some(None) => return Ok(None),
            None => plain(record, township, "这一条读不懂", "This record cannot be read"),
        },
        None => plain(
            record,
            township,
            "内容已随该户依法删除",
            "Its text was lawfully erased with its household",
        ),
    };
    let entry = Decided {
        at: record.received,
        township: township.clone(),
        kind: record.kind.clone(),
        by: said.by,
        zh: said.zh,
        en: said.en,
        household: said.household.or_else(|| record.household.clone()),
        visit: said.visit,
        what: said.what,
        record: record.sha256,
        records: 1,
    };
    Ok(Some((entry, said.touches)))
}

fn plain(record: &EvidenceRecord, township: &RegionCode, zh: &str, en: &str) -> Said {
    Said {
        by: None,
        zh: zh.to_owned(),
        en: en.to_owned(),
        visit: None,
        household: record.household.clone(),
        what: Value::Null,
        touches: vec![record.village.clone().unwrap_or_else(|| township.clone())],
    }
}

fn body(jws: &str) -> Option<Value> {
    let parsed = Jws::parse(jws).ok()?;
    let envelope: Envelope = serde_json::from_slice(&parsed.payload).ok()?;
    Some(envelope.body)
}

fn as_body<T: DeserializeOwned>(body: Value) -> Option<T> {
    serde_json::from_value(body).ok()
}

/// Nothing for what is no decision.
fn say(
    store: &dyn Store,
    township: &RegionCode,
    record: &EvidenceRecord,
    body: Value,
    names: &BTreeMap<CadreId, String>,
) -> Result<Option<Said>> {
    let unread = || plain(record, township, "这一条读不懂", "This record cannot be read");
    let here = vec![record.village.clone().unwrap_or_else(|| township.clone())];
    let said = match record.kind.as_str() {
        "policy" => as_body(body).and_then(|body| policy(&body)).unwrap_or_else(unread),
        "waiver" => as_body(body).map_or_else(unread, |body| waiver(&body, here)),
        "decision" => match as_body::<DecisionBody>(body) {
            Some(body) => {
                let visited = store.visited(township, &body.visit)?;
                decision(&body, visited, here)
            }
            None => unread(),
        },
        "assignment" => as_body(body).map_or_else(unread, |body| assignment(&body, names, here)),
        "place" => match as_body::<PlaceBody>(body) {
            // Nobody answers for it by name: it came with a roster, whose import is told of.
            Some(body) if body.learned || body.by.is_none() => return Ok(None),
            Some(body) => place(&body, here),
            None => unread(),
        },
        "import" => as_body(body).map_or_else(unread, |body| import(&body, township)),
        "tombstone" => as_body(body).map_or_else(unread, |body| tombstone(&body, record, here)),
        "revocation" => match as_body::<RevocationBody>(body) {
            Some(body) => revocation(store, township, &body, names, here)?,
            None => unread(),
        },
        _ => unread(),
    };
    Ok(Some(said))
}

fn policy(body: &PolicyBody) -> Option<Said> {
    let policy = Policy::parse(&body.toml, "policy").ok()?;
    let (id, from) = (&policy.id, policy.from);
    let (zh, en) = match (body.withdrawn, policy.until) {
        (true, _) => (format!("规则 {id} 撤下"), format!("Policy {id} withdrawn")),
        (false, Some(until)) => (
            format!("规则 {id} 自 {from} 起、到 {until} 为止"),
            format!("Policy {id} in force from {from} until {until}"),
        ),
        (false, None) => (
            format!("规则 {id} 自 {from} 起"),
            format!("Policy {id} in force from {from}"),
        ),
    };
    Some(Said {
        by: body.by.clone(),
        zh,
        en,
        visit: None,
        household: None,
        what: json!({"policy": id, "name": policy.name, "scope": body.scope, "from": from, "until": policy.until,
            "withdrawn": body.withdrawn}),
        touches: vec![body.scope.clone()],
    })
}

fn waiver(body: &WaiverBody, here: Vec<RegionCode>) -> Said {
    let (household, place, touches) = match &body.scope {
        WaiverScope::Household(no) => (Some(no.clone()), no.to_string(), here),
        WaiverScope::Region(region) => (None, region.to_string(), vec![region.clone()]),
    };
    let (from, to, why) = (body.from, body.to, &body.why);
    Said {
        by: body.by.clone(),
        zh: format!("{place} {from} 至 {to} {}：{why}", body.kind.zh()),
        en: format!("{place} from {from} to {to} {}: {why}", body.kind.en()),
        visit: None,
        household,
        what: json!({"scope": body.scope, "kind": body.kind, "from": from, "to": to, "why": why, "paper": body.paper}),
        touches,
    }
}

fn decision(body: &DecisionBody, visited: Option<Visited>, here: Vec<RegionCode>) -> Said {
    let (household, village) = visited.map_or((None, None), |(no, village)| (Some(no), village));
    let (zh, en) = match body.ruling {
        Some(Ruling::Counts) => ("认定有效", "counts"),
        Some(Ruling::DoesNotCount) => ("认定不算", "does not count"),
        None => ("认定收回", "decision taken back"),
    };
    Said {
        by: Some(body.by.clone()),
        zh: format!("走访 {} {zh}：{}", body.visit, body.why),
        en: format!("Visit {} {en}: {}", body.visit, body.why),
        visit: Some(body.visit),
        household,
        what: json!({"visit": body.visit, "ruling": body.ruling, "why": body.why}),
        touches: village.map_or(here, |village| vec![village]),
    }
}

fn assignment(body: &AssignmentBody, names: &BTreeMap<CadreId, String>, here: Vec<RegionCode>) -> Said {
    // A cadre whom the roster does not know any more is told by id.
    let name = names
        .get(&body.cadre)
        .cloned()
        .unwrap_or_else(|| body.cadre.to_string());
    let (no, from) = (&body.household, body.from);
    let (zh, en) = match body.to {
        Some(to) if to < from => (
            format!("{no} 不再由 {name} 帮扶（原定 {from} 起）"),
            format!("{no} is not {name}'s after all (from {from})"),
        ),
        Some(to) => (
            format!("{no} 由 {name} 帮扶，{from} 至 {to}"),
            format!("{no} is {name}'s from {from} until {to}"),
        ),
        None => (
            format!("{no} 由 {name} 帮扶，{from} 起"),
            format!("{no} is {name}'s from {from}"),
        ),
    };
    Said {
        by: body.by.clone(),
        zh,
        en,
        visit: None,
        household: Some(no.clone()),
        what: json!({"household": no, "cadre": body.cadre, "name": name, "from": from, "to": body.to, "why": body.why}),
        touches: here,
    }
}

fn place(body: &PlaceBody, here: Vec<RegionCode>) -> Said {
    let (no, from) = (&body.household, body.from);
    Said {
        by: body.by.clone(),
        zh: format!("{no} 的位置重新登记，{from} 起"),
        en: format!("{no} has another place from {from}"),
        visit: None,
        household: Some(no.clone()),
        what: json!({"household": no, "version": body.version, "lat": body.point.lat, "lon": body.point.lon,
            "from": from, "why": body.why}),
        touches: here,
    }
}

fn import(body: &ImportBody, township: &RegionCode) -> Said {
    let households = body.households.len();
    Said {
        by: None,
        zh: format!("导入花名册：{} 行，新增或变动 {households} 户", body.rows),
        en: format!(
            "Roster imported: {} rows, {households} households new or changed",
            body.rows
        ),
        visit: None,
        household: None,
        what: json!({"file": body.file, "rows": body.rows, "effective": body.effective, "households": households}),
        touches: vec![township.clone()],
    }
}

fn revocation(
    store: &dyn Store,
    township: &RegionCode,
    body: &RevocationBody,
    names: &BTreeMap<CadreId, String>,
    here: Vec<RegionCode>,
) -> Result<Said> {
    let phone = store.device(&body.kid)?.filter(|phone| phone.township == *township);
    let cadre = phone.map(|phone| phone.cadre);
    let name = cadre.and_then(|cadre| names.get(&cadre)).map_or("", String::as_str);
    let (kid, reason) = (&body.kid, &body.reason);
    let (zh, en) = match body.withdrawn {
        false => ("停用", "revoked"),
        true => ("恢复", "let in again"),
    };
    Ok(Said {
        by: body.by.clone(),
        zh: format!("{name} 的手机 {kid} {zh}：{reason}"),
        en: format!("{name}'s phone {kid} {en}: {reason}"),
        visit: None,
        household: None,
        what: json!({"kid": kid, "cadre": cadre, "name": name, "from": body.from, "withdrawn": body.withdrawn, "why": reason}),
        touches: here,
    })
}

fn tombstone(body: &Tombstone, record: &EvidenceRecord, here: Vec<RegionCode>) -> Said {
    let no = record.household.as_ref().map_or("", |no| no.as_str());
    Said {
        by: Some(body.by.clone()),
        zh: format!("{no} 依法删除"),
        en: format!("{no} lawfully erased"),
        visit: None,
        household: record.household.clone(),
        what: json!({"household": record.household, "why": body.why}),
        touches: here,
    }
}
