//! What an APK must say, and what is found: facts have the same names whichever reader read them.

use super::super::abi::Abi;
use super::super::version::Version;
use crate::run::root;
use std::collections::{BTreeMap, BTreeSet};

/// What one reader read: each fact with its values.
#[derive(Default)]
pub struct Facts(BTreeMap<String, BTreeSet<String>>);

impl Facts {
    pub fn add(&mut self, fact: &str, value: impl Into<String>) {
        self.0.entry(fact.to_owned()).or_default().insert(value.into());
    }

    fn values(&self, fact: &str) -> BTreeSet<String> {
        self.0.get(fact).cloned().unwrap_or_default()
    }
}

/// Exactly these values, no more and no fewer.
pub struct Demand {
    fact: &'static str,
    wanted: BTreeSet<String>,
    /// Where to look when it is not so.
    mend: &'static str,
}

const MANIFEST: &str = "android/app/src/main/AndroidManifest.xml";
const VERSION: &str = "the version stands in Cargo.toml, android/app/tools/resources.sh derives the code";
const PACK: &str = "android/apk/Pack.java packs";

/// All that is demanded of an APK of this version for these processors.
pub fn demands(version: &Version, abis: &[Abi]) -> Result<Vec<Demand>, String> {
    let mut demands = Vec::new();
    let mut demand = |fact, wanted: &[&str], mend| {
        demands.push(Demand {
            fact,
            wanted: wanted.iter().map(|&value| value.to_owned()).collect(),
            mend,
        });
    };
    demand("package", &["org.ruhu.phone"], MANIFEST);
    demand("version name", &[&version.name], VERSION);
    demand("version code", &[&version.code.to_string()], VERSION);
    demand("minimum API", &["26"], MANIFEST);
    demand("target API", &["34"], MANIFEST);
    let explained = explained()?;
    let explained: Vec<&str> = explained.iter().map(String::as_str).collect();
    demand(
        "permission",
        &explained,
        "docs/permissions.md has a row for each, and no other",
    );
    demand("open to other apps", &["org.ruhu.phone.MainActivity"], MANIFEST);
    demand("debuggable", &["false"], MANIFEST);
    demand("for tests only", &["false"], MANIFEST);
    demand("backed up by the system", &["false"], MANIFEST);
    demand("cleartext", &["false"], MANIFEST);
    demand(
        "rule for cleartext",
        &["base-config false"],
        "android/app/src/main/res/xml/network_security.xml",
    );
    let mut rules = Vec::new();
    for part in ["cloud-backup", "device-transfer"] {
        for domain in ["root", "file", "database", "sharedpref", "external"] {
            rules.push(format!("{part} exclude {domain}"));
        }
    }
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    demand(
        "rule for transfer",
        &rules,
        "android/app/src/main/res/xml/no_extraction.xml",
    );
    demand("libraries unpacked at install", &["false"], MANIFEST);
    demand("label", &["入户"], "android/app/src/main/res/values/strings.xml");
    demand(
        "label in English",
        &["Ruhu"],
        "android/app/src/main/res/values-en/strings.xml",
    );
    demand("text without English", &[], "android/app/src/main/res/values-en");
    demand(
        "language offered",
        &["zh-CN", "en"],
        "android/app/src/main/res/xml/locales.xml",
    );
    demand(
        "icon's layer",
        &["background", "foreground", "monochrome"],
        "android/app/src/main/res/mipmap-anydpi-v26/ic_launcher.xml",
    );
    let folders: Vec<&str> = abis.iter().map(|abi| abi.name()).collect();
    demand("processor", &folders, PACK);
    let mut mapped = vec!["resources.arsc stored at a multiple of 4".to_owned()];
    for abi in &folders {
        for library in ["libruhu_uniffi.so", "libjnidispatch.so"] {
            mapped.push(format!("lib/{abi}/{library} stored at a multiple of 16384"));
        }
    }
    let mapped: Vec<&str> = mapped.iter().map(String::as_str).collect();
    demand("mapped file", &mapped, PACK);
    demand("damaged file", &[], PACK);
    demand("invoke-custom", &["0"], "D8 must desugar it: xtask/src/apk/classes.rs");
    demand("signed by scheme", &["v2", "v3"], "xtask/src/apk/sign.rs");
    Ok(demands)
}

/// What is not as demanded, each with the reader that says so, the fact, and where to mend it.
pub fn faults(reader: &str, facts: &Facts, demands: &[Demand]) -> Vec<String> {
    let mut faults = Vec::new();
    for Demand { fact, wanted, mend } in demands {
        let found = facts.values(fact);
        for value in found.difference(wanted) {
            faults.push(format!("{reader}: {fact}: {value} must not be ({mend})"));
        }
        for value in wanted.difference(&found) {
            faults.push(format!("{reader}: {fact}: {value} is missing ({mend})"));
        }
    }
    faults
}

/// The permissions that docs/permissions.md explains: the first column of its table.
fn explained() -> Result<Vec<String>, String> {
    let path = root().join("docs/permissions.md");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let names: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| format!("android.permission.{name}"))
        .collect();
    match names.is_empty() {
        false => Ok(names),
        true => Err(format!("{}: no row begins with | `PERMISSION`", path.display())),
    }
}
