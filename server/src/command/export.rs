//! `ruhu export --data DIR --scope CODE --year Y --out PACK`: a year of a place as an evidence pack.

use super::{CommandError, DataArgs, Outcome, Output, key_file};
use crate::folder::Folder;
use crate::pack::{self, Exported, Form, Order, Personal, ShelfPhotos};
use crate::shelf::PhotoShelf;
use crate::store::{Access, Audit, AuditEvent, AuditNote, Who};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::{Clock, Moment, SystemClock};
use std::path::{Path, PathBuf};

/// The arguments of `ruhu export`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 范围：县、乡镇或村的代码 / The place: the code of a county, township or village
    #[arg(long, value_name = "CODE")]
    pub scope: String,
    /// 年份 / The year
    #[arg(long, value_name = "Y")]
    pub year: i32,
    /// 佐证包的位置，不得已存在 / Where the pack goes; must not be there yet
    #[arg(long, value_name = "PACK")]
    pub out: PathBuf,
    /// 打成一个 ZIP 文件 / Write one ZIP file in place of a folder
    #[arg(long)]
    pub zip: bool,
    /// 连同身份证号和电话；乡镇的日志会记下 / ID numbers and telephones too; the township's log says so
    #[arg(long)]
    pub full: bool,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let scope: RegionCode = args.scope.trim().parse()?;
    let key = args.data.key.as_deref().map(key_file::read).transpose()?;
    let folder = Folder::open_existing(&args.data.data, key.as_ref())?;
    let form = if args.zip { Form::Zip } else { Form::Folder };
    let personal = if args.full { Personal::Full } else { Personal::LeftOut };
    let now = SystemClock.now().wall;
    let exported = make_with(&folder, scope.clone(), args.year, &args.out, form, personal, now)?;
    let event = match personal {
        Personal::LeftOut => AuditEvent::PackExported(scope, args.year),
        Personal::Full => AuditEvent::FullPackExported(scope, args.year),
    };
    let note = AuditNote {
        who: Who::Command,
        event,
        origin: None,
    };
    folder.store.note(&note, now)?;
    match args.json {
        true => out.json(&exported)?,
        false => tell(&exported, out)?,
    }
    Ok(Outcome::Fine)
}

/// Exports from an open folder; `now` is the server's clock.
pub fn make(
    folder: &Folder,
    scope: RegionCode,
    year: i32,
    out: &Path,
    form: Form,
    now: Moment,
) -> Result<Exported, crate::Error> {
    make_with(folder, scope, year, out, form, Personal::LeftOut, now)
}

/// [`make`], with what of people is in it.
pub fn make_with(
    folder: &Folder,
    scope: RegionCode,
    year: i32,
    out: &Path,
    form: Form,
    personal: Personal,
    now: Moment,
) -> Result<Exported, crate::Error> {
    let shelf = PhotoShelf::local(&folder.path.join("photos"))?;
    pack::export(&Order {
        store: &folder.store,
        signer: &folder.signer,
        photos: &ShelfPhotos {
            rows: &folder.store,
            shelf: &shelf,
        },
        scope,
        year,
        now,
        simulated: folder.store.serving()?.simulated,
        out,
        form,
        personal,
    })
}

fn tell(pack: &Exported, out: &mut Output<'_>) -> Result<(), CommandError> {
    if pack.simulated {
        out.line("演示数据：时钟和定位是模拟的 / A demo's data: clocks and positions are simulated")?;
    }
    if pack.full {
        out.line(
            "含身份证号和电话，乡镇的日志已记下 / ID numbers and telephones are in it; the township's log says so",
        )?;
    }
    out.line(format_args!("佐证包 pack: {}", pack.pack.display()))?;
    out.line(format_args!(
        "{} {} · 农户 households {} · 走访 visits {} · 记录 records {} · 照片 photos {}（还没收到 not arrived {}）· {} MB",
        pack.scope,
        pack.year,
        pack.households,
        pack.visits,
        pack.records,
        pack.photos,
        pack.photos_not_here,
        pack.bytes.div_ceil(1_000_000),
    ))?;
    out.line(format_args!("密钥指纹 key: {}", pack.server_key))?;
    out.line(format_args!(
        "        {}",
        fingerprint_words(&pack.server_key).join(" ")
    ))?;
    out.line(format_args!(
        "核验 to verify: ruhu verify {} --server-key {}",
        pack.pack.display(),
        pack.server_key
    ))
}
