//! A check that sees nothing passes everything. So each is shown an APK that is broken in just the way it looks for, made
//! here with the tools that make the real one, and must refuse it in the right words: every reader that can see it.

mod make;
mod source;
mod ways;

use super::{Checks, Code, api, first, second};
use crate::apk::abi::Abi;
use crate::apk::sign::Key;
use crate::apk::{Apk, tools};
use crate::run::{command, run};
use make::{change, compiled, resources, take_out};
use std::fs;
use std::path::Path;
use ways::{Broken, By, all};

const BOTH: [&str; 2] = [first::NAME, second::NAME];

/// Makes each and asks for its words; two at a time.
pub fn all_refused(checks: &Checks) -> Result<(), String> {
    println!("\n== apk: broken on purpose");
    let key = Key::debug()?;
    let all = all();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let halves: Vec<_> = [0, 1]
            .map(|half| {
                let (all, key) = (&all, &key);
                scope.spawn(move || {
                    let own = all.iter().enumerate().filter(|(i, _)| i % 2 == half);
                    own.filter_map(|(i, broken)| broken.refused(i, checks, key).err())
                        .collect::<Vec<_>>()
                })
            })
            .into_iter()
            .map(|half| half.join().expect("no check panics"))
            .collect();
        halves.concat()
    });
    let wrong = [wrong, jar_is_read(checks).err().into_iter().collect()].concat();
    match wrong.is_empty() {
        true => {
            println!("{} broken APKs refused, each in the right words", all.len());
            Ok(())
        }
        false => Err(format!("checks that do not see what they must:\n{}", wrong.join("\n"))),
    }
}

impl Broken {
    fn refused(&self, number: usize, checks: &Checks, key: &Key) -> Result<(), String> {
        let folder = tools::folder().join("broken").join(number.to_string());
        let apk = self
            .made(&folder, checks, key)
            .map_err(|e| format!("{}: cannot be made: {e}", self.name))?;
        let missing =
            api::missing(&checks.made.tools, Code::Apk(&apk.path)).map_err(|e| format!("{}: {e}", self.name))?;
        let faults = checks
            .faults(&apk, &missing)
            .map_err(|e| format!("{}: {e}", self.name))?;
        for words in self.said {
            let wanted: Vec<String> = match words.contains("{}") {
                true => BOTH.iter().map(|reader| words.replace("{}", reader)).collect(),
                false => vec![(*words).to_owned()],
            };
            if let Some(unsaid) = wanted
                .iter()
                .find(|words| !faults.iter().any(|fault| fault.contains(*words)))
            {
                return Err(format!(
                    "{}: nobody said `{unsaid}`; said was:\n  {}",
                    self.name,
                    faults.join("\n  ")
                ));
            }
        }
        println!("refused: {}", self.name);
        Ok(())
    }

    fn made(&self, folder: &Path, checks: &Checks, key: &Key) -> Result<Apk, String> {
        tools::remove(folder)?;
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let mut parts = checks.made.parts(&[Abi::X86])?;
        let mut told: &[&str] = &[];
        match &self.by {
            By::Source(file, from, to) => parts.resources = resources(checks.made, folder, file, from, to)?,
            By::Page(page) => parts.page = *page,
            By::Without(name) => take_out(&mut parts, name)?,
            By::Beside(name, make) => parts.files.push(((*name).to_owned(), make(checks.made, folder)?)),
            By::Instead(name, make) => {
                take_out(&mut parts, name)?;
                parts.files.push(((*name).to_owned(), make(checks.made, folder)?));
            }
            By::Signed(words) => told = words,
        }
        let (unsigned, path) = (folder.join("unsigned.apk"), folder.join("broken.apk"));
        parts.packed(&unsigned)?;
        key.sign(&unsigned, &path, told)?;
        if let By::Signed([]) = self.by {
            change(&path)?;
        }
        Ok(Apk {
            abis: vec![Abi::X86],
            unsigned,
            path,
        })
    }
}

/// The jar has a reader of its own; it must see what the dex file's reader sees.
fn jar_is_read(checks: &Checks) -> Result<(), String> {
    for (name, words) in [
        ("TooNew", "getDisplay() is not in Android 8.0"),
        ("Hidden", "ActivityThread.currentApplication() is hidden"),
    ] {
        let folder = tools::folder().join("broken").join(name);
        tools::remove(&folder)?;
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        compiled(checks.made, &folder, name)?;
        let jar = folder.join("broken.jar");
        run(
            "apk: a jar with a fault",
            command("jar")
                .arg("cf")
                .arg(&jar)
                .arg("-C")
                .arg(&folder)
                .arg(format!("{name}.class")),
        )?;
        let faults = api::missing(&checks.made.tools, Code::Jar(&jar))?.faults()?;
        if !faults.iter().any(|fault| fault.contains(words)) {
            return Err(format!(
                "a jar with {name}: nobody said `{words}`; said was:\n  {}",
                faults.join("\n  ")
            ));
        }
    }
    Ok(())
}
