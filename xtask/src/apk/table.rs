//! What takes room: each part of each APK in bytes, and the whole against its gate. docs/size.md says why it is there.

use super::Apk;
use super::zip::{Entry, entries};

/// What one may weigh: for one kind of processor, and for all.
pub const GATE_ONE: u64 = 5_000_000;
pub const GATE_ALL: u64 = 9_000_000;

/// Whether an entry is of a part.
type IsOf = fn(&Entry) -> bool;

/// A part's name, and which entries are of it.
const PARTS: [(&str, IsOf); 5] = [
    ("core (Rust)", |e| e.name.ends_with("/libruhu_uniffi.so")),
    ("JNA's library", |e| e.name.ends_with("/libjnidispatch.so")),
    ("classes (Kotlin, JNA)", |e| e.name.ends_with(".dex")),
    ("resources", |e| {
        e.name.starts_with("res/") || e.name == "resources.arsc"
    }),
    ("manifest", |e| e.name == "AndroidManifest.xml"),
];

/// The bytes of one APK.
pub struct Weight {
    pub parts: Vec<(&'static str, u64)>,
    pub whole: u64,
}

impl Weight {
    pub fn of(apk: &Apk) -> Result<Weight, String> {
        let whole = std::fs::metadata(&apk.path)
            .map_err(|e| format!("{}: {e}", apk.path.display()))?
            .len();
        let entries = entries(&apk.path)?;
        let mut parts: Vec<(&'static str, u64)> = PARTS
            .iter()
            .map(|(name, is)| (*name, entries.iter().filter(|e| is(e)).map(|e| e.packed as u64).sum()))
            .collect();
        let named: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
        parts.push(("directory, fill, signature", whole.saturating_sub(named)));
        Ok(Weight { parts, whole })
    }
}

impl Apk {
    pub fn gate(&self) -> u64 {
        match self.abis.len() {
            1 => GATE_ONE,
            _ => GATE_ALL,
        }
    }
}

/// Prints all of them; fails when one is over its gate.
pub fn print(apks: &[Apk]) -> Result<(), String> {
    let mut over = Vec::new();
    for apk in apks {
        let weight = Weight::of(apk)?;
        println!("\n{}", apk.path.display());
        for (name, bytes) in &weight.parts {
            println!("  {name:<28}{:>11}", grouped(*bytes));
        }
        println!(
            "  {:<28}{:>11}  of {}",
            "whole",
            grouped(weight.whole),
            grouped(apk.gate())
        );
        if weight.whole > apk.gate() {
            over.push(too_large(apk, weight.whole));
        }
    }
    match over.is_empty() {
        true => Ok(()),
        false => Err(over.join("\n")),
    }
}

pub fn too_large(apk: &Apk, whole: u64) -> String {
    format!(
        "{}: {} bytes, its gate is {}: docs/size.md says what takes room",
        apk.path.display(),
        grouped(whole),
        grouped(apk.gate())
    )
}

/// 4123456 as 4,123,456.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
