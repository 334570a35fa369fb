//! Lives in which the server, or somebody in its place, shows what it did not sign or what does not fit.

use super::good_road;
use super::phone::server_signer;
use super::server::bare;
use super::tools::{Stranger, one_visit, run, smooth};
use crate::ids::Sha256;
use crate::outbox::{Idle, SendState, Urgency};
use crate::record::{Checkpoint, MerkleLog};
use crate::sync::{Distrust, End, HttpAnswer, Method, Session, drive};
use crate::time::Clock;
use crate::wire::{CheckpointSeen, Down, SyncAnswer};

#[test]
fn a_log_that_became_smaller_is_refused_and_everything_stays() {
    let (phone, record, ..) = one_visit();
    let road = smooth(&phone);
    let mut sync_state = phone.sync_state();
    sync_state.checkpoint = Some(CheckpointSeen {
        log: "610924102-a".parse().expect("printable"),
        size: 9,
        root: Sha256::of(b"nine"),
    });
    let mut session = Session::new(sync_state, good_road(Urgency::Asked), phone.items(), 1);
    let end = drive(&mut session, &road, &phone, &phone.clock).expect("the disk is well");
    assert_eq!(end, End::Distrusted(Distrust::SmallerLog { seen: 9, shown: 1 }));
    assert_eq!(phone.state(&record), SendState::NEW);
    assert!(
        phone.sync_state().checkpoint.is_none(),
        "nothing of the answer was kept"
    );
}

#[test]
fn a_log_that_was_rewritten_is_refused() {
    let (phone, ..) = one_visit();
    let road = smooth(&phone);
    for (size, root) in [(1, Sha256::of(b"another")), (0, MerkleLog::new().root())] {
        let mut sync_state = phone.sync_state();
        sync_state.checkpoint = Some(CheckpointSeen {
            log: "610924102-a".parse().expect("printable"),
            size,
            root,
        });
        let mut session = Session::new(sync_state, good_road(Urgency::Asked), phone.items(), 1);
        let end = drive(&mut session, &road, &phone, &phone.clock).expect("the disk is well");
        match size {
            0 => assert_eq!(end, End::Idle(Idle::Done), "any log continues the empty one"),
            _ => assert_eq!(end, End::Distrusted(Distrust::HistoryChanged)),
        }
    }
}

#[test]
fn a_checkpoint_by_another_key_is_refused() {
    let (phone, record, ..) = one_visit();
    let road = smooth(&phone);
    let imposter = crate::record::ServerSigner::from_bytes(&[6; 32]);
    let stranger = Stranger(&road, |request| {
        (request.path == crate::wire::SYNC_PATH).then(|| {
            let checkpoint = Checkpoint {
                log: "610924102-a".parse().expect("printable"),
                size: 0,
                root: MerkleLog::new().root(),
                time: crate::time::Moment::from_millis(0),
            };
            let answer = SyncAnswer {
                taken: Vec::new(),
                checkpoint: imposter.checkpoint(&checkpoint),
                consistency: None,
                down: Down::default(),
            };
            HttpAnswer {
                body: serde_json::to_vec(&answer).expect("JSON"),
                ..bare(200)
            }
        })
    });
    let end = run(&phone, &stranger, good_road(Urgency::Asked));
    assert_eq!(end, End::Distrusted(Distrust::CheckpointNotSigned));
    assert_eq!(phone.state(&record), SendState::NEW);
}

#[test]
fn a_receipt_for_something_else_sends_nothing_and_holds_up_nothing() {
    let (phone, record, copy, original) = one_visit();
    let road = smooth(&phone);
    // The server answers every creation of the copy with the original's hash signed.
    let other = server_signer().receipt(&crate::record::Receipt {
        what: crate::record::ReceiptOf::Photo,
        sha256: original,
        device: phone.device.clone(),
        seq: None,
        log: "610924102-a".parse().expect("printable"),
        n: None,
        received: phone.clock.now().wall,
    });
    let stranger = Stranger(&road, |request| {
        let copy_created = request.method == Method::Post
            && request
                .headers
                .iter()
                .any(|(name, value)| *name == "Upload-Length" && value == "100000");
        copy_created.then(|| HttpAnswer {
            headers: vec![
                ("upload-offset".into(), "100000".into()),
                ("ruhu-receipt".into(), other.clone()),
            ],
            ..bare(201)
        })
    });
    let end = run(&phone, &stranger, good_road(Urgency::Asked));
    assert_eq!(end, End::Distrusted(Distrust::ReceiptNotGenuine), "it is said loudly");
    assert!(matches!(phone.state(&copy), SendState::Waiting { tries: 1, .. }));
    assert!(matches!(phone.state(&record), SendState::Sent { .. }));
    assert!(matches!(phone.state(&original), SendState::Sent { .. }));
}

#[test]
fn a_phone_the_server_no_longer_knows_signs_in_again_and_keeps_everything() {
    let (phone, record, ..) = one_visit();
    let road = smooth(&phone);
    let mut sync_state = phone.sync_state();
    sync_state.token = "revoked".into();
    let mut session = Session::new(sync_state, good_road(Urgency::Asked), phone.items(), 1);
    let end = drive(&mut session, &road, &phone, &phone.clock).expect("the disk is well");
    assert_eq!((end, road.calls()), (End::SignInAgain, 1));
    assert_eq!(phone.state(&record), SendState::NEW);
}
