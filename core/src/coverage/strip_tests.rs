//! What the cells of the strip show.

use super::{Mark, strip};
use crate::coverage::{Timeline, tally};
use crate::domain::{Class, ClassFrom, Mode, Tenure, Verdict, VisitFact};
use crate::ids::VisitId;
use crate::rules::Policy;
use crate::time::Day;

fn day(text: &str) -> Day {
    text.parse().expect("a day that exists")
}

fn marks(policy: &str, class: Class, visits: &[(&str, Verdict)], on: &str) -> String {
    let timeline = Timeline::one(Policy::parse(policy, "policy").expect("a good policy"));
    let household = Tenure {
        entered: day("2021-01-01"),
        left: None,
        classes: vec![ClassFrom {
            class,
            from: day("2021-01-01"),
        }],
    };
    let visits: Vec<VisitFact> = (0u8..)
        .zip(visits)
        .map(|(id, (text, verdict))| VisitFact {
            id: VisitId::from_bytes([id; 16]),
            day: day(text),
            mode: Mode::OnSite,
            verdict: *verdict,
            decision: None,
        })
        .collect();
    let on = day(on);
    let coverage = tally(&timeline, &household, &[], &visits, on);
    strip(&timeline, &household, &[], &visits, &coverage, 2026, on)
        .iter()
        .map(|cell| Mark::zh(cell.mark))
        .collect()
}

const DEFAULT: &str = include_str!("../../../tests/data/rules/default.policy.toml");
const YEAR_ONLY: &str =
    "id='p'\nname='n'\nfrom=2021-01-01\n[[require]]\nid='year'\ntimes=2\nevery='year'\nwarn_days=30";

#[test]
fn a_year_in_two_month_windows_shows_visited_missed_waiting_and_due() {
    let visits = [
        ("2026-01-10", Verdict::Counts),
        ("2026-03-02", Verdict::Counts),
        ("2026-05-02", Verdict::DoesNotCount),
        ("2026-07-02", Verdict::NeedsReview),
        ("2026-09-02", Verdict::Counts),
    ];
    assert_eq!(marks(DEFAULT, Class::Lifted, &visits, "2026-12-22"), "✓✓×⋯✓!");
    assert_eq!(marks(DEFAULT, Class::Lifted, &visits, "2026-11-02"), "✓✓×⋯✓–");
    assert_eq!(marks(DEFAULT, Class::Lifted, &[], "2026-01-05"), "––––––");
}

#[test]
fn a_household_asked_for_by_the_month_has_twelve_cells() {
    let visits = [("2026-01-10", Verdict::Counts), ("2026-03-02", Verdict::Counts)];
    assert_eq!(marks(DEFAULT, Class::Marginal, &visits, "2026-03-20"), "✓×✓–––––––––");
}

#[test]
fn where_no_short_window_is_asked_the_cell_of_today_speaks_for_the_year() {
    let visits = [("2026-04-10", Verdict::Counts)];
    assert_eq!(marks(YEAR_ONLY, Class::Lifted, &visits, "2026-06-20"), "–✓––––");
    assert_eq!(marks(YEAR_ONLY, Class::Lifted, &visits, "2026-12-20"), "–✓–––!");
    assert_eq!(marks(YEAR_ONLY, Class::Lifted, &[], "2026-12-31"), "–––––×");
}

#[test]
fn a_past_year_shows_what_was_missed() {
    let timeline = Timeline::one(Policy::parse(DEFAULT, "policy").expect("a good policy"));
    let household = Tenure {
        entered: day("2021-01-01"),
        left: Some(day("2025-08-31")),
        classes: vec![ClassFrom {
            class: Class::Lifted,
            from: day("2021-01-01"),
        }],
    };
    let on = day("2026-02-01");
    let coverage = tally(&timeline, &household, &[], &[], on);
    let cells = strip(&timeline, &household, &[], &[], &coverage, 2025, on);
    assert_eq!(cells.iter().map(|cell| cell.mark.zh()).collect::<String>(), "××××––");
}
