//! `one_spot` as far as this phone can know: its own visits of the day.

use super::weigh::Weighed;
use crate::app::{Answer, App};
use crate::ids::HouseholdNo;
use crate::rules::{SpotVisit, one_spot};
use std::collections::BTreeMap;

impl App {
    /// Whether a visit is one of many homes written down at one spot.
    pub(super) fn is_of_spot(&self, weighed: &Weighed) -> Answer<bool> {
        let Some(fix) = weighed.spot else {
            return Ok(false);
        };
        let mut beside = self.store.spots_on(weighed.fact.day)?;
        beside.retain(|kept| kept.visit != weighed.fact.id);
        let mut set: BTreeMap<HouseholdNo, bool> = BTreeMap::new();
        let mut visits = Vec::new();
        for kept in beside {
            let place_set = match set.get(&kept.household) {
                Some(known) => *known,
                None => {
                    let known = self.place_is_set(&kept.household)?;
                    set.insert(kept.household.clone(), known);
                    known
                }
            };
            visits.push(SpotVisit {
                household: kept.household,
                cadres: kept.cadres,
                day: weighed.fact.day,
                fix: kept.fix,
                place_set,
            });
        }
        let household = &weighed.known.down.household;
        visits.push(SpotVisit {
            household: household.household.clone(),
            cadres: weighed.across.cadres.clone(),
            day: weighed.fact.day,
            fix,
            place_set: weighed.known.place_is_set(),
        });
        Ok(one_spot(&visits).pop().unwrap_or_default())
    }

    /// Of a home that this phone does not know any more it cannot be said: then it makes no spot.
    fn place_is_set(&self, household: &HouseholdNo) -> Answer<bool> {
        let known = self.store.household(household)?;
        Ok(known.is_none_or(|known| known.place_is_set()))
    }
}
