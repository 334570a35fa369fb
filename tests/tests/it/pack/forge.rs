//! What a forger can do to a pack: change its files, make the manifests again, and, with the server's own key, sign again.

use super::world::World;
use ruhu_core::ids::Sha256;
use ruhu_core::record::{PackStatement, ServerSigner};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file of a pack, by its path in it.
pub fn files(pack: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![pack.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let inside = path.strip_prefix(pack).expect("in it").to_str().expect("UTF-8");
                    found.push(inside.to_owned());
                }
            }
        }
    }
    found.sort();
    found
}

/// A copy of a pack to tamper with.
pub fn copy(world: &World, pack: &Path, name: &str) -> PathBuf {
    let to = world.data.path().join(name);
    for file in files(pack) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().expect("in a folder")).expect("made");
        fs::copy(pack.join(&file), target).expect("copied");
    }
    to
}

pub fn text(pack: &Path, file: &str) -> String {
    fs::read_to_string(pack.join(file)).expect("a text file of the pack")
}
pub fn put(pack: &Path, file: &str, text: &str) {
    fs::write(pack.join(file), text).expect("written");
}
/// Changes the lines of a file.
pub fn lines(pack: &Path, file: &str, change: impl FnOnce(&mut Vec<String>)) {
    let mut lines: Vec<String> = text(pack, file).lines().map(str::to_owned).collect();
    change(&mut lines);
    put(
        pack,
        file,
        &lines.iter().map(|line| format!("{line}\n")).collect::<String>(),
    );
}
/// Changes a JSON file.
pub fn json(pack: &Path, file: &str, change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_str(&text(pack, file)).expect("JSON");
    change(&mut value);
    put(pack, file, &value.to_string());
}
/// The payload of a compact JWS.
pub fn payload(jws: &str) -> Value {
    let parsed = ruhu_core::record::Jws::parse(jws.trim()).expect("a JWS");
    serde_json::from_slice(&parsed.payload).expect("JSON")
}

/// The place of a record that has its device's records of the numbers before and after beside it.
pub fn middle(pack: &Path) -> usize {
    let all = text(pack, "data/records.jwsl");
    let stands: Vec<(Value, u64)> = all
        .lines()
        .map(payload)
        .map(|record| (record["device"].clone(), record["seq"].as_u64().expect("a number")))
        .collect();
    let follows = |a: &(Value, u64), b: &(Value, u64)| a.0 == b.0 && a.1 + 1 == b.1;
    let middle = stands
        .windows(3)
        .position(|three| follows(&three[0], &three[1]) && follows(&three[1], &three[2]));
    middle.expect("three in a row") + 1
}

fn hash(pack: &Path, file: &str) -> Sha256 {
    Sha256::of(&fs::read(pack.join(file)).expect("there"))
}

/// Makes the bag's sums and manifests again, as anybody can.
pub fn bag_again(pack: &Path) {
    let all = files(pack);
    let payload: Vec<&String> = all.iter().filter(|file| file.starts_with("data/")).collect();
    let bytes: u64 = payload
        .iter()
        .map(|file| fs::metadata(pack.join(file)).expect("there").len())
        .sum();
    lines(pack, "bag-info.txt", |lines| {
        for line in lines.iter_mut().filter(|line| line.starts_with("Payload-Oxum")) {
            *line = format!("Payload-Oxum: {bytes}.{}", payload.len());
        }
    });
    let manifest = |files: Vec<&String>| -> String {
        files
            .iter()
            .map(|file| format!("{}  {file}\n", hash(pack, file)))
            .collect()
    };
    put(pack, "manifest-sha256.txt", &manifest(payload));
    let tags = all
        .iter()
        .filter(|file| !file.starts_with("data/") && *file != "tagmanifest-sha256.txt");
    put(pack, "tagmanifest-sha256.txt", &manifest(tags.collect()));
}

/// Signs the pack again with a server key: what only the township itself, or somebody with another key, can do.
pub fn sign_again(pack: &Path, signer: &ServerSigner, change: impl FnOnce(&mut PackStatement)) {
    let mut statement: PackStatement =
        serde_json::from_value(payload(&text(pack, "data/pack.jws"))).expect("a statement");
    let payload = files(pack)
        .into_iter()
        .filter(|file| file.starts_with("data/") && file != "data/pack.jws");
    statement.files = payload.map(|file| (file.clone(), hash(pack, &file))).collect();
    change(&mut statement);
    put(pack, "data/pack.jws", &(signer.pack(&statement) + "\n"));
    bag_again(pack);
}
