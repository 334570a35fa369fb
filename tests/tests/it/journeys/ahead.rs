//! The township's server was upgraded before the phones: a proxy says in its answers what a later version would.

use super::world::{Phone, World, agree};
use ruhu_core::app::TodayAsk;
use ruhu_tests::handset::send_all;
use ruhu_tests::road::{AnswerGateway, with_json};
use serde_json::{Value, json};
use std::sync::Arc;

/// How a sync answer differs.
type Change = fn(&mut Value);

/// From now on the phone's sync calls are answered by a later version.
fn ahead(phone: &Phone, change: Option<Change>) {
    let gateway = change.map(|change| -> Arc<AnswerGateway> {
        Arc::new(move |request, answer| match request.asks("POST /v1/sync") {
            true => with_json(&answer, &change),
            false => answer,
        })
    });
    phone.road.set_answer_gateway(gateway);
}

/// Every household's first class, waivers and visits in words of a later version.
fn households(told: &mut Value) {
    for household in told["down"]["households"].as_array_mut().into_iter().flatten() {
        household["household"]["tenure"]["classes"][0]["class"] = json!("flooded");
        household["waivers"] = json!([{"kind": "half", "from": "2026-01-01", "to": "2026-02-01"}]);
        household["visits"] = json!([{"id": "x", "mode": "drone"}]);
    }
}

const WORDS: [(&str, Change); 7] = [
    ("households", households),
    ("removed", |told| told["down"]["removed"] = json!([{"household": 7}])),
    ("erased", |told| told["down"]["erased"] = json!([{"household": 7}])),
    ("policies", |told| {
        told["down"]["policies"] = json!([{"id": "later", "scope": "610924102", "toml": "moon = 1"}]);
    }),
    ("cadres", |told| told["down"]["cadres"] = json!([{"badge": 7}])),
    ("now", |told| told["down"]["now"] = json!({"year": 9})),
    ("a new field", |told| told["down"]["harvest"] = json!([1])),
];

#[test]
fn phones_of_an_earlier_version_go_on_sending_and_are_told_to_update() {
    let world = World::of(&[("王建军", 0..9)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    let update = || phone.app.today(&TodayAsk::default()).expect("a list").update;
    for (n, (what, change)) in (0..).zip(WORDS) {
        ahead(&phone, Some(change));
        phone.clock.pass_minutes(60);
        phone.visit(n, u64::from(n) + 1);
        phone.send(&world);
        assert_eq!(world.visits(n).len(), 1, "{what}: it arrived");
        world.holds_photos_of(&world.visits(n)[0], &phone);
        assert_eq!(
            phone.app.outbox().expect("an outbox").waiting,
            0,
            "{what}: its receipt is kept"
        );
        assert!(update().is_some_and(|text| text.zh.contains("请更新应用")), "{what}");
        assert_eq!(
            phone.app.today(&TodayAsk::default()).expect("a list").households,
            9,
            "{what}"
        );
        // Enrolled again the phone hears everything anew, now in words it knows.
        ahead(&phone, None);
        let code = world
            .town
            .code_for(world.cadre("王建军"), phone.road.url())
            .expect("a code");
        phone.app.enrol(&code, "journey").expect("enrols again");
        send_all(&phone.app).expect("sends");
        assert_eq!(update(), None, "{what}");
        agree(&phone, &world, n);
    }
}
