//! Photos arrive by tus 1.0.0, whatever the road does; only named ones are taken, only whole and true ones are kept.

use crate::world::{Answer, Call, Phone, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::ids::Sha256;
use ruhu_core::record::ReceiptOf;
use ruhu_core::time::DAY_MS;
use ruhu_core::wire::PhotoState;

/// Bytes that no two places of share a meaning: a shifted part would show.
fn photo(bytes: usize) -> Vec<u8> {
    (0..bytes)
        .map(|i| u8::try_from((i * 31 + i / 251) % 256).expect("under 256"))
        .collect()
}

fn metadata(photo: &[u8]) -> String {
    format!(
        "sha256 {},filetype {}",
        STANDARD.encode(Sha256::of(photo).to_string()),
        STANDARD.encode("image/jpeg")
    )
}

fn create<'a>(phone: &Phone, photo: &[u8]) -> Call<'a> {
    Call::tus("POST", "/v1/photos", phone)
        .with("Upload-Length", photo.len().to_string())
        .with("Upload-Metadata", metadata(photo))
}

/// Begins an upload and answers its path.
fn begin(world: &World, phone: &Phone, photo: &[u8]) -> String {
    let answer = world.call(&create(phone, photo));
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.header("location").expect("a place").to_owned()
}

fn head(world: &World, phone: &Phone, place: &str) -> Answer {
    world.call(&Call::tus("HEAD", place, phone))
}

fn send(world: &World, phone: &Phone, place: &str, offset: usize, part: &[u8]) -> Answer {
    world.call(&Call::tus("PATCH", place, phone).part(offset, part))
}

/// Sends the rest. A call whose road was cut may come in late and bring the upload further: then from there.
fn send_on(world: &World, phone: &Phone, place: &str, mut offset: usize, photo: &[u8]) -> Answer {
    loop {
        let answer = send(world, phone, place, offset, &photo[offset..]);
        match (answer.status, answer.offset()) {
            (409, Some(stands)) if stands > offset => offset = stands,
            _ => return answer,
        }
    }
}

#[test]
fn a_cut_upload_resumes_where_the_file_ends() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(200_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    let (mut offset, mut furthest) = (0, 0);
    for cut in [0, 1, 7, 4_096, 65_535, 65_537, 1] {
        let mut road = world.connect();
        road.send(&Call::tus("PATCH", &place, &phone).part(offset, &photo[offset..]), cut);
        road.cut();
        furthest = furthest.max(offset + cut);
        let answer = head(&world, &phone, &place);
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
        let stands = answer.offset().expect("an offset");
        assert!(
            (offset..=furthest).contains(&stands),
            "cut after {cut}: {offset} -> {stands}"
        );
        offset = stands;
    }
    let last = send_on(&world, &phone, &place, offset, &photo);
    assert_eq!(
        (last.status, last.offset()),
        (204, Some(photo.len())),
        "{}",
        last.text()
    );
    let receipt = last.receipt(&world).expect("a receipt");
    assert_eq!(
        (receipt.what, receipt.sha256, receipt.device),
        (ReceiptOf::Photo, Sha256::of(&photo), phone.kid())
    );
    let kept = world
        .running()
        .app()
        .shelf
        .read(&"610924102".parse().expect("nine digits"), &Sha256::of(&photo));
    assert_eq!(kept.expect("readable").as_deref(), Some(&photo[..]));
    assert_eq!(world.uploads(), 0);
}

#[test]
fn a_call_that_hangs_gives_way_to_the_one_that_comes_back() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(50_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    let mut hanging = world.connect();
    hanging.send(&Call::tus("PATCH", &place, &phone).part(0, &photo), 20_000);
    let offset = head(&world, &phone, &place).offset().expect("an offset");
    assert!(offset <= 20_000);
    let done = send_on(&world, &phone, &place, offset, &photo);
    assert_eq!(
        (done.status, done.offset()),
        (204, Some(photo.len())),
        "{}",
        done.text()
    );
}

#[test]
fn an_upload_survives_a_restart_of_the_server() {
    let mut world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(10_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    assert_eq!(send(&world, &phone, &place, 0, &photo[..6_000]).offset(), Some(6_000));
    world.stop();
    world.start();
    assert_eq!(head(&world, &phone, &place).offset(), Some(6_000));
    assert_eq!(send(&world, &phone, &place, 6_000, &photo[6_000..]).status, 204);
}

#[test]
fn a_part_that_is_not_what_its_checksum_says_is_not_added() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    assert_eq!(send(&world, &phone, &place, 0, &photo[..1_000]).status, 204);
    let good = format!("sha256 {}", STANDARD.encode(Sha256::of(&photo[1_000..2_000]).0));
    let part = |body| {
        Call::tus("PATCH", &place, &phone)
            .part(1_000, body)
            .with("Upload-Checksum", good.clone())
    };
    let refused = world.call(&part(&photo[1_001..2_001]));
    assert_eq!((refused.status, refused.code().as_str()), (460, "checksum_differs"));
    assert_eq!(head(&world, &phone, &place).offset(), Some(1_000));
    assert_eq!(world.call(&part(&photo[1_000..2_000])).offset(), Some(2_000));
    let unknown = Call::tus("PATCH", &place, &phone)
        .part(2_000, &photo[2_000..])
        .with("Upload-Checksum", "md5 AAAA");
    assert_eq!(world.call(&unknown).status, 400);
    assert_eq!(head(&world, &phone, &place).offset(), Some(2_000));
}

#[test]
fn a_wrong_offset_hears_the_right_one() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    send(&world, &phone, &place, 0, &photo[..1_000]);
    for wrong in [0, 999, 1_001, 3_000] {
        let refused = send(&world, &phone, &place, wrong, &photo[1_000..1_010]);
        assert_eq!((refused.status, refused.offset()), (409, Some(1_000)), "{wrong}");
    }
    let long = send(&world, &phone, &place, 1_000, &photo);
    assert_eq!((long.status, long.code().as_str()), (413, "too_large"));
    assert_eq!(head(&world, &phone, &place).offset(), Some(1_000));
}

#[test]
fn only_what_a_record_of_this_phone_names_is_let_in() {
    let world = World::new();
    let (phone, other) = (world.phone_of("张伟"), world.phone_of("王芳"));
    let photo = photo(3_000);
    let early = world.call(&create(&phone, &photo));
    assert_eq!((early.status, early.code().as_str()), (409, "photo_not_named"));
    phone.names(&world, &photo);
    let longer = Call::tus("POST", "/v1/photos", &phone)
        .with("Upload-Length", "3001")
        .with("Upload-Metadata", metadata(&photo));
    assert_eq!(world.call(&longer).code(), "size_differs");
    let place = begin(&world, &phone, &photo);
    assert_eq!(head(&world, &other, &place).status, 404);
    assert_eq!(send(&world, &other, &place, 0, &photo).status, 404);
    assert_eq!(world.call(&Call::tus("DELETE", &place, &other)).status, 404);
    assert_eq!(send(&world, &phone, &place, 0, &photo).status, 204);
    // The photo is here now; the other phone, whose records do not name it, must not learn that.
    assert_eq!(world.call(&create(&other, &photo)).status, 409);
    let asked = world.call(&Call::new("GET", &format!("/v1/photos/{}", Sha256::of(&photo))).by(&other));
    assert_eq!(asked.json::<PhotoState>().receipt, None);
}

#[test]
fn a_whole_file_with_another_hash_is_removed_and_said() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let place = begin(&world, &phone, &photo);
    let mut damaged = photo.clone();
    damaged[1_500] ^= 1;
    let refused = send(&world, &phone, &place, 0, &damaged);
    assert_eq!((refused.status, refused.code().as_str()), (422, "hash_differs"));
    assert_eq!((head(&world, &phone, &place).status, world.uploads()), (404, 0));
    let place = begin(&world, &phone, &photo);
    assert_eq!(send(&world, &phone, &place, 0, &photo).status, 204);
}

#[test]
fn a_photo_that_is_here_is_answered_complete_with_its_receipt() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let asked = format!("/v1/photos/{}", Sha256::of(&photo));
    assert_eq!(
        world
            .call(&Call::new("GET", &asked).by(&phone))
            .json::<PhotoState>()
            .receipt,
        None
    );
    let (first, second) = (begin(&world, &phone, &photo), begin(&world, &phone, &photo));
    let done = send(&world, &phone, &first, 0, &photo);
    let receipt = done.header("ruhu-receipt").expect("a receipt").to_owned();
    // The answer was lost: whatever is asked again, the same receipt comes.
    assert_eq!(
        head(&world, &phone, &first).header("ruhu-receipt"),
        Some(receipt.as_str())
    );
    assert_eq!(
        send(&world, &phone, &first, 3_000, b"").header("ruhu-receipt"),
        Some(receipt.as_str())
    );
    assert_eq!(
        send(&world, &phone, &second, 0, &photo).header("ruhu-receipt"),
        Some(receipt.as_str())
    );
    let again = world.call(&create(&phone, &photo));
    assert_eq!((again.status, again.offset()), (201, Some(3_000)));
    assert_eq!(again.header("ruhu-receipt"), Some(receipt.as_str()));
    let place = again.header("location").expect("a place");
    assert_eq!(head(&world, &phone, place).offset(), Some(3_000));
    let state: PhotoState = world.call(&Call::new("GET", &asked).by(&phone)).json();
    assert_eq!(state.receipt, Some(receipt));
}

#[test]
fn the_first_bytes_may_come_along() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let (small, large) = (photo(3_000), photo(9_000));
    phone.names(&world, &small);
    phone.names(&world, &large);
    let with = |photo: &[u8]| create(&phone, photo).with("Content-Type", "application/offset+octet-stream");
    let whole = world.call(&with(&small).body(&small));
    assert_eq!((whole.status, whole.offset()), (201, Some(3_000)), "{}", whole.text());
    assert!(whole.receipt(&world).is_some());
    let begun = world.call(&with(&large).body(&large[..4_000]));
    assert_eq!((begun.status, begun.offset()), (201, Some(4_000)));
    let place = begun.header("location").expect("a place");
    assert_eq!(send(&world, &phone, place, 4_000, &large[4_000..]).status, 204);
    let other = create(&phone, &large).with("Content-Type", "image/jpeg").body(&large);
    assert_eq!(world.call(&other).status, 415);
}

#[test]
fn an_upload_ends_when_it_is_given_up_or_its_time_has_come() {
    let mut world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let given_up = begin(&world, &phone, &photo);
    assert_eq!(world.call(&Call::tus("DELETE", &given_up, &phone)).status, 204);
    assert_eq!((head(&world, &phone, &given_up).status, world.uploads()), (404, 0));
    let old = begin(&world, &phone, &photo);
    assert!(
        head(&world, &phone, &old)
            .header("upload-expires")
            .is_some_and(|end| end.ends_with(" GMT"))
    );
    world.clock.step_ms(36 * DAY_MS);
    assert_eq!(send(&world, &phone, &old, 0, &photo).status, 410);
    assert_eq!(world.uploads(), 1);
    // A start sweeps before anything else that can be waited for: a stop waits for it.
    world.stop();
    world.start();
    world.stop();
    assert_eq!(world.uploads(), 0);
}

#[test]
fn the_protocol_is_held_to() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let photo = photo(3_000);
    phone.names(&world, &photo);
    let options = world.call(&Call::new("OPTIONS", "/v1/photos"));
    assert_eq!((options.status, options.header("tus-version")), (204, Some("1.0.0")));
    let extensions = options.header("tus-extension").expect("extensions");
    for extension in [
        "creation",
        "creation-with-upload",
        "checksum",
        "expiration",
        "termination",
    ] {
        assert!(extensions.split(',').any(|have| have == extension), "{extension}");
    }
    assert_eq!(options.header("tus-checksum-algorithm"), Some("sha1,sha256"));
    let unversioned = world.call(&Call::new("POST", "/v1/photos").by(&phone).with("Upload-Length", "3000"));
    assert_eq!(
        (unversioned.status, unversioned.header("tus-version")),
        (412, Some("1.0.0"))
    );
    let deferred = Call::tus("POST", "/v1/photos", &phone)
        .with("Upload-Defer-Length", "1")
        .with("Upload-Metadata", metadata(&photo));
    assert_eq!(world.call(&deferred).status, 400);
    let huge = Call::tus("POST", "/v1/photos", &phone)
        .with("Upload-Length", "99999999999")
        .with("Upload-Metadata", metadata(&photo));
    assert_eq!(world.call(&huge).status, 413);
    let place = begin(&world, &phone, &photo);
    let plain = Call::tus("PATCH", &place, &phone)
        .with("Upload-Offset", "0")
        .body(&photo);
    assert_eq!(world.call(&plain).status, 415);
    let meant = Call::tus("POST", &place, &phone)
        .with("X-HTTP-Method-Override", "PATCH")
        .part(0, &photo[..10]);
    let meant = world.call(&meant);
    assert_eq!((meant.status, meant.header("tus-resumable")), (204, Some("1.0.0")));
    let nobody = world.call(&Call::new("HEAD", &place).with("Tus-Resumable", "1.0.0"));
    assert_eq!(nobody.status, 401);
}
