//! Whether Android 8.0 has all that the app names: each class, method and field, in the shrunk jar (read by animal-sniffer,
//! `android/apk/JarApi.java`) and in the finished dex (read by our own `android/apk/DexApi.java`).
//!
//! What it does not have stands in `android/apk/beyond-api-26.txt` with the reason why that is safe; nothing else passes,
//! and no line that is not needed stays. A name of Android's that its public API does not have later either is hidden: no
//! line can allow it.

use super::super::tools::{Tools, program};
use crate::run::root;
use std::path::Path;

/// One line of the list.
struct Allowed {
    kind: Kind,
    /// The whole name; or with `*` at its end, how it begins.
    name: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Android got it later; the app asks for the version first.
    Newer,
    /// No Android has it; nothing that the app does leads there.
    Never,
}

/// Where Android's own names begin.
const OF_ANDROID: [&str; 4] = ["android.", "com.android.", "dalvik.", "libcore."];

/// Who reads what.
#[derive(Clone, Copy)]
pub enum Code<'a> {
    Jar(&'a Path),
    Apk(&'a Path),
}

impl Code<'_> {
    fn reader(self) -> &'static str {
        match self {
            Code::Jar(_) => "animal-sniffer",
            Code::Apk(_) => "DexApi",
        }
    }

    /// What this level of Android lacks of it.
    fn missing(self, tools: &Tools, level: u8) -> Result<Vec<String>, String> {
        let (file, path) = match self {
            Code::Jar(path) => ("JarApi.java", path),
            Code::Apk(path) => ("DexApi.java", path),
        };
        let mut java = tools.java();
        program(&mut java, file);
        let out = java
            .arg(tools.api(level))
            .arg(path)
            .output()
            .map_err(|e| format!("{file}: {e}"))?;
        match out.status.success() {
            true => Ok(String::from_utf8_lossy(&out.stdout)
                .lines()
                .map(str::to_owned)
                .collect()),
            false => Err(format!("{file}: {}", String::from_utf8_lossy(&out.stderr))),
        }
    }
}

/// What Android 8.0 lacks of some code, and what its newest public API to be had lacks.
pub struct Missing {
    reader: &'static str,
    now: Vec<String>,
    later: Vec<String>,
}

pub fn missing(tools: &Tools, code: Code) -> Result<Missing, String> {
    let now = code.missing(tools, 26)?;
    let later = match now.is_empty() {
        true => Vec::new(),
        false => code.missing(tools, 33)?,
    };
    Ok(Missing {
        reader: code.reader(),
        now,
        later,
    })
}

impl Missing {
    /// What it may not name.
    pub fn faults(&self) -> Result<Vec<String>, String> {
        let allowed = allowed()?;
        let reader = self.reader;
        let fault = |name: &String| {
            let public = !self.later.contains(name);
            let line = allowed.iter().find(|line| line.fits(name));
            match line.map(|line| line.kind) {
                _ if !public && owner(name).is_some_and(of_android) => Some(format!(
                    "{reader}: {name} is hidden: Android's public API does not have it"
                )),
                Some(Kind::Newer) if !public => Some(format!(
                    "{reader}: {name} is called newer in android/apk/beyond-api-26.txt, but no later Android has it"
                )),
                Some(_) => None,
                None => Some(format!(
                    "{reader}: {name} is not in Android 8.0: do without, or ask for the version and write into \
                     android/apk/beyond-api-26.txt why it is safe"
                )),
            }
        };
        Ok(self.now.iter().filter_map(fault).collect())
    }
}

/// Lines of the list that allow nothing: what they named is gone.
pub fn stale(all: &[Missing]) -> Result<Vec<String>, String> {
    let needed = |line: &Allowed| all.iter().flat_map(|missing| &missing.now).any(|name| line.fits(name));
    Ok(allowed()?
        .iter()
        .filter(|line| !needed(line))
        .map(|line| {
            format!(
                "android/apk/beyond-api-26.txt: nothing names {} any more: take the line out",
                line.name
            )
        })
        .collect())
}

impl Allowed {
    fn fits(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            // Of a method or field, its class counts, not what it answers.
            Some(start) => owner(name).is_some_and(|owner| owner.starts_with(start)),
            None => self.name == name,
        }
    }
}

/// `int a.B.c(d.E)`: `a.B.c(d.E)`; a class is its own.
fn owner(name: &str) -> Option<&str> {
    let member = name.split_once('(').map_or(name, |(before, _)| before);
    member.rsplit(' ').next()
}

fn of_android(owner: &str) -> bool {
    OF_ANDROID.iter().any(|start| owner.starts_with(start))
}

/// The list: `newer NAME -- reason` or `never NAME -- reason`.
fn allowed() -> Result<Vec<Allowed>, String> {
    let path = root().join("android/apk/beyond-api-26.txt");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let wrong = || format!("{}: not `newer|never NAME -- reason`: {line}", path.display());
            let (named, reason) = line.split_once(" -- ").ok_or_else(wrong)?;
            let (kind, name) = named.split_once(' ').ok_or_else(wrong)?;
            let kind = match kind {
                "newer" => Kind::Newer,
                "never" => Kind::Never,
                _ => return Err(wrong()),
            };
            match reason.trim().is_empty() {
                true => Err(wrong()),
                false => Ok(Allowed {
                    kind,
                    name: name.trim().to_owned(),
                }),
            }
        })
        .collect()
}
