//! A full export leaves its mark twice: in the township's signed log, and in the audit log of this server.

use super::ruhu::{json, plain, ruhu};
use super::township::full;
use super::world::{TOWNSHIP, World};

#[test]
fn a_full_export_is_audited_and_an_ordinary_one_too_each_as_what_it_is() {
    let World { data, folder, .. } = full();
    drop(folder);
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (masked, whole) = (outside.path().join("masked.zip"), outside.path().join("whole.zip"));
    let export = [
        "export",
        "--data",
        plain(data.path()),
        "--scope",
        TOWNSHIP,
        "--year",
        "2026",
        "--zip",
        "--json",
    ];
    let (exit, told) = json(&[&export[..], &["--out", plain(&masked)]].concat());
    assert_eq!((exit, &told["full"]), (0, &false.into()));
    let (exit, told) = json(&[&export[..], &["--full", "--out", plain(&whole)]].concat());
    assert_eq!((exit, &told["full"]), (0, &true.into()));
    let audit = ruhu(&["audit", "--data", plain(data.path())]);
    let audit = String::from_utf8(audit.stdout).expect("UTF-8");
    let events: Vec<bool> = audit
        .lines()
        .filter(|line| line.contains("pack_exported"))
        .map(|line| line.contains("full_pack_exported"))
        .collect();
    assert_eq!(events, [false, true], "{audit}");
    for (pack, full) in [(&masked, false), (&whole, true)] {
        let (exit, told) = json(&["verify", plain(pack), "--json"]);
        assert_eq!((exit, &told["checked"]["full"]), (0, &full.into()), "{told}");
    }
}
