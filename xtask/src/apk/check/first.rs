//! The first reader: aapt2 for manifest and resources, apksigner for the signature, dexdump for the code, our own reader
//! of ZIP files for where things lie.

use super::super::tools::Tools;
use super::super::zip::{Entry, Packing, entries};
use super::facts::Facts;
use super::tree::Tree;
use crate::run::command;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

pub const NAME: &str = "aapt2 and others";

const COMPONENTS: [&str; 5] = ["activity", "activity-alias", "service", "provider", "receiver"];
const TEXTS: [&str; 3] = ["string/", "array/", "plurals/"];

pub fn read(tools: &Tools, apk: &Path) -> Result<Facts, String> {
    let mut facts = Facts::default();
    let table = printed(
        command(&tools.aapt2().display().to_string())
            .args(["dump", "resources"])
            .arg(apk),
    )?;
    let tree = |file: &str| -> Result<Tree, String> {
        let mut dump = command(&tools.aapt2().display().to_string());
        dump.args(["dump", "xmltree", "--file", file]).arg(apk);
        Ok(Tree::of(&printed(&mut dump)?))
    };
    let manifest = tree("AndroidManifest.xml")?;
    components(&manifest, &mut facts);
    texts(&table, &mut facts);
    let application = manifest.first("application").ok_or("the manifest has no application")?;
    let named = |attribute: &str| {
        application
            .get(attribute)
            .and_then(|reference| file_of(&table, reference))
    };
    if let Some(file) = named("localeConfig") {
        for locale in tree(&file)?.0.iter().filter(|e| e.tag == "locale") {
            facts.add("language offered", locale.said("name", ""));
        }
    }
    if let Some(file) = named("icon") {
        for layer in tree(&file)?.0.iter().filter(|e| e.around == Some(0)) {
            facts.add("icon's layer", layer.tag.as_str());
        }
    }
    if let Some(file) = named("networkSecurityConfig") {
        for rule in &tree(&file)?.0 {
            if let Some(permitted) = rule.get("cleartextTrafficPermitted") {
                facts.add("rule for cleartext", format!("{} {permitted}", rule.tag));
            }
        }
    }
    if let Some(file) = named("dataExtractionRules") {
        let tree = tree(&file)?;
        for rule in tree
            .0
            .iter()
            .filter(|e| ["exclude", "include"].contains(&e.tag.as_str()))
        {
            let part = rule.around.map_or("", |at| tree.0[at].tag.as_str());
            facts.add(
                "rule for transfer",
                format!("{part} {} {}", rule.tag, rule.said("domain", "")),
            );
        }
    }
    for entry in entries(apk)? {
        place(&entry, &mut facts);
    }
    facts.add("invoke-custom", invoke_custom(apk)?.to_string());
    signatures(apk, &mut facts)?;
    Ok(facts)
}

/// What the manifest says, defaults filled in as Android fills them in.
fn components(manifest: &Tree, facts: &mut Facts) {
    let package = manifest
        .first("manifest")
        .map_or_else(String::new, |e| e.said("package", ""));
    for (at, element) in manifest.0.iter().enumerate() {
        match element.tag.as_str() {
            "manifest" => {
                facts.add("package", package.as_str());
                facts.add("version name", element.said("versionName", ""));
                facts.add("version code", element.said("versionCode", ""));
            }
            "uses-sdk" => {
                facts.add("minimum API", element.said("minSdkVersion", "1"));
                facts.add("target API", element.said("targetSdkVersion", "1"));
            }
            "uses-permission" | "uses-permission-sdk-23" => facts.add("permission", element.said("name", "")),
            "application" => {
                facts.add("debuggable", element.said("debuggable", "false"));
                facts.add("for tests only", element.said("testOnly", "false"));
                facts.add("backed up by the system", element.said("allowBackup", "true"));
                facts.add("cleartext", element.said("usesCleartextTraffic", "true"));
                facts.add(
                    "libraries unpacked at install",
                    element.said("extractNativeLibs", "true"),
                );
            }
            tag if COMPONENTS.contains(&tag) => {
                let default = manifest.holds(at, "intent-filter").to_string();
                if element.said("exported", &default) == "true" {
                    let name = element.said("name", "");
                    let prefix = if name.starts_with('.') { package.as_str() } else { "" };
                    facts.add("open to other apps", format!("{prefix}{name}"));
                }
            }
            _ => {}
        }
    }
}

/// Labels, and texts that are there in Chinese alone.
fn texts(table: &str, facts: &mut Facts) {
    let mut name = "";
    // Name, whether it has a default (Chinese), whether it has English.
    let mut all: Vec<(&str, bool, bool)> = Vec::new();
    for line in table.lines().map(str::trim_start) {
        if let Some(resource) = line.strip_prefix("resource 0x") {
            name = resource.split(' ').nth(1).unwrap_or_default();
            all.push((name, false, false));
        } else if let Some((config, value)) = line.strip_prefix('(').and_then(|line| line.split_once(')'))
            && let Some((_, chinese, english)) = all.last_mut()
        {
            *chinese |= config.is_empty();
            *english |= config == "en" || config.starts_with("en-");
            let text = value.trim().trim_matches('"');
            match (name, config) {
                ("string/app_name", "") => facts.add("label", text),
                ("string/app_name", "en") => facts.add("label in English", text),
                _ => {}
            }
        }
    }
    for (name, chinese, english) in all {
        if chinese && !english && TEXTS.iter().any(|kind| name.starts_with(kind)) {
            facts.add("text without English", name);
        }
    }
}

/// The file of a resource that is named as `@0x7f...`.
fn file_of(table: &str, reference: &str) -> Option<String> {
    let start = format!("resource {} ", reference.strip_prefix('@')?);
    let mut lines = table
        .lines()
        .map(str::trim_start)
        .skip_while(|line| !line.starts_with(&start));
    let file = lines.nth(1)?.split_once("(file) ")?.1;
    Some(file.split(' ').next()?.to_owned())
}

/// Where what must be mapped lies in the file.
fn place(entry: &Entry, facts: &mut Facts) {
    let most = match entry.name.as_str() {
        name if name.ends_with(".so") => 16_384,
        name if name.ends_with(".arsc") => 4,
        _ => return,
    };
    let multiple = most.min(1 << entry.offset.trailing_zeros());
    let packing = match entry.packing {
        Packing::Stored => "stored",
        Packing::Deflated => "deflated",
    };
    facts.add(
        "mapped file",
        format!("{} {packing} at a multiple of {multiple}", entry.name),
    );
    if let Some((folder, _)) = entry.name.strip_prefix("lib/").and_then(|rest| rest.split_once('/')) {
        facts.add("processor", folder);
    }
}

/// How many instructions there are that older Androids translate badly, and D8 should have written otherwise.
fn invoke_custom(apk: &Path) -> Result<usize, String> {
    let failed = |e: std::io::Error| format!("dexdump: {e}");
    // Its lines go into the millions: they are counted as they come.
    let mut child = command("dexdump")
        .arg("-d")
        .arg(apk)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut output = BufReader::new(child.stdout.take().expect("stdout was asked for"));
    let (mut line, mut count) = (Vec::new(), 0);
    while output.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        count += usize::from(line.windows(13).any(|part| part == b"invoke-custom"));
        line.clear();
    }
    match child.wait().map_err(failed)?.success() {
        true => Ok(count),
        false => Err(format!("dexdump: cannot read {}", apk.display())),
    }
}

/// The schemes by which the signature holds. An APK without any holds by none; that is no error of the reader's.
fn signatures(apk: &Path, facts: &mut Facts) -> Result<(), String> {
    let mut verify = command("apksigner");
    verify.args(["verify", "--verbose", "--min-sdk-version", "26"]).arg(apk);
    let out = verify.output().map_err(|e| format!("apksigner: {e}"))?;
    let text = String::from_utf8_lossy(&out.stdout);
    for scheme in ["v1", "v2", "v3", "v3.1"] {
        if text.lines().any(|line| holds(line, scheme)) {
            facts.add("signed by scheme", scheme);
        }
    }
    Ok(())
}

fn holds(line: &str, scheme: &str) -> bool {
    line.starts_with(&format!("Verified using {scheme} scheme")) && line.ends_with(": true")
}

fn printed(command: &mut Command) -> Result<String, String> {
    let out = command
        .output()
        .map_err(|e| format!("{:?}: {e}", command.get_program()))?;
    match out.status.success() {
        true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&out.stderr))),
    }
}
