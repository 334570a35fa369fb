//! `ruhu place HOUSEHOLD --lat --lon`: where a household lives, as the township says; it has moved, or its place was
//! learnt wrong. To which village it belongs is the roster's to say.

use super::town::{self, day, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::town::decide::{self, NewPlace};
use ruhu_core::domain::LatLon;
use ruhu_core::ids::HouseholdNo;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;

/// The arguments of `ruhu place`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 户编号 / The household's number
    #[arg(value_name = "HOUSEHOLD")]
    pub household: String,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 纬度（WGS-84） / Latitude, WGS-84 degrees
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lat: f64,
    /// 经度（WGS-84） / Longitude, WGS-84 degrees
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lon: f64,
    /// 从哪天起；不写就是今天。换了村的，下次导入花名册时改行政村 / From which day; today when left out. A household that
    /// moved to another village is put there by the next roster
    #[arg(long, value_name = "YYYY-MM-DD", visible_alias = "on")]
    pub from: Option<String>,
    /// 乡镇代码，几个乡镇有同一户编号时才要 / The township, where several have the household's number
    #[arg(long, value_name = "CODE")]
    pub township: Option<String>,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: Option<String>,
    /// 谁定的 / Who answers for it
    #[arg(long, value_name = "WHO", default_value = town::AT_THE_COMMAND_LINE)]
    pub by: String,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let no: HouseholdNo = parsed("HOUSEHOLD", &args.household)?;
    let township = town::of_household(&folder, &no, args.township.as_deref())?;
    let now = SystemClock.now().wall;
    let place = NewPlace {
        household: &no,
        point: LatLon {
            lat: args.lat,
            lon: args.lon,
        },
        from: match &args.from {
            Some(text) => day("--from", text)?,
            None => now.day(),
        },
        why: args.reason.as_deref(),
        by: Some(&args.by),
    };
    let set = decide::set_place(&folder.store, &township, &place, now)?;
    match args.json {
        true => out.json(&json!({
            "township": township, "household": no, "version": set.version, "lat": set.lat, "lon": set.lon,
            "from": set.from, "why": args.reason, "by": args.by,
        }))?,
        false => out.line(format_args!(
            "{no} 的位置已登记（第 {} 版，{} 起）；以前的走访仍按当时的位置。  Place {} of {no} holds from {}; earlier visits keep theirs.",
            set.version, set.from, set.version, set.from
        ))?,
    }
    Ok(Outcome::Fine)
}
