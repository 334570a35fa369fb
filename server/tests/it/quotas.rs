//! Photos take no more of the disk than they may: the phone hears "later" and keeps them, records are taken all the same.

use crate::world::{Answer, Call, Phone, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::ids::Sha256;
use ruhu_core::wire::SyncRequest;
use ruhu_server::web::serve::Quotas;
use ruhu_tests::process::Served;
use std::path::Path;
use std::process::Command;

fn photo(number: usize, bytes: usize) -> Vec<u8> {
    let mut photo = number.to_le_bytes().to_vec();
    photo.resize(bytes, 7);
    photo
}

fn create<'a>(phone: &Phone, photo: &[u8]) -> Call<'a> {
    let sha256 = STANDARD.encode(Sha256::of(photo).to_string());
    Call::tus("POST", "/v1/photos", phone)
        .with("Upload-Length", photo.len().to_string())
        .with("Upload-Metadata", format!("sha256 {sha256}"))
}

fn is_later(answer: &Answer, code: &str) {
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (507, code),
        "{}",
        answer.text()
    );
    let after: u64 = answer.header("retry-after").expect("when").parse().expect("seconds");
    assert!(after >= 60);
}

fn records_are_taken(world: &World, phone: &Phone) {
    let body = serde_json::to_vec(&SyncRequest::default()).expect("JSON");
    let call = Call::new("POST", "/v1/sync")
        .by(phone)
        .with("Content-Type", "application/json")
        .body(&body);
    assert_eq!(world.call(&call).status, 200);
}

#[test]
fn a_disk_that_keeps_room_for_records_lets_photos_wait() {
    let mut world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(1, 5000);
    phone.names(&world, &photo);
    let begun = world.call(&create(&phone, &photo));
    assert_eq!(begun.status, 201);
    let place = begun.header("location").expect("a place").to_owned();
    let part = world.call(&Call::tus("PATCH", &place, &phone).part(0, &photo[..1000]));
    assert_eq!(part.offset(), Some(1000));
    world.with_quotas(Quotas {
        keep_free: Some(u64::MAX),
        ..Quotas::default()
    });
    is_later(
        &world.call(&Call::tus("PATCH", &place, &phone).part(1000, &photo[1000..])),
        "server_full",
    );
    let head = world.call(&Call::tus("HEAD", &place, &phone));
    assert_eq!(head.offset(), Some(1000), "what arrived is kept");
    let another = self::photo(2, 5000);
    phone.names(&world, &another);
    is_later(&world.call(&create(&phone, &another)), "server_full");
    assert_eq!(world.uploads(), 1, "nothing was begun");
    records_are_taken(&world, &phone);
    // There is room again: it goes on from where it stood.
    world.with_quotas(Quotas::default());
    let done = world.call(&Call::tus("PATCH", &place, &phone).part(1000, &photo[1000..]));
    assert!(done.receipt(&world).is_some());
}

#[test]
fn one_phone_or_township_does_not_take_it_all() {
    let usual = Quotas::default();
    let (zhang, wang) = ("张伟", "王芳");
    let cases = [
        (Quotas { phone: 12_000, ..usual }, true),
        (
            Quotas {
                phone_unfinished: 4_000,
                ..usual
            },
            true,
        ),
        (
            Quotas {
                township: Some(12_000),
                ..usual
            },
            false,
        ),
        (
            Quotas {
                township_unfinished: 4_000,
                ..usual
            },
            false,
        ),
    ];
    for (quotas, of_a_phone) in cases {
        let mut world = World::new();
        let (one, other) = (world.phone_of(zhang), world.phone_of(wang));
        let whole = photo(1, 9_000);
        one.names(&world, &whole);
        let begun = world.call(&create(&one, &whole));
        let place = begun.header("location").expect("a place").to_owned();
        if quotas.phone == 12_000 || quotas.township.is_some() {
            assert!(
                world
                    .call(&Call::tus("PATCH", &place, &one).part(0, &whole))
                    .receipt(&world)
                    .is_some()
            );
        }
        world.with_quotas(quotas);
        let (more, others) = (photo(2, 5_000), photo(3, 3_500));
        one.names(&world, &more);
        other.names(&world, &others);
        is_later(&world.call(&create(&one, &more)), "quota_full");
        let answer = world.call(&create(&other, &others));
        match of_a_phone {
            true => assert_eq!(answer.status, 201, "{}", answer.text()),
            false => is_later(&answer, "quota_full"),
        }
        records_are_taken(&world, &one);
    }
}

#[test]
fn a_disk_that_is_small_fills_with_photos_only_so_far() {
    let dir = tempfile::tempdir().expect("a folder");
    let mount = |words: &[&str]| Command::new("mount").args(words).arg(dir.path()).output();
    let mounted = mount(&["-t", "tmpfs", "-o", "size=40m", "tmpfs"]);
    if !mounted.is_ok_and(|out| out.status.success()) {
        println!("not tried: this user may not mount a small disk");
        return;
    }
    let unmount = Unmount(dir.path().to_owned());
    let mut world = World::on_disk(dir.path());
    let phone = world.phone_of("张伟");
    let (mut taken, mut refused) = (0, 0);
    for number in 0..60 {
        let photo = photo(number, 1 << 20);
        phone.names(&world, &photo);
        let answer = world.call(
            &create(&phone, &photo)
                .with("Content-Type", "application/offset+octet-stream")
                .body(&photo),
        );
        match answer.status {
            201 if answer.receipt(&world).is_some() => taken += 1,
            _ => {
                is_later(&answer, "server_full");
                refused += 1;
            }
        }
        records_are_taken(&world, &phone);
    }
    println!("{taken} photos of 1 MiB taken, {refused} refused");
    assert!(taken > 10 && refused > 10);
    world.stop();
    drop(world);
    drop(unmount);
}

/// Unmounts when it is dropped, also when the test fails.
struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn sizes_are_given_to_the_command_in_words_people_use() {
    let dir = tempfile::tempdir().expect("a folder");
    let ruhu = Path::new(env!("CARGO_BIN_EXE_ruhu"));
    let flags = [
        "--keep-free",
        "1G",
        "--phone-quota",
        "500M",
        "--township-quota",
        "1T",
        "--phone-unfinished",
        "100M",
    ];
    Served::start(ruhu, &dir.path().join("data"), "127.0.0.1:0", &flags).stop();
    let out = Command::new(ruhu)
        .args(["serve", "--keep-free", "much", "--data"])
        .arg(dir.path().join("other"))
        .output()
        .expect("it runs");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("500M"));
}
