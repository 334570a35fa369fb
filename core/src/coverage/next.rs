//! Rule 10: the next visit. Windows that have begun are not all that is ahead: a home whose month is done wants its next.

use super::line::Figures;
use crate::rules::{Language, Requirement};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// When a household is to be visited next, and for which requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NextVisit {
    /// The requirement's id.
    pub require: String,
    /// The first day on which a visit can count for it: not excused, the gap after the last counted visit.
    pub from: Day,
    /// The latest safe day.
    pub by: Day,
}

/// The next visit by what binds and by everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// The earliest latest safe day of what binds: the limit.
    pub next: Option<NextVisit>,
    /// The earliest of all, advice too: the rhythm.
    pub plan: Option<NextVisit>,
}

impl Ahead {
    /// Looks at one window. They come in the order of requirements, then of windows, so that of equals the first stays.
    /// `first_day` is asked only of one that is taken.
    pub(super) fn consider(
        &mut self,
        requirement: &Requirement,
        figures: &Figures,
        first_day: impl Fn(&Figures) -> Option<i32>,
    ) {
        let Some(by) = figures.latest_safe.map(Day::from_number) else {
            return;
        };
        let earlier = |kept: &Option<NextVisit>| kept.as_ref().is_none_or(|kept| by < kept.by);
        let (for_next, for_plan) = (requirement.binding && earlier(&self.next), earlier(&self.plan));
        if !for_next && !for_plan {
            return;
        }
        let visit = NextVisit {
            require: requirement.id.clone(),
            from: first_day(figures).map_or(by, Day::from_number),
            by,
        };
        if for_next {
            self.next = Some(visit.clone());
        }
        if for_plan {
            self.plan = Some(visit);
        }
    }

    /// What a person is told about next time, the rhythm first and the limit with it: "建议 4 月 30 日前再去；最晚 12 月
    /// 27 日". Nothing where nothing is asked ahead.
    pub fn words(&self, on: Day, language: Language) -> Option<String> {
        let plan = self.plan.as_ref()?;
        let limit = self.next.as_ref().map(|next| next.by);
        Some(match language {
            Language::Zh => zh(plan, limit, on),
            Language::En => en(plan, limit, on),
        })
    }
}

fn zh(plan: &NextVisit, limit: Option<Day>, on: Day) -> String {
    let day = |day: Day| match day.year() == on.year() {
        true => format!("{} 月 {} 日", day.month(), day.day_of_month()),
        false => format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day_of_month()),
    };
    let from = match begins_later(plan, on) {
        true => format!("{}起，", day(plan.from)),
        false => String::new(),
    };
    match (limit, plan.by == on) {
        (Some(limit), true) if limit == plan.by => "最晚今天要去".to_owned(),
        (Some(limit), false) if limit == plan.by => format!("{from}最晚 {}要再去", day(limit)),
        (limit, today) => {
            let advice = match today {
                true => "建议今天就去".to_owned(),
                false => format!("{from}建议 {}前再去", day(plan.by)),
            };
            match limit {
                Some(limit) => format!("{advice}；最晚 {}", day(limit)),
                None => advice,
            }
        }
    }
}

fn en(plan: &NextVisit, limit: Option<Day>, on: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let day = |day: Day| {
        let month = usize::try_from(day.month())
            .ok()
            .and_then(|month| MONTHS.get(month - 1));
        let text = format!("{} {}", day.day_of_month(), month.copied().unwrap_or_default());
        match day.year() == on.year() {
            true => text,
            false => format!("{text} {}", day.year()),
        }
    };
    let go = match begins_later(plan, on) {
        true => format!("From {} on, go again", day(plan.from)),
        false => "Go again".to_owned(),
    };
    let by = match plan.by == on {
        true => format!("{go} today"),
        false => format!("{go} by {}", day(plan.by)),
    };
    match limit {
        Some(limit) if limit == plan.by => format!("{by}, no later"),
        Some(limit) => format!("{by}; at the very latest {}", day(limit)),
        None => by,
    }
}

/// A visit tomorrow would not do: worth a word. That today's visit does not count twice goes without saying.
fn begins_later(plan: &NextVisit, on: Day) -> bool {
    plan.from > on.plus(1) && plan.from < plan.by
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day that exists")
    }
    fn visit(from: &str, by: &str) -> Option<NextVisit> {
        Some(NextVisit {
            require: "r".to_owned(),
            from: day(from),
            by: day(by),
        })
    }
    fn words(plan: Option<NextVisit>, next: Option<NextVisit>) -> (String, String) {
        let ahead = Ahead { next, plan };
        let say = |language| ahead.words(day("2026-04-10"), language).expect("something is ahead");
        (say(Language::Zh), say(Language::En))
    }

    #[test]
    fn the_rhythm_comes_first_and_the_limit_with_it() {
        let limit = || visit("2026-04-10", "2026-12-27");
        let said = |plan, next, zh: &str, en: &str| assert_eq!(words(plan, next), (zh.to_owned(), en.to_owned()));
        said(
            visit("2026-04-11", "2026-04-30"),
            limit(),
            "建议 4 月 30 日前再去；最晚 12 月 27 日",
            "Go again by 30 April; at the very latest 27 December",
        );
        said(
            visit("2026-05-01", "2026-05-31"),
            limit(),
            "5 月 1 日起，建议 5 月 31 日前再去；最晚 12 月 27 日",
            "From 1 May on, go again by 31 May; at the very latest 27 December",
        );
        said(
            limit(),
            limit(),
            "最晚 12 月 27 日要再去",
            "Go again by 27 December, no later",
        );
        said(
            visit("2026-04-10", "2026-04-10"),
            limit(),
            "建议今天就去；最晚 12 月 27 日",
            "Go again today; at the very latest 27 December",
        );
        said(
            visit("2026-04-10", "2026-04-10"),
            visit("2026-04-10", "2026-04-10"),
            "最晚今天要去",
            "Go again today, no later",
        );
        said(
            visit("2026-04-11", "2026-04-30"),
            None,
            "建议 4 月 30 日前再去",
            "Go again by 30 April",
        );
        said(
            visit("2027-01-01", "2027-02-28"),
            visit("2027-01-01", "2027-12-26"),
            "2027 年 1 月 1 日起，建议 2027 年 2 月 28 日前再去；最晚 2027 年 12 月 26 日",
            "From 1 January 2027 on, go again by 28 February 2027; at the very latest 26 December 2027",
        );
        assert_eq!(Ahead::default().words(day("2026-04-10"), Language::Zh), None);
    }
}
