//! `ruhu export --data DIR --scope CODE --year Y --out PACK`: a year of a place as an evidence pack.

use super::judging::work_off;
use super::{CommandError, DataArgs, Outcome, Output, key_file};
use crate::apart::apart;
use crate::folder::Folder;
use crate::pack::{self, Exported, Form, Order, Personal, ShelfPhotos};
use crate::shelf::PhotoShelf;
use crate::store::{Access, Audit, AuditEvent, AuditNote, Instant, Rejudging, Store, Who};
use crate::town::judge::{self, StandingClock};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::{Clock, Moment, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    apart("--out", &args.out, &args.data.data)?;
    let form = if args.zip { Form::Zip } else { Form::Folder };
    let personal = if args.full { Personal::Full } else { Personal::LeftOut };
    let now = SystemClock.now().wall;
    let township = pack::ready(&folder.store, &scope, args.year, now, &args.out)?;
    judge_first(&folder, &township, out)?;
    let event = match personal {
        Personal::LeftOut => AuditEvent::PackExported(scope.clone(), args.year),
        Personal::Full => AuditEvent::FullPackExported(scope.clone(), args.year),
    };
    let note = AuditNote {
        who: Who::Command,
        event,
        origin: None,
    };
    // Before the pack: none leaves unseen, also when the program is killed in the middle.
    folder.store.note(&note, now)?;
    let exported = make_with(&folder, scope, args.year, &args.out, form, personal, now)?;
    match args.json {
        true => out.json(&exported)?,
        false => tell(&exported, out)?,
    }
    Ok(Outcome::Fine)
}

/// A pack whose verdicts are of the rules before would not verify: what waits is judged before it is made.
fn judge_first(folder: &Folder, township: &RegionCode, out: &mut Output<'_>) -> Result<(), CommandError> {
    work_off(folder, out)?;
    match folder.store.to_judge(township)? {
        0 => Ok(()),
        left => Err(CommandError::new(
            format!(
                "{left} 户没能按新规则重新认定，佐证包会核验不过 / {left} households could not be judged again, and the pack \
                 would not verify"
            ),
            township.as_str(),
            "run ruhu doctor; restore the newest backup beside this folder and tell the maintainers",
        )),
    }
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
    let township = pack::ready(&folder.store, &scope, year, now, out)?;
    if personal == Personal::Full {
        pack::note_full(&folder.store, &scope, year, now)?;
    }
    let instant = judged_instant(folder, &township, now)?;
    pack::export(&Order {
        store: &*instant,
        signer: &folder.signer,
        photos: &ShelfPhotos {
            rows: &*instant,
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

/// The rows as of an instant at which no household of the township waits to be judged again.
fn judged_instant(folder: &Folder, township: &RegionCode, now: Moment) -> Result<Arc<dyn Store>, crate::Error> {
    // A policy may be put in force between judging and the instant, now and then, not again and again.
    for _ in 0..3 {
        judge::finish(&folder.store, &StandingClock(now), &mut |_| ())?;
        let instant = folder.store.instant()?;
        if instant.to_judge(township)? == 0 {
            return Ok(instant);
        }
    }
    Err(CoreError::NotNow {
        what: "households wait to be judged again by a new policy".to_owned(),
        mend: "run it again when `ruhu policy put` has ended".to_owned(),
    }
    .into())
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
