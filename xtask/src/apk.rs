//! `cargo xtask apk`: from source to signed APKs, one for each kind of processor and one for all.
//!
//! Kotlin and Rust are compiled, Java's classes shrunk and translated, everything packed, aligned, signed and checked.
//! What did not change is not done again. Nothing of Google's downloads is used; docs/android.md names what is.

mod abi;
pub mod abicheck;
mod again;
mod check;
mod classes;
mod elf;
mod emulated;
mod journey;
mod journeys;
mod native;
mod ndk;
mod ndkless;
mod pack;
mod seal;
mod shim;
mod sign;
mod size;
mod stubs;
mod table;
mod tools;
mod twice;
mod version;
mod zip;

use abi::Abi;
use again::Anew;
use classes::Compiled;
use pack::Parts;
use sign::Key;
use std::path::{Path, PathBuf};
use tools::Tools;
use version::Version;

/// What was asked for.
struct Asked {
    abis: Vec<Abi>,
    key: WhichKey,
    builds: Builds,
}

#[derive(Clone, Copy)]
enum WhichKey {
    Debug,
    Release,
}

#[derive(Clone, Copy)]
enum Builds {
    Once,
    /// In another folder too, to compare.
    Again,
}

/// Everything that APKs are made of; each stage is there once, whatever is packed of it.
pub struct Made {
    pub tools: Tools,
    pub version: Version,
    pub compiled: Compiled,
    pub shrunk: PathBuf,
    pub dex: PathBuf,
    pub libraries: Vec<(Abi, PathBuf)>,
}

/// A finished APK.
pub struct Apk {
    pub abis: Vec<Abi>,
    pub unsigned: PathBuf,
    pub path: PathBuf,
}

/// `apk [--release] [--abi ABI] [--again]`; and what concerns the core alone: `apk native [--abi ABI | --twice]` builds it,
/// `apk journey [--abi ABI]` lives a day with it on this machine, `apk size` says what takes room in it, `apk abicheck`
/// compares the headers that its C is compiled with.
pub fn apk(words: &[String]) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["native", "--twice"] => twice::natives(),
        ["native"] => native::build(&Abi::ALL).map(|_| ()),
        ["native", "--abi", abi] => native::build(&Abi::parse(abi)?).map(|_| ()),
        ["journey"] => journey::journey(&Abi::ALL),
        ["journey", "--abi", abi] => journey::journey(&Abi::parse(abi)?),
        ["size"] => size::size(),
        ["abicheck"] => abicheck::check(),
        _ => signed_apks(&words),
    }
}

fn signed_apks(words: &[&str]) -> Result<(), String> {
    let asked = Asked::of(words)?;
    let key = match asked.key {
        WhichKey::Debug => Key::debug()?,
        WhichKey::Release => Key::release()?,
    };
    let made = Made::of(&asked.abis)?;
    let apks = made.signed(&key, &tools::folder())?;
    // To try something out, the largest is enough. What is handed out is read whole.
    let read = match asked.key {
        WhichKey::Debug => largest(&apks),
        WhichKey::Release => &apks[..],
    };
    let weighed = table::print(&apks);
    println!("signed with {}", key.told());
    // A copy that is built to be compared has been weighed and read where it is compared with.
    if again::from().is_none() {
        all([weighed, check::Checks::ready(&made)?.pass(read)])?;
    }
    match (asked.builds, &key) {
        (Builds::Once, _) => Ok(()),
        (Builds::Again, Key::Debug { .. }) => again::same(&made, &apks, Anew::Everything),
        (Builds::Again, Key::Release { .. }) => {
            Err("--again compares with the debug key: leave --release out".to_owned())
        }
    }
}

/// The core for each kind of processor: built, or another build's.
fn libraries(abis: &[Abi]) -> Result<Vec<(Abi, PathBuf)>, String> {
    match again::from() {
        Some(target) => abis
            .iter()
            .map(|&abi| {
                Ok((
                    abi,
                    target.join("apk/native/lib").join(abi.name()).join("libruhu_uniffi.so"),
                ))
            })
            .collect(),
        None => Ok(native::build(abis)?
            .into_iter()
            .map(|library| (library.abi, library.stripped))
            .collect()),
    }
}

/// Part of `cargo xtask check`: the APK of most phones, weighed and read. The others, and a day lived with the library
/// that is in them, take longer: `check --apk`.
pub fn gate() -> Result<(), String> {
    let made = Made::of(&[Abi::Arm64])?;
    let apks = made.signed(&Key::debug()?, &tools::folder().join("checked"))?;
    all([table::print(&apks), check::Checks::ready(&made)?.pass(&apks)])
}

/// The one for all processors, where there is one: the others hold less of the same.
fn largest(apks: &[Apk]) -> &[Apk] {
    apks.last().map_or(&[], std::slice::from_ref)
}

/// `cargo xtask check --apk`: both kinds of processor, every check, and that every check can fail.
pub fn check() -> Result<(), String> {
    let made = Made::of(&Abi::ALL)?;
    // Beside the others: a release that was just built stays.
    let apks = made.signed(&Key::debug()?, &tools::folder().join("checked"))?;
    let checks = check::Checks::ready(&made)?;
    all([
        table::print(&apks),
        checks.pass(&apks),
        checks.see(),
        journey::on_this_processor(),
        again::same(&made, &apks, Anew::Kotlin),
        journeys::run_shrunk(&made),
    ])
}

/// What fails does not keep the others from being looked at; all of it is told.
fn all<const N: usize>(found: [Result<(), String>; N]) -> Result<(), String> {
    let faults: Vec<String> = found.into_iter().filter_map(Result::err).collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.join("\n")),
    }
}

impl Asked {
    fn of(words: &[&str]) -> Result<Asked, String> {
        let mut asked = Asked {
            abis: Abi::ALL.to_vec(),
            key: WhichKey::Debug,
            builds: Builds::Once,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--release" => asked.key = WhichKey::Release,
                "--again" => asked.builds = Builds::Again,
                "--abi" => asked.abis = Abi::parse(words.next().copied().unwrap_or("nothing"))?,
                other => {
                    return Err(format!(
                        "apk takes --release, --again and --abi arm64-v8a|x86_64|all; or native [--abi ABI | --twice], \
                         journey [--abi ABI], size, abicheck; not {other}"
                    ));
                }
            }
        }
        Ok(asked)
    }
}

impl Made {
    /// Every stage before packing.
    pub fn of(abis: &[Abi]) -> Result<Made, String> {
        let version = Version::of_this_source()?;
        let tools = Tools::ready()?;
        let libraries = libraries(abis)?;
        let compiled = classes::compiled()?;
        let shrunk = classes::shrunk(&tools, &compiled)?;
        let dex = classes::dex(&tools, &shrunk)?;
        Ok(Made {
            tools,
            version,
            compiled,
            shrunk,
            dex,
            libraries,
        })
    }

    /// What goes into an APK for these.
    pub fn parts(&self, abis: &[Abi]) -> Result<Parts, String> {
        let mut parts = Parts::new(self.compiled.resources.clone(), self.dex.clone());
        for (abi, library) in self.libraries.iter().filter(|(abi, _)| abis.contains(abi)) {
            parts.library(*abi, library.clone())?;
            parts.library(*abi, self.tools.jna(*abi))?;
        }
        Ok(parts)
    }

    /// One for each kind of processor, and where there is more than one, one for all.
    pub fn signed(&self, key: &Key, out: &Path) -> Result<Vec<Apk>, String> {
        let abis: Vec<Abi> = self.libraries.iter().map(|(abi, _)| *abi).collect();
        let mut wanted: Vec<(String, Vec<Abi>)> = abis.iter().map(|abi| (abi.name().to_owned(), vec![*abi])).collect();
        if abis.len() > 1 {
            wanted.push(("universal".to_owned(), abis));
        }
        let mut apks = Vec::new();
        for (name, abis) in wanted {
            let path = out.join(format!("ruhu-{}-{name}.apk", self.version.name));
            let unsigned = tools::folder().join("unsigned").join(format!("{name}.apk"));
            self.parts(&abis)?.packed(&unsigned)?;
            key.sign(&unsigned, &path, &[])?;
            apks.push(Apk { abis, unsigned, path });
        }
        Ok(apks)
    }
}
