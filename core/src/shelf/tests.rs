//! What is put in comes out, from any place; what was changed on the disk is found.

use super::Shelf;
use super::chunks::{CHUNK, HEADER, TAG};
use crate::error::Error;
use crate::ids::Sha256;
use std::path::PathBuf;

fn bytes(length: usize) -> Vec<u8> {
    let mut next = 12345u32;
    (0..length)
        .map(|_| {
            next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            next.to_be_bytes()[0]
        })
        .collect()
}

fn shelf() -> (tempfile::TempDir, Shelf) {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::open(folder.path(), [3; 32]).expect("opens");
    (folder, shelf)
}

fn file_of(folder: &tempfile::TempDir, name: &Sha256) -> PathBuf {
    folder.path().join(format!("{name}.photo"))
}

#[test]
fn what_is_put_in_comes_out_whole_and_from_any_place() {
    let (_folder, shelf) = shelf();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17] {
        let plain = bytes(length);
        let name = shelf.put(&plain).expect("put");
        assert_eq!(name, Sha256::of(&plain));
        assert_eq!(shelf.size(&name).expect("size"), Some(length as u64));
        assert_eq!(shelf.read(&name).expect("read"), plain);
        for offset in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, length, length + 5] {
            for part in [0, 1, 100, CHUNK, 2 * CHUNK + 3] {
                let got = shelf.read_at(&name, offset as u64, part).expect("read");
                let from = offset.min(length);
                assert_eq!(
                    got,
                    plain[from..(from + part).min(length)],
                    "{length} from {offset} for {part}"
                );
            }
        }
    }
}

#[test]
fn the_same_bytes_twice_are_one_file_and_nothing_readable() {
    let (folder, shelf) = shelf();
    let plain = "陈明德家的照片".repeat(1_000).into_bytes();
    assert_eq!(shelf.put(&plain).expect("put"), shelf.put(&plain).expect("put"));
    assert_eq!(shelf.list().expect("list"), vec![Sha256::of(&plain)]);
    let stored = std::fs::read(file_of(&folder, &Sha256::of(&plain))).expect("a file");
    let needle = "陈明德".as_bytes();
    assert!(!stored.windows(needle.len()).any(|window| window == needle));
}

#[test]
fn a_flipped_byte_a_cut_a_swap_and_another_key_are_found() {
    let (folder, shelf) = shelf();
    let plain = bytes(3 * CHUNK);
    let name = shelf.put(&plain).expect("put");
    let path = file_of(&folder, &name);
    let good = std::fs::read(&path).expect("a file");
    let found = |stored: &[u8]| {
        std::fs::write(&path, stored).expect("written");
        matches!(shelf.read(&name), Err(Error::Damaged { .. }))
    };
    for at in [0, MAGIC_END, HEADER, HEADER + CHUNK + 3, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(found(&bad), "byte {at}");
    }
    let chunk = CHUNK + TAG;
    for length in [
        HEADER - 1,
        HEADER,
        HEADER + 5,
        HEADER + TAG,
        HEADER + chunk,
        HEADER + 2 * chunk,
        good.len() - 1,
    ] {
        assert!(found(&good[..length]), "cut at {length}");
    }
    let (first, second) = (&good[HEADER..HEADER + chunk], &good[HEADER + chunk..HEADER + 2 * chunk]);
    let swapped = [&good[..HEADER], second, first, &good[HEADER + 2 * chunk..]].concat();
    assert!(found(&swapped));
    assert!(found(&[&good[..], &[0; 20][..]].concat()));
    std::fs::write(&path, &good).expect("written");
    assert_eq!(shelf.read(&name).expect("read"), plain);
    let other = Shelf::open(folder.path(), [4; 32]).expect("opens");
    assert!(matches!(other.read(&name), Err(Error::Damaged { .. })));
}
const MAGIC_END: usize = 8;

#[test]
fn what_was_left_unfinished_is_swept_away_and_the_rest_stays() {
    let (folder, shelf) = shelf();
    let name = shelf.put(b"whole").expect("put");
    std::fs::write(folder.path().join("tmp-0011"), b"half").expect("written");
    drop(shelf);
    let shelf = Shelf::open(folder.path(), [3; 32]).expect("opens");
    assert!(!folder.path().join("tmp-0011").exists());
    assert_eq!(shelf.list().expect("list"), vec![name]);
    shelf.remove(&name).expect("removed");
    shelf.remove(&name).expect("removing twice is removing once");
    assert_eq!(shelf.size(&name).expect("size"), None);
    assert!(matches!(shelf.read(&name), Err(Error::NotFound { .. })));
}
