//! The strip and the tags as markup: a colour, a mark and a word, always.

use super::reader::{Language, Reader, say};
use super::standing::{Row, Standing};
use super::when::When;
use maud::{Markup, html};
use ruhu_core::coverage::{Cell, Mark, State};
use ruhu_core::time::Day;

/// A household's year.
pub fn strip_of(cells: &[Cell], language: Language) -> Markup {
    html! {
        span class=(if cells.len() > 6 { "strip twelve" } else { "strip" }) role="list" {
            @for cell in cells {
                @let words = cell_words(cell, language);
                i class=(format!("s-{}", class(cell.mark))) role="listitem" title=(words) aria-label=(words) { (cell.mark.zh()) }
            }
        }
    }
}

fn cell_words(cell: &Cell, language: Language) -> String {
    let (zh, en) = mark_words(cell.mark);
    match language {
        Language::Zh if cell.from.month() == cell.to.month() => {
            format!("{}月：{zh}，{} 次", cell.from.month(), cell.visits)
        }
        Language::Zh => format!("{}–{}月：{zh}，{} 次", cell.from.month(), cell.to.month(), cell.visits),
        Language::En => format!("{} to {}: {en}, visits: {}", cell.from, cell.to, cell.visits),
    }
}

/// A mark in words.
pub fn mark_words(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Met => ("已走访", "visited"),
        Mark::Waiting => ("待审核", "waiting for review"),
        Mark::Now => ("该去了", "time to go"),
        Mark::Missed => ("漏访", "missed"),
        Mark::Rest => ("未到期、免访", "not due yet"),
    }
}

/// The end of a mark's class names.
pub fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Met => "met",
        Mark::Waiting => "wait",
        Mark::Now => "due",
        Mark::Missed => "miss",
        Mark::Rest => "rest",
    }
}

/// A tag: mark and words in the mark's colour.
pub fn tag(mark: Mark, words: &str) -> Markup {
    html! { span class=(format!("tag t-{}", class(mark))) { b { (mark.zh()) } " " (words) } }
}

/// How a household stands, in a tag: "! 还剩 9 天", "⋯ 未上传".
pub fn standing_tag(row: &Row, when: &When, reader: &Reader) -> Markup {
    let (zh, en) = row.standing.words();
    match (row.standing, row.date()) {
        _ if when.is_year_over() && row.is_short() => short_tag(row, reader),
        (Standing::Pressing, Some(date)) if when.is_now() || date > when.on => days_tag(date.since(when.on), reader),
        (Standing::Pressing, _) => tag(Mark::Now, reader.say("那天到期", "due that day")),
        _ => tag(row.standing.mark(), reader.say(zh, en)),
    }
}

/// How many visits a year that is over fell short of.
fn short_tag(row: &Row, reader: &Reader) -> Markup {
    if !row.is_broken() && row.standing.mark() == Mark::Waiting {
        return tag(Mark::Waiting, reader.say("待审核", "waiting for review"));
    }
    let short = row.main_line().map_or(0, |line| line.need.saturating_sub(line.have));
    let words = match (short, reader.language) {
        (0, Language::Zh) => "有漏访".to_owned(),
        (0, Language::En) => "missed".to_owned(),
        (_, Language::Zh) => format!("差 {short} 次"),
        (_, Language::En) => format!("{short} short"),
    };
    tag(Mark::Missed, &words)
}

/// A promise of the year that is broken already, whatever the open window says.
pub fn broken_tag(row: &Row, when: &When, reader: &Reader) -> Markup {
    let (zh, en) = match row.state() {
        State::Lost => ("来不及了", "out of reach"),
        _ => ("前面有漏", "missed before"),
    };
    html! {
        @if row.is_broken() && row.standing.mark() != Mark::Missed && !when.is_year_over() {
            " " (tag(Mark::Missed, reader.say(zh, en)))
        }
    }
}

/// Days so few that the tag turns red.
const FEW_DAYS: i32 = 5;

fn days_tag(days: i32, reader: &Reader) -> Markup {
    let words = match (days, reader.language) {
        (..=0, Language::Zh) => "就剩今天".to_owned(),
        (..=0, Language::En) => "today is the last day".to_owned(),
        (1..=FEW_DAYS, Language::Zh) => format!("只剩 {days} 天"),
        (1, Language::En) => "1 day left".to_owned(),
        (_, Language::Zh) => format!("还剩 {days} 天"),
        (_, Language::En) => format!("{days} days left"),
    };
    let red = if days <= FEW_DAYS { "tag t-miss" } else { "tag t-due" };
    html! { span class=(red) { b { "!" } " " (words) } }
}

/// A day as a person says it: "11月30日", "30 Nov".
pub fn day_words(day: Day, today: Day, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    if day.year() != today.year() {
        return day.to_string();
    }
    let zh = format!("{}月{}日", day.month(), day.day_of_month());
    let month = MONTHS.iter().zip(1..).find(|(_, number)| *number == day.month());
    let en = format!("{} {}", day.day_of_month(), month.map_or("", |(name, _)| name));
    say(language, &zh, &en).to_owned()
}
