//! The pages around signing in: name and password, the one-time links, and what to do when one is no good any more.
//! Nobody is known here yet, so both languages stand on each page.

use super::shell::{Simulated, page};
use crate::store::{AccountName, LinkState};
use crate::web::session::{SHORTEST, Weak};
use maud::{Markup, html};

/// What the form says above its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInSays {
    /// Nothing yet.
    Nothing,
    /// Name and password do not go together.
    Wrong,
    /// Too many wrong tries: come back after so many seconds.
    Wait(u64),
}

/// Name and password.
pub fn sign_in(simulated: bool, says: SignInSays) -> Markup {
    note(
        "登录",
        simulated.into(),
        html! { h1 { "登录入户" } (form(says)) (new_link_words()) },
    )
}

/// A page was asked for without a session.
pub fn sign_in_first(simulated: bool) -> Markup {
    note(
        "请先登录",
        simulated.into(),
        html! {
            h1 { "请先登录" }
            p lang="en" { "Sign in first." }
            (form(SignInSays::Nothing))
            (new_link_words())
        },
    )
}

fn form(says: SignInSays) -> Markup {
    html! {
        @match says {
            SignInSays::Nothing => {}
            SignInSays::Wrong => {
                p.wrong role="alert" { "姓名或密码不对。" }
                p lang="en" { "Name and password do not go together." }
            }
            SignInSays::Wait(seconds) => {
                p.wrong role="alert" { "错的次数太多，请 " (wait_zh(seconds)) "后再试。" }
                p lang="en" { "Too many wrong passwords: try again in " (wait_en(seconds)) "." }
            }
        }
        form.fields method="post" action="/sign-in" {
            label { "姓名 · Name" input name="name" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required maxlength="40"; }
            label { "密码 · Password" input name="password" type="password" autocomplete="current-password" required; }
            button.go type="submit" { "登录 · Sign in" }
        }
    }
}

fn wait_zh(seconds: u64) -> String {
    match seconds {
        0..=99 => format!("{seconds} 秒"),
        _ => format!("{} 分钟", seconds.div_ceil(60)),
    }
}

fn wait_en(seconds: u64) -> String {
    match seconds {
        0..=99 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

/// An account's link: its owner sets the password.
pub fn set_password(simulated: bool, name: &AccountName, weak: Option<Weak>) -> Markup {
    note(
        "设置密码",
        simulated.into(),
        html! {
            h1 { "设置密码" }
            p { (name) "，请设一个只有您知道的密码。" }
            p lang="en" { "Set a password that only you know." }
            @if let Some(weak) = weak { (weak_words(weak)) }
            form.fields method="post" {
                input type="hidden" name="name" autocomplete="username" value=(name);
                (new_password_fields())
                button.go type="submit" { "设置并登录 · Set and sign in" }
            }
        },
    )
}

/// The two fields of a new password, and what a good one is.
pub fn new_password_fields() -> Markup {
    html! {
        label { "新密码 · New password" input name="password" type="password" autocomplete="new-password" required minlength=(SHORTEST); }
        label { "再输一次 · Once more" input name="again" type="password" autocomplete="new-password" required minlength=(SHORTEST); }
        p.sub { "至少 " (SHORTEST) " 个字，长比花样要紧：一句只有您想得到的话最好。" }
        p.sub lang="en" { "At least " (SHORTEST) " characters. Length is what counts: a sentence only you would think of is best." }
    }
}

/// Why a password was not taken.
pub fn weak_words(weak: Weak) -> Markup {
    let (zh, en) = match weak {
        Weak::Short => ("密码太短，至少 10 个字。", "Too short: at least 10 characters."),
        Weak::Long => ("密码太长了。", "Too long."),
        Weak::Common => (
            "这个密码太常见，别人一猜就中，请换一个。",
            "Everybody tries this one first: choose another.",
        ),
        Weak::Name => ("密码不能就是姓名。", "The password must not be the name."),
        Weak::Differs => ("两次输的不一样。", "The two are not the same."),
    };
    html! { p.wrong role="alert" { (zh) } p lang="en" { (en) } }
}

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
        LinkState::Expired => ("这个登录链接已过期。", "This sign-in link has expired."),
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
            p { a href="/sign-in" { "用姓名和密码登录 · Sign in by name and password" } }
            (new_link_words())
            p.sub { "管理员：在服务器上用 " code { "ruhu signin" } " 取一个新链接。" }
            p.sub lang="en" { "The administrator gets a new one on the server (" code { "ruhu signin" } ")." }
        },
    )
}

fn new_link_words() -> Markup {
    html! {
        p.sub { "没有账号或忘了密码：请服务器管理员用 " code { "ruhu account" } " 发一个新链接。" }
        p.sub lang="en" { "No account, or the password forgotten: ask whoever runs the server for a new link (" code { "ruhu account" } ")." }
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
        let name: AccountName = "王芳".parse().expect("a name");
        for page in [
            confirm_sign_in(true),
            sign_in_first(false),
            link_gone(LinkState::Used),
            sign_in(false, SignInSays::Wait(120)),
            set_password(false, &name, Some(Weak::Common)),
        ] {
            let text = page.into_string();
            assert!(!text.contains("<script") && !text.contains("style="), "{text}");
            assert!(text.contains("lang=\"zh-CN\"") && text.contains("lang=\"en\""));
        }
    }

    #[test]
    fn a_demo_says_so() {
        assert!(confirm_sign_in(true).into_string().contains("演示"));
        assert!(!confirm_sign_in(false).into_string().contains("演示"));
    }
}
