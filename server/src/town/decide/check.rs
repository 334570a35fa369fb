//! What every decision of the desk is asked first: is it said why and by whom, is the household known and still here, does
//! the region lie in the township. Refused in words, before anything is written.

use crate::store::{HouseholdFacts, LedgerTx};
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{HouseholdNo, RegionCode};

/// The longest reason or name that is taken, in characters.
const LONGEST: usize = 500;

/// A text that somebody must have written: a reason, a name. `place` is what it is called.
pub(super) fn said(place: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::refused(
            place,
            "it is blank",
            "write it in a few words: who reads the log later must understand it",
        ));
    }
    if text.chars().count() > LONGEST || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::refused(
            place,
            format!("it is longer than {LONGEST} characters, or holds characters that cannot be shown"),
            "write it in plain words, shorter",
        ));
    }
    Ok(())
}

/// The same for what may be left out.
pub(super) fn said_if_any(place: &str, text: Option<&str>) -> Result<()> {
    text.map_or(Ok(()), |text| said(place, text))
}

/// A household that is on the roster and was not erased.
pub(super) fn household(tx: &mut dyn LedgerTx, no: &HouseholdNo) -> Result<HouseholdFacts> {
    not_erased(tx, no)?;
    tx.household(no)?.ok_or_else(|| {
        CoreError::NotFound {
            what: "household",
            id: no.to_string(),
        }
        .into()
    })
}

/// Nothing is decided about a household that was lawfully erased, and nothing brings it back.
pub(super) fn not_erased(tx: &mut dyn LedgerTx, no: &HouseholdNo) -> Result<()> {
    match tx.erased(no)? {
        None => Ok(()),
        Some(erased) => Err(Error::refused(
            no.as_str(),
            format!("this household was lawfully erased on {}", erased.at.day()),
            "leave it be; a household that comes anew gets a new number on the roster",
        )),
    }
}

/// A region that is the township, or a village of it that is known.
pub(super) fn region(tx: &mut dyn LedgerTx, region: &RegionCode) -> Result<()> {
    let township = tx.township()?.code;
    if *region == township {
        return Ok(());
    }
    if !township.contains(region) {
        return Err(Error::refused(
            region.as_str(),
            format!("it does not lie in the township {township}"),
            "give the township's 9 digits, or the 12 of one of its villages",
        ));
    }
    match tx.knows_village(region)? {
        true => Ok(()),
        false => Err(Error::refused(
            region.as_str(),
            "no village with this code is known",
            "look at the list of villages (ruhu villages), or at the household numbers",
        )),
    }
}
