//! As of which day a page speaks: today, or any other day of any year. What the township knows now is what it says of
//! that day: a visit that arrived late is there on the day it was made.

use super::reader::{Language, Reader};
use super::window::Window;
use maud::{Markup, html};
use ruhu_core::time::{Day, Moment};

/// The day of a page, by the server's clock and the reader's wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// As of this day.
    pub on: Day,
    /// By the server's clock.
    pub now: Moment,
}

/// What an address says of the day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// `on=2026-05-03`
    pub on: Option<&'a str>,
    /// `year=2025`: its last day, or today.
    pub year: Option<&'a str>,
    /// `window=3`: the last day of that window of the year, or today.
    pub window: Option<&'a str>,
}

impl When {
    /// The day wished for; `None` when the wish is no day.
    pub fn of(now: Moment, wish: Wish<'_>) -> Option<Self> {
        let today = now.day();
        if let Some(on) = said(wish.on) {
            return on.parse().ok().map(|on| Self { on, now });
        }
        let year = match said(wish.year) {
            Some(year) => year.parse().ok().filter(|year| Day::new(*year, 1, 1).is_some())?,
            None => today.year(),
        };
        let (last, open) = match said(wish.window) {
            Some(number) => {
                let window = Window::numbered(number)?;
                (window.last(year), window == Window::of(today))
            }
            None => (Day::new(year, 12, 31)?, true),
        };
        // What is not over yet is seen from today.
        let on = if open && year == today.year() { today } else { last };
        Some(Self { on, now })
    }
    /// Today, by the server's clock.
    pub fn today(&self) -> Day {
        self.now.day()
    }
    /// The page speaks of today.
    pub fn is_now(&self) -> bool {
        self.on == self.today()
    }
    /// The page speaks of the last day of a year that is over.
    pub fn is_year_over(&self) -> bool {
        self.on.month() == 12 && self.on.day_of_month() == 31 && self.on < self.today()
    }
    /// The window that is open on the day.
    pub fn window(&self) -> Window {
        Window::of(self.on)
    }
    /// An address of the same day.
    pub fn link(&self, path: &str) -> String {
        match self.is_now() {
            true => path.to_owned(),
            false => joined(path, "on", &self.on.to_string()),
        }
    }
}

/// A word of the address; one that was left empty was not said.
fn said(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|word| !word.is_empty())
}

/// An address with one more word in its query.
pub fn joined(path: &str, name: &str, value: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{name}={value}")
}

/// Years and windows as links, and a day to write: how a reader gets to another day. `base` is the page without one.
pub fn chooser(reader: &Reader, when: &When, base: &str) -> Markup {
    let (year, today) = (when.on.year(), when.today());
    let (path, query) = base.split_once('?').unwrap_or((base, ""));
    let of_year = |year: i32| match year == today.year() {
        true => base.to_owned(),
        false => joined(base, "year", &year.to_string()),
    };
    html! {
        nav.when aria-label=(reader.say("换日子", "Another day")) {
            a href=(of_year(year - 1)) { "‹ " (year - 1) }
            b { (year) (reader.say(" 年", "")) }
            @if year < today.year() { a href=(of_year(year + 1)) { (year + 1) " ›" } }
            span.windows { @for window in Window::ALL { (window_link(reader, when, base, window)) } }
            form method="get" action=(path) {
                @for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                    input type="hidden" name=(name) value=(value);
                }
                label {
                    (reader.say("看哪一天 ", "As of "))
                    input type="date" name="on" value=(when.on) required;
                }
                button type="submit" { (reader.say("看", "Show")) }
            }
        }
        @if !when.is_now() {
            p.past {
                @match reader.language {
                    Language::Zh => { b { "这是 " (when.on) " 的样子" } "，按现在已有的记录算。" }
                    Language::En => { b { "As of " (when.on) } ", by what is known now. " }
                }
                a href=(base) { (reader.say("回到今天", "Back to today")) }
            }
        }
    }
}

fn window_link(reader: &Reader, when: &When, base: &str, window: Window) -> Markup {
    let (year, today) = (when.on.year(), when.today());
    let months = window.months(reader.language);
    let here = (window == when.window()).then_some("true");
    let open = year == today.year() && window == Window::of(today);
    html! {
        @if open {
            a aria-current=[here] href=(base) { (months) }
        } @else if window.last(year) < today {
            a aria-current=[here] href=(joined(base, "on", &window.last(year).to_string())) { (months) }
        } @else {
            span { (months) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(on: Option<&str>, year: Option<&str>, window: Option<&str>) -> Option<String> {
        let now = "2026-11-24T10:00:00+08:00".parse().expect("a good time");
        When::of(now, Wish { on, year, window }).map(|when| when.on.to_string())
    }

    #[test]
    fn a_year_that_is_over_is_seen_from_its_end_and_this_one_from_today() {
        assert_eq!(of(None, None, None).as_deref(), Some("2026-11-24"));
        assert_eq!(of(Some(""), Some(""), None).as_deref(), Some("2026-11-24"));
        assert_eq!(of(None, Some("2026"), None).as_deref(), Some("2026-11-24"));
        assert_eq!(of(None, Some("2025"), None).as_deref(), Some("2025-12-31"));
        assert_eq!(of(None, Some("2024"), Some("1")).as_deref(), Some("2024-02-29"));
        assert_eq!(of(None, None, Some("6")).as_deref(), Some("2026-11-24"));
        assert_eq!(of(None, None, Some("2")).as_deref(), Some("2026-04-30"));
        assert_eq!(
            of(Some("2026-05-03"), Some("2024"), None).as_deref(),
            Some("2026-05-03")
        );
        for (on, year, window) in [
            (Some("2026-02-30"), None, None),
            (Some("yesterday"), None, None),
            (None, Some("0"), None),
            (None, Some("20xx"), None),
            (None, None, Some("7")),
        ] {
            assert_eq!(of(on, year, window), None);
        }
    }

    #[test]
    fn links_keep_the_day() {
        let now: Moment = "2026-11-24T10:00:00+08:00".parse().expect("a good time");
        let on = |on| When::of(now, Wish { on, ..Wish::default() }).expect("a day");
        assert_eq!(
            on(Some("2026-05-03")).link("/villages/1?show=met"),
            "/villages/1?show=met&on=2026-05-03"
        );
        assert_eq!(on(None).link("/"), "/");
    }
}
