//! A folder begun with `--key FILE`: every command opens it with that file, none without, and nothing in it can be read.

use super::ruhu::{plain, refused, ruhu};
use clap::CommandFactory;
use ruhu_server::cli::Cli;
use std::fs;
use std::path::Path;

const ROSTER: &str = "户编号,户主姓名,身份证号,联系电话,行政村,户属性,帮扶责任人,帮扶单位\n\
    610924102001001,钟离秋水,612425196001011234,13800000001,红旗村,脱贫户,欧阳春山,财政所\n";

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn every_command_that_takes_data_takes_a_key() {
    let mut commands = vec![Cli::command()];
    let mut with_data = 0;
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands().cloned());
        let takes = |name: &str| command.get_arguments().any(|argument| argument.get_id() == name);
        assert_eq!(takes("data"), takes("key"), "{}", command.get_name());
        with_data += u32::from(takes("data"));
    }
    assert!(with_data >= 12, "{with_data}");
}

#[test]
fn every_command_opens_a_keyed_folder_with_its_key_alone_and_nothing_in_it_can_be_read() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| outside.path().join(name);
    let (data, key, other) = (at("data"), at("key"), at("other"));
    fs::write(&key, format!("{}\n", "5b".repeat(32))).expect("written");
    fs::write(&other, [9; 32]).expect("written");
    fs::write(at("villages.csv"), "村代码,村名\n610924102001,红旗村\n").expect("written");
    fs::write(at("roster.csv"), ROSTER).expect("written");
    let (villages, roster) = (at("villages.csv"), at("roster.csv"));
    let year = "2026";
    let (pack, backup) = (at("pack"), at("backup"));
    let calls: [&[&str]; 8] = [
        &["villages", plain(&villages)],
        &["import", plain(&roster), "--township", "610924102"],
        &["enrol", "--cadre", "欧阳春山", "--address", "https://ruhu.example"],
        &["export", "--scope", "610924102", "--year", year, "--out", plain(&pack)],
        &["audit"],
        &["sessions"],
        &["doctor"],
        &["backup", "--out", plain(&backup)],
    ];
    for (place, call) in calls.into_iter().enumerate() {
        let with = |key: Option<&Path>| -> Vec<String> {
            let mut words = [call, &["--data", plain(&data)]].concat();
            words.extend(key.into_iter().flat_map(|key| ["--key", plain(key)]));
            words.into_iter().map(str::to_owned).collect()
        };
        // The first one begins the folder: before it, every key is as good.
        if place > 0 {
            for wrong in [None, Some(other.as_path())] {
                let (exit, said) = refused(&with(wrong));
                assert_eq!(exit, 2, "{call:?}: {said}");
                assert!(said.contains("key"), "{call:?}: {said}");
            }
            let missing = at("missing");
            let (exit, said) = refused(&with(Some(&missing)));
            assert!(exit == 2 && said.contains("missing"), "{call:?}: {said}");
        }
        let done = ruhu(&with(Some(&key)));
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(
            done.status.code(),
            Some(0),
            "{call:?}: {said}{}",
            String::from_utf8_lossy(&done.stdout)
        );
    }
    let restored = at("restored");
    let call = ["restore", plain(&backup), "--data", plain(&restored)];
    let (exit, said) = refused(&call);
    assert!(exit == 2 && said.contains("--key"), "{said}");
    let wrong: Vec<&str> = call.into_iter().chain(["--key", plain(&other)]).collect();
    assert_eq!(refused(&wrong).0, 2);
    let right: Vec<&str> = call.into_iter().chain(["--key", plain(&key)]).collect();
    assert_eq!(ruhu(&right).status.code(), Some(0));
    for folder in [&data, &backup, &restored] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if !path.is_file() {
                continue;
            }
            let bytes = fs::read(&path).expect("readable");
            for secret in [
                "SQLite format",
                "钟离秋水",
                "612425196001011234",
                "13800000001",
                "欧阳春山",
                "CREATE TABLE",
            ] {
                assert!(!contains(&bytes, secret), "{secret} in {}", path.display());
            }
        }
    }
    assert_eq!(ruhu(&["verify", plain(&pack)]).status.code(), Some(0));
}
