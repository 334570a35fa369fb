//! A household lawfully erased: the text and salt of every record about it go, and a tombstone signed by the township
//! stands for each; its person's row, places, positions and photos go. Chain, log and packs still verify.
//!
//! What stays: the number, so that nothing brings the household back unseen, the village, days and classes, and of each
//! visit what coverage counts by. `import` records stay too: they hold numbers, classes and days of many households and
//! no person's name.

use super::act::{Act, decide};
use super::check::{self, said, said_if_any};
use crate::Result;
use crate::shelf::PhotoShelf;
use crate::store::{AuditEvent, Deed, Desk, Erased, Store, Why};
use crate::town::log::entomb;
use ruhu_core::ids::{HouseholdNo, RegionCode};
use std::time::Duration;

/// Erases a household; answers how many records became tombstones. The photo files are [`remove_erased_photos`]'s.
pub fn erase(
    store: &dyn Store,
    township: &RegionCode,
    no: &HouseholdNo,
    by: &str,
    why: Option<&str>,
    act: impl Into<Act>,
) -> Result<u64> {
    said("--by", by)?;
    said_if_any("--reason", why)?;
    let count = decide(store, township, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        check::household(tx, no)?;
        let records = tx.records_of(no)?;
        let erased = Erased {
            at: now,
            by: by.to_owned(),
        };
        for record in &records {
            entomb(tx, no, record, &erased, why, now)?;
        }
        tx.erase_household(no, &erased)?;
        tx.household_changed(no)?;
        deciding.touched.household(no, Why::Assignment);
        let event = AuditEvent::Decided(
            Deed::Erasure,
            format!("{township}/{no}"),
            Some(records.len().to_string()),
        );
        Ok((u64::try_from(records.len()).unwrap_or(u64::MAX), Some(event)))
    })?;
    // What readers hold up is done later: by the command, the running server, or the next erasure.
    store.settle(AT_ONCE)?;
    Ok(count)
}

/// How long the end of an erasure waits for readers before it answers.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Removes the files of an erased household, those too that lie on the shelf without a row because the server ended
/// between the two; answers how many had a row. What only a part has arrived of goes with its upload.
pub fn remove_files_of<S: Desk + ?Sized>(
    store: &S,
    shelf: &PhotoShelf,
    township: &RegionCode,
    no: &HouseholdNo,
) -> Result<u64> {
    let removed = remove_erased_photos(store, shelf)?;
    for sha256 in store.erased_files(township, no)? {
        shelf.remove(township, &sha256)?;
    }
    Ok(removed)
}

/// Removes every photo file that only erased records named; answers how many. Safe to break off at any point and to run
/// again: a row goes after its file.
pub fn remove_erased_photos<S: Desk + ?Sized>(store: &S, shelf: &PhotoShelf) -> Result<u64> {
    let mut removed = 0;
    for (township, sha256) in store.erased_photos()? {
        shelf.remove(&township, &sha256)?;
        store.forget_photo(&township, &sha256)?;
        removed += 1;
    }
    Ok(removed)
}
