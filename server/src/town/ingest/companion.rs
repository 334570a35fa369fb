//! A companion's own word on a visit: it counts from the phone of the cadre whom the visit names, about the record that he
//! or she was shown. One may arrive before the visit.

use super::about::{about, not_applied};
use crate::Result;
use crate::store::{CompanionWord, DeviceRow, LedgerTx, Unread, VisitRow, Why};
use crate::town::judge::Touched;
use crate::town::log::append;
use ruhu_core::ids::VisitId;
use ruhu_core::record::{CompanionBody, SignedRecord};
use ruhu_core::time::Moment;

/// Keeps a word, and applies it when the visit is here.
pub(super) fn keep(
    tx: &mut dyn LedgerTx,
    record: &SignedRecord,
    device: &DeviceRow,
    now: Moment,
    touched: &mut Touched,
) -> Result<u64> {
    let envelope = &record.envelope;
    let Ok(body) = serde_json::from_value::<CompanionBody>(envelope.body.clone()) else {
        return append(tx, record, not_applied(envelope, Unread::BodyUnreadable), now);
    };
    if body.cadre != device.cadre {
        return append(tx, record, not_applied(envelope, Unread::AnotherCadre), now);
    }
    let n = append(tx, record, about(envelope), now)?;
    tx.put_companion_word(&CompanionWord {
        visit: body.visit,
        cadre: body.cadre,
        record: record.sha256,
        of: body.sha256,
        there: body.there,
    })?;
    match tx.visit(&body.visit)? {
        Some(_) => apply(tx, &body.visit, touched)?,
        None => tx.set_unread(&record.sha256, Some(Unread::ConfirmsNothing))?,
    }
    Ok(n)
}

/// Puts a visit's companions to what they said last, and marks the words that are about another record or by nobody it
/// names. The visit is here.
pub(super) fn apply(tx: &mut dyn LedgerTx, id: &VisitId, touched: &mut Touched) -> Result<()> {
    let words = tx.companion_words(id)?;
    let Some(mut visit) = tx.visit(id)?.filter(|_| !words.is_empty()) else {
        return Ok(());
    };
    let before = visit.clone();
    for word in &words {
        let of_this = word.of == visit.record;
        let named = visit
            .companions
            .iter_mut()
            .find(|one| of_this && one.cadre == word.cadre);
        let unread = named.is_none().then_some(Unread::ConfirmsNothing);
        if let Some(companion) = named {
            companion.there = Some(word.there);
        }
        tx.set_unread(&word.record, unread)?;
        tx.set_about(&word.record, &visit.household, visit.day)?;
    }
    if visit == before {
        return Ok(());
    }
    touch_left(tx, &before, &visit, touched)?;
    tx.put_visit(&visit)?;
    touched.visit(&visit, Why::Companion);
    Ok(())
}

/// What stood beside the visit in the time of somebody who is no longer among its cadres is to be looked at again.
fn touch_left(tx: &mut dyn LedgerTx, before: &VisitRow, after: &VisitRow, touched: &mut Touched) -> Result<()> {
    let stay = after.cadres();
    for cadre in before.cadres().iter().filter(|cadre| !stay.contains(cadre)) {
        for other in tx.visits_beside(cadre, before)? {
            touched.visit(&other, Why::Neighbour);
        }
    }
    Ok(())
}
