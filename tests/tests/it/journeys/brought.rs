//! A phone that can send no more: what it wrote on a memory card, or the store that was set aside because its keystore lost
//! the key, is brought to the township and taken in, with nothing lost and nothing doubled.

use super::world::{Phone, World, hidden};
use ruhu_server::command::{Outcome, Output, unsent};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn world() -> World {
    World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00")
}

/// `ruhu unsent`; answers how it ended and its JSON.
fn brings(world: &World, files: &[&Path], begun: Option<PathBuf>) -> (Outcome, Value) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = unsent::Args {
        files: files.iter().map(|path| path.to_path_buf()).collect(),
        data: ruhu_server::command::DataArgs {
            data: world.town.folder.path.clone(),
            key: None,
        },
        begun,
        json: true,
    };
    let ended = unsent::run(
        &args,
        &mut Output {
            stdout: &mut out,
            stderr: &mut err,
        },
    )
    .expect("takes it in");
    (ended, serde_json::from_slice(&out).expect("JSON"))
}

fn refused(world: &World, file: &Path) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = unsent::Args {
        files: vec![file.to_path_buf()],
        data: ruhu_server::command::DataArgs {
            data: world.town.folder.path.clone(),
            key: None,
        },
        begun: None,
        json: false,
    };
    let error = unsent::run(
        &args,
        &mut Output {
            stdout: &mut out,
            stderr: &mut err,
        },
    )
    .expect_err("refused");
    assert!(out.is_empty());
    error.to_string()
}

/// A phone with a visit that arrived, one that did not, and one that was begun.
fn phone_with_three(world: &World) -> Phone {
    let phone = world.phone("王建军", 1, 0);
    phone.visit(0, 1);
    phone.send(world);
    phone.clock.pass_minutes(60);
    phone.visit(1, 2);
    let begun = phone.begin(2);
    phone.picture(begun, 2, 3);
    phone.app.pause().expect("pauses");
    phone
}

/// Everything of the second visit is at the township, photos too.
fn the_second_visit_is_there(world: &World, phone: &Phone) {
    let visits = world.visits(1);
    assert_eq!(visits.len(), 1);
    world.holds_photos_of(&visits[0], phone);
}

fn zipped(folder: &Path, to: &Path, prefix: &str) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(to).expect("a file"));
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below").display().to_string();
            zip.start_file(format!("{prefix}{name}"), zip::write::SimpleFileOptions::default())
                .expect("a name");
            std::io::copy(&mut std::fs::File::open(&path).expect("reads"), &mut zip).expect("copies");
        }
    }
    zip.finish().expect("whole");
}

#[test]
fn a_store_whose_key_the_phone_has_lost_is_taken_in_from_its_folder_and_from_a_zip() {
    let world = world();
    let phone = phone_with_three(&world);
    assert!(hidden(&phone.dir, &[1; 32]), "the key lies nowhere in the open");
    let begun = world.dir.path().join("begun.json");
    let (ended, said) = brings(&world, &[&phone.dir], Some(begun.clone()));
    assert_eq!(ended, Outcome::Fine, "{said}");
    let one = &said[0];
    assert_eq!(
        (&one["records"], &one["records_known"]),
        (&1.into(), &1.into()),
        "{said}"
    );
    assert_eq!((&one["photos"], &one["photos_known"]), (&2.into(), &2.into()), "{said}");
    assert_eq!(
        (&one["photos_unnamed"], &one["begun"]),
        (&2.into(), &1.into()),
        "{said}"
    );
    the_second_visit_is_there(&world, &phone);
    let written: Value = serde_json::from_slice(&std::fs::read(&begun).expect("written")).expect("JSON");
    assert_eq!(written.as_array().expect("a list").len(), 1);

    // Brought again, as the app zips it: nothing is doubled.
    let zip = world.dir.path().join("aside.zip");
    zipped(&phone.dir, &zip, "core-aside-20260701-090000/");
    let (ended, said) = brings(&world, &[&zip], None);
    assert_eq!(ended, Outcome::Fine);
    assert_eq!(
        (&said[0]["records"], &said[0]["records_known"]),
        (&0.into(), &2.into()),
        "{said}"
    );
    assert_eq!(
        (&said[0]["photos"], &said[0]["photos_known"]),
        (&0.into(), &4.into()),
        "{said}"
    );
    assert_eq!(world.visits(1).len(), 1);
    // And the phone itself, should its keystore answer again, goes on as if nothing had been.
    phone.send(&world);
    assert_eq!(world.visits(1).len(), 1);
}

#[test]
fn the_backup_of_what_was_not_sent_is_taken_in() {
    let world = world();
    let phone = phone_with_three(&world);
    let file = world.dir.path().join("ruhu.backup");
    phone.app.backup(&file).expect("writes it");
    let (ended, said) = brings(&world, &[&file], None);
    assert_eq!(ended, Outcome::Fine, "{said}");
    assert_eq!(
        (&said[0]["records"], &said[0]["photos"]),
        (&1.into(), &2.into()),
        "{said}"
    );
    the_second_visit_is_there(&world, &phone);
}

#[test]
fn what_cannot_be_opened_is_refused_in_words_and_nothing_is_taken_in() {
    let world = world();
    let phone = phone_with_three(&world);
    let file = |name: &str| world.dir.path().join(name);
    std::fs::write(file("notes.txt"), "别的文件").expect("writes");
    assert!(refused(&world, &file("notes.txt")).contains("bring what the phone wrote"));
    std::fs::create_dir(file("empty")).expect("a folder");
    assert!(refused(&world, &file("empty")).contains("bring what the phone wrote"));
    zipped(&phone.dir, &file("cut.zip"), "");
    let whole = std::fs::read(file("cut.zip")).expect("reads");
    std::fs::write(file("cut.zip"), &whole[..whole.len() / 2]).expect("writes");
    assert!(refused(&world, &file("cut.zip")).contains("not whole"));
    // Sealed for another township.
    let elsewhere = World::of(&[("李秀英", 0..2)], "2026-07-01T08:00:00+08:00");
    assert!(refused(&elsewhere, &phone.dir).contains("another township"));
    // Never sealed.
    zipped(&phone.dir, &file("unsealed.zip"), "");
    let copy = file("unsealed");
    std::fs::create_dir(&copy).expect("a folder");
    std::fs::copy(phone.dir.join("ruhu.db"), copy.join("ruhu.db")).expect("copies");
    assert!(refused(&world, &copy).contains("never sealed"));
    assert_eq!(world.visits(1).len(), 0);
}
