//! `DIR/app`: the APK that is handed out, and `newest.json`, which says which one that is. A new one is copied in, examined
//! where nobody else can change it, and announced by one rename; the one before it goes.

use super::Apk;
use crate::{Error, Result, disk};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::record::AppStatement;
use ruhu_core::time::Moment;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The folder within the data folder.
const FOLDER: &str = "app";
/// Which app is handed out.
const NEWEST: &str = "newest.json";
/// A copy that is not examined yet.
const INCOMING: &str = "incoming.part";

/// The app that is handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// What phones are told of it.
    #[serde(flatten)]
    pub app: AppStatement,
    /// SHA-256 of the certificate it is signed by.
    pub certificate: Sha256,
    /// Since when, by the server's clock.
    pub published: Moment,
}

/// What became of an APK that was brought.
pub enum Brought {
    /// It may be announced.
    New(Waiting),
    /// It is the one that is handed out already.
    AlreadyThere(Published),
}

/// An examined copy in the folder, of which nobody has heard. When it is not announced, the next one is written over it.
pub struct Waiting {
    folder: PathBuf,
    published: Published,
    /// Nobody else brings one meanwhile.
    _lock: File,
}

/// How the file is that is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As it was announced.
    Whole,
    /// Changed, or cut short: phones refuse it.
    Changed,
    /// Not there.
    Missing,
}

/// The app that is handed out; `None` when none is.
pub fn newest(data: &Path) -> Result<Option<Published>> {
    let path = data.join(FOLDER).join(NEWEST);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| {
            Error::inconsistent(
                "app/newest.json",
                "it does not read; publish the app again: ruhu app put",
            )
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CoreError::file(&path, error).into()),
    }
}

/// Where its file is.
pub fn path_of(data: &Path, app: &AppStatement) -> PathBuf {
    data.join(FOLDER).join(&app.file)
}

/// How its file is: every byte is read.
pub fn condition(data: &Path, app: &AppStatement) -> Result<Condition> {
    let path = path_of(data, app);
    match disk::hash(&path) {
        Ok(found) if found == (app.sha256, app.bytes) => Ok(Condition::Whole),
        Ok(_) => Ok(Condition::Changed),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Condition::Missing),
        Err(error) => Err(CoreError::file(&path, error).into()),
    }
}

/// Copies an APK in and examines it. Nobody hears of it before it is announced.
///
/// Errors: `Refused` when it is none that may be handed out after the one before it; then nothing has changed.
pub fn bring(data: &Path, given: &Path, now: Moment) -> Result<Brought> {
    let folder = data.join(FOLDER);
    let at = |error| Error::Core(CoreError::file(&folder, error));
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(at)?;
    let lock = private(&folder.join("lock"))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(at)?;
    let incoming = folder.join(INCOMING);
    match copy(given, &incoming).and_then(|()| examine(data, &incoming, given, now)) {
        Ok(Examined::New(published)) => Ok(Brought::New(Waiting {
            folder,
            published,
            _lock: lock,
        })),
        Ok(Examined::Same(published)) => {
            remove(&incoming)?;
            Ok(Brought::AlreadyThere(published))
        }
        Err(error) => {
            // The first error is the one to tell; the next copy is written over what is left here.
            let _ = remove(&incoming);
            Err(error)
        }
    }
}

/// What the examination came to.
enum Examined {
    New(Published),
    Same(Published),
}

fn examine(data: &Path, copy: &Path, given: &Path, now: Moment) -> Result<Examined> {
    let apk = Apk::read(copy, given)?;
    let before = newest(data)?;
    if let Some(before) = before {
        if before.app.sha256 == apk.sha256 && condition(data, &before.app)? == Condition::Whole {
            return Ok(Examined::Same(before));
        }
        follows(&before, &apk, given)?;
    }
    let manifest = apk.manifest;
    Ok(Examined::New(Published {
        app: AppStatement {
            file: file_name(&manifest.version_name, manifest.version_code),
            version_name: manifest.version_name,
            version_code: manifest.version_code,
            min_sdk: manifest.min_sdk,
            bytes: apk.bytes,
            sha256: apk.sha256,
        },
        certificate: apk.certificate,
        published: now,
    }))
}

/// Phones take only a higher versionCode by the same key in an app's place. The very same file is taken again: it mends one
/// that was damaged here.
fn follows(before: &Published, apk: &Apk, given: &Path) -> Result<()> {
    let place = given.display().to_string();
    let (old, new) = (before.app.version_code, apk.manifest.version_code);
    if new <= old && apk.sha256 != before.app.sha256 {
        let what = format!(
            "its versionCode is {new}, and {old} ({}) is handed out already",
            before.app.version_name
        );
        let mend = "build it with a higher versionCode; to go back, build the older source with a higher one";
        return Err(Error::refused(place, what, mend));
    }
    if apk.certificate != before.certificate {
        let what = format!(
            "it is signed by another key ({}) than the one before it ({}): no phone would install it over that one",
            apk.certificate, before.certificate
        );
        return Err(Error::refused(
            place,
            what,
            "sign it with the key of the releases before it",
        ));
    }
    Ok(())
}

/// `ruhu-0.2.0-20.apk`: what a phone's file manager shows, and what stands in a path.
fn file_name(version_name: &str, version_code: u32) -> String {
    const MOST: usize = 60;
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') => c,
        _ => '-',
    };
    let version: String = version_name.chars().take(MOST).map(plain).collect();
    format!("ruhu-{version}-{version_code}.apk")
}

impl Waiting {
    /// What would be announced.
    pub fn published(&self) -> &Published {
        &self.published
    }

    /// From now on phones hear of it, and the one before it is not there any more.
    pub fn announce(self) -> Result<Published> {
        let path = self.folder.join(NEWEST);
        let beside = self.folder.join("newest.new");
        let text = serde_json::to_vec_pretty(&self.published).expect("texts, numbers and a time are always JSON");
        let write = || {
            fs::rename(self.folder.join(INCOMING), self.folder.join(&self.published.app.file))?;
            let mut file = private(&beside)?;
            file.set_len(0)?;
            file.write_all(&text)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(|error| CoreError::file(&path, error))?;
        self.tidy()?;
        Ok(self.published.clone())
    }

    /// Only the app that is handed out stays, and what says so.
    fn tidy(&self) -> Result<()> {
        let at = |error| CoreError::file(&self.folder, error);
        for entry in fs::read_dir(&self.folder).map_err(at)? {
            let entry = entry.map_err(at)?;
            let name = entry.file_name();
            if name != *self.published.app.file && name != NEWEST && name != "lock" {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// Copies a file's bytes, synced.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut read = File::open(from).map_err(|error| CoreError::file(from, error))?;
    let mut write = || {
        let mut file = private(to)?;
        file.set_len(0)?;
        std::io::copy(&mut read, &mut file)?;
        file.sync_all()
    };
    Ok(write().map_err(|error| CoreError::file(to, error))?)
}

/// Opens a file that only its owner can read; makes it when it is not there.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true).mode(0o600).open(path)
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(CoreError::file(path, error).into()),
        _ => Ok(()),
    }
}
