//! Where one is signed in, and the password's change.

use super::reader::Reader;
use super::shell::desk;
use super::sign_in::{new_password_fields, weak_words};
use crate::store::{Role, SessionRow};
use crate::web::session::Weak;
use maud::{Markup, html};
use ruhu_core::time::Moment;

/// Every session of one owner; `this` is the one that looks.
pub fn sessions(reader: &Reader, simulated: bool, this: &SessionRow, all: &[SessionRow], now: Moment) -> Markup {
    let title = reader.say("我的登录", "My sessions");
    let content = html! {
        div.lead { h1 { (title) } p.sub { (owner(reader, this)) } }
        section.card {
            table.sessions {
                thead { tr {
                    th { (reader.say("从哪里", "From")) }
                    th { (reader.say("登录于", "Since")) }
                    th { (reader.say("最后使用", "Last used")) }
                    th {}
                } }
                tbody { @for row in all { (line(reader, this, row, now)) } }
            }
            @if all.len() > 1 {
                form method="post" action="/sessions/end-others" {
                    button type="submit" { (reader.say("结束其他所有登录", "End all the others")) }
                }
            }
            @if this.whose().account().is_some() {
                p { a href="/account/password" { (reader.say("改密码", "Change the password")) } }
            }
        }
    };
    desk(reader, simulated.into(), None, title, content)
}

fn owner(reader: &Reader, this: &SessionRow) -> String {
    match &this.account {
        None => reader
            .say("管理员 · 整台服务器", "Administrator · the whole server")
            .to_owned(),
        Some(account) => {
            let role = match account.role {
                Role::Township => reader.say("可查看、可决定", "may read and decide"),
                Role::ReadOnly => reader.say("只能查看", "may read"),
            };
            format!(
                "{} · {} {} · {role}",
                account.name,
                reader.say("范围", "scope"),
                account.scope
            )
        }
    }
}

fn line(reader: &Reader, this: &SessionRow, row: &SessionRow, now: Moment) -> Markup {
    let at = |moment: Moment| match moment.day() == now.day() {
        true => format!("{} {}", reader.say("今天", "today"), moment.clock_text()),
        false => format!("{} {}", moment.day(), moment.clock_text()),
    };
    html! {
        tr {
            td {
                (row.origin)
                @if row.id == this.id { " " span.tag.t-met { "✓ " (reader.say("就是这里", "here")) } }
            }
            td.tabular { (at(row.began)) }
            td.tabular { (at(row.seen)) }
            td.r {
                form method="post" action=(format!("/sessions/{}/end", row.id)) {
                    button type="submit" { (reader.say("结束", "End")) }
                }
            }
        }
    }
}

/// What the password's page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeSays {
    /// Nothing yet.
    Nothing,
    /// The old password was not that.
    Wrong,
    /// The new one is not taken.
    Weak(Weak),
}

/// Old password, new password twice.
pub fn change_password(reader: &Reader, simulated: bool, says: ChangeSays) -> Markup {
    let title = reader.say("改密码", "Change the password");
    let content = html! {
        section.card.lone {
            h1 { (title) }
            @match says {
                ChangeSays::Nothing => {}
                ChangeSays::Wrong => p.wrong role="alert" { (reader.say("原密码不对。", "The old password is not that.")) },
                ChangeSays::Weak(weak) => (weak_words(weak)),
            }
            form.fields method="post" {
                label { (reader.say("原密码", "Old password")) input name="old" type="password" autocomplete="current-password" required; }
                (new_password_fields())
                button.go type="submit" { (title) }
            }
            p.sub { (reader.say("改好后，其他地方的登录都会结束。", "All other sessions end with it.")) }
        }
    };
    desk(reader, simulated.into(), None, title, content)
}
