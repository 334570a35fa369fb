//! The first line of a page: what matters, in a sentence with a number in it that can be opened.

use super::reader::Language;
use super::standing::{Row, Standing, Stands};
use maud::{Markup, html};

/// A sentence with its number set apart.
pub struct Headline {
    before: String,
    number: Option<String>,
    after: String,
    /// The choice of households that the number counts.
    show: &'static str,
}

impl Headline {
    /// The sentence as plain text.
    pub fn plain(&self) -> String {
        format!("{}{}{}", self.before, self.number.as_deref().unwrap_or(""), self.after)
    }
    /// The sentence with its number as a link to the households behind it: `list` is their page.
    pub fn shown(&self, stands: &Stands, list: &str) -> Markup {
        html! {
            (self.before)
            @if let Some(number) = &self.number {
                a.alarm href=(stands.when.link(&super::when::joined(list, "show", self.show))) { (number) }
            }
            (self.after)
        }
    }
}

/// What the day says of these households.
pub fn headline(stands: &Stands, language: Language) -> Headline {
    match stands.when.is_year_over() {
        true => of_a_year(stands, language),
        false => of_a_day(stands, language),
    }
}

fn of_a_day(stands: &Stands, language: Language) -> Headline {
    let window = stands.window();
    let left = window.last(stands.on().year()).since(stands.on());
    let (number, months) = (window.number(), window.months(language));
    let pressing = stands.count(Standing::Pressing);
    let before = match (language, left) {
        (Language::Zh, 0) if stands.when.is_now() => format!("第 {number} 期（{months}）今天是最后一天，"),
        (Language::Zh, 0) => format!("第 {number} 期（{months}）的最后一天，"),
        (Language::Zh, _) => format!("第 {number} 期（{months}）还有 {left} 天，"),
        (Language::En, 0) => format!("Last day of window {number} ({months}): "),
        (Language::En, 1) => format!("Window {number} ({months}) has 1 day left: "),
        (Language::En, _) => format!("Window {number} ({months}) has {left} days left: "),
    };
    let (number, after) = match (language, pressing) {
        (Language::Zh, 0) => (None, "没有眼看要漏的户".to_owned()),
        (Language::En, 0) => (None, "no home is about to be missed".to_owned()),
        (Language::Zh, _) => (Some(format!("{pressing} 户")), "再不去就漏了".to_owned()),
        (Language::En, 1) => (
            Some("1 home".to_owned()),
            " will be missed unless somebody goes".to_owned(),
        ),
        (Language::En, _) => (
            Some(format!("{pressing} homes")),
            " will be missed unless somebody goes".to_owned(),
        ),
    };
    Headline {
        before,
        number,
        after,
        show: Standing::Pressing.word(),
    }
}

/// A year that is over is told by who fell short.
fn of_a_year(stands: &Stands, language: Language) -> Headline {
    let (year, all) = (stands.on().year(), stands.rows.len());
    let short = stands.rows.iter().filter(|row| row.is_short()).count();
    let (before, number, after) = match (language, short) {
        (Language::Zh, 0) => (format!("{year} 年过完了，{all} 户都走够了"), None, String::new()),
        (Language::En, 0) => (
            format!("{year} is over: all {all} homes had their visits"),
            None,
            String::new(),
        ),
        (Language::Zh, _) => (
            format!("{year} 年过完了，{all} 户里有 "),
            Some(format!("{short} 户")),
            "没走够".to_owned(),
        ),
        (Language::En, _) => (
            format!("{year} is over: of {all} homes "),
            Some(short.to_string()),
            " did not have enough visits".to_owned(),
        ),
    };
    Headline {
        before,
        number,
        after,
        show: "short",
    }
}

/// Households with a promise broken in the year so far.
pub fn broken<'a>(rows: impl IntoIterator<Item = &'a Row>) -> usize {
    rows.into_iter().filter(|row| row.is_broken()).count()
}
