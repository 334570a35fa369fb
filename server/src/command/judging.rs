//! Households that wait to be judged again, judged while somebody watches: a bar on a terminal, a line now and then elsewhere.

use super::{CommandError, Outcome, Output};
use crate::characters::grouped;
use crate::folder::{Folder, judging_alone};
use crate::store::Rejudging;
use crate::town::judge::{LeftOut, Worker};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ruhu_core::time::SystemClock;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How often a line is said where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);
/// How often it is looked whether another process that judges has come to its end.
const LOOK: Duration = Duration::from_millis(200);

/// What became of the households that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// All are judged.
    All,
    /// All but some that contradict themselves; they were named.
    NotSome,
    /// It stopped on the way; that was said.
    Stopped,
}

impl Judged {
    /// How a command ends whose decision stands already.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::All => Outcome::Fine,
            Self::NotSome | Self::Stopped => Outcome::PartlyRefused,
        }
    }
}

/// Judges again all that waits after a decision was written, which stands whatever happens here.
pub(super) fn judge_again(folder: &Folder, out: &mut Output<'_>) -> Result<Judged, CommandError> {
    match work_off(folder, out) {
        Ok(left_out) if left_out.is_empty() => Ok(Judged::All),
        Ok(left_out) => {
            for one in left_out {
                out.say(format_args!(
                    "{} {}：没能重新认定，先按原来的结果 / could not be judged again and stays as it was: {}",
                    one.township, one.household, one.detail
                ))?;
            }
            Ok(Judged::NotSome)
        }
        Err(error) => {
            out.say(format_args!(
                "{error}  已登记并生效，还有农户没有重新认定：ruhu serve 会接着做，不用再登记一次 / it is written and holds; \
                 some households are not judged again yet: ruhu serve goes on with them"
            ))?;
            Ok(Judged::Stopped)
        }
    }
}

/// Judges again all that waits, and says on standard error how far it has come. Where another process does it already,
/// that is waited for. A kill loses nothing: `ruhu serve`, or the next command, goes on.
pub(super) fn work_off(folder: &Folder, out: &mut Output<'_>) -> Result<Vec<LeftOut>, CommandError> {
    let mut told = Told::new(left(folder)?);
    let mut worker = Worker::default();
    let mut alone = None;
    loop {
        let left = left(folder)?;
        told.say(left, out)?;
        if folder.store.townships_to_judge()?.is_empty() {
            break;
        }
        if alone.is_none() {
            alone = judging_alone(&folder.path)?;
        }
        if alone.is_none() {
            std::thread::sleep(LOOK);
            continue;
        }
        if !worker.step(&folder.store, &SystemClock)? {
            break;
        }
        if left > 1 {
            std::thread::sleep(worker.rest());
        }
    }
    told.end();
    Ok(worker.left_out().to_vec())
}

fn left(folder: &Folder) -> Result<u64, CommandError> {
    let mut left = 0;
    for township in folder.store.townships_to_judge()? {
        left += folder.store.to_judge(&township)?;
    }
    Ok(left)
}

/// What is said on the way.
struct Told {
    bar: Option<ProgressBar>,
    last: Option<Instant>,
    all: u64,
}

impl Told {
    fn new(all: u64) -> Self {
        let bar = (all > 0 && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
            // The template is this program's own: it always reads.
            let style = ProgressStyle::with_template("{msg} {bar:30} {percent}% {eta}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, last: None, all }
    }

    fn say(&mut self, left: u64, out: &mut Output<'_>) -> Result<(), CommandError> {
        // What is touched meanwhile may add to what was there.
        self.all = self.all.max(left);
        if let Some(bar) = &self.bar {
            bar.set_length(self.all);
            bar.set_position(self.all - left);
            bar.set_message(left_words(left));
            return Ok(());
        }
        let due = self.last.is_none_or(|last| last.elapsed() >= EVERY);
        if self.all > 0 && due && left > 0 {
            self.last = Some(Instant::now());
            out.say(left_words(left))?;
        }
        Ok(())
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// How many households still wait, in Chinese and English.
pub(crate) fn left_words(left: u64) -> String {
    let left = grouped(left);
    format!("正在按新规则重新认定：剩 {left} 户 / judging again by the new rules: {left} households left")
}
