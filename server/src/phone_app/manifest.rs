//! What an app says of itself in its manifest: package, version, the oldest Android, whether it is a test build.

use super::axml::{Document, Element, Unreadable, Value};

/// The facts that decide whether an app is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The app's name to the system.
    pub package: String,
    /// The version as people say it.
    pub version_name: String,
    /// The version as Android compares it.
    pub version_code: u32,
    /// The oldest Android that it installs on.
    pub min_sdk: u32,
    /// What keeps it from being handed out, if anything.
    pub build: Build,
}

/// What kind of build it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// For everybody.
    Release,
    /// Whoever has a cable reads the app's memory.
    Debuggable,
    /// The system refuses to install it from a file.
    TestOnly,
}

/// Why a manifest cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The bytes are not what they should be.
    Unreadable(Unreadable),
    /// Something that has to be said is not, or in a way that is not read here.
    Missing(&'static str),
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

/// The platform's numbers of its attributes (`android.R.attr`).
mod attr {
    pub const DEBUGGABLE: u32 = 0x0101_000f;
    pub const MIN_SDK: u32 = 0x0101_020c;
    pub const VERSION_CODE: u32 = 0x0101_021b;
    pub const VERSION_NAME: u32 = 0x0101_021c;
    pub const TEST_ONLY: u32 = 0x0101_0272;
    pub const VERSION_CODE_MAJOR: u32 = 0x0101_0576;
}

impl Manifest {
    /// Reads a binary manifest.
    pub fn read(bytes: &[u8]) -> Result<Self, Trouble> {
        let document = Document::open(bytes)?;
        let elements = document.elements()?;
        let named = |name: &str, depth| elements.iter().find(|one| one.name == name && one.depth == depth);
        let manifest = named("manifest", 0).ok_or(Trouble::Missing("manifest"))?;
        if number(manifest, attr::VERSION_CODE_MAJOR).is_some_and(|major| major > 0) {
            return Err(Trouble::Missing("a versionCode within 32 bits"));
        }
        let text = |value: Option<Value>, what| match value {
            Some(Value::Text(text)) if !text.is_empty() => Ok(text),
            _ => Err(Trouble::Missing(what)),
        };
        Ok(Self {
            package: text(manifest.plain("package"), "package")?,
            version_name: text(manifest.of_platform(attr::VERSION_NAME), "versionName")?,
            version_code: number(manifest, attr::VERSION_CODE)
                .filter(|code| *code > 0)
                .ok_or(Trouble::Missing("versionCode"))?,
            min_sdk: named("uses-sdk", 1)
                .and_then(|sdk| number(sdk, attr::MIN_SDK))
                .ok_or(Trouble::Missing("minSdkVersion"))?,
            build: build(named("application", 1).ok_or(Trouble::Missing("application"))?)?,
        })
    }
}

fn number(element: &Element<'_>, id: u32) -> Option<u32> {
    match element.of_platform(id) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    }
}

fn build(application: &Element<'_>) -> Result<Build, Trouble> {
    let says = |id, what| match application.of_platform(id) {
        None | Some(Value::Flag(false) | Value::Number(0)) => Ok(false),
        Some(Value::Flag(true) | Value::Number(_)) => Ok(true),
        Some(Value::Text(_) | Value::Elsewhere) => Err(Trouble::Missing(what)),
    };
    Ok(
        match (
            says(attr::DEBUGGABLE, "debuggable as a plain yes or no")?,
            says(attr::TEST_ONLY, "testOnly as a plain yes or no")?,
        ) {
            (true, _) => Build::Debuggable,
            (_, true) => Build::TestOnly,
            (false, false) => Build::Release,
        },
    )
}
