//! 帮扶开始时间 in all the ways it is written. The plain one, `2021-03-01`, and a real date cell are as they should be;
//! every other style is mended and counted.

use super::cell::Cell;
use super::mend::{Mend, Mended, half_width, is_placeholder};
use crate::characters::is_space;
use ruhu_core::time::Day;

/// What a date cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRead {
    /// Nothing.
    Missing,
    /// The day; of a month alone its first.
    Day(Day),
    /// Something that is no date of this programme.
    Unreadable,
}

/// Years that can stand in a roster: a two-digit or mistyped year is not guessed at.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;
/// Spreadsheet day numbers of those years (1980-01-01 is 29221, 2100-12-31 is 73415).
const SERIALS: std::ops::RangeInclusive<i64> = 29_221..=73_415;
/// The spreadsheet's number of 1970-01-01.
const SERIAL_OF_EPOCH: i64 = 25_569;

/// Reads a date cell.
pub fn read(cell: &Cell, mended: &mut Mended) -> DateRead {
    let found = match cell {
        Cell::Empty => return DateRead::Missing,
        Cell::Date(day) if YEARS.contains(&day.year()) => return DateRead::Day(*day),
        Cell::Date(_) => None,
        Cell::Number(n) if n.fract() == 0.0 && n.abs() < 1e9 => of_digits(&format!("{n:.0}")),
        Cell::Number(_) => None,
        Cell::Text(raw) => {
            let half: String = raw.chars().map(half_width).collect();
            if is_placeholder(half.trim_matches(is_space)) {
                return DateRead::Missing;
            }
            if half != *raw {
                mended.count(Mend::FullWidth);
            }
            let day_part = without_time(half.trim_matches(is_space));
            let bare: String = day_part.chars().filter(|c| !is_space(*c)).collect();
            if half.trim_matches(is_space).len() != half.len() || bare != day_part {
                mended.count(Mend::Spaces);
            }
            if let Ok(day) = bare.parse::<Day>()
                && bare.len() == half.trim_matches(is_space).len()
                && YEARS.contains(&day.year())
            {
                return DateRead::Day(day);
            }
            of_text(&bare)
        }
    };
    match found.filter(|day| YEARS.contains(&day.year())) {
        Some(day) => {
            mended.count(Mend::DateStyle);
            DateRead::Day(day)
        }
        None => DateRead::Unreadable,
    }
}

/// `2021-06-01 00:00:00` without its time: a time has a colon and follows a space or a `T`.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || ":.Z+ ".contains(c)) => {
            day
        }
        _ => text,
    }
}

fn of_text(text: &str) -> Option<Day> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return of_digits(text);
    }
    let separator = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '。' | '、' | '—' | '–');
    let body = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = body.trim_end_matches(['月', '.']).split(separator).collect();
    let number = |part: &str, longest: usize| -> Option<u32> {
        ((1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => of_numbers(number(year, 4)?, number(month, 2)?, number(day, 2)?),
        [year, month] if year.len() == 4 => of_numbers(number(year, 4)?, number(month, 2)?, 1),
        _ => None,
    }
}

/// `20210601`, `202106`, or a spreadsheet's day number.
fn of_digits(digits: &str) -> Option<Day> {
    let number: i64 = digits.parse().ok()?;
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    match digits.len() {
        8 => of_numbers(part(0..4)?, part(4..6)?, part(6..8)?),
        6 => of_numbers(part(0..4)?, part(4..6)?, 1),
        5 if SERIALS.contains(&number) => i32::try_from(number - SERIAL_OF_EPOCH).ok().map(Day::from_number),
        _ => None,
    }
}

fn of_numbers(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::new(i32::try_from(year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> (DateRead, Mended) {
        let mut mended = Mended::default();
        (read(&Cell::Text(text.to_owned()), &mut mended), mended)
    }
    fn day(text: &str) -> DateRead {
        DateRead::Day(text.parse().expect("a good day"))
    }

    #[test]
    fn the_plain_style_is_not_mended() {
        assert_eq!(text("2021-03-01"), (day("2021-03-01"), Mended::default()));
        let mut mended = Mended::default();
        let cell = Cell::Date("2021-03-01".parse().expect("a good day"));
        assert_eq!(
            (read(&cell, &mut mended), mended),
            (day("2021-03-01"), Mended::default())
        );
    }

    #[test]
    fn every_style_that_people_use_is_mended_once() {
        let styles = [
            "2021/3/1",
            "2021.3.1",
            "2021年3月1日",
            "20210301",
            "44256",
            "2021-3-1",
            "2021/03/01",
            "2021年03月01号",
            "2021年3月",
            "2021.3",
            "2021-03",
            "202103",
            "2021-03-01 00:00:00",
            "2021-03-01T08:30:00",
            "2021. 3. 1",
            "２０２１．３．１",
            "2021.3.1.",
        ];
        for style in styles {
            let (found, mended) = text(style);
            assert_eq!(found, day("2021-03-01"), "{style}");
            assert_eq!(mended.0.get(&Mend::DateStyle), Some(&1), "{style}");
        }
        let mut mended = Mended::default();
        assert_eq!(read(&Cell::Number(44256.0), &mut mended), day("2021-03-01"));
        assert_eq!(read(&Cell::Number(20_210_301.0), &mut mended), day("2021-03-01"));
        assert_eq!(mended.0.get(&Mend::DateStyle), Some(&2));
    }

    #[test]
    fn what_is_no_date_is_said_and_never_guessed() {
        for bad in [
            "2021-02-30",
            "21.6.1",
            "3月1日",
            "待定",
            "2021/13/1",
            "1821-01-01",
            "99999",
            "2021-1-1-1",
            "20210230",
        ] {
            assert_eq!(text(bad).0, DateRead::Unreadable, "{bad}");
        }
        for nothing in ["", " ", "无", "-"] {
            assert_eq!(text(nothing).0, DateRead::Missing, "{nothing}");
        }
        assert_eq!(
            read(&Cell::Number(2021.1), &mut Mended::default()),
            DateRead::Unreadable
        );
    }
}
