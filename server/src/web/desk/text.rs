//! Pages as plain text, fit for a chat: short lines, the most pressing first, by cadre, with marks that survive copying.
//! Names only: no telephone and no ID number is ever in them.

use super::headline::{broken, headline};
use super::reader::{Language, Reader};
use super::silence::silence_words;
use super::standing::{Row, Standing, Stands};
use super::strip::day_words;
use ruhu_core::coverage::{Cell, Mark};
use ruhu_core::time::Day;
use std::collections::BTreeMap;

/// The heading of a text: what it is of, and as of when.
fn heading(reader: &Reader, of: &str, on: Day) -> String {
    match reader.language {
        Language::Zh => format!("【{of}】截至 {}年{}月{}日\n", on.year(), on.month(), on.day_of_month()),
        Language::En => format!("[{of}] as of {on}\n"),
    }
}

/// That verdicts are being worked out again, while they are.
fn to_judge(reader: &Reader, waiting: u64) -> String {
    match waiting {
        0 => String::new(),
        _ => format!("{}\n", super::shell::to_judge(reader, waiting)),
    }
}

/// A place: its sentence, how many stand how, villages, and whom to call on, by cadre.
pub fn place_text(reader: &Reader, of: &str, stands: &Stands) -> String {
    let mut text = heading(reader, of, stands.on());
    text += &to_judge(reader, stands.to_judge);
    text += &format!("{}\n", headline(stands, reader.language).plain());
    text += &counts(reader, stands);
    let out = broken(&stands.rows);
    if out > 0 {
        text += &match reader.language {
            Language::Zh => format!("今年已有漏访的：{out} 户\n"),
            Language::En => format!("Already missed this year: {out}\n"),
        };
    }
    for standing in [Standing::Pressing, Standing::Unsent] {
        let rows: Vec<&Row> = match standing {
            Standing::Pressing => stands.pressing(),
            _ => stands.rows.iter().filter(|row| row.standing == standing).collect(),
        };
        if rows.is_empty() {
            continue;
        }
        let (zh, en) = standing.words();
        let (mark, count) = (standing.mark().zh(), rows.len());
        let one = one_date(&rows);
        let by = one.map_or_else(String::new, |day| format!(",{}", latest(reader, day, stands)));
        text += &format!(
            "\n{mark} {}({count}{}{by})\n",
            reader.say(zh, en),
            reader.say(" 户", "")
        );
        text += &by_cadre(reader, &rows, one, stands);
    }
    text
}

/// Some households behind a number, or a cadre's: one line each.
pub fn homes_text(reader: &Reader, of: &str, rows: &[&Row], stands: &Stands) -> String {
    let mut text = heading(reader, of, stands.on());
    text += &to_judge(reader, stands.to_judge);
    text += &match reader.language {
        Language::Zh => format!("共 {} 户\n", rows.len()),
        Language::En => format!("{} homes\n", rows.len()),
    };
    for (number, row) in (1..).zip(rows) {
        let (zh, en) = row.standing.words();
        let (mark, word) = (row.standing.mark().zh(), reader.say(zh, en));
        text += &format!("{number}. {} {} {mark}{word}", row.home.head, stands.where_is(row));
        text += &visits(reader, row);
        let ahead = row.view.ahead.words(stands.on(), reader.language);
        if let Some(words) = ahead.filter(|_| !stands.when.is_year_over()) {
            text += &format!("{}{words}", reader.say("，", ", "));
        }
        let who = row.who();
        if !who.is_empty() {
            text += &format!(" ({who})");
        }
        text.push('\n');
    }
    text
}

/// A household's year in one line: "1–2月 ✓  3–4月 ×".
pub fn strip_text(reader: &Reader, strip: &[Cell]) -> String {
    let cell = |cell: &Cell| {
        let (from, to) = (cell.from.month(), cell.to.month());
        let months = if from == to {
            from.to_string()
        } else {
            format!("{from}–{to}")
        };
        let mark = if cell.mark == Mark::Rest { "–" } else { cell.mark.zh() };
        format!("{months}{} {mark}", reader.say("月", ""))
    };
    strip.iter().map(cell).collect::<Vec<_>>().join("  ")
}

fn counts(reader: &Reader, stands: &Stands) -> String {
    let mut parts = vec![format!("{}{}", stands.rows.len(), reader.say(" 户", " homes"))];
    for standing in Standing::ALL {
        let count = stands.count(standing);
        if count > 0 {
            let (zh, en) = standing.words();
            parts.push(format!("{}{} {count}", standing.mark().zh(), reader.say(zh, en)));
        }
    }
    parts.join(" · ") + "\n"
}

/// The date that all of these households have, where it is one: it is then said once.
fn one_date(rows: &[&Row]) -> Option<Day> {
    let first = rows.first()?.date()?;
    rows.iter().all(|row| row.date() == Some(first)).then_some(first)
}

fn latest(reader: &Reader, day: Day, stands: &Stands) -> String {
    format!(
        "{}{}",
        reader.say("最晚", "by "),
        day_words(day, stands.on(), reader.language)
    )
}

/// "王建军：李秀英（黄金村4组，最晚11月30日）、…"
fn by_cadre(reader: &Reader, rows: &[&Row], one: Option<Day>, stands: &Stands) -> String {
    let mut cadres: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        cadres.entry(row.who()).or_default().push(row);
    }
    let mut text = String::new();
    for (who, rows) in cadres {
        let who = if who.is_empty() {
            reader.say("还没有责任人", "nobody yet").to_owned()
        } else {
            who
        };
        let homes: Vec<String> = rows.iter().map(|row| home(reader, row, one, stands)).collect();
        let silent = rows.iter().find_map(|row| row.quiet.as_ref());
        let silent = silent.map_or_else(String::new, |quiet| {
            format!("({})", silence_words(quiet, reader.language))
        });
        text += &format!("{who}{silent}:{}\n", homes.join("、"));
    }
    text
}

fn home(reader: &Reader, row: &Row, one: Option<Day>, stands: &Stands) -> String {
    let mut told = vec![stands.where_is(row)];
    told.retain(|word| !word.is_empty());
    if let Some(day) = row.date().filter(|day| Some(*day) != one) {
        told.push(latest(reader, day, stands));
    }
    format!("{}({})", row.home.head, told.join(","))
}

fn visits(reader: &Reader, row: &Row) -> String {
    let Some(line) = row.main_line() else {
        return String::new();
    };
    let to_go = line.need.saturating_sub(line.have);
    match reader.language {
        Language::Zh if to_go == 0 => format!(" 已 {} 次", line.have),
        Language::Zh => format!(" 已 {} 次，还差 {to_go} 次", line.have),
        Language::En if to_go == 0 => format!(" {} made", line.have),
        Language::En => format!(" {} made, {to_go} to go", line.have),
    }
}
