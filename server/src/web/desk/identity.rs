//! A household's ID number and telephone: masked, until somebody who may decide opens them. They are shown in that one
//! answer, after the audit log has its row.

use super::reader::Reader;
use super::shell::{desk, not_found};
use crate::mask;
use crate::store::{AuditEvent, Person, Reach};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use crate::web::session::SignedIn;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use std::sync::Arc;

/// The masked numbers, and the button that opens them for whoever may.
pub fn identity(reader: &Reader, reach: &Reach, township: &RegionCode, no: &HouseholdNo, person: &Person) -> Markup {
    let (id_number, phone) = (mask::id_number(&person.id_number), mask::phone(&person.phone));
    let any = !(id_number.is_empty() && phone.is_empty());
    let numbers = html! {
        @if !id_number.is_empty() { span.sub.tabular { (reader.say("证件号 ", "ID ")) (id_number) } }
        @if !phone.is_empty() { span.sub.tabular { (reader.say("电话 ", "Phone ")) (phone) } }
    };
    html! {
        @if any && reach.decides() {
            form.identity method="post" action=(format!("/households/{township}/{no}/open")) {
                (numbers)
                button type="submit" { (reader.say("查看证件号和电话", "Show ID number and phone")) }
            }
        } @else if any {
            div.identity { (numbers) }
        }
    }
}

/// `POST /households/TOWNSHIP/NO/open`: shows them, once.
pub async fn open(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path((township, no)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (Ok(township), Ok(no)) = (township.parse::<RegionCode>(), no.parse::<HouseholdNo>()) else {
        return Ok(none(&app, &reader));
    };
    let (of, home) = (township.clone(), no.clone());
    let found = app
        .within(who.reach(), move |_, store| store.person(&of, &home))
        .await?;
    let Some((_, person)) = found else {
        return Ok(none(&app, &reader));
    };
    if !who.reach().decides() {
        return Err(ApiError::from(crate::Error::ReadOnly));
    }
    // Written and synced before anything is shown.
    let event = AuditEvent::IdentityOpened(township.clone(), no.clone());
    who.note(&app, from, event).await?;
    let title = format!("{}{}", person.head, reader.say("家", "'s home"));
    let content = opened(&reader, &title, &township, &no, &person);
    // It is shown once: in the other language there is the home's own page.
    let back = reader.at(&format!("/households/{township}/{no}"));
    let page = desk(&back, app.simulated.into(), None, &title, content);
    Ok(reader.shown(StatusCode::OK, page))
}

fn none(app: &App, reader: &Reader) -> Response {
    let zh = "这个乡镇的花名册里没有这一户。";
    not_found(
        reader,
        app.simulated.into(),
        zh,
        "This household is not on that township's roster.",
    )
}

fn opened(reader: &Reader, title: &str, township: &RegionCode, no: &HouseholdNo, person: &Person) -> Markup {
    let or_none = |text: &str| match text.is_empty() {
        true => reader.say("没有", "none").to_owned(),
        false => text.to_owned(),
    };
    html! {
        section.card.lone {
            h1 { (title) }
            dl.told {
                dt { (reader.say("证件号", "ID number")) }
                dd.tabular {
                    (or_none(&person.id_number))
                    @if person.id_suspect { " " span.sub { (reader.say("（号码有疑问）", "(looks wrong)")) } }
                }
                dt { (reader.say("电话", "Phone")) } dd.tabular { (or_none(&person.phone)) }
            }
            p.sub { (reader.say(
                "只在这一页显示一次；谁在什么时候看了哪一户，已记入审计。",
                "Shown on this page once; who looked at which home and when is in the audit log.",
            )) }
            p { a href=(format!("/households/{township}/{no}")) { (reader.say("回到这一户", "Back to the home")) } }
        }
    }
}
