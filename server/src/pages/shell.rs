//! What every page has around its content: head, style sheet, the word 演示 when the data is a demo's.

use super::reader::{Language, Reader};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use ruhu_core::ids::RegionCode;

const STYLE_SHEET: &str = include_str!("ruhu.css");

/// A whole page. `simulated` pages say so in a band that cannot be missed.
pub fn page(title: &str, simulated: Simulated, content: Markup) -> Markup {
    whole(title, Language::Zh, simulated, content)
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
        main.desk { (content) }
    };
    whole(title, reader.language, simulated, content)
}

/// There is nothing at this address, or nothing there for this reader.
pub fn nothing(reader: &Reader, simulated: Simulated, zh: &str, en: &str) -> Markup {
    let title = reader.say("没有这一页", "Nothing here");
    let content = html! {
        section.card.lone {
            h1 { (title) }
            p { (reader.say(zh, en)) }
            p { a href="/" { (reader.say("回到覆盖", "Back to coverage")) } }
        }
    };
    desk(reader, simulated, None, title, content)
}

/// Which township a page is of.
pub struct Place<'a> {
    /// Its code.
    pub code: &'a RegionCode,
    /// Its name.
    pub name: &'a str,
    /// The server has other townships too.
    pub others: bool,
}

fn whole(title: &str, language: Language, simulated: Simulated, content: Markup) -> Markup {
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
