//! An APK that somebody wants handed out: what it is, read out of the file, or why it is not handed out.

use super::manifest::{Build, Manifest, Trouble};
use super::signing::certificate;
use crate::{Error, Result, disk};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::record::AppStatement;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The one app that is handed out here.
pub const PACKAGE: &str = "org.ruhu.phone";
/// What nearly every phone's processor runs; an app without it would be refused after it was brought.
const PHONES: &str = "lib/arm64-v8a/";
/// The most bytes of a manifest: real ones have some thousand.
const MOST_MANIFEST: u64 = 1 << 20;
/// The most entries of an APK: ours has some dozens.
const MOST_ENTRIES: usize = 20_000;

/// An APK that may be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apk {
    /// What its manifest says.
    pub manifest: Manifest,
    /// SHA-256 of the certificate it is signed by (scheme v2).
    pub certificate: Sha256,
    /// The file's length.
    pub bytes: u64,
    /// The file's hash.
    pub sha256: Sha256,
}

impl Apk {
    /// Reads an APK and refuses one that phones could not install, or should not. `given` is the file as it is called in
    /// an error.
    ///
    /// Errors: `Refused` with what is wrong and how to mend it, a file that cannot be read.
    pub fn read(path: &Path, given: &Path) -> Result<Self> {
        let refused = |what: String, mend: &str| Error::refused(given.display().to_string(), what, mend);
        let failed = |error| Error::Core(CoreError::file(path, error));
        let file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        if bytes > AppStatement::MOST_BYTES {
            let what = format!("the file is larger than {} MB", AppStatement::MOST_BYTES >> 20);
            return Err(refused(what, "choose the right file"));
        }
        let no_apk = |what: String| refused(what, "give the signed APK of a release, such as ruhu-0.2.0.apk");
        let mut zip =
            zip::ZipArchive::new(BufReader::new(file)).map_err(|e| no_apk(format!("this is no APK ({e})")))?;
        if zip.len() > MOST_ENTRIES || zip.offset() != 0 {
            return Err(no_apk(
                "this is no APK (no zip that begins at the first byte)".to_owned(),
            ));
        }
        let manifest = manifest(&mut zip).map_err(no_apk)?;
        for (wrong, what, mend) in wrong(&manifest) {
            if wrong {
                return Err(refused(what, mend));
            }
        }
        if !zip.file_names_raw().any(|name| name.starts_with(PHONES.as_bytes())) {
            let mend = "publish the arm64-v8a APK, or the universal one";
            return Err(refused(
                format!("it holds nothing for phones' processors ({PHONES})"),
                mend,
            ));
        }
        let directory = zip.central_directory_start();
        let certificate = certificate(&mut zip.into_inner(), directory)
            .map_err(failed)?
            .ok_or_else(|| {
                let what = "it bears no APK signature (scheme v2)".to_owned();
                refused(
                    what,
                    "sign it with the release key: apksigner sign, see docs/app-updates.md",
                )
            })?;
        let (sha256, bytes) = disk::hash(path).map_err(failed)?;
        Ok(Self {
            manifest,
            certificate,
            bytes,
            sha256,
        })
    }
}

/// What keeps an app from being handed out.
fn wrong(manifest: &Manifest) -> [(bool, String, &'static str); 4] {
    let release = "build it with --release and sign it with the release key";
    [
        (
            manifest.package != PACKAGE,
            format!("this is the app {}, not {PACKAGE}", printable(&manifest.package)),
            "give the APK of Ruhu's phone app",
        ),
        (
            manifest.build == Build::Debuggable,
            "it is debuggable: whoever has a cable could read what the app keeps".to_owned(),
            release,
        ),
        (
            manifest.build == Build::TestOnly,
            "it is a test build (testOnly), which phones do not install from a file".to_owned(),
            release,
        ),
        (
            manifest.version_name.chars().count() > AppStatement::MOST_CHARS
                || manifest.version_name.chars().any(char::is_control),
            "its versionName is no name of a version".to_owned(),
            "give it a versionName such as 0.2.0",
        ),
    ]
}

/// A stranger's text, short and without control characters.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(AppStatement::MOST_CHARS)
        .collect()
}

/// The manifest, or what is wrong with it in words.
fn manifest(zip: &mut zip::ZipArchive<BufReader<File>>) -> std::result::Result<Manifest, String> {
    const NAME: &str = "AndroidManifest.xml";
    let entry = zip.by_name(NAME).map_err(|e| format!("this is no APK ({NAME}: {e})"))?;
    let mut bytes = Vec::new();
    entry
        .take(MOST_MANIFEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("{NAME} does not unpack ({e})"))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_MANIFEST {
        return Err(format!("{NAME} unpacks to more than {} KB", MOST_MANIFEST >> 10));
    }
    Manifest::read(&bytes).map_err(|trouble| match trouble {
        Trouble::Unreadable(no) => format!("{NAME} does not read: no {} at byte {}", no.what, no.at),
        Trouble::Missing(what) => format!("{NAME} does not say: {what}"),
    })
}

#[cfg(test)]
mod tests;
