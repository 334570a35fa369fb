//! tus-js-client and tuspy upload photos over a road that cuts, repeats and delays, give up in the middle, and go on.

use super::device::{Device, town};
use super::{node, python, said, script};
use ruhu_core::ids::Sha256;
use ruhu_core::sync::Method;
use ruhu_tests::road::{BadRoad, Weather};
use serde_json::Value;
use std::process::Command;

/// A photo of this seed as far as the server is concerned: bytes.
fn photo(seed: u8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(310_000);
    let mut block = Sha256::of(&[seed]);
    while bytes.len() < 300_000 + usize::from(seed) {
        bytes.extend_from_slice(&block.0);
        block = Sha256::of(&block.0);
    }
    bytes
}

/// Lets a stranger send this photo on a road; answers what it printed.
fn sends(stranger: &mut Command, device: &Device, road: &BadRoad, photo: &[u8]) -> Value {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), photo).expect("written");
    let endpoint = format!("{}/v1/photos", road.url());
    stranger.args([endpoint.as_str(), &device.enrolled.token]);
    stranger.arg(file.path()).arg(Sha256::of(photo).to_string());
    serde_json::from_str(&said(stranger)).expect("JSON")
}

#[test]
fn tus_js_client_gives_up_in_the_middle_goes_on_and_arrives_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let town = town(dir.path());
    let device = Device::new(&town);
    let photos: Vec<Vec<u8>> = (1..=3).map(photo).collect();
    device.name(&photos.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let clear = BadRoad::open(town.running.listening(), Weather::CLEAR, 1).expect("a road");
    let bad = BadRoad::open(town.running.listening(), Weather::BAD, 2).expect("a road");
    // The third goes through a proxy that lets no PATCH through: X-HTTP-Method-Override.
    for ((road, method), photo) in [(&clear, "PATCH"), (&bad, "PATCH"), (&bad, "POST")]
        .into_iter()
        .zip(&photos)
    {
        let Some(mut node) = node() else { return };
        let mut stranger = node.arg(script("node/upload.mjs"));
        // The method stands last.
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), photo).expect("written");
        stranger = stranger
            .arg(format!("{}/v1/photos", road.url()))
            .arg(&device.enrolled.token);
        stranger = stranger.arg(file.path()).arg(Sha256::of(photo).to_string()).arg(method);
        let seen: Value = serde_json::from_str(&said(stranger)).expect("JSON");
        let resumed = seen["resumed"].as_u64().expect("an offset");
        assert!(resumed >= 40_000, "{seen}");
        let receipt = seen["receipt"].as_str().expect("the last answer carries the receipt");
        let receipt = device.enrolled.server.receipt(receipt).expect("the server's");
        assert_eq!(receipt.sha256, Sha256::of(photo));
        device.has(&town, photo);
    }
    let (_, cut, repeated, late) = bad.counts();
    assert!(cut + repeated + late > 0, "the bad road was bad");
}

#[test]
fn tuspy_goes_on_from_the_url_and_arrives_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let town = town(dir.path());
    let device = Device::new(&town);
    let photos: Vec<Vec<u8>> = (11..=12).map(photo).collect();
    device.name(&photos.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let weathers = [
        Weather::CLEAR,
        Weather {
            late: 0,
            ..Weather::BAD
        },
    ];
    for (weather, photo) in weathers.into_iter().zip(&photos) {
        let Some(mut python) = python() else { return };
        let road = BadRoad::open(town.running.listening(), weather, 3).expect("a road");
        let seen = sends(python.arg(script("python/upload_tus.py")), &device, &road, photo);
        assert_eq!(seen["resumed"], 80_000, "{seen}");
        device.has(&town, photo);
    }
}

#[test]
fn a_known_hash_is_complete_only_for_a_device_whose_own_record_names_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let town = town(dir.path());
    let (first, second) = (Device::new(&town), Device::new(&town));
    let photo = photo(21);
    first.name(&[&photo]);
    let Some(mut python) = python() else { return };
    let road = BadRoad::open(town.running.listening(), Weather::CLEAR, 4).expect("a road");
    sends(python.arg(script("python/upload_tus.py")), &first, &road, &photo);
    first.has(&town, &photo);
    let path = format!("/v1/photos/{}", Sha256::of(&photo));
    let answer = second.call(Method::Get, &path, Vec::new());
    let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert!(told["receipt"].is_null(), "{told}");
    // Once its own record names it, it is complete at once.
    second.name(&[&photo]);
    second.has(&town, &photo);
}
