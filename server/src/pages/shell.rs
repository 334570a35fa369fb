//! What every page has around its content: head, style sheet, the word 演示 when the data is a demo's.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

const STYLE_SHEET: &str = include_str!("ruhu.css");

/// A whole page. `simulated` pages say so in a band that cannot be missed.
pub fn page(title: &str, simulated: Simulated, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
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
