//! The server's process is really ended (SIGKILL), many times, while phones send records and photos: nothing that a
//! receipt names is lost, and the log continues every state of it that a phone was shown.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::app::{App, AppError, Config, SyncEnd};
use ruhu_core::ids::Sha256;
use ruhu_core::record::{MemorySigner, MerkleLog, Receipt, ReceiptOf};
use ruhu_core::sync::Trust;
use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::command::enrol;
use ruhu_server::folder::Folder;
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::store::{Ledger, LedgerTx, Uploads};
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::GOOD_ROAD;
use ruhu_tests::process::{Served, full, steady_port};
use ruhu_tests::town::Town;
use ruhu_tests::village::{roster, visit};
use ruhu_tests::witness::{Promises, Witness};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const RUHU: &str = env!("CARGO_BIN_EXE_ruhu");
const CADRES: [&str; 3] = ["王建军", "李秀英", "赵强"];
/// A round has at least so many requests: records, a copy and an original of each phone.
const REQUESTS: u64 = 9;
/// The kill comes so many microseconds after a request has set out, at most.
const AFTER_US: u64 = 6000;

struct Phone {
    app: App,
    clock: Arc<PhoneClock>,
    homes: std::ops::Range<u32>,
}

impl Phone {
    /// Sends until everything is there or the round is over. A server that is gone is no failure, and says so.
    fn send_while(&self, going: &AtomicBool) {
        while going.load(Ordering::SeqCst) {
            match self.app.sync_now(GOOD_ROAD, &|_| match going.load(Ordering::SeqCst) {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }) {
                Ok(report) if report.end == SyncEnd::Done => return,
                Ok(_) | Err(AppError::TryLater { .. }) => self.clock.pass_minutes(61),
                Err(other) => panic!("{other}"),
            }
        }
    }
}

/// Everything that was promised is there, in the folder as a command opens it.
fn kept(data: &Path, town: &ruhu_core::ids::RegionCode, promises: &Promises) {
    let folder = Folder::open_existing(data, None).expect("opens after the kill");
    let shelf = PhotoShelf::local(&data.join("photos")).expect("a shelf");
    let (records, photos): (Vec<Receipt>, Vec<Receipt>) = promises
        .receipts()
        .into_iter()
        .partition(|receipt| receipt.what == ReceiptOf::Record);
    let look = &mut |tx: &mut dyn LedgerTx| {
        for receipt in &records {
            let found = tx.record(&receipt.sha256)?.map(|row| (row.n, row.seq, row.device));
            let told = receipt
                .n
                .zip(receipt.seq)
                .map(|(n, seq)| (n, seq, receipt.device.clone()));
            assert_eq!(found, told, "a record with a receipt");
        }
        Ok(())
    };
    folder.store.transact(town, look).expect("reads");
    for receipt in photos {
        let row = folder.store.photo(town, &receipt.sha256).expect("reads");
        assert!(row.is_some(), "a photo with a receipt has its row");
        let bytes = shelf.read(town, &receipt.sha256).expect("reads");
        assert_eq!(Sha256::of(&bytes.expect("and its bytes")), receipt.sha256);
    }
    for seen in promises.checkpoints() {
        let now = folder.store.log(town, Some(seen.size)).expect("reads");
        assert!(now.size >= seen.size, "the log became smaller");
        if seen.size == now.size {
            assert_eq!(seen.root, now.root);
        } else if seen.size > 0 {
            let proof = now.consistency.expect("a proof");
            MerkleLog::check_consistency((seen.size, seen.root), (now.size, now.root), &proof)
                .expect("the log continues what a phone was shown");
        }
    }
}

#[test]
fn a_server_killed_at_any_moment_loses_nothing_that_a_receipt_names() {
    let rounds = if full() { 200 } else { 25 };
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("server");
    let now = SystemClock.now().wall;
    let cadres: Vec<(&str, std::ops::Range<u32>)> =
        (0u32..).zip(CADRES).map(|(i, name)| (name, i * 4..i * 4 + 4)).collect();
    let (town, _) = Town::open(&data, Arc::new(TownClock::at(now)), roster(&cadres).as_bytes()).expect("a township");
    let code = town.code.clone();
    let server_key = town.folder.signer.public();
    let ids: Vec<_> = CADRES
        .iter()
        .map(|name| {
            town.roster
                .cadres
                .iter()
                .find(|cadre| cadre.name == *name)
                .expect("on the roster")
                .id
        })
        .collect();
    drop(town);

    let at = format!("127.0.0.1:{}", steady_port());
    let mut served = Served::start(Path::new(RUHU), &data, &at, &[]);
    let address = format!("http://{at}");
    let promises = Arc::new(Promises::default());
    let phones: Vec<Phone> = (1u8..)
        .zip(&ids)
        .zip(&cadres)
        .map(|((seed, cadre), (_, homes))| {
            let road = Witness::to(&address, server_key.clone(), Arc::clone(&promises)).expect("a road");
            let config = Config {
                dir: dir.path().join(format!("phone-{seed}")),
                trust: Trust::Roots(Vec::new()),
                transport: Some(Arc::new(road)),
            };
            let clock = Arc::new(PhoneClock::new(now, 0));
            let signer = Arc::new(MemorySigner::from_bytes(&[seed; 32]).expect("a key"));
            let app = App::open(config, [seed; 32], signer, clock.clone()).expect("opens");
            let folder = Folder::open_existing(&data, None).expect("opens");
            let made = enrol::make(&folder, &cadre.to_string(), address.clone(), SystemClock.now().wall);
            app.enrol(&made.expect("a code").qr, "journey").expect("enrols");
            let phone = Phone {
                app,
                clock,
                homes: homes.clone(),
            };
            phone.send_while(&AtomicBool::new(true));
            phone
        })
        .collect();

    let mut dice = StdRng::seed_from_u64(20_261_125);
    let (mut made, mut cut) = (0u64, 0);
    for round in 0..rounds {
        for phone in &phones {
            let n = dice.random_range(phone.homes.clone());
            phone.clock.pass_minutes(30);
            visit(&phone.app, &phone.clock, n, made);
            made += 1;
        }
        let going = AtomicBool::new(true);
        let since = promises.requests();
        let (more, after) = (dice.random_range(1..=REQUESTS), dice.random_range(0..AFTER_US));
        std::thread::scope(|scope| {
            for phone in &phones {
                scope.spawn(|| phone.send_while(&going));
            }
            promises.wait_for_requests(since, more);
            // Not to wait for anything: the moment of the kill is what is drawn by lot.
            std::thread::sleep(Duration::from_micros(after));
            served.kill();
            going.store(false, Ordering::SeqCst);
        });
        let waiting: u32 = phones
            .iter()
            .map(|phone| phone.app.outbox().expect("a box").waiting)
            .sum();
        cut += u32::from(waiting > 0);
        kept(&data, &code, &promises);
        served = Served::start(Path::new(RUHU), &data, &at, &[]);
        assert_eq!(served.listening(), at, "round {round}");
    }
    assert!(cut * 2 > rounds, "only {cut} of {rounds} kills cut anything");

    // The road is good again: everything comes through, once.
    for phone in &phones {
        phone.clock.pass_minutes(61);
        phone.send_while(&AtomicBool::new(true));
        let outbox = phone.app.outbox().expect("a box");
        assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));
    }
    kept(&data, &code, &promises);
    let receipts = promises.receipts();
    let of = |what| {
        receipts
            .iter()
            .filter(move |receipt| receipt.what == what)
            .map(|receipt| receipt.sha256)
    };
    let records: std::collections::BTreeSet<Sha256> = of(ReceiptOf::Record).collect();
    let photos: std::collections::BTreeSet<Sha256> = of(ReceiptOf::Photo).collect();
    assert_eq!(u64::try_from(records.len()).expect("few"), made);
    assert_eq!(
        u64::try_from(photos.len()).expect("few"),
        made * 2,
        "a copy and an original each"
    );
    drop(served);
}
