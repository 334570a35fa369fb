//! Within its reach a scoped store is the store: the whole contract holds. Outside it there is nothing.

use super::Scoped;
use crate::Error;
use crate::store::contract::{Made, Town, cadre, household};
use crate::store::{Coverage, Evidence, Ledger, May, Reach, Roster, SqliteStore, Uploads};
use ruhu_core::ids::{RegionCode, Sha256};
use std::sync::Arc;

fn code(text: &str) -> RegionCode {
    text.parse().expect("a good code")
}

fn within(reach: Reach) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("a store");
    Made {
        store: Box::new(Scoped::new(Arc::new(store), reach)),
        keep: Box::new(folder),
    }
}

fn make() -> Made {
    within(Reach::Region(code("610924102"), May::Decide))
}

crate::store::contract::contract_tests!(make);

/// The town's own store, seen by somebody else.
fn seen(town: &Town, reach: Reach) -> Scoped {
    let folder = town.keep.downcast_ref::<tempfile::TempDir>().expect("the folder");
    let store = SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("the same file");
    Scoped::new(Arc::new(store), reach)
}

#[test]
fn what_lies_outside_is_not_there_whichever_way_it_is_asked_for() {
    let town = Town::new(make);
    let phone = town.phone(cadre(1));
    let (here, none) = (&town.code, Sha256::of(b"none"));
    for stranger in ["610924103", "610925", "610924102099"] {
        let store = seen(&town, Reach::Region(code(stranger), May::Decide));
        let empty = |rows: usize| assert_eq!(rows, 0, "{stranger}");
        empty(store.households(here).expect("no failure").len());
        empty(store.villages_in(here).expect("no failure").len());
        empty(store.phones(here).expect("no failure").len());
        empty(store.cadres(here).expect("no failure").len());
        empty(store.roster_now(here).expect("no failure").households.len());
        empty(store.every_village().expect("no failure").0.len());
        assert_eq!(store.household_file(here, &household(1)).expect("no failure"), None);
        assert_eq!(store.person(here, &household(1)).expect("no failure"), None);
        assert_eq!(store.photo(here, &none).expect("no failure"), None);
        assert!(store.device(&phone.device.kid).expect("no failure").is_none());
        let refused = store.transact(here, &mut |_| panic!("no work is begun"));
        assert!(matches!(refused, Err(Error::OutOfReach)));
        assert!(matches!(store.inputs(here), Err(Error::OutOfReach)));
        assert!(matches!(store.heads(here), Err(Error::OutOfReach)));
        let each = store.each_record(here, &mut |_| panic!("no record is told"));
        assert!(matches!(each, Err(Error::OutOfReach)));
    }
    let reads = seen(&town, Reach::Region(code("6109"), May::Read));
    assert_eq!(reads.households(here).expect("readable").len(), 3);
    let refused = reads.transact(here, &mut |_| panic!("no work is begun"));
    assert!(matches!(refused, Err(Error::ReadOnly)));
}

#[test]
fn a_phone_hears_of_its_own_cadre_alone() {
    let town = Town::new(make);
    let phone = town.phone(cadre(1));
    let store = seen(&town, Reach::of_phone(&phone.device));
    let now = "2026-06-30T12:00:00+08:00".parse().expect("a good time");
    use crate::store::Down;
    assert!(store.down(&town.code, &cadre(1), 0, now).is_ok());
    assert!(matches!(
        store.down(&town.code, &cadre(2), 0, now),
        Err(Error::OutOfReach)
    ));
    assert!(store.device(&phone.device.kid).expect("readable").is_some());
    let other = town.phone(cadre(2));
    assert!(store.device(&other.device.kid).expect("readable").is_none());
}
