//! The description at `/openapi.json` against the server itself: what it names is answered, what it does not name is
//! not, and what comes back is described.

use crate::world::{Call, World};
use serde_json::Value;

#[test]
fn every_described_method_is_answered_and_no_other() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let api: Value = world.call(&Call::new("GET", "/openapi.json")).json();
    let paths = api["paths"].as_object().expect("paths");
    assert!(paths.len() >= 7, "{}", paths.len());
    for (path, operations) in paths {
        let at = path.replace("{name}", &"0".repeat(64));
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let answer = world.call(&Call::tus(method, &at, &phone));
            let described = &operations[method.to_lowercase()];
            // HEAD is answered wherever GET is (RFC 9110).
            let expected = described.is_object() || (method == "HEAD" && operations["get"].is_object());
            assert_eq!(answer.status != 405, expected, "{method} {path}: {}", answer.status);
            if described.is_object() {
                let told = &described["responses"][answer.status.to_string()];
                assert!(
                    told.is_object(),
                    "{method} {path} answers {}, which is not described",
                    answer.status
                );
            }
        }
    }
}

#[test]
fn the_names_of_what_travels_are_those_on_the_wire() {
    let world = World::new();
    let api: Value = world.call(&Call::new("GET", "/openapi.json")).json();
    let schemas = &api["components"]["schemas"];
    let phone = world.phone_of("张伟");
    let answer = world.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}"));
    let answer: Value = answer.json();
    for (name, part) in [
        ("SyncAnswer", &answer),
        ("Down", &answer["down"]),
        ("HouseholdDown", &answer["down"]["households"][0]),
        ("Household", &answer["down"]["households"][0]["household"]),
        ("PolicyDown", &answer["down"]["policies"][0]),
        ("Cadre", &answer["down"]["cadres"][0]),
    ] {
        let described = schemas[name]["properties"].as_object().expect("properties");
        let sent = part.as_object().unwrap_or_else(|| panic!("{name}: {part}"));
        for field in sent.keys() {
            assert!(described.contains_key(field), "{name}.{field} is not described");
        }
        for field in schemas[name]["required"].as_array().into_iter().flatten() {
            assert!(
                sent.contains_key(field.as_str().expect("a name")),
                "{name}.{field} is not sent"
            );
        }
    }
}
