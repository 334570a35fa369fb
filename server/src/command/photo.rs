//! `ruhu photo FILE... --out DIR`: what a phone would keep of these files, by the core's own photo job.

use super::{CommandError, Outcome, Output};
use ruhu_core::ids::Sha256;
use ruhu_core::photo::{self, MAX_BYTES, Prepared, Shutter};
use ruhu_core::time::{Clock, Moment, SystemClock};
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The arguments of `ruhu photo`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 照片文件 / The photo files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// 输出文件夹 / The folder for copies and thumbnails; made when it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// 结果用 JSON / Report as one JSON list
    #[arg(long)]
    pub json: bool,
}

/// What became of one file; its JSON is a contract.
#[derive(Debug, Serialize)]
struct Kept {
    /// The file as it was named.
    file: String,
    /// Whether a phone would keep it.
    ok: bool,
    /// The stable code of what is wrong.
    code: Option<String>,
    /// The plain sentence.
    message: Option<String>,
    /// The copy's width in pixels.
    width: Option<u32>,
    /// The copy's height in pixels.
    height: Option<u32>,
    /// The original's hash.
    sha256: Option<Sha256>,
    /// Where the file says it was taken, WGS-84 degrees.
    lat: Option<f64>,
    lon: Option<f64>,
    /// When the file says it was taken.
    taken: Option<String>,
    /// Where the copy is, from the current folder.
    copy: Option<String>,
    /// Where the thumbnail is.
    thumb: Option<String>,
}

/// Why a file is not kept.
struct NotKept {
    code: String,
    message: String,
}

/// Runs it. One bad file does not stop the others.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let now = SystemClock.now().wall;
    let mut kept = Vec::new();
    for file in &args.files {
        kept.push(match keep(file, &args.out, now)? {
            Ok(kept) => kept,
            Err(reason) => not_kept(file, reason),
        });
    }
    match args.json {
        true => out.json(&kept)?,
        false => kept.iter().try_for_each(|kept| out.line(in_words(kept)))?,
    }
    let bad = kept.iter().filter(|kept| !kept.ok).count();
    match bad {
        0 => Ok(Outcome::Fine),
        all if all == kept.len() => Err(CommandError::new(
            format!("{all} 个文件都不能用，没有留下什么。  None of the {all} file(s) can be used; nothing was kept"),
            "",
            "see what is said of each",
        )),
        _ => Ok(Outcome::PartlyRefused),
    }
}

/// The outer error is the output folder's: no file could be kept there. The inner one is this file's.
fn keep(file: &Path, folder: &Path, now: Moment) -> Result<Result<Kept, NotKept>, CommandError> {
    let original = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = error.to_string();
            return Ok(Err(NotKept {
                code: "file_unreadable".to_owned(),
                message,
            }));
        }
    };
    let prepared = match photo::prepare(&original, None, Shutter::Before(now)) {
        Ok(prepared) => prepared,
        Err(ruhu_core::Error::Photo { code, message }) => {
            return Ok(Err(NotKept {
                code: code.to_owned(),
                message: format!("{}  {message}", photo::words(code)),
            }));
        }
        Err(other) => return Err(other.into()),
    };
    fs::create_dir_all(folder).map_err(|e| CommandError::file(folder, &e))?;
    // Named by the original's hash, as on the phone: the same photo twice is one pair of files.
    let hash = prepared.original.sha256;
    let copy = folder.join(format!("{hash}.jpg"));
    let thumb = folder.join(format!("{hash}.thumb.jpg"));
    write(&copy, &prepared.copy)?;
    write(&thumb, &prepared.thumb)?;
    Ok(Ok(described(file, &prepared, &copy, &thumb)))
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    // One byte more than the photo job takes lets it say "too large" in its own words.
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Written beside and renamed, so that a full disk leaves no half a picture behind.
fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let beside = path.with_extension("part");
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // What failed to be written is of no use; that it cannot be removed either changes nothing about the error.
        let _ = fs::remove_file(&beside);
        CommandError::file(path, &error)
    })
}

fn described(file: &Path, prepared: &Prepared, copy: &Path, thumb: &Path) -> Kept {
    let position = prepared.facts.position;
    Kept {
        file: file.display().to_string(),
        ok: true,
        code: None,
        message: None,
        width: Some(prepared.width),
        height: Some(prepared.height),
        sha256: Some(prepared.original.sha256),
        lat: position.map(|p| p.lat),
        lon: position.map(|p| p.lon),
        taken: prepared.facts.taken.clone(),
        copy: Some(copy.display().to_string()),
        thumb: Some(thumb.display().to_string()),
    }
}

fn not_kept(file: &Path, reason: NotKept) -> Kept {
    Kept {
        file: file.display().to_string(),
        ok: false,
        code: Some(reason.code),
        message: Some(reason.message),
        width: None,
        height: None,
        sha256: None,
        lat: None,
        lon: None,
        taken: None,
        copy: None,
        thumb: None,
    }
}

fn in_words(kept: &Kept) -> String {
    match (&kept.copy, kept.width, kept.height) {
        (Some(copy), Some(width), Some(height)) => {
            let taken = kept.taken.as_deref().unwrap_or("—");
            let place = match (kept.lat, kept.lon) {
                (Some(lat), Some(lon)) => format!("{lat:.5}, {lon:.5}"),
                _ => "—".to_owned(),
            };
            format!(
                "{}: {width}x{height} · 时间 taken {taken} · 位置 at {place} · {copy}",
                kept.file
            )
        }
        _ => {
            let (code, message) = (
                kept.code.as_deref().unwrap_or_default(),
                kept.message.as_deref().unwrap_or_default(),
            );
            format!("{}: 不能用 cannot be used ({code}): {message}", kept.file)
        }
    }
}
