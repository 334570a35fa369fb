//! A newer version of this app, from the township's own server: which one there is, and its file. Whether the file may be
//! installed, the phone's system says by its signature; here it is made sure that it is the file the server signed for.

use crate::app::open::lock;
use crate::app::{Answer, App, AppError, Text};
use crate::error::Error;
use crate::ids::Sha256;
use crate::record::{AppStatement, ServerKey};
use crate::sync::{NoPart, Transport, TransportError, app_part, newest_app};
use sha2::Digest;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// So many broken calls in a row end the fetching, as they end a run of sending; what came is kept.
const BROKEN_IN_A_ROW: u32 = 4;

/// What the fetching came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Fetched {
    /// The whole file is there, and is the one that the server signed for.
    Whole,
    /// The caller said stop; what came is kept and gone on from.
    Stopped,
}

impl App {
    /// The app that the enrolled server hands out, when it is newer than the installed one.
    pub fn newest_app(&self, installed: u32) -> Answer<Option<AppStatement>> {
        let me = self.enrolment()?;
        let server = ServerKey::from_bytes(&me.server_key)?;
        let newest = newest_app(&*self.transport_to(&me.address, me.pin)?, &server).map_err(|error| match error {
            Error::NotGenuine(detail) => AppError::Report {
                text: Text::new(
                    "有人说有新版，但不是镇里的服务器签的，没有下载。请告诉镇里。",
                    "A newer version was offered, but the township's server did not sign the offer: nothing was fetched. \
                     Tell the township.",
                ),
                detail,
            },
            other => other.into(),
        })?;
        Ok(newest.filter(|app| app.version_code > installed))
    }

    /// Brings the app's file to `to`, in parts, which lie in `<to>.part` until all are there: after a cut it goes on from
    /// where that file ends. `progress` is told how many bytes are there and answers whether to go on.
    pub fn fetch_app(
        &self,
        app: &AppStatement,
        to: &Path,
        progress: &(dyn Fn(u64) -> ControlFlow<()> + Send + Sync),
    ) -> Answer<Fetched> {
        let _fetching = lock(&self.fetching);
        let me = self.enrolment()?;
        if is_it(to, app)? {
            return Ok(Fetched::Whole);
        }
        let road = self.transport_to(&me.address, me.pin)?;
        let part = beside(to);
        let mut file = open_part(&part, app)?;
        let mut there = length(&file, &part)?;
        let mut broken = 0;
        while there < app.bytes {
            if progress(there).is_break() {
                return Ok(Fetched::Stopped);
            }
            match bring(&*road, app, there) {
                Ok(bytes) => {
                    file.write_all(&bytes).map_err(|e| Error::file(&part, e))?;
                    there += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                    broken = 0;
                }
                Err(Break::Transport(_)) if broken + 1 < BROKEN_IN_A_ROW => broken += 1,
                Err(Break::Transport(error)) => return Err(Error::from(error).into()),
                Err(Break::Final(error)) => return Err(error),
            }
        }
        file.sync_all().map_err(|e| Error::file(&part, e))?;
        drop(file);
        if !is_it(&part, app)? {
            fs::remove_file(&part).map_err(|e| Error::file(&part, e))?;
            return Err(AppError::fix(
                "app_differs",
                "下载的新版和镇里说的不一样，已经删掉。请再下载一次；还是这样，就告诉镇里。",
                "What was fetched is not the file that the township's server signed for; it was deleted. Fetch it once more; \
                 if it stays so, tell the township.",
            ));
        }
        fs::rename(&part, to).map_err(|e| Error::file(to, e))?;
        // All of it is there: there is nothing left to stop.
        let _ = progress(app.bytes);
        Ok(Fetched::Whole)
    }
}

/// Why a part did not come.
enum Break {
    /// Asking again may help.
    Transport(TransportError),
    /// It does not.
    Final(AppError),
}

fn bring(road: &dyn Transport, app: &AppStatement, offset: u64) -> Result<Vec<u8>, Break> {
    app_part(road, app, offset).map_err(|no| match no {
        // Nobody is there, somebody else, or a server that wants to be left alone: asking again at once changes nothing.
        // A line that broke may hold the next time.
        NoPart::Broken(error @ (TransportError::Cut | TransportError::TimedOut)) => Break::Transport(error),
        NoPart::Broken(end) => Break::Final(Error::from(end).into()),
        NoPart::Refused(no) => Break::Final(
            Error::Refused {
                code: no.code,
                message: no.message,
            }
            .into(),
        ),
    })
}

/// Where the parts are put together.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Opens what has come so far, to be added to. What is longer than the file can be is no part of it.
fn open_part(part: &Path, app: &AppStatement) -> Answer<File> {
    if let Some(folder) = part.parent() {
        fs::create_dir_all(folder).map_err(|e| Error::file(folder, e))?;
    }
    let open = |options: &mut OpenOptions| options.create(true).open(part).map_err(|e| Error::file(part, e));
    let file = open(OpenOptions::new().append(true))?;
    if length(&file, part)? > app.bytes {
        file.set_len(0).map_err(|e| Error::file(part, e))?;
    }
    Ok(file)
}

fn length(file: &File, path: &Path) -> Answer<u64> {
    Ok(file.metadata().map_err(|e| Error::file(path, e))?.len())
}

/// Whether this file is there and is the one that was signed for.
fn is_it(path: &Path, app: &AppStatement) -> Answer<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(Error::file(path, e).into()),
    };
    if length(&file, path)? != app.bytes {
        return Ok(false);
    }
    let (mut hash, mut buffer) = (sha2::Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut buffer).map_err(|e| Error::file(path, e))? {
            0 => return Ok(Sha256(hash.finalize().into()) == app.sha256),
            read => hash.update(&buffer[..read]),
        }
    }
}
