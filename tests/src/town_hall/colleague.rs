//! What a colleague does on a phone of his or her own, and what the township does about a phone.

use super::{Answered, Wrong};
use crate::clock::PhoneClock;
use crate::handset::{open, send_all};
use crate::town::Town;
use ruhu_core::app::DraftChange;
use ruhu_core::domain::Mode;
use ruhu_core::ids::{HouseholdNo, Sha256};
use ruhu_core::time::Clock;
use ruhu_server::command::town as named;
use ruhu_server::store::Coverage;
use ruhu_server::town::decide;
use serde_json::json;
use std::sync::Arc;

/// Who answers for what is decided here.
const BY: &str = "镇乡村振兴办";

/// A colleague's phone, enrolled now, records a visit of ten minutes that names a companion, and sends it.
pub(super) fn visit_with(town: &Town, cadre: &str, household: &HouseholdNo, companion: &str) -> Answered {
    let by = named::cadre(&town.folder, "cadre", cadre)?.cadre;
    let companion = named::cadre(&town.folder, "companion", companion)?.cadre;
    let seed = Sha256::of(format!("{} {household}", by.id).as_bytes()).0;
    let dir = town.folder.path.with_extension(format!("colleague-{}", by.id));
    let clock = Arc::new(PhoneClock::new(town.clock.now().wall, 0));
    let app = open(&dir, seed, clock.clone())?;
    let wrong = |error: ruhu_core::app::AppError| Wrong::new("visit_with", error, "name a household of this cadre");
    let code = town.code_for(by.id, town.running.address().to_owned())?;
    app.enrol(&code, "colleague").map_err(wrong)?;
    send_all(&app)?;
    let draft = app.start(household, Mode::OnSite).map_err(wrong)?.draft.id;
    let companions = vec![companion.id];
    app.change(draft, DraftChange::Companions { companions })
        .map_err(wrong)?;
    clock.pass_minutes(10);
    let finished = app.finish(draft).map_err(wrong)?;
    town.clock.reach(clock.true_time());
    send_all(&app)?;
    Ok(json!({"visit": finished.visit, "by": by.name}))
}

/// As `ruhu phones revoke` of a cadre's newest phone, or, with `renew`, as `ruhu phones renew`.
pub(super) fn phone(town: &Town, cadre: &str, renew: bool) -> Answered {
    let cadre = named::cadre(&town.folder, "cadre", cadre)?.cadre;
    let (store, now) = (&town.folder.store, town.clock.now().wall);
    let phones = store.phones(&town.code)?;
    let newest = phones
        .iter()
        .filter(|phone| phone.cadre == cadre.id)
        .max_by_key(|phone| phone.enrolled);
    let Some(phone) = newest else {
        return Err(Wrong::new(
            "cadre",
            "no phone of this cadre is enrolled",
            "enrol one first",
        ));
    };
    let done = match renew {
        true => decide::renew(store, &town.code, &phone.kid, "找到了", BY, now)?,
        false => decide::revoke(store, &town.code, &phone.kid, "说是丢了", BY, now)?,
    };
    Ok(json!(done))
}
