//! `ruhu unsent FILE... --data DIR`: takes in what phones could not send, from a memory card.

use super::{CommandError, DataArgs, Outcome, Output};
use crate::shelf::PhotoShelf;
use crate::store::{Audit, AuditEvent, AuditNote, Ledger, Who};
use crate::unsent::{Opener, Place, Source, TakenIn, take_in};
use ruhu_core::ids::RegionCode;
use ruhu_core::time::{Clock, SystemClock};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The arguments of `ruhu unsent`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 手机导出的文件：没传的备份，或放在一边的旧记录（ZIP 或文件夹） / What a phone wrote: the backup of what was not sent,
    /// or records that were set aside (a ZIP file or a folder)
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 把没写完的走访另存到这个新文件里（JSON） / Write what was begun and not finished to this new file (JSON)
    #[arg(long, value_name = "FILE")]
    pub begun: Option<PathBuf>,
    /// 结果用 JSON / Report as one JSON list
    #[arg(long)]
    pub json: bool,
}

/// What came out of one file; its JSON is a contract.
#[derive(Serialize)]
struct Brought {
    /// The file as it was named.
    file: String,
    /// The township it was for.
    township: RegionCode,
    #[serde(flatten)]
    taken: TakenIn,
}

/// Runs it. Everything is opened before anything is taken in: a file that cannot be used changes nothing.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let mut openers: Vec<Opener> = Vec::new();
    for township in folder.store.townships()? {
        folder.store.transact(&township.code, &mut |tx| {
            let secrets = tx.secrets()?;
            openers.retain(|(code, _)| *code != township.code);
            openers.push((township.code.clone(), secrets.backup));
            Ok(())
        })?;
    }
    let mut sources = Vec::new();
    for file in &args.files {
        for place in Place::all_in(file).map_err(|error| CommandError::from(error).at(file))? {
            let opened = Source::open(&place, &openers).map_err(|error| CommandError::from(error).at(file))?;
            sources.push((file, opened));
        }
    }
    if let Some(path) = &args.begun {
        write_begun(path, &sources)?;
    }
    let shelf = PhotoShelf::local(&folder.path.join("photos"))?;
    let mut brought = Vec::new();
    for (file, (township, source)) in &sources {
        let now = SystemClock.now().wall;
        let taken = take_in(&folder.store, &shelf, township, source, now)?;
        let note = AuditNote {
            who: Who::Command,
            event: AuditEvent::UnsentTaken(township.clone(), taken.records),
            origin: None,
        };
        folder.store.note(&note, now)?;
        brought.push(Brought {
            file: file.display().to_string(),
            township: township.clone(),
            taken,
        });
    }
    match args.json {
        true => out.json(&brought)?,
        false => brought.iter().try_for_each(|brought| say(brought, out))?,
    }
    match brought
        .iter()
        .any(|b| !b.taken.refused.is_empty() || b.taken.photos_damaged > 0)
    {
        true => Ok(Outcome::PartlyRefused),
        false => Ok(Outcome::Fine),
    }
}

fn write_begun(path: &Path, sources: &[(&PathBuf, (RegionCode, Source))]) -> Result<(), CommandError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut begun = Vec::new();
    for (_, (_, source)) in sources {
        begun.extend(source.begun()?);
    }
    let text =
        serde_json::to_vec_pretty(&begun).map_err(|error| CommandError::new(error.to_string(), "", "report this"))?;
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
    written.map_err(|error| CommandError::file(path, &error))
}

fn say(brought: &Brought, out: &mut Output<'_>) -> Result<(), CommandError> {
    let taken = &brought.taken;
    out.line(format_args!(
        "{}（{}）：新收记录 {} 条，早就有的 {} 条；新收照片 {} 个，早就有的 {} 个。  {} records and {} photo files are new, {} and {} \
         were here already.",
        brought.file,
        brought.township,
        taken.records,
        taken.records_known,
        taken.photos,
        taken.photos_known,
        taken.records,
        taken.photos,
        taken.records_known,
        taken.photos_known,
    ))?;
    for refused in &taken.refused {
        out.line(format_args!(
            "  没收 not taken: {} ({}): {}",
            refused.sha256, refused.code, refused.message
        ))?;
    }
    if taken.photos_unnamed > 0 {
        out.line(format_args!(
            "  {} 个照片文件不属于任何一条记录（走访没写完，或者已依法删除），没有收。  {} photo files belong to no record (of visits \
             not finished, or erased): not taken.",
            taken.photos_unnamed, taken.photos_unnamed
        ))?;
    }
    if taken.photos_damaged > 0 {
        out.line(format_args!(
            "  {} 个照片文件坏了，没有收。  {} photo files are damaged: not taken.",
            taken.photos_damaged, taken.photos_damaged
        ))?;
    }
    if taken.begun > 0 {
        out.line(format_args!(
            "  {} 次走访没写完，没有签名，不算记录；要看内容，加 --begun FILE。  {} visits were begun and not finished: nobody signed \
             them, they are no records; --begun FILE writes them out.",
            taken.begun, taken.begun
        ))?;
    }
    Ok(())
}
