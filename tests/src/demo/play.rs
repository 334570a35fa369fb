//! The year as it is played: week by week, every phone a life of its own, two at a time; the township keeps its desk.

use super::phone::{Phone, Week};
use super::plan::{CadreYear, Flood};
use super::turns::{Turned, Turns};
use super::year::Played;
use crate::failure::{Done, Failure, While};
use crate::photos::Pictures;
use crate::town::Town;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Phones that live at the same time. A phone and its server mostly wait for the disk.
const AT_ONCE: usize = 4;
/// Weeks between two days at the reviewer's desk.
const DESK_EVERY: usize = 4;

/// What came of the year.
pub struct Lived {
    /// The phones, as they are at its end.
    pub phones: Vec<Phone>,
    /// Visits a reviewer decided.
    pub decided: u32,
    /// What the desk decided beside them.
    pub turned: Turned,
}

/// Enrols the phones and plays the year.
pub fn play(
    town: &Town,
    years: Vec<CadreYear>,
    played: &Played,
    flood: Option<&Flood>,
    turns: &Turns,
    dir: &Path,
) -> Done<Lived> {
    let pictures = Pictures::decode().when("读照片 reading the photos")?;
    let total: usize = years.iter().map(|year| year.outings.len()).sum();
    let bar = progress(u64::try_from(total).unwrap_or(u64::MAX));
    // Where standard error is no terminal the bar is not drawn: each tenth of the year is a line there.
    let (tenth, mut told) = (played.weeks.len().div_ceil(10).max(1), 0);
    bar.set_message("登记手机 enrolling the phones");
    let unpacked: Done<Vec<_>> = years
        .into_iter()
        .map(|year| {
            let phone = Phone::unpack(dir, year, town.running.listening(), &town.clock)?;
            let code = town.code_for(phone.year.cadre, phone.address())?;
            Ok((Mutex::new(phone), code))
        })
        .collect();
    let unpacked = unpacked?;
    together(&unpacked, &|(phone, code)| lock(phone).enrol(code, &town.clock))?;
    let phones: Vec<Mutex<Phone>> = unpacked.into_iter().map(|(phone, _)| phone).collect();

    let (mut decided, mut waived, mut turned) = (0, false, Turned::default());
    for (number, end) in played.weeks.iter().enumerate() {
        bar.set_message(end.day().to_string());
        if let Some(flood) = flood.filter(|flood| !waived && flood.from.start() < *end) {
            town.waive(flood)?;
            waived = true;
        }
        turns.play(town, number, &mut turned)?;
        let week = Week {
            number,
            of: played.weeks.len(),
            end,
        };
        together(&phones, &|phone| {
            let made = lock(phone).live(&week, &pictures, &town.clock)?;
            bar.inc(made);
            Ok(())
        })?;
        if bar.is_hidden() && number / tenth > told {
            told = number / tenth;
            eprintln!("演示 {}/{total} 次走访 visits · {}", bar.position(), end.day());
        }
        if number % DESK_EVERY == DESK_EVERY - 1 {
            decided += town.review(played.first)?;
        }
    }
    bar.finish_and_clear();
    let phones = phones
        .into_iter()
        .map(|phone| phone.into_inner().unwrap_or_else(PoisonError::into_inner));
    Ok(Lived {
        phones: phones.collect(),
        decided,
        turned,
    })
}

/// Does something with each, a few at a time; the first thing that goes wrong is answered.
fn together<T: Sync>(all: &[T], work: &(dyn Fn(&T) -> Done<()> + Sync)) -> Done<()> {
    let next = AtomicUsize::new(0);
    let wrong: Mutex<Option<Failure>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(all.len()) {
            scope.spawn(|| {
                while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = work(one) {
                        lock(&wrong).get_or_insert(error);
                        return;
                    }
                }
            });
        }
    });
    match wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn progress(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("演示 {bar:30} {pos}/{len} 次走访 visits · {msg}");
    let bar = ProgressBar::new(total);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
