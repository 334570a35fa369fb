//! Households as a table: where each stands, its year, by when somebody must go, and who.

use super::reader::Reader;
use super::silence::silence_words;
use super::standing::{Row, Stands};
use super::strip::{broken_tag, day_words, standing_tag, strip_of};
use maud::{Markup, html};
use ruhu_core::time::Day;

/// The table, in the order of the rows.
pub fn homes_table(reader: &Reader, rows: &[&Row], stands: &Stands) -> Markup {
    html! {
        table.households {
            thead { tr {
                th { (reader.say("户主", "Household")) }
                th { (reader.say("村组", "Village, group")) }
                th { (stands.on().year()) (reader.say(" 年", "")) }
                th { (reader.say("本期", "This window")) }
                th { (reader.say("次数", "Visits")) }
                th { (reader.say("建议", "Suggested")) }
                th { (reader.say("最晚", "At the latest")) }
                th { (reader.say("责任人", "Cadre")) }
            } }
            tbody { @for row in rows { (line(reader, row, stands)) } }
        }
    }
}

fn line(reader: &Reader, row: &Row, stands: &Stands) -> Markup {
    let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), |day| day_words(day, stands.on(), reader.language));
    let (limit, rhythm) = row.next_days(&stands.when);
    html! {
        tr {
            td { a.name href=(home_link(row, stands)) { (row.home.head) } }
            td { (stands.where_is(row)) }
            td { (strip_of(&row.view.strip, reader.language)) }
            td {
                (standing_tag(row, &stands.when, reader)) (broken_tag(row, &stands.when, reader))
            }
            td.tabular {
                @if let Some(line) = row.main_line() {
                    (line.have) " / " (line.need)
                    @if line.pending > 0 { " " span.f-wait { "⋯" (line.pending) } }
                } @else { "–" }
            }
            td { (day(rhythm)) }
            td { (day(limit)) }
            td { (who(reader, row, stands)) }
        }
    }
}

/// A household's page, as of the same day.
pub fn home_link(row: &Row, stands: &Stands) -> String {
    let path = format!("/households/{}/{}", row.home.township, row.home.household);
    stands.when.link(&path)
}

/// Who is responsible, each a link to the homes that are theirs.
pub fn who(reader: &Reader, row: &Row, stands: &Stands) -> Markup {
    html! {
        @if row.cadres.is_empty() { (reader.say("还没有责任人", "nobody yet")) }
        @for (place, (id, name)) in row.cadres.iter().enumerate() {
            @if place > 0 { "、" }
            a.who href=(stands.when.link(&format!("/cadres/{}/{id}", row.home.township))) { (name) }
        }
        @if let Some(quiet) = &row.quiet { " " span.sub { (silence_words(quiet, reader.language)) } }
    }
}
