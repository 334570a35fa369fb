//! `GET /ledger/CODE`: the year's ledger as a spreadsheet, of a township or of a village; the same sheet as in a pack.

use super::reader::Reader;
use super::shell::{Simulated, no_day, not_found};
use super::standing::timeline;
use super::when::{When, Wish};
use crate::pack::{Heading, Ledger, LedgerLine};
use crate::store::{AuditEvent, Homes, Store, Township};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::coverage::view;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::Day;
use serde::Deserialize;
use std::sync::Arc;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// As of when.
#[derive(Debug, Deserialize)]
pub struct Asked {
    on: Option<String>,
    year: Option<String>,
}

/// The spreadsheet.
pub async fn ledger(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let simulated = Simulated::from(app.simulated);
    let wish = Wish {
        on: asked.on.as_deref(),
        year: asked.year.as_deref(),
        window: None,
    };
    let Some(when) = When::of(app.now(), wish) else {
        return Ok(no_day(&reader, simulated));
    };
    let made = match code.parse::<RegionCode>() {
        Ok(scope) => {
            let reach = who.reach();
            app.seen(who.reach(), move |app, store| match reach.covers(&scope) {
                true => made(store, &scope, when, app.simulated),
                false => Ok(None),
            })
            .await?
        }
        Err(_) => None,
    };
    let Some((name, bytes)) = made else {
        return Ok(not_found(
            &reader,
            simulated,
            "没有这个乡镇或村。",
            "There is no such township or village.",
        ));
    };
    if let Ok(scope) = code.parse() {
        who.note(&app, from, AuditEvent::LedgerDownloaded(scope, when.on))
            .await?;
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(XLSX)),
        (header::CONTENT_DISPOSITION, attachment(&code, when.on.year(), &name)),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// The file's name, for a browser that reads UTF-8 and for one that does not.
fn attachment(code: &str, year: i32, name: &str) -> HeaderValue {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let name: String = format!("{name} {year} 走访台账.xlsx")
        .bytes()
        .map(|byte| match byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    HeaderValue::try_from(format!(
        "attachment; filename=\"ledger-{digits}-{year}.xlsx\"; filename*=UTF-8''{name}"
    ))
    .expect("digits, letters and percent signs are good in a header")
}

/// Every household that was in the programme in the year up to the day. `None`: the server has no such place.
fn made(
    store: &dyn Store,
    scope: &RegionCode,
    when: When,
    simulated: bool,
) -> crate::Result<Option<(String, Vec<u8>)>> {
    let of = scope.township();
    let townships = store.townships()?;
    let Some(township) = townships
        .into_iter()
        .find(|township| Some(&township.code) == of.as_ref())
    else {
        return Ok(None);
    };
    let villages = store.villages_in(scope)?;
    let Some(name) = name_of(&township, scope, &villages) else {
        return Ok(None);
    };
    let timeline = timeline(&store.policies(&township.code)?)?;
    let names = villages.into_iter().map(|village| (village.code, village.name));
    let mut ledger = Ledger::new(names.collect(), when.on);
    let first = Day::new(when.on.year(), 1, 1).unwrap_or(when.on);
    for home in store.household_years(&Homes::In(scope.clone()), (first, when.on))? {
        let seen = view(&timeline, &home.tenure, &home.waivers, home.kept.as_slice(), when.on);
        let year = home.kept.as_ref().filter(|kept| kept.year == when.on.year());
        let counted = year.map_or(&[][..], |kept| &kept.counted);
        ledger.household(LedgerLine {
            household: &home.household,
            village: &home.village,
            head: &home.head,
            tenure: &home.tenure,
            cadres: home
                .assignments
                .iter()
                .filter(|(assignment, _)| assignment.holds(when.on))
                .map(|(_, name)| name.as_str())
                .collect(),
            standing: seen.standing,
            strip: &seen.strip,
            counted: counted.iter().copied().filter(|day| *day <= when.on).collect(),
        });
    }
    let heading = Heading {
        township: &township.name,
        year: when.on.year(),
        made: when.now,
        simulated,
    };
    Ok(Some((name, ledger.finish(&heading)?)))
}

fn name_of(township: &Township, scope: &RegionCode, villages: &[crate::store::VillageRow]) -> Option<String> {
    if township.code == *scope {
        return Some(township.name.clone());
    }
    let found = villages.iter().find(|village| village.code == *scope)?;
    Some(format!("{}{}", township.name, found.name))
}
