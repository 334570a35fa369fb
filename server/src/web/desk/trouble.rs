//! What went wrong, as a page: a browser that asked for one gets the complaint in words, in both languages, since nobody
//! may be known yet. Programs get the JSON.

use super::shell::{Simulated, page};
use crate::web::answer::{Refused, wants_page};
use crate::web::serve::App;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;
use std::sync::Arc;

/// What phones and other programs call: their answers stay as they are.
const CALLS: &str = "/v1/";
/// Where a form is shown and sent to at one address.
const FORMS: [&str; 3] = ["/sign-in", "/password/", "/account/password"];

/// The layer: an error's answer becomes a page where a browser asked for one. Status and headers stay.
pub(crate) async fn in_words(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let asks = wants_page(request.headers()) && !request.uri().path().starts_with(CALLS);
    // A form's own page is at the form's own address.
    let form = *request.method() == Method::POST && FORMS.iter().any(|form| request.uri().path().starts_with(form));
    let answer = next.run(request).await;
    let status = answer.status();
    let is_page = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !asks || is_page || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let (mut parts, _) = answer.into_parts();
    let code = parts
        .extensions
        .get()
        .map_or("", |Refused(code): &Refused| code.as_str());
    let wait = parts.headers.get(header::RETRY_AFTER);
    let wait = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
    let words = Words::of(status, code);
    let shown = words.page(app.simulated.into(), status, wait, form).into_response();
    let (shown_parts, body) = shown.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(shown_parts.headers);
    Response::from_parts(parts, body)
}

/// A complaint in words: a title, and what to do.
struct Words {
    title: (&'static str, &'static str),
    text: (&'static str, &'static str),
}

impl Words {
    fn of(status: StatusCode, code: &str) -> Self {
        let (title, text) = match code {
            "another_site" => (
                ("没有照办", "Not done"),
                (
                    "这个请求是从别的网站发来的。请打开入户自己的页面，在那里再做一次。",
                    "This request came from another site. Open Ruhu's own page and do it there.",
                ),
            ),
            "read_only" => (
                ("这个账号只能查看", "This account may only read"),
                (
                    "要查看证件号和电话，或者作决定，请服务器管理员给账号换一个角色。",
                    "To open ID numbers and telephones, or to decide, ask whoever runs the server for another role.",
                ),
            ),
            "bad_form" => (
                ("表单没有填完整", "The form is not complete"),
                (
                    "少了一项，或者太长。请回到那一页，重新填写。",
                    "A field is missing, or too long. Open the page again and fill it in.",
                ),
            ),
            "too_many_tries" | "too_many_calls" => (
                ("操作太频繁", "Too many tries"),
                (
                    "短时间内来得太多。什么都没有丢，请稍等再试。",
                    "Too many came in a short time. Nothing is lost: wait a little, then try again.",
                ),
            ),
            "busy" => (
                ("服务器正忙", "The server is busy"),
                (
                    "现在同时办理的事情太多。什么都没有丢，请稍等再试。",
                    "It has as much under way as it can hold. Nothing is lost: try again in a little.",
                ),
            ),
            "server_full" => (
                ("服务器的磁盘满了", "The server's disk is full"),
                (
                    "什么都没有丢。请告诉服务器管理员腾出空间，然后再试。",
                    "Nothing is lost. Tell whoever runs the server to make room, then try again.",
                ),
            ),
            "no_such_photo" => (
                ("没有这张照片", "No such photo"),
                ("照片可能还在手机上，没有送到。", "It may still be on the phone."),
            ),
            _ => by_status(status),
        };
        Self { title, text }
    }

    fn page(&self, simulated: Simulated, status: StatusCode, wait: Option<u64>, form: bool) -> Response {
        let content = html! {
            main.note {
                h1 { (self.title.0) }
                p { (self.text.0) }
                @if let Some(seconds) = wait { p { "请在 " (seconds) " 秒后再试。" } }
                p lang="en" { b { (self.title.1) ". " } (self.text.1) }
                @if let Some(seconds) = wait { p lang="en" { "Try again in " (seconds) " s." } }
                // An empty address is the page's own: a token in it is not written down again.
                @if form { p { a href="" { "重新填写 · Fill it in again" } } }
                p { a href="/" { "回到首页 · To the front page" } }
            }
        };
        (status, page(self.title.0, simulated, content)).into_response()
    }
}

fn by_status(status: StatusCode) -> ((&'static str, &'static str), (&'static str, &'static str)) {
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => (
            ("没有这一页", "Nothing here"),
            (
                "请核对地址是否完整，或者从首页重新进入。",
                "Check that the address is whole, or begin again at the front page.",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            ("这一页不能这样打开", "This page is not opened like this"),
            (
                "它要从页面上的按钮进入。请回到首页，从那里再来一次。",
                "It is reached by a button on a page. Go back to the front page and begin there.",
            ),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            ("内容太多", "Too much at once"),
            (
                "一次发来的内容太多，服务器没有收。请分开填写。",
                "More was sent at once than the server takes. Send less.",
            ),
        ),
        StatusCode::REQUEST_TIMEOUT => (
            ("网络太慢，没有收全", "It did not arrive whole"),
            ("什么都没有改动，请再试一次。", "Nothing was changed: try once more."),
        ),
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => (
            ("没有照办", "Not allowed"),
            ("这个账号不能这样做。", "This account may not do that."),
        ),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => (
            ("请稍后再试", "Try again later"),
            (
                "服务器现在办不了。什么都没有丢。",
                "The server cannot do this now. Nothing is lost.",
            ),
        ),
        status if status.is_server_error() => (
            ("服务器出错了", "The server failed at this"),
            (
                "什么都没有丢。请稍后再试；还是不行，请告诉服务器管理员。",
                "Nothing is lost. Try again later; if it happens again, tell whoever runs the server.",
            ),
        ),
        _ => (
            ("看不懂这个请求", "This request does not read"),
            (
                "什么都没有改动。请回到那一页，再做一次。",
                "Nothing was changed. Go back to the page and do it again.",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_code_has_words_in_both_languages() {
        for (status, code) in [
            (400, "bad_form"),
            (400, ""),
            (403, "another_site"),
            (403, "read_only"),
            (404, "no_such_path"),
            (404, "no_such_photo"),
            (405, "no_such_method"),
            (408, ""),
            (413, ""),
            (422, "refused"),
            (429, "too_many_tries"),
            (500, "server_fault"),
            (503, "busy"),
            (503, "server_full"),
            (503, "try_later"),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let words = Words::of(status, code);
            for (zh, en) in [words.title, words.text] {
                assert!(
                    !zh.is_ascii() && en.is_ascii() && !zh.contains([',', '.', ':', ';']),
                    "{zh} {en}"
                );
            }
        }
    }
}
