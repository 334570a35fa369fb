//! What a reader takes away from a page: its text for a chat, the ledger as a spreadsheet, paper. All but paper work
//! without a script; the script only saves a step.

use super::reader::Reader;
use super::when::{When, joined};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ruhu_core::ids::RegionCode;

const SCRIPT: &str = include_str!("ruhu.js");

/// The word in an address that asks for a page as plain text.
pub const AS_TEXT: &str = "text";

/// The buttons beside a headline. `base` is the page without a day, `text` what it is as text.
pub fn tools(reader: &Reader, when: &When, base: &str, text: &str, ledger: Option<&RegionCode>) -> Markup {
    html! {
        div.tools {
            button type="button" hidden data-print { (reader.say("打印", "Print")) }
            a.button href=(when.link(&joined(base, "as", AS_TEXT))) data-copy="page-text"
                data-done=(reader.say("已复制，去微信粘贴", "Copied")) { (reader.say("复制成文字", "Copy as text")) }
            @if let Some(code) = ledger {
                a.button href=(when.link(&format!("/ledger/{code}"))) { (reader.say("导出台账", "Ledger (XLSX)")) }
            }
        }
        textarea #page-text hidden readonly aria-hidden="true" { (text) }
    }
}

/// A page as plain text.
pub fn as_text(text: String) -> Response {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], text).into_response()
}

/// `GET /ruhu.js`.
pub async fn script() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, SCRIPT).into_response()
}
