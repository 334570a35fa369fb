//! The ledger as a spreadsheet: what a clerk downloads opens in openpyxl and in LibreOffice.

use super::browser::caller;
use super::world::World;
use std::path::Path;
use std::process::Command;

/// Signs in without a browser and answers the cookie.
fn signed_in(world: &World, http: &reqwest::blocking::Client) -> String {
    let done = http.post(world.sign_in()).send().expect("an answer");
    let cookie = done.headers()["set-cookie"].to_str().expect("ASCII");
    cookie.split(';').next().expect("name and value").to_owned()
}

#[test]
fn the_ledger_opens_in_openpyxl_and_in_libreoffice() {
    let world = World::since("2026-07-01");
    let http = caller();
    let cookie = signed_in(&world, &http);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, name) in [
        ("/ledger/610924101", "township.xlsx"),
        ("/ledger/610924101?year=2025", "last-year.xlsx"),
        ("/ledger/610924101001", "village.xlsx"),
    ] {
        let sent = http.get(world.at(path)).header("Cookie", &cookie).send();
        let answer = sent.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        let kind = answer.headers()["content-type"].to_str().expect("ASCII").to_owned();
        assert!(kind.ends_with("spreadsheetml.sheet"), "{kind}");
        let bytes = answer.bytes().expect("the whole file");
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    let closed = http.get(world.at("/ledger/610924101")).send().expect("an answer");
    assert_eq!(closed.status(), 401, "not without signing in");
    opened_by_openpyxl(&world, folder.path());
    opened_by_libreoffice(folder.path());
}

fn opened_by_openpyxl(world: &World, folder: &Path) {
    let Ok(python) = std::env::var("RUHU_PYTHON") else {
        eprintln!("RUHU_PYTHON is not set: run `cargo xtask test desk` to have openpyxl look too");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/open_ledger.py");
    let done = Command::new(python)
        .arg(script)
        .arg(folder)
        .output()
        .expect("Python runs");
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{out}\n{err}");
    let expected = format!("{} households", world.town.roster.households.len());
    assert!(out.contains(&expected), "{out} is not {expected}");
}

fn opened_by_libreoffice(folder: &Path) {
    let office = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
        ])
        .arg("--outdir")
        .arg(folder)
        .arg(folder.join("village.xlsx"))
        .output();
    let Ok(done) = office else {
        eprintln!("no LibreOffice here: run `cargo xtask test`, which installs it");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let sheet = std::fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(Result::ok)
        .find(|entry| entry.path().extension().is_some_and(|kind| kind == "csv"))
        .expect("LibreOffice wrote the sheet");
    let text = std::fs::read_to_string(sheet.path()).expect("UTF-8");
    let first = text.lines().nth(3).expect("a household after title, legend and head");
    assert!(
        first.starts_with("610924101001"),
        "a number of 17 digits keeps them all: {first}"
    );
    assert!(
        first.contains('✓') || first.contains('×') || first.contains('–'),
        "{first}"
    );
}
