//! `ruhu backup --data DIR --out FOLDER`: everything in another place, while the server runs.

use super::{CommandError, DataArgs, Outcome, Output, doctor};
use crate::backup::{DATABASE, Order, Taken, take};
use crate::folder::SERVER_KEY;
use crate::store::{Audit, AuditEvent, AuditNote, SqliteStore, Who};
use ruhu_core::time::{Clock, Moment, SystemClock};
use std::fs;
use std::path::PathBuf;

/// The arguments of `ruhu backup`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The data folder.
    #[command(flatten)]
    pub data: DataArgs,
    /// 备份放哪里（新文件夹，最好在另一块磁盘上） / Where the backup goes: a new folder, best on another disk
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let key = args.data.raw_key()?;
    args.data.must_be_there()?;
    let now = SystemClock.now().wall;
    note(args, key.as_ref(), now)?;
    let taken = take(&Order {
        data: &args.data.data,
        key: key.as_ref(),
        out: &args.out,
        now,
    })?;
    match args.json {
        true => out.json(&taken)?,
        false => tell(&taken, out)?,
    }
    Ok(match taken.examination.ok {
        true => Outcome::Fine,
        false => Outcome::Finding,
    })
}

/// The audit log's row, before anything is copied: the backup has it too. An older database is not brought up to date for
/// a backup, and takes no row.
fn note(args: &Args, key: Option<&[u8; 32]>, now: Moment) -> Result<(), CommandError> {
    if fs::symlink_metadata(&args.out).is_ok() {
        // It is refused in a moment.
        return Ok(());
    }
    // What cannot be looked into is refused in a moment, with its own words.
    let Ok((store, schema)) = SqliteStore::look(&args.data.data.join(DATABASE), key) else {
        return Ok(());
    };
    drop(store);
    if schema != SqliteStore::newest_schema() || !args.data.data.join(SERVER_KEY).is_file() {
        return Ok(());
    }
    let note = AuditNote {
        who: Who::Command,
        event: AuditEvent::BackupBegun,
        origin: None,
    };
    Ok(args.data.open()?.store.note(&note, now)?)
}

fn tell(taken: &Taken, out: &mut Output<'_>) -> Result<(), CommandError> {
    let manifest = &taken.manifest;
    out.line(format_args!("备份 backup: {}", taken.backup.display()))?;
    out.line(format_args!(
        "照片 photos {}（链接 linked {}）· {} MB",
        manifest.photos,
        taken.photos_linked,
        manifest.photo_bytes.div_ceil(1_000_000)
    ))?;
    if taken.photos_linked > 0 {
        out.line("与服务器在同一块磁盘上：磁盘坏了备份也没了，请再拷到别处。 / It is on the server's own disk: copy it elsewhere too.")?;
    }
    out.line("里面有服务器密钥，请当作钥匙保管。 / The server's key is in it: keep it as you keep a key.")?;
    if manifest.encrypted {
        out.line("数据库密钥（--key 的文件）不在里面，请另外保管。 / The file you give to --key is not in it: keep that too, elsewhere.")?;
    }
    doctor::tell(&taken.examination, out)
}
