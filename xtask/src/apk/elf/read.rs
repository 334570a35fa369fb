//! A shared library as `readelf` tells it. GNU's and LLVM's say the same in the same places.

use crate::run::command;
use std::path::Path;

/// A part of the file as it comes to lie in memory.
#[derive(Debug)]
pub struct Segment {
    /// `LOAD`, `TLS`, `GNU_STACK` and so on.
    pub kind: String,
    /// Of `R`, `W` and `E`.
    pub flags: String,
    pub align: u64,
}

/// What the checks ask of a library.
#[derive(Debug, Default)]
pub struct Image {
    pub machine: String,
    pub kind: String,
    pub soname: Option<String>,
    pub build_id: Option<String>,
    pub segments: Vec<Segment>,
    pub text_relocations: bool,
    /// Addresses to fill in are written in the shortest form.
    pub relr: bool,
    /// RPATH and RUNPATH.
    pub search_paths: Vec<String>,
    pub needed: Vec<String>,
    /// What others must bring, and without which it does not load. A weak name may be missing: it is null then.
    pub undefined: Vec<String>,
}

impl Image {
    pub fn read(reader: &str, library: &Path) -> Result<Self, String> {
        let out = command(reader)
            .args([
                "--wide",
                "--file-header",
                "--program-headers",
                "--dynamic",
                "--notes",
                "--dyn-syms",
            ])
            .arg(library)
            // GNU's readelf speaks the user's language.
            .env("LC_ALL", "C.UTF-8")
            .output()
            .map_err(|e| format!("{reader} does not start: {e}"))?;
        let text = String::from_utf8_lossy(&out.stdout);
        // GNU's is content with a file that is none; then there is no machine.
        match Self::parse(&text) {
            Some(image) if out.status.success() && !image.machine.is_empty() => Ok(image),
            _ => Err(format!(
                "{reader} cannot read {}: {}",
                library.display(),
                String::from_utf8_lossy(&out.stderr).trim()
            )),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut image = Self::default();
        let mut segments = false;
        for line in text.lines() {
            let line = line.trim();
            let words: Vec<&str> = line.split_whitespace().collect();
            // The table of segments ends with an empty line.
            segments = match line {
                "Program Headers:" => true,
                "" => false,
                _ => segments,
            };
            if let Some(machine) = line.strip_prefix("Machine:") {
                image.machine = machine.trim().to_owned();
            } else if let Some(kind) = line.strip_prefix("Type:") {
                image.kind = kind.split_whitespace().next()?.to_owned();
            } else if let Some(id) = line.split_once("Build ID:").map(|(_, id)| id) {
                image.build_id = Some(id.trim().to_owned());
            } else if segments {
                image.segments.extend(segment(&words));
            } else if words.len() > 1 && words[0].starts_with("0x") {
                image.dynamic(&words, line)?;
            } else if let [_, _, _, _, bind, _, "UND", name, ..] = words[..]
                && bind != "WEAK"
            {
                image.undefined.push(name.split('@').next()?.to_owned());
            }
        }
        Some(image)
    }

    /// A line of the dynamic section: `0x...1 (NEEDED) Shared library: [libc.so]`.
    fn dynamic(&mut self, words: &[&str], line: &str) -> Option<()> {
        let named = || Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        match words[1] {
            "(NEEDED)" => self.needed.push(named()?),
            "(SONAME)" => self.soname = Some(named()?),
            "(RPATH)" | "(RUNPATH)" => self.search_paths.push(named()?),
            "(TEXTREL)" => self.text_relocations = true,
            "(RELR)" | "(ANDROID_RELR)" => self.relr = true,
            "(FLAGS)" => self.text_relocations |= words.contains(&"TEXTREL"),
            _ => {}
        }
        Some(())
    }
}

/// `LOAD 0x0 0x0 0x0 0x5f8 0x5f8 R E 0x1000`: kind, offset, two addresses, two sizes, flags, alignment.
fn segment(words: &[&str]) -> Option<Segment> {
    let [kind, offset, _, _, _, _, flags @ .., align] = words else {
        return None;
    };
    if !offset.starts_with("0x") {
        return None;
    }
    Some(Segment {
        kind: (*kind).to_owned(),
        flags: flags.concat(),
        align: u64::from_str_radix(align.trim_start_matches("0x"), 16).ok()?,
    })
}
