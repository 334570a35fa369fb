//! Verdicts a second, and the coverage of a township's year.

use super::{failed, shortest};
use ruhu_core::coverage::{Timeline, stand, tally};
use ruhu_core::domain::{Class, ClassFrom, Fix, LatLon, Mode, PhotoFact, Tenure, Verdict, VisitFact, VisitFacts};
use ruhu_core::ids::{Sha256, VisitId};
use ruhu_core::rules::{Policy, judge};
use ruhu_core::time::{Day, Moment};
use std::hint::black_box;

const POLICY: &str = include_str!("../../data/rules/default.policy.toml");
const VERDICTS: u32 = 100_000;
const HOUSEHOLDS: u32 = 3_000;

fn policy() -> Result<Policy, String> {
    Policy::parse(POLICY, "default.policy.toml").map_err(failed)
}

fn moment(minutes: i64) -> Moment {
    Moment::from_millis(1_777_777_200_000 + minutes * 60_000)
}

/// A good visit with one photo and one fix.
fn facts() -> VisitFacts {
    VisitFacts {
        mode: Mode::OnSite,
        started: moment(0),
        stated: moment(0),
        ended: moment(15),
        monotonic_ms: Some(900_000),
        late_written: None,
        received: Some(moment(200)),
        place: Some(LatLon {
            lat: 32.63,
            lon: 108.72,
        }),
        fixes: vec![Fix {
            lat: 32.6302,
            lon: 108.7201,
            accuracy_m: Some(8.0),
            at: moment(2),
            mock: false,
            provider: None,
        }],
        far_reason: None,
        refused_reason: None,
        photos: vec![PhotoFact {
            sha256: Sha256::of(b"photo"),
            in_app: true,
            taken: moment(4),
        }],
        used_before: Vec::new(),
        assigned: true,
        remote_waiver: false,
        anchor_untrue: false,
        nobody_met: false,
    }
}

pub fn verdicts() -> Result<(), String> {
    let (policy, facts) = (policy()?, facts());
    let took = shortest(5, || {
        for _ in 0..VERDICTS {
            black_box(judge(black_box(&policy), black_box(&facts)));
        }
    });
    let each = took / VERDICTS;
    println!(
        "verdict of one visit: {each:?}; {:.0} a second",
        1.0 / each.as_secs_f64()
    );
    Ok(())
}

pub fn coverage() -> Result<(), String> {
    let timeline = Timeline::one(policy()?);
    let day = |text: &str| text.parse::<Day>().map_err(failed);
    let (entered, on) = (day("2021-01-01")?, day("2026-11-24")?);
    let tenure = Tenure {
        entered,
        left: None,
        classes: vec![ClassFrom {
            class: Class::Lifted,
            from: entered,
        }],
    };
    // Six years of visits, one in two months.
    let visits: Vec<VisitFact> = (0u8..35)
        .map(|n| VisitFact {
            id: VisitId::from_bytes([n; 16]),
            day: entered.plus(i32::from(n) * 61),
            mode: Mode::OnSite,
            verdict: Verdict::Counts,
            decision: None,
        })
        .collect();
    let whole = shortest(5, || {
        for _ in 0..HOUSEHOLDS {
            black_box(tally(&timeline, black_box(&tenure), &[], black_box(&visits), on));
        }
    });
    let short = shortest(5, || {
        for _ in 0..HOUSEHOLDS {
            black_box(stand(&timeline, black_box(&tenure), &[], black_box(&visits), on));
        }
    });
    println!(
        "coverage of a township, {HOUSEHOLDS} households with 35 visits each: {whole:?} with every line, {short:?} for a list ({:.2}x)",
        short.as_secs_f64() / whole.as_secs_f64()
    );
    Ok(())
}
