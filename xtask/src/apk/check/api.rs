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

/// What it may not name.
pub fn faults(tools: &Tools, code: Code) -> Result<Vec<String>, String> {
    let allowed = allowed()?;
    let missing = code.missing(tools, 26)?;
    let later = match missing.is_empty() {
        true => Vec::new(),
        false => code.missing(tools, 33)?,
    };
    let reader = code.reader();
    Ok(missing
        .iter()
        .filter_map(|name| {
            let public = !later.contains(name);
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
        })
        .collect())
}

/// Lines of the list that allow nothing: what they named is gone.
pub fn stale(tools: &Tools, codes: &[Code]) -> Result<Vec<String>, String> {
    let mut missing = Vec::new();
    for code in codes {
        missing.extend(code.missing(tools, 26)?);
    }
    Ok(allowed()?
        .iter()
        .filter(|line| !missing.iter().any(|name| line.fits(name)))
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
