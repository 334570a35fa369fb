//! Whom to call on: households about to be missed, and visits that may still lie on a phone.

use super::homes::{home_link, who};
use super::reader::{Language, Reader};
use super::silence::{Quiet, silence_words};
use super::standing::{Row, Standing, Stands};
use super::strip::{day_words, standing_tag, strip_of, tag};
use maud::{Markup, html};
use ruhu_core::coverage::Mark;
use ruhu_core::ids::{CadreId, RegionCode};
use ruhu_core::time::Day;
use std::collections::BTreeMap;

/// So many households stand beside the table; the rest is one link away.
const SHOWN: usize = 8;

/// The column beside the table: of a year that is over those that fell short, else those that will be missed.
pub fn urgent(reader: &Reader, township: &RegionCode, stands: &Stands) -> Markup {
    let over = stands.when.is_year_over();
    let (rows, show, (zh, en)) = match over {
        true => {
            let short = stands.in_due_order().into_iter().filter(|row| row.is_short());
            (short.collect(), "short", ("没走够", "Not enough visits"))
        }
        false => (
            stands.pressing(),
            Standing::Pressing.word(),
            ("再不去就漏了", "Will be missed"),
        ),
    };
    let quiet = by_phone(stands);
    html! {
        aside.card {
            h2 { (reader.say(zh, en)) " · " (rows.len()) (reader.say(" 户", "")) }
            @if rows.is_empty() {
                p.sub {
                    @if quiet.is_empty() { (reader.say("没有这样的户。", "None.")) }
                    @else { (reader.say("没有这样的户。下面是没联网的手机，先请他们联网。", "None. Phones that are silent stand below: ask them to connect first.")) }
                }
            }
            ul.homes {
                @for row in rows.iter().take(SHOWN) { (home(reader, row, stands)) }
            }
            @if rows.len() > SHOWN {
                p { a.more href=(stands.when.link(&format!("/villages/{township}?show={show}"))) {
                    (reader.say("全部名单", "The whole list")) " · " (rows.len())
                } }
                p.sub.on-paper { (first_only(reader, rows.len())) }
            }
            @if !quiet.is_empty() {
                h2.wait { (reader.say("未上传", "Not uploaded yet")) " · " (stands.count(Standing::Unsent)) (reader.say(" 户", "")) }
                p.sub { (reader.say("可能走访了，记录还在手机上：不算漏访。", "Maybe visited, with the record still on the phone: not missed.")) }
                ul.homes {
                    @for (phone, homes) in quiet.values() {
                        li {
                            div.line { b { (phone.name) } (tag(Mark::Waiting, &silence_words(phone, reader.language))) }
                            div.line { span.sub { (since(phone, stands.on(), reader.language)) } span.sub { (homes) (reader.say(" 户", " homes")) } }
                        }
                    }
                }
                p { a.more href=(stands.when.link(&format!("/villages/{township}?show=unsent"))) { (reader.say("看这些户", "See these homes")) } }
            }
        }
    }
}

/// Paper has no link: it says that this is not the whole list.
fn first_only(reader: &Reader, all: usize) -> String {
    match reader.language {
        Language::Zh => format!("这里是前 {SHOWN} 户，共 {all} 户；全部名单在网页上另打。"),
        Language::En => format!("The first {SHOWN} of {all}; print the whole list from its own page."),
    }
}

fn home(reader: &Reader, row: &Row, stands: &Stands) -> Markup {
    html! {
        li {
            div.line {
                a.name href=(home_link(row, stands)) { (row.home.head) }
                (standing_tag(row, &stands.when, reader))
            }
            div.line {
                (strip_of(&row.view.strip, reader.language))
                @if let Some(date) = row.date() {
                    span.sub { (reader.say("最晚 ", "by ")) (day_words(date, stands.on(), reader.language)) }
                }
            }
            p.sub { (stands.where_is(row)) " · " (who(reader, row, stands)) }
        }
    }
}

fn by_phone(stands: &Stands) -> BTreeMap<(&str, CadreId), (&Quiet, usize)> {
    let mut phones: BTreeMap<(&str, CadreId), (&Quiet, usize)> = BTreeMap::new();
    for quiet in stands.rows.iter().filter_map(|row| row.quiet.as_ref()) {
        phones.entry((&quiet.name, quiet.cadre)).or_insert((quiet, 0)).1 += 1;
    }
    phones
}

fn since(quiet: &Quiet, today: Day, language: Language) -> String {
    let day = day_words(quiet.since.day(), today, language);
    let clock = quiet.since.clock_text();
    match (language, quiet.never, quiet.waiting) {
        (Language::Zh, true, _) => format!("{day} 登记后还没联过网"),
        (Language::En, true, _) => format!("enrolled {day}, never connected since"),
        (Language::Zh, false, 0) => format!("上次联网 {day} {clock}"),
        (Language::En, false, 0) => format!("last heard of {day} {clock}"),
        (Language::Zh, false, waiting) => format!("上次联网 {day} {clock}，当时还有 {waiting} 条"),
        (Language::En, false, waiting) => format!("last heard of {day} {clock}, with {waiting} records to come"),
    }
}
