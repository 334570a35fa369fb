//! On which days a household is asked for, and on which it may be visited: its classes and its excuses, as spans.

use super::window::Span;
use crate::domain::{Class, Tenure, Waiver, WaiverKind};
use crate::rules::Requirement;

/// A household's days, worked out once for all its lines.
pub(super) struct Scope {
    /// `entered`..`left`.
    pub stay: Span,
    /// Each class with the days it holds.
    classes: Vec<(Span, Class)>,
    /// Excused days: apart from each other, in order.
    excused: Vec<Span>,
}

impl Scope {
    pub fn new(household: &Tenure, waivers: &[Waiver]) -> Self {
        let mut from: Vec<(i32, Class)> = household.classes.iter().map(|c| (c.from.number(), c.class)).collect();
        // Stable: of two on one day the later in the list comes last, and the earlier holds on no day.
        from.sort_by_key(|(first, _)| *first);
        let classes = from.iter().enumerate().filter_map(|(index, (first, class))| {
            let last = from.get(index + 1).map_or(i32::MAX, |(next, _)| next - 1);
            (*first <= last).then_some((Span { first: *first, last }, *class))
        });
        Self {
            stay: Span {
                first: household.entered.number(),
                last: household.left.map_or(i32::MAX, |left| left.number()),
            },
            classes: classes.collect(),
            excused: merged(waivers),
        }
    }

    /// Days of the span on which the class is asked and no excuse holds.
    pub fn days_asked(&self, requirement: &Requirement, span: Span) -> i32 {
        self.classes
            .iter()
            .filter(|(_, class)| requirement.asks(*class))
            .filter_map(|(held, _)| held.cut(span))
            .map(|asked| {
                let excused: i32 = self.excused.iter().filter_map(|e| e.cut(asked)).map(Span::days).sum();
                asked.days() - excused
            })
            .sum()
    }

    /// The first day of the span that is not excused.
    pub fn first_open(&self, span: Span) -> Option<i32> {
        let mut first = span.first;
        for excuse in &self.excused {
            if excuse.holds(first) {
                // The last day of the calendar has none after it.
                first = excuse.last.checked_add(1)?;
            }
        }
        (first <= span.last).then_some(first)
    }

    /// The last day of the span that is not excused.
    pub fn last_open(&self, span: Span) -> Option<i32> {
        let mut last = span.last;
        for excuse in self.excused.iter().rev() {
            if excuse.holds(last) {
                last = excuse.first - 1;
            }
        }
        (last >= span.first).then_some(last)
    }
}

fn merged(waivers: &[Waiver]) -> Vec<Span> {
    let mut spans: Vec<Span> = waivers
        .iter()
        .filter(|waiver| waiver.kind == WaiverKind::Excuse && waiver.from <= waiver.to)
        .map(|waiver| Span {
            first: waiver.from.number(),
            last: waiver.to.number(),
        })
        .collect();
    spans.sort_by_key(|span| span.first);
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(before) if span.first <= before.last => before.last = before.last.max(span.last),
            Some(_) | None => merged.push(span),
        }
    }
    merged
}
