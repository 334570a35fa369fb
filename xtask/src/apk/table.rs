//! What takes room: each part of each APK in bytes, and the whole against its gate. docs/size.md says why it is there.

use super::Apk;
use super::abi::Abi;
use super::zip::{Entry, entries};

/// What the APK of most phones may weigh, that of emulators, and the one for both.
const GATE_ARM64: u64 = 6_000_000;
const GATE_X86: u64 = 6_500_000;
const GATE_UNIVERSAL: u64 = 12_000_000;

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
    fn gate(&self) -> u64 {
        match self.abis[..] {
            [Abi::Arm64] => GATE_ARM64,
            [Abi::X86] => GATE_X86,
            _ => GATE_UNIVERSAL,
        }
    }

    /// In words, when it weighs more than it may.
    pub fn too_large(&self, whole: u64) -> Option<String> {
        let gate = self.gate();
        (whole > gate).then(|| {
            format!(
                "{}: {} bytes, its gate is {}: docs/size.md says what takes room",
                self.path.display(),
                grouped(whole),
                grouped(gate)
            )
        })
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
        let of = grouped(apk.gate());
        println!("  {:<28}{:>11}  of {of}", "whole", grouped(weight.whole));
        over.extend(apk.too_large(weight.whole));
    }
    match over.is_empty() {
        true => Ok(()),
        false => Err(over.join("\n")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn apk(abis: &[Abi]) -> Apk {
        Apk {
            abis: abis.to_vec(),
            unsigned: "unsigned.apk".into(),
            path: "ruhu.apk".into(),
        }
    }

    #[test]
    fn one_byte_more_than_the_gate_is_told() {
        let gates = [
            (&[Abi::Arm64][..], 6_000_000),
            (&[Abi::X86], 6_500_000),
            (&Abi::ALL, 12_000_000),
        ];
        for (abis, gate) in gates {
            assert_eq!(apk(abis).too_large(gate), None);
            assert!(apk(abis).too_large(gate + 1).is_some());
        }
        let said = apk(&[Abi::Arm64]).too_large(6_000_001).expect("it is told");
        assert!(said.contains("6,000,001 bytes, its gate is 6,000,000"), "{said}");
    }
}
