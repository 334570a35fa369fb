//! The client of sixty lines in `docs/` does what it says.

use super::device::{code, town};
use super::{python, said, script};
use ruhu_core::ids::Sha256;
use ruhu_server::store::Coverage;
use ruhu_tests::village::{PICTURES, home, number};
use serde_json::Value;

#[test]
fn sixty_lines_enrol_send_a_visit_with_a_photo_and_read_the_receipts() {
    let client = script("../docs/client.py");
    let lines = std::fs::read_to_string(&client).expect("it is there").lines().count();
    assert!(lines <= 60, "{lines} lines");
    let Some(mut python) = python() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let town = town(dir.path());
    let taken = "2026-05-03T09:10:00+08:00".parse().expect("a time");
    let photo = PICTURES.shoot(1, 640, taken, Some(home(0))).expect("a photo");
    let file = dir.path().join("photo.jpg");
    std::fs::write(&file, &photo).expect("written");
    let said = said(python.arg(client).arg(code(&town)).arg(number(0).as_str()).arg(&file));
    let receipts: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(receipts.len(), 2, "{said}");
    assert_eq!(
        (&receipts[0]["what"], &receipts[0]["seq"]),
        (&"record".into(), &1.into())
    );
    assert_eq!(receipts[1]["what"], "photo");
    assert_eq!(receipts[1]["sha256"], Sha256::of(&photo).to_string());

    let shown = town
        .folder
        .store
        .household_file(&town.code, &number(0))
        .expect("reads")
        .expect("known")
        .visits;
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].photos.len(), shown[0].mark), (1, None));

    // Another phone with the same photo: the server has it already, and its receipt comes with the first answer.
    let Some(mut python) = super::python() else { return };
    let client = script("../docs/client.py");
    let said = super::said(python.arg(client).arg(code(&town)).arg(number(1).as_str()).arg(&file));
    let receipt: Value = serde_json::from_str(said.lines().nth(1).expect("two receipts")).expect("JSON");
    assert_eq!(
        (&receipt["what"], &receipt["sha256"]),
        (&"photo".into(), &Sha256::of(&photo).to_string().into())
    );
}
