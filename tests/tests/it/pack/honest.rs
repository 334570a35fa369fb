//! Packs as they were made: never accused.

use super::township::full;
use super::world::*;
use ruhu_server::command::export::{make, make_with};
use ruhu_server::pack::verify::{Compared, NotRechecked, verify};
use ruhu_server::pack::{Form, Personal};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn an_untouched_pack_is_never_accused() {
    let world = full();
    for (scope, year, name, form) in [
        (TOWNSHIP, 2026, "whole", Form::Folder),
        (TOWNSHIP, 2026, "whole.zip", Form::Zip),
        (TOWNSHIP, 2025, "before", Form::Folder),
        (VILLAGE, 2026, "village", Form::Folder),
        (VILLAGE, 2025, "village-before.zip", Form::Zip),
        ("610924102002", 2026, "other-village", Form::Folder),
        ("610924", 2026, "county", Form::Folder),
        (TOWNSHIP, 2024, "empty", Form::Folder),
    ] {
        let (pack, exported) = world.export(scope, year, name, form);
        let key = world.folder.signer.public().id();
        let report = verify(&pack, Some(&key)).expect("a pack");
        assert!(report.ok, "{name}:\n{}", report.text(Compared::Yes));
        assert_eq!(report.checked.records, exported.records, "{name}");
        assert_eq!(report.checked.households, exported.households, "{name}");
    }
}

#[test]
fn a_pack_of_the_township_holds_everything_and_says_what_is_not_sure() {
    let world = full();
    let (pack, exported) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let report = check(&pack);
    let checked = &report.checked;
    assert_eq!(
        (checked.tombstones, checked.forks, checked.visits),
        (1, 1, exported.visits)
    );
    assert_eq!(checked.verdicts_not_rechecked.get(&NotRechecked::Erased), Some(&1));
    assert_eq!((exported.photos, checked.photos), (3, 3));
    assert!(checked.photos_not_arrived > 10 && checked.visits_taken_as_told == 1);
    assert!(checked.verdicts >= 14, "{checked:?}");
    let text = report.text(Compared::No);
    assert!(text.contains("没有发现问题") && text.contains(&world.folder.signer.public().id().to_string()));
    // Receipts stand in the pack byte for byte as the phones were given them.
    let receipts = fs::read_to_string(pack.join("data/receipts.jwsl")).expect("there");
    let receipts: BTreeSet<&str> = receipts.lines().collect();
    let of_the_year = world.receipts.iter().skip(2);
    assert!(of_the_year.clone().count() > 20);
    for receipt in of_the_year {
        assert!(receipts.contains(receipt.as_str()));
    }
}

#[test]
fn neither_an_id_number_nor_a_telephone_leaves_the_township() {
    let world = full();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    for name in ["inputs.json", "coverage.json", "README.html", "records.jwsl"] {
        let text = fs::read_to_string(pack.join("data").join(name)).expect("there");
        for secret in ["610924196001011234", "13812345678", "13900000000"] {
            assert!(!text.contains(secret), "{name}");
        }
    }
    let inputs = fs::read_to_string(pack.join("data/inputs.json")).expect("there");
    assert!(inputs.contains("户主3") && inputs.contains("干部2"), "names are whole");
}

#[test]
fn what_hangs_on_visits_outside_a_pack_is_counted_with_its_reason() {
    let mut world = full();
    // A photo that stands in an earlier visit of the other village.
    let mut reused = world.good_visit(0, 2, "2026-04-22T09:00:00+08:00");
    reused.photos = world.good_visit(0, 4, "2026-02-03T09:00:00+08:00").photos;
    world.visit(0, &reused);
    world.sync(0, "2026-05-03T09:30:00+08:00");
    let (pack, exported) = world.export(VILLAGE, 2026, "village", Form::Folder);
    let report = check(&pack);
    assert!(report.ok, "{:?}", report.findings);
    let not = &report.checked.verdicts_not_rechecked;
    assert_eq!(not.get(&NotRechecked::PhotoElsewhere), Some(&1), "{not:?}");
    // At one household while the same cadre was at another, which is not of this village.
    assert!(not.get(&NotRechecked::OtherVisits) >= Some(&1), "{not:?}");
    assert_eq!(report.checked.verdicts + not.values().sum::<u64>(), exported.visits);
    let text = report.text(Compared::No);
    for why in not.keys() {
        assert!(text.contains(why.words().0) && text.contains(why.words().1), "{text}");
    }
    let told = serde_json::to_value(&report).expect("JSON");
    assert_eq!(told["checked"]["verdicts_not_rechecked"]["photo_elsewhere"], 1);
    // The whole township's pack has both visits: all of it is worked out again there.
    let (pack, _) = world.export(TOWNSHIP, 2026, "township", Form::Folder);
    let not = check(&pack).checked.verdicts_not_rechecked;
    assert_eq!(not.get(&NotRechecked::PhotoElsewhere), None, "{not:?}");
}

#[test]
fn a_full_pack_holds_id_numbers_and_the_townships_log_says_that_it_left() {
    let world = full();
    let out = world.data.path().join("full");
    let kinds = |pack: &Path| -> Vec<serde_json::Value> {
        let records = super::forge::text(pack, "data/records.jwsl");
        let exports = records.lines().map(super::forge::payload);
        exports
            .filter(|record| record["kind"] == "export")
            .map(|record| record["body"].clone())
            .collect()
    };
    let exported = make_with(
        &world.folder,
        code(VILLAGE),
        2026,
        &out,
        Form::Folder,
        Personal::Full,
        world.now,
    );
    assert!(exported.expect("exported").full);
    let report = check(&out);
    assert!(report.ok && report.checked.full, "{:?}", report.findings);
    assert!(report.text(Compared::No).contains("身份证号"));
    let people: serde_json::Value = serde_json::from_str(&super::forge::text(&out, "data/people.json")).expect("JSON");
    let households = people["households"].as_array().expect("a list");
    assert_eq!(
        (households.len(), &households[0]["id_number"]),
        (3, &"610924196001011234".into())
    );
    // An ordinary pack has none of it, leaves no such record, and shows the one that was left.
    let (pack, exported) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert!(!exported.full && !pack.join("data/people.json").exists());
    assert_eq!(
        kinds(&pack),
        [serde_json::json!({"scope": VILLAGE, "year": 2026, "full": true})]
    );
    // What is refused is not noted.
    let again = make_with(
        &world.folder,
        code(TOWNSHIP),
        2026,
        &out,
        Form::Folder,
        Personal::Full,
        world.now,
    );
    assert!(again.is_err());
    let (pack, _) = world.export(TOWNSHIP, 2026, "after", Form::Folder);
    assert_eq!(kinds(&pack).len(), 1);
}

#[test]
fn a_village_pack_leaves_no_unexplained_hole_and_shows_nobody_elses_records() {
    let world = full();
    let (pack, _) = world.export(VILLAGE, 2026, "village", Form::Folder);
    let report = check(&pack);
    assert!(report.ok && report.checked.receipts_alone > 5, "{:?}", report.checked);
    let (whole, _) = world.export(TOWNSHIP, 2026, "whole", Form::Folder);
    let lines = |pack: &std::path::Path| -> BTreeSet<String> {
        let text = fs::read_to_string(pack.join("data/records.jwsl")).expect("there");
        text.lines().map(str::to_owned).collect()
    };
    let (village, whole) = (lines(&pack), lines(&whole));
    assert!(village.is_subset(&whole) && village.len() < whole.len());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let world = full();
    for (form, one, again) in [(Form::Zip, "one.zip", "again.zip"), (Form::Folder, "one", "again")] {
        let (one, _) = world.export(TOWNSHIP, 2026, one, form);
        let (again, _) = world.export(TOWNSHIP, 2026, again, form);
        assert!(bytes(&one) == bytes(&again), "{form:?}");
    }
    // Made a second later, only what says when is another.
    let (one, _) = world.export(TOWNSHIP, 2026, "a", Form::Folder);
    let later = moment("2026-05-03T09:00:01+08:00");
    assert_ne!(world.now, later);
    let again = world.data.path().join("b");
    make(&world.folder, code(TOWNSHIP), 2026, &again, Form::Folder, later).expect("exported");
    let (one, again) = (bytes(&one), bytes(&again));
    let differ: Vec<&str> = one
        .keys()
        .filter(|name| one[*name] != again[*name])
        .map(String::as_str)
        .collect();
    let say_when = [
        "bag-info.txt",
        "data/README.html",
        "data/ledger.xlsx",
        "data/pack.jws",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ];
    assert!(differ.iter().all(|name| say_when.contains(name)), "{differ:?}");
}

/// The bytes of every file of a pack, or of the one file that it is.
fn bytes(pack: &Path) -> BTreeMap<String, Vec<u8>> {
    if pack.is_file() {
        return [(String::new(), fs::read(pack).expect("there"))].into();
    }
    let files = super::forge::files(pack).into_iter();
    files
        .map(|file| (file.clone(), fs::read(pack.join(file)).expect("there")))
        .collect()
}

#[test]
fn a_demos_pack_says_so_everywhere() {
    let world = full().simulated();
    let (pack, exported) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let report = check(&pack);
    assert!(report.ok && report.checked.simulated && exported.simulated);
    let info = fs::read_to_string(pack.join("bag-info.txt")).expect("there");
    assert!(info.contains("Ruhu-Simulated: true\n"));
    let page = fs::read_to_string(pack.join("data/README.html")).expect("there");
    assert!(page.contains("演示") && report.text(Compared::No).contains("演示"));
}

#[test]
fn what_cannot_be_exported_is_refused_and_nothing_is_left() {
    let world = full();
    let refused = |scope: &str, year: i32, name: &str| {
        let out = world.data.path().join(name);
        let error = make(&world.folder, code(scope), year, &out, Form::Folder, world.now).expect_err("refused");
        assert!(!out.with_file_name(format!("{name}.partial")).exists());
        error.to_string()
    };
    assert!(refused("610924999", 2026, "a").contains("610924102 高坪镇"));
    assert!(refused("610924102999", 2026, "a").contains("village"));
    assert!(refused(TOWNSHIP, 2027, "a").contains("2026"));
    assert!(refused(TOWNSHIP, 0, "a").contains("year"));
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert!(refused(TOWNSHIP, 2026, "pack").contains("there already"));
    assert!(check(&pack).ok, "the pack that was there is as it was");
    // The shelf has lost a photo whose row says that it had arrived.
    fs::remove_dir_all(world.data.path().join("photos")).expect("removed");
    assert!(refused(TOWNSHIP, 2026, "b").contains("not on the shelf"));
}
