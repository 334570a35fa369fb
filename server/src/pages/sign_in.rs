//! The pages around signing in: asking, done, and what to do when a link is no good any more.

use super::shell::{Simulated, page};
use crate::store::LinkState;
use maud::{Markup, html};

/// Asks before the link is used up. The form posts to the address the page came from: the token stands nowhere in it.
pub fn confirm_sign_in(simulated: bool) -> Markup {
    note(
        "登录",
        simulated.into(),
        html! {
            h1 { "登录入户" }
            p { "这个链接只能用一次。请在您自己的电脑上确认。" }
            p lang="en" { "This link works once. Confirm on your own computer." }
            form method="post" { button.go type="submit" { "确认登录 · Sign in" } }
        },
    )
}

/// A link that is no good.
pub fn link_gone(state: LinkState) -> Markup {
    let (zh, en) = match state {
        LinkState::Used => ("这个登录链接已经用过。", "This sign-in link has been used."),
        LinkState::Expired => (
            "这个登录链接已过期（15 分钟内有效）。",
            "This sign-in link has expired (it is good for 15 minutes).",
        ),
        LinkState::Unknown | LinkState::Open => (
            "没有这个登录链接，请核对是否复制完整。",
            "There is no such sign-in link: check that it was copied whole.",
        ),
    };
    note(
        "链接无效",
        Simulated::No,
        html! {
            h1 { "链接无效" }
            p { (zh) }
            p lang="en" { (en) }
            (new_link_words())
        },
    )
}

/// A page was asked for without a session.
pub fn sign_in_first() -> Markup {
    note(
        "请先登录",
        Simulated::No,
        html! {
            h1 { "请先登录" }
            p { "请用登录链接打开。" }
            p lang="en" { "Open the pages with a sign-in link first." }
            (new_link_words())
        },
    )
}

fn new_link_words() -> Markup {
    html! {
        p { "需要新链接：在服务器上重新启动 " code { "ruhu serve" } "，它会打印一个。" }
        p lang="en" { "For a new link, restart " code { "ruhu serve" } " on the server: it prints one." }
    }
}

fn note(title: &str, simulated: Simulated, content: Markup) -> Markup {
    page(title, simulated, html! { main.note { (content) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_carry_no_script_and_no_inline_style() {
        for page in [confirm_sign_in(true), sign_in_first(), link_gone(LinkState::Used)] {
            let text = page.into_string();
            assert!(!text.contains("<script") && !text.contains("style="), "{text}");
            assert!(text.contains("lang=\"zh-CN\""));
        }
    }

    #[test]
    fn a_demo_says_so() {
        assert!(confirm_sign_in(true).into_string().contains("演示"));
        assert!(!confirm_sign_in(false).into_string().contains("演示"));
    }
}
