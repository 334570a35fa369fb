//! An upload that is cut after every single byte, and goes on each time from where the server says its file ends.

use crate::world::{Call, Phone, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::ids::Sha256;
use ruhu_tests::process::full;
use std::sync::Arc;

/// Uploads side by side: each is cut at every byte of its own stretch of the file.
const STRETCHES: usize = 8;

fn photo(seed: usize, bytes: usize) -> Vec<u8> {
    let mut photo = Vec::with_capacity(bytes + 32);
    let mut block = Sha256::of(&seed.to_le_bytes());
    while photo.len() < bytes {
        photo.extend_from_slice(&block.0);
        block = Sha256::of(&block.0);
    }
    photo.truncate(bytes);
    photo
}

fn begin(world: &World, phone: &Phone, photo: &[u8]) -> String {
    let metadata = format!("sha256 {}", STANDARD.encode(Sha256::of(photo).to_string()));
    let call = Call::tus("POST", "/v1/photos", phone)
        .with("Upload-Length", photo.len().to_string())
        .with("Upload-Metadata", metadata);
    world.call(&call).header("location").expect("a place").to_owned()
}

/// Sends the rest of the photo from here on; the road is cut after so many bytes.
fn cut(world: &World, phone: &Phone, place: &str, photo: &[u8], offset: usize, after: usize) {
    let mut road = world.connect();
    road.send(&Call::tus("PATCH", place, phone).part(offset, &photo[offset..]), after);
    road.cut();
}

fn offset(world: &World, phone: &Phone, place: &str) -> usize {
    world
        .call(&Call::tus("HEAD", place, phone))
        .offset()
        .expect("an offset")
}

/// Sends the rest; the answer carries the receipt. A part that was cut may have come to the server only now: then it
/// says where the file ends (409), or that the late part took the upload over (423), and what arrived is kept.
fn finish(world: &World, phone: &Phone, place: &str, photo: &[u8], mut at: usize) {
    let answer = loop {
        let answer = world.call(&Call::tus("PATCH", place, phone).part(at, &photo[at..]));
        at = match answer.status {
            409 => answer.offset().expect("where the file ends"),
            423 => offset(world, phone, place),
            _ => break answer,
        };
    };
    assert_eq!(answer.status, 204, "{}", answer.text());
    let receipt = answer.receipt(world).expect("a receipt");
    assert_eq!(receipt.sha256, Sha256::of(photo));
}

#[test]
fn an_upload_cut_at_any_byte_resumes() {
    let bytes = if full() { 200_000 } else { 20_000 };
    let world = Arc::new(World::new());
    let phone = Arc::new(world.phone_of("张伟"));
    let stretches: Vec<_> = (0..STRETCHES)
        .map(|stretch| {
            let (world, phone) = (Arc::clone(&world), Arc::clone(&phone));
            std::thread::spawn(move || {
                let photo = photo(stretch, bytes);
                phone.names(&world, &photo);
                let place = begin(&world, &phone, &photo);
                let (first, last) = (bytes * stretch / STRETCHES, bytes * (stretch + 1) / STRETCHES);
                cut(&world, &phone, &place, &photo, 0, first);
                let mut at = offset(&world, &phone, &place);
                while at < first {
                    // What was under way when the line was cut may be lost: it goes on from what the server says.
                    cut(&world, &phone, &place, &photo, at, first - at);
                    at = offset(&world, &phone, &place);
                }
                assert_eq!(at, first);
                let mut seen = vec![at];
                while at < last.min(bytes - 1) {
                    cut(&world, &phone, &place, &photo, at, 1);
                    let now = offset(&world, &phone, &place);
                    assert!(now == at || now == at + 1, "{now} after {at}");
                    if now > at {
                        seen.push(now);
                    }
                    at = now;
                }
                finish(&world, &phone, &place, &photo, at);
                seen
            })
        })
        .collect();
    let mut seen: Vec<usize> = stretches
        .into_iter()
        .flat_map(|stretch| stretch.join().expect("every cut was mended"))
        .collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, (0..bytes).collect::<Vec<_>>(), "every byte was a place of a cut");
}

#[test]
fn one_part_cut_after_any_number_of_bytes_keeps_what_arrived() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let bytes = 20_000;
    // A step that shares no factor with the sizes of buffers.
    for (seed, after) in (0..=bytes).step_by(401).enumerate() {
        let photo = photo(1000 + seed, bytes);
        phone.names(&world, &photo);
        let place = begin(&world, &phone, &photo);
        cut(&world, &phone, &place, &photo, 0, after);
        let at = offset(&world, &phone, &place);
        assert!(at <= after, "{at} of {after}");
        finish(&world, &phone, &place, &photo, at);
    }
    assert_eq!(world.uploads(), 0, "nothing is left lying about");
}
