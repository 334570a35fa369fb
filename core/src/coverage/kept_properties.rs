//! What is kept says the same as the whole history, whatever that is, on every day of every year.

use super::properties::worlds;
use super::{KeptYear, YearView, keep, strip, tally, view};
use crate::domain::Waiver;
use crate::time::Day;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn kept_years_answer_for_every_day_as_the_whole_history_does(world in worlds(&[0, 1, 7, 40])) {
        let kept = keep(&world.timeline, &world.waivers, &world.visits);
        // From before the first visit that can be to after the last one, year ends included.
        for number in 19_950..21_200 {
            let on = Day::from_number(number);
            let coverage = tally(&world.timeline, &world.household, &world.waivers, &world.visits, on);
            let cells = strip(
                &world.timeline, &world.household, &world.waivers, &world.visits, &coverage, on.year(), on,
            );
            let seen = view(&world.timeline, &world.household, &world.waivers, &kept, on);
            let standing = (seen.standing.state, seen.standing.date, seen.standing.suggested);
            prop_assert_eq!(standing, (coverage.state, coverage.date, coverage.suggested), "{}", on);
            prop_assert_eq!(&seen.lines, &coverage.lines, "{}", on);
            prop_assert_eq!(&seen.strip, &cells, "{}", on);
            prop_assert_eq!((&seen.ahead.next, &seen.ahead.plan), (&coverage.next, &coverage.plan), "{}", on);
            prop_assert_eq!(seen, of_one_year(&world, &kept, on), "one year is enough");
        }
    }
}

/// What a store hands in: the newest year up to the day's alone, and only the waivers that touch the day's year or the next.
fn of_one_year(world: &super::properties::World, kept: &[KeptYear], on: Day) -> YearView {
    let newest = kept.iter().rfind(|kept| kept.year <= on.year());
    let touches = |waiver: &&Waiver| waiver.from.year() <= on.year() + 1 && waiver.to.year() >= on.year();
    let waivers: Vec<Waiver> = world.waivers.iter().filter(touches).cloned().collect();
    view(
        &world.timeline,
        &world.household,
        &waivers,
        newest.map(std::slice::from_ref).unwrap_or_default(),
        on,
    )
}
