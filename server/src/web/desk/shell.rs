//! What every page has around its content: head, style sheet, the word 演示 when the data is a demo's.

use super::reader::{Language, Reader};
use super::when::When;
use crate::characters::grouped;
use crate::store::Whose;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use ruhu_core::ids::RegionCode;

const STYLE_SHEET: &str = include_str!("ruhu.css");

/// A whole page. `simulated` pages say so in a band that cannot be missed.
pub fn page(title: &str, simulated: Simulated, content: Markup) -> Markup {
    whole(title, Language::Zh, simulated, html! {}, content)
}

/// A page of the desk: the bar on top names the place, changes the language and signs out.
pub fn desk(reader: &Reader, simulated: Simulated, place: Option<Place<'_>>, title: &str, content: Markup) -> Markup {
    let content = html! {
        header.top {
            nav {
                a.brand href="/" { "入户" }
                @if let Some(place) = &place {
                    a.here href=(format!("/?township={}", place.code)) { (reader.say("覆盖", "Coverage")) }
                }
            }
            div.who {
                @if let Some(place) = &place { span { (place.name) } }
                @if place.as_ref().is_some_and(|place| place.others) {
                    a href="/" { (reader.say("换乡镇", "Other townships")) }
                }
                a href=(reader.other_language()) lang=(reader.say("en", "zh-CN")) { (reader.say("EN", "中文")) }
                a href="/sessions" { (reader.say("我的登录", "My sessions")) }
                form method="post" action="/sign-out" { button type="submit" { (reader.say("退出", "Sign out")) } }
            }
        }
        @if let Some(place) = &place { (paper(reader, place)) }
        @if let Some(waiting) = place.as_ref().map(|place| place.to_judge).filter(|waiting| *waiting > 0) {
            p.rejudging role="status" { (to_judge(reader, waiting)) }
        }
        main.desk { (content) }
    };
    // What the page does without; see ruhu.js.
    let script = html! { script src="/ruhu.js" defer {} };
    whole(title, reader.language, simulated, script, content)
}

/// That verdicts are being worked out again, and how many households are still shown as they were before.
pub(super) fn to_judge(reader: &Reader, waiting: u64) -> String {
    let waiting = grouped(waiting);
    match reader.language {
        Language::Zh => format!("正在按新规则重新认定：剩 {waiting} 户。没轮到的户先按原来的结果显示。"),
        Language::En => format!(
            "Judging again by the new rules: {waiting} households left. Those not judged yet show what they were judged to be before."
        ),
    }
}

/// What stands on top of a printed page, and on no screen: of where, as of when, printed when and by whom.
fn paper(reader: &Reader, place: &Place<'_>) -> Markup {
    html! {
        @if let Some((when, whose)) = &place.seen {
            p.paper {
                b { (place.name) }
                span { (reader.say("截至 ", "As of ")) (when.on) }
                span { (reader.say("打印 ", "Printed ")) (when.now.day()) " " (when.now.clock_text()) }
                span {
                    (reader.say("打印人 ", "Printed by "))
                    @match whose.account() {
                        Some(name) => (name),
                        None => (reader.say("管理员", "administrator")),
                    }
                }
                span { (reader.say("入户", "Ruhu")) }
            }
        }
    }
}

/// The day in the address is none: 400, with how to write one.
pub fn no_day(reader: &Reader, simulated: Simulated) -> Response {
    let title = reader.say("看不懂这个日子", "This is no day");
    let content = html! {
        section.card.lone {
            h1 { (title) }
            p { (reader.say(
                "日子写成 2026-05-03 这样，要是真有的一天；年份写成 2026。",
                "Write a day that exists as 2026-05-03, and a year as 2026.",
            )) }
            p { a href="/" { (reader.say("回到今天", "Back to today")) } }
        }
    };
    let page = desk(reader, simulated, None, title, content);
    reader.shown(StatusCode::BAD_REQUEST, page)
}

/// There is nothing to show at this address, or nothing there for this reader: a page that says so, 404.
pub fn not_found(reader: &Reader, simulated: Simulated, zh: &str, en: &str) -> Response {
    // The address stands nowhere on it: a stranger's id and one that is none are answered by the same bytes.
    let reader = &reader.at("/");
    let title = reader.say("没有这一页", "Nothing here");
    let content = html! {
        section.card.lone {
            h1 { (title) }
            p { (reader.say(zh, en)) }
            p { a href="/" { (reader.say("回到覆盖", "Back to coverage")) } }
        }
    };
    let page = desk(reader, simulated, None, title, content);
    reader.shown(StatusCode::NOT_FOUND, page)
}

/// Which township a page is of.
pub struct Place<'a> {
    /// Its code.
    pub code: &'a RegionCode,
    /// Its name.
    pub name: &'a str,
    /// The server has other townships too.
    pub others: bool,
    /// Households within the reader's reach that wait to be judged again by newer rules.
    pub to_judge: u64,
    /// As of when the page speaks, and who looks at it: a printed one says so.
    pub seen: Option<(When, Whose)>,
}

fn whole(title: &str, language: Language, simulated: Simulated, head: Markup, content: Markup) -> Markup {
    let lang = match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    };
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · 入户" }
                link rel="stylesheet" href="/ruhu.css";
                (head)
            }
            body {
                @if simulated == Simulated::Yes {
                    p.simulated { "演示数据：时钟与位置是模拟的 · A demo: clocks and positions are simulated" }
                }
                (content)
            }
        }
    }
}

/// Whether what a page shows is a demo's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simulated {
    /// 演示
    Yes,
    /// Real.
    No,
}

impl From<bool> for Simulated {
    fn from(simulated: bool) -> Self {
        if simulated { Self::Yes } else { Self::No }
    }
}

/// `GET /ruhu.css`.
pub async fn style_sheet() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/css; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, STYLE_SHEET).into_response()
}
