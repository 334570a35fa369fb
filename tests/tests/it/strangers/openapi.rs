//! Somebody else's validator accepts our description of the API.

use super::device::town;
use super::{python, said, script};
use ruhu_core::sync::{HttpRequest, HttpTransport, Method, Transport, Trust};

#[test]
fn the_description_is_valid_openapi() {
    let Some(mut python) = python() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let town = town(dir.path());
    let road = HttpTransport::new(town.running.address(), &Trust::Roots(Vec::new())).expect("a road");
    let request = HttpRequest {
        method: Method::Get,
        path: "/openapi.json".into(),
        headers: Vec::new(),
        body: Vec::new(),
        answer_limit: 1 << 22,
        patience_ms: 60_000,
    };
    let answer = road.send(&request).expect("an answer");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let file = dir.path().join("openapi.json");
    std::fs::write(&file, &answer.body).expect("written");
    let said = said(python.arg(script("python/validate_openapi.py")).arg(&file));
    assert!(said.starts_with("3.1.0 "), "{said}");
}
