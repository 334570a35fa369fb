//! Phones and the server agree on two thousand generated histories: visits of every sort, late ones and corrected ones,
//! households handed over, waivers and reviewers' decisions, in whatever order they arrive.

use super::world::{PICTURES, World, at, home, number, said};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::app::{App, AppError, DraftChange, PhotoFrom, PhotoTaken, TodayAsk};
use ruhu_core::coverage::tally;
use ruhu_core::domain::{Assignment, Fix, Mode, Ruling, Statements, Verdict, WaiverKind, WaiverScope};
use ruhu_core::ids::VisitId;
use ruhu_core::record::{DecisionBody, WaiverBody};
use ruhu_core::time::{Clock, DAY_MS, Day, Moment};
use ruhu_server::store::{Coverage as _, HouseholdState};
use ruhu_server::town::decide;
use ruhu_server::town::judge::timeline_of;
use ruhu_tests::clock::PhoneClock;
use ruhu_tests::handset::{GOOD_ROAD, open};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

const CADRES: u32 = 100;
const HOUSEHOLDS_EACH: u32 = 20;
const HOUSEHOLDS: u32 = CADRES * HOUSEHOLDS_EACH;
/// Steps of a year that are played: after each, phones speak to the township in an order of their own.
const STEPS: u32 = 6;
const STEP_DAYS: i32 = 60;
const FIRST: &str = "2026-01-02T08:00:00+08:00";
/// Made distinct by what is behind its end.
static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| PICTURES.shoot(1, 64, at(FIRST), None).expect("a photo"));

/// A visit that somebody will make.
struct Outing {
    at: Moment,
    household: u32,
    seed: u64,
}

/// A cadre's phone.
struct Pocket {
    app: App,
    clock: Arc<PhoneClock>,
    outings: Vec<Outing>,
}

fn name(cadre: u32) -> String {
    format!("干部{cadre}")
}

#[test]
fn phones_and_server_agree_on_two_thousand_histories() {
    let names: Vec<String> = (0..CADRES).map(name).collect();
    let roster = names
        .iter()
        .zip(0u32..)
        .map(|(name, c)| (name.as_str(), c * HOUSEHOLDS_EACH..(c + 1) * HOUSEHOLDS_EACH));
    let world = World::of(&roster.collect::<Vec<_>>(), FIRST);
    let mut dice = StdRng::seed_from_u64(2000);
    let mut pockets: Vec<Pocket> = (0..CADRES).map(|cadre| pocket(&world, cadre)).collect();
    // Whose household it is: it may change hands in the middle of the year.
    let mut holder: Vec<u32> = (0..HOUSEHOLDS).map(|n| n / HOUSEHOLDS_EACH).collect();
    let (mut histories, mut compared) = (BTreeMap::new(), 0);

    for step in 0..STEPS {
        let first = at(FIRST).plus_ms(i64::from(step) * i64::from(STEP_DAYS) * DAY_MS);
        for n in 0..HOUSEHOLDS {
            for _ in 0..[0, 0, 1, 1, 1, 2][dice.random_range(0..6)] {
                let ms = dice.random_range(0..i64::from(STEP_DAYS) * 24 * 60 - 60) * 60_000;
                let outing = Outing {
                    at: first.plus_ms(ms),
                    household: n,
                    seed: dice.random(),
                };
                pockets[holder[n as usize] as usize].outings.push(outing);
            }
        }
        let end = first.plus_ms(i64::from(STEP_DAYS) * DAY_MS);
        std::thread::scope(|scope| {
            for half in pockets.chunks_mut(CADRES.div_ceil(2) as usize) {
                scope.spawn(move || half.iter_mut().for_each(|pocket| pocket.live(end)));
            }
        });
        world.town.clock.reach(end);
        // Each step another phone is the first to reach the township; one of them finds no signal this time.
        for turn in 0..CADRES {
            let cadre = (turn * 3 + step) % CADRES;
            if step + 1 == STEPS || turn + 1 < CADRES {
                pockets[cadre as usize].tell();
            }
        }
        decide_some(&world, &mut dice);
        if step + 1 < STEPS {
            hand_over_some(&world, &mut holder, &mut dice);
            waive_some(&world, &mut dice);
        }
        if step == 2 || step + 1 == STEPS {
            for pocket in &pockets {
                pocket.tell();
            }
            for pocket in &pockets {
                pocket.tell();
            }
            compared += compare(&world, &pockets, &holder, &mut histories);
        }
    }
    assert_eq!(compared, 2 * HOUSEHOLDS);
    // The histories were worth comparing.
    let (mut verdicts, mut states) = (BTreeMap::new(), BTreeMap::new());
    for (state, visits) in histories.values() {
        *states.entry(*state).or_insert(0) += 1;
        for verdict in visits {
            *verdicts.entry(*verdict).or_insert(0) += 1;
        }
    }
    assert_eq!(verdicts.len(), 3, "{verdicts:?}");
    assert!(verdicts.values().all(|count| *count > 200), "{verdicts:?}");
    assert!(states.len() >= 4, "{states:?}");
}

fn pocket(world: &World, cadre: u32) -> Pocket {
    let clock = Arc::new(PhoneClock::new(world.town.clock.now().wall, 0));
    let seed = u8::try_from(cadre + 1).expect("few");
    let app = open(
        &world.dir.path().join(format!("pocket-{cadre}")),
        [seed; 32],
        clock.clone(),
    )
    .expect("opens");
    let code = world
        .town
        .code_for(world.cadre(&name(cadre)), world.town.running.address().to_string());
    app.enrol(&code.expect("a code"), "generated").expect("enrols");
    let pocket = Pocket {
        app,
        clock,
        outings: Vec::new(),
    };
    pocket.tell();
    pocket
}

impl Pocket {
    /// Records go and news come, which is before any photo; photos are another journey's business.
    fn tell(&self) {
        let stop = |progress: &ruhu_core::sync::Progress| match progress.photos_sent {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        let report = self.app.sync_now(GOOD_ROAD, &stop).expect("syncs");
        assert_eq!(report.progress.records_left, 0, "{report:?}");
    }

    fn live(&mut self, end: Moment) {
        self.outings.sort_by_key(|outing| (outing.at, outing.household));
        for outing in std::mem::take(&mut self.outings) {
            self.clock.reach(outing.at);
            self.go(&outing);
        }
        self.clock.reach(end);
    }

    fn go(&self, outing: &Outing) {
        let household = number(outing.household);
        let mut dice = StdRng::seed_from_u64(outing.seed);
        let sort = dice.random_range(0..20);
        let now = self.clock.now().wall;
        let draft = match sort {
            0 => {
                let started = now.plus_ms(-dice.random_range(1..12) * DAY_MS);
                self.app
                    .late_entry(&household, Mode::OnSite, started, started.plus_ms(20 * 60_000))
            }
            1 => self.app.start(&household, Mode::Phone),
            _ => self.app.start(&household, Mode::OnSite),
        };
        let draft = match draft {
            Ok(door) => door.draft.id,
            // Handed over, and this phone has not heard of it yet.
            Err(AppError::FixThis { ref code, .. }) if code == "not_found" => return,
            Err(error) => panic!("begins: {error}"),
        };
        let change = |change| self.app.change(draft, change).expect("saves");
        self.clock.pass_minutes(3);
        if sort > 1 {
            let place = home(outing.household);
            let off = if sort == 2 { 0.004 } else { 0.0001 };
            let fix = Fix {
                lat: place.lat + off,
                lon: place.lon,
                accuracy_m: Some(9.0),
                at: self.clock.now().wall,
                mock: sort == 3,
                provider: None,
            };
            change(DraftChange::Fix { fix });
            match sort {
                4 => {}
                5..=8 => {
                    change(DraftChange::RefusedReason {
                        reason: Some("不愿拍照".into()),
                    });
                }
                _ => {
                    // Now and then a photo that was used before: its seed is one of few.
                    let seed = if sort == 9 { outing.seed % 40 } else { outing.seed };
                    let bytes = [&PHOTO[..], &seed.to_be_bytes()].concat();
                    let taken = self.clock.now().wall;
                    let photo = PhotoTaken {
                        bytes,
                        taken,
                        from: PhotoFrom::Camera,
                        stamp: None,
                    };
                    self.app.attach_photo(draft, photo).expect("a photo");
                }
            }
        }
        self.clock.pass_minutes(9);
        change(said("一切正常"));
        let visit = self.app.finish(draft).expect("finishes").visit;
        if sort == 10 {
            let statements = Statements {
                note: Some("水压不够".into()),
                ..Statements::default()
            };
            self.app.correct(visit, statements, "写漏了").expect("corrects");
        }
    }
}

/// The reviewer decides a part of what waits.
fn decide_some(world: &World, dice: &mut StdRng) {
    let mut waiting = Vec::new();
    let year = |month, day| Day::new(2026, month, day).expect("a day");
    let all = (year(1, 1), year(12, 31));
    world
        .town
        .each_visit(all, &mut |visit| {
            if visit.decision.is_none() && visit.verdict != Verdict::Counts && dice.random_range(0..4) == 0 {
                waiting.push(visit.id);
            }
        })
        .expect("reads");
    for visit in waiting {
        let ruling = if dice.random_range(0..3) == 0 {
            Ruling::DoesNotCount
        } else {
            Ruling::Counts
        };
        let decision = DecisionBody {
            visit,
            ruling: Some(ruling),
            why: "核实".into(),
            by: "镇里".into(),
        };
        let (store, now) = (&world.town.folder.store, world.town.clock.now().wall);
        decide::rule(store, &world.town.code, &decision, now).expect("decides");
    }
}

/// One household in fifteen gets another cadre from tomorrow.
fn hand_over_some(world: &World, holder: &mut [u32], dice: &mut StdRng) {
    let now = world.town.clock.now().wall;
    let today = now.day();
    for n in 0..HOUSEHOLDS {
        if dice.random_range(0..15) != 0 {
            continue;
        }
        let to = dice.random_range(0..CADRES);
        let was = std::mem::replace(&mut holder[n as usize], to);
        if was == to {
            continue;
        }
        let (store, township) = (&world.town.folder.store, &world.town.code);
        let file = store
            .household_file(township, &number(n))
            .expect("reads")
            .expect("known");
        let held = file
            .assignments
            .iter()
            .find(|(a, _)| a.to.is_none())
            .expect("somebody has it");
        let ended = Assignment {
            to: Some(today),
            ..held.0.clone()
        };
        decide::assign(store, township, &ended, now).expect("ends");
        let begun = Assignment {
            cadre: world.cadre(&name(to)),
            from: today.plus(1),
            to: None,
            ..ended
        };
        decide::assign(store, township, &begun, now).expect("begins");
    }
}

/// Some households are excused for a while, some may be telephoned.
fn waive_some(world: &World, dice: &mut StdRng) {
    let now = world.town.clock.now().wall;
    for _ in 0..20 {
        let from = now.day().plus(dice.random_range(-30..30));
        let waiver = WaiverBody {
            scope: WaiverScope::Household(number(dice.random_range(0..HOUSEHOLDS))),
            kind: if dice.random() {
                WaiverKind::Excuse
            } else {
                WaiverKind::Remote
            },
            from,
            to: from.plus(dice.random_range(0..60)),
            why: "外出务工".into(),
            paper: None,
            by: None,
        };
        // Days that are waived so already are refused: nothing changes then.
        match decide::waive(&world.town.folder.store, &world.town.code, &waiver, now) {
            Ok(()) | Err(ruhu_server::Error::Refused { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

type Histories = BTreeMap<u32, (ruhu_core::coverage::State, Vec<Verdict>)>;

/// Every household's file on the phone of whoever holds it against the server's; answers how many were compared.
fn compare(world: &World, pockets: &[Pocket], holder: &[u32], histories: &mut Histories) -> u32 {
    let store = &world.town.folder.store;
    let timeline = timeline_of(&store.policies(&world.town.code).expect("policies")).expect("a timeline");
    let states = store.households(&world.town.code).expect("households");
    let states: BTreeMap<_, HouseholdState> = states.into_iter().map(|s| (s.household.clone(), s)).collect();
    let mut compared = 0;
    // Tomorrow, when every handover holds.
    for pocket in pockets {
        pocket.clock.reach(world.town.clock.now().wall.plus_ms(DAY_MS));
    }
    for n in 0..HOUSEHOLDS {
        let pocket = &pockets[holder[n as usize] as usize];
        let on = pocket
            .app
            .today(&TodayAsk {
                count: 0,
                ..TodayAsk::default()
            })
            .expect("today")
            .on;
        let file = pocket
            .app
            .household(&number(n))
            .unwrap_or_else(|error| panic!("{n}: {error}"));
        let state = &states[&number(n)];
        let server = tally(&timeline, &state.tenure, &state.waivers, &state.visits, on);
        assert_eq!(
            (file.due.state, file.due.date, file.due.suggested),
            (server.state, server.date, server.suggested),
            "{n}"
        );
        assert_eq!(file.lines, server.lines, "{n}");
        let mut phone: Vec<(VisitId, Day, Verdict, Option<Ruling>, bool)> = file
            .visits
            .iter()
            .map(|v| (v.visit, v.day, v.verdict, v.decision, v.counted))
            .collect();
        phone.sort_unstable_by_key(|visit| visit.0);
        let mut desk: Vec<_> = state
            .visits
            .iter()
            .map(|v| (v.id, v.day, v.verdict, v.decision, server.counted.contains(&v.id)))
            .collect();
        desk.sort_unstable_by_key(|visit| visit.0);
        assert_eq!(phone, desk, "{n}");
        histories.insert(n, (server.state, desk.iter().map(|visit| visit.2).collect()));
        compared += 1;
    }
    compared
}
