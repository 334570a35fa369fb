//! The unsent backup: only the township opens it.

use super::*;
use crate::wire::sealed::open as unseal;

#[test]
fn a_backup_holds_what_is_not_sent_and_opens_for_the_township_alone() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let file = phone.dir.path().join("backup.ruhu");
    let made = phone.app.backup(&file).expect("writes");
    assert_eq!((made.records, made.photos, made.left_out), (1, 2, 0));
    let sealed = std::fs::read(&file).expect("reads");
    assert!(unseal(&[12; 32], &sealed).is_err());
    let plain = unseal(&township::BACKUP_KEY, &sealed).expect("opens");
    let end = plain.iter().position(|byte| *byte == b'\n').expect("a first line");
    let head: serde_json::Value = serde_json::from_slice(&plain[..end]).expect("JSON");
    assert_eq!(head["records"].as_array().expect("a list").len(), 1);
    assert!(plain.ends_with(PHOTO));
    assert_eq!(code(phone.app.backup(&file)), "file_exists");
    phone.sync();
    let rest = phone.app.backup(&phone.dir.path().join("later.ruhu")).expect("writes");
    assert_eq!((rest.records, rest.photos), (0, 0));
}
