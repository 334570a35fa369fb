//! The page at `/app`, for whoever opens the server's address on a new phone: which version there is, how to get it, how to
//! know that it is the right one. Nobody is known here yet, so both languages stand on it.

use super::shell::{Simulated, page};
use crate::phone_app::Published;
use maud::{Markup, html};
use ruhu_core::ids::Sha256;
use ruhu_core::wire::APP_PATH;

/// The page; `None` when no app is handed out.
pub fn phone_app(simulated: bool, published: Option<&Published>) -> Markup {
    let simulated = Simulated::from(simulated);
    let content = html! {
        main.note {
            h1 { "入户手机应用" }
            @match published {
                None => {
                    p { "镇里还没有在这里发手机应用，请问镇里的管理员。" }
                    p lang="en" { "No phone app is handed out here yet: ask whoever looks after this server." }
                }
                Some(published) => (offer(published)),
            }
        }
    };
    page("手机应用", simulated, content)
}

fn offer(published: &Published) -> Markup {
    let app = &published.app;
    html! {
        p { "版本 " b { (app.version_name) } "，" (size(app.bytes)) "，要 " (android(app.min_sdk)) " 以上。" }
        p lang="en" { "Version " (app.version_name) ", " (size(app.bytes)) ", for " (android(app.min_sdk)) " or later." }
        p.tools { a.button href=(format!("{APP_PATH}/{}", app.file)) download { "下载 · Download" } }
        h2 { "怎么装 · How to install" }
        p { "用手机自带的浏览器打开本页（在微信里点右上角，选“在浏览器打开”），点“下载”，下好后点开文件，按手机的提示允许安装。装新版前不用卸旧版，也不要卸：记录都在旧版里。" }
        p lang="en" {
            "Open this page in the phone's own browser, tap Download, then open the file and let the phone install it. Install a "
            "new version over the old one and never uninstall first: the records are in it."
        }
        h2 { "对一对 · To compare" }
        p { "文件的 SHA-256 · of the file:" }
        p { code { (in_fours(&app.sha256)) } }
        p { "签名证书的 SHA-256 · of the certificate that signed it:" }
        p { code { (in_fours(&published.certificate)) } }
    }
}

/// 4.8 MB.
fn size(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1_000_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The Android that has this API level, as people call it.
fn android(api: u32) -> String {
    match api {
        26 => "Android 8.0".to_owned(),
        27 => "Android 8.1".to_owned(),
        28..=31 => format!("Android {}", api - 19),
        32 => "Android 12L".to_owned(),
        33..=36 => format!("Android {}", api - 20),
        other => format!("Android (API {other})"),
    }
}

/// Groups of four, to be compared by eye.
fn in_fours(hash: &Sha256) -> String {
    let digits: Vec<char> = hash.to_string().chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_a_hash_and_an_android_are_written_for_people() {
        assert_eq!((size(1).as_str(), size(4_750_001).as_str()), ("0.1 MB", "4.8 MB"));
        let hash = in_fours(&Sha256::of(b""));
        assert!(hash.starts_with("e3b0 c442 98fc 1c14 ") && hash.len() == 79, "{hash}");
        assert_eq!(
            [26, 29, 31, 34].map(android),
            ["Android 8.0", "Android 10", "Android 12", "Android 14"]
        );
    }
}
