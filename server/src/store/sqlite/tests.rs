//! The contract on SQLite, and what only an embedded store has to promise.

use crate::folder::Folder;
use crate::store::contract::Made;
use crate::store::{Ledger, SqliteStore};

fn make() -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("ruhu.db"), None).expect("a store");
    Made {
        store: Box::new(store),
        keep: Box::new(folder),
    }
}

crate::store::contract::contract_tests!(make);

#[test]
fn a_folder_opens_again_with_the_same_key_and_a_wrong_one_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let first = Folder::open(&data, Some(&[1; 32])).expect("a new folder");
    let fingerprint = first.signer.public().id();
    drop(first);
    let again = Folder::open_existing(&data, Some(&[1; 32])).expect("the same folder");
    assert_eq!(again.signer.public().id(), fingerprint);
    let mode = std::fs::metadata(data.join("keys/server.key"))
        .expect("the key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    for wrong in [None, Some(&[2; 32])] {
        assert!(matches!(
            Folder::open(&data, wrong),
            Err(crate::Error::Core(ruhu_core::Error::WrongKey))
        ));
    }
    assert!(Folder::open_existing(&folder.path().join("elsewhere"), None).is_err());
    assert!(again.store.townships().expect("no township").is_empty());
}
