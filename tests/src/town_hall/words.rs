//! How a town hall is begun: its folder, its roster, its clock.

use super::Wrong;
use crate::demo::ROSTER;
use crate::failure::{Done, Failure, While};
use crate::village;
use clap::Parser;
use ruhu_core::time::{Clock, Moment, SystemClock};
use ruhu_server::command::CommandError;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The most households of a made-up village: its street would leave China further north.
const MOST: i64 = 21_000;
/// Millisecond numbers before 2001 are seconds that somebody meant.
const YEAR_2001: i64 = 978_307_200_000;
/// The last year that a clock is set to.
const YEAR_2100: i64 = 4_102_444_800_000;
/// Cadres of a made-up village are called by these, in turn.
const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗",
];
const GIVEN: [&str; 10] = [
    "建军", "卫东", "秀英", "志强", "桂芳", "明德", "晓燕", "国庆", "海霞", "立新",
];

/// 一个由 JSON 行驱动的镇 / A township driven by JSON lines on standard input
#[derive(Clone, Debug, Parser)]
#[command(name = "ruhu-town")]
pub struct Words {
    /// 数据文件夹，要新的 / The data folder; it must not be there yet, or be empty
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// 花名册；不写就用演示的 / A roster file; the demo's own when left out
    #[arg(long, value_name = "FILE", conflicts_with = "households")]
    roster: Option<PathBuf>,
    /// 造一个有 N 户的村 / A village of N households instead
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST))]
    households: Option<u32>,
    /// 由几位责任人分 / So many cadres share them
    #[arg(long, value_name = "N", default_value_t = 1, requires = "households", value_parser = clap::value_parser!(u32).range(1..=200))]
    cadres: u32,
    /// 镇上的时间：RFC 3339 或毫秒；不写就是现在 / The township's time, RFC 3339 or milliseconds; now when left out
    #[arg(long, value_name = "MOMENT", conflicts_with = "live")]
    at: Option<String>,
    /// 时钟跟着机器走 / The clock goes with the machine's
    #[arg(long)]
    live: bool,
    /// 用自制证书说 TLS；没有坏路，也看不了网页 / Speaks TLS by a certificate of its own; no bad road, no pages then
    #[arg(long)]
    tls: bool,
}

/// How the township's clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Going {
    /// It stands until it is stepped.
    Stepped,
    /// With the machine's.
    WithTheMachine,
}

impl Words {
    /// The folder, when nothing is in it yet: nobody's data is mixed with a test's.
    pub(super) fn new_folder(&self) -> Done<&Path> {
        let taken = match std::fs::read_dir(&self.data) {
            Ok(mut entries) => entries.next().is_some(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(error) => return Err(Failure::new("--data", error)),
        };
        match taken {
            false => Ok(&self.data),
            true => Err(Failure::new(
                "--data",
                format!(
                    "{} 里已经有东西，请换一个文件夹 / is not empty: give a new folder",
                    self.data.display()
                ),
            )),
        }
    }

    /// The roster's bytes.
    pub(super) fn roster(&self) -> Done<Vec<u8>> {
        match (&self.roster, self.households) {
            (Some(path), _) => {
                let read = std::fs::read(path).map_err(|error| CommandError::file(path, &error));
                read.when("--roster")
            }
            (None, Some(households)) => {
                let shares = shares(households, self.cadres);
                let shares: Vec<(&str, Range<u32>)> = shares
                    .iter()
                    .map(|(name, range)| (name.as_str(), range.clone()))
                    .collect();
                Ok(village::roster(&shares).into_bytes())
            }
            (None, None) => Ok(ROSTER.to_vec()),
        }
    }

    /// When it is there at the beginning.
    pub(super) fn moment(&self) -> Done<Moment> {
        let Some(text) = &self.at else {
            return Ok(SystemClock.now().wall);
        };
        match text.parse::<i64>() {
            Ok(millis) => moment_of(millis).when("--at"),
            Err(_) => text.parse().when("--at"),
        }
    }

    pub(super) fn tls(&self) -> bool {
        self.tls
    }

    pub(super) fn going(&self) -> Going {
        match self.live {
            true => Going::WithTheMachine,
            false => Going::Stepped,
        }
    }
}

/// A moment by its milliseconds. What nobody can mean is refused: seconds, and a year that would never pass.
pub(super) fn moment_of(millis: i64) -> Result<Moment, Wrong> {
    match (YEAR_2001..YEAR_2100).contains(&millis) {
        true => Ok(Moment::from_millis(millis)),
        false => Err(Wrong::new(
            &millis.to_string(),
            "no moment of the years 2001 to 2099",
            "give milliseconds since 1970-01-01T00:00Z",
        )),
    }
}

/// Who holds which households: near enough equal shares, one after the other along the street.
fn shares(households: u32, cadres: u32) -> Vec<(String, Range<u32>)> {
    let cadres = cadres.min(households);
    let edge = |n: u32| u32::try_from(u64::from(households) * u64::from(n) / u64::from(cadres)).unwrap_or(households);
    let names = GIVEN
        .iter()
        .flat_map(|given| SURNAMES.iter().map(move |surname| format!("{surname}{given}")));
    (0..cadres)
        .zip(names)
        .map(|(n, name)| (name, edge(n)..edge(n + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_household_is_somebodys_and_nobody_is_called_like_another() {
        let shares = shares(21_000, 200);
        let held: u32 = shares.iter().map(|(_, range)| range.end - range.start).sum();
        let names: std::collections::BTreeSet<_> = shares.iter().map(|(name, _)| name).collect();
        assert_eq!((held, names.len()), (21_000, 200));
        assert!(shares.windows(2).all(|pair| pair[0].1.end == pair[1].1.start));
    }
}
