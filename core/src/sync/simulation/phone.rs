//! A phone whose disk is two lists: what is synced, and what is only written. A kill may take the second back to the first.

use super::dice::Dice;
use super::road::BadRoad;
use crate::Result;
use crate::error::Error;
use crate::ids::{KeyId, Sha256};
use crate::outbox::{Item, SendState, StuckReason, What};
use crate::record::ServerSigner;
use crate::sync::{End, Progress, Store, SyncCallbacks, SyncState};
use crate::time::{Clock, Moment, TimeEvidence};
use crate::wire::CheckpointSeen;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicI64, Ordering};

pub(super) const TOKEN: &str = "token";

/// What will become of an item, whatever the road is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Fine,
    /// The server says no for good.
    Refused,
    /// The file is broken on the phone.
    Unreadable,
    /// The server answers 500 for ever.
    Stumbles,
}

/// A clock that only moves when it is told to.
pub(super) struct SetClock(AtomicI64);

impl SetClock {
    pub(super) fn forward(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
    pub(super) fn jump(&self, millis: i64) {
        self.forward(millis);
    }
    pub(super) fn forward_to(&self, moment: Moment) {
        self.0.fetch_max(moment.millis(), Ordering::Relaxed);
    }
}
impl Clock for SetClock {
    fn now(&self) -> TimeEvidence {
        TimeEvidence::told(Moment::from_millis(self.0.load(Ordering::Relaxed)))
    }
}

pub(super) struct FakePhone {
    pub(super) clock: SetClock,
    pub(super) device: KeyId,
    contents: BTreeMap<Sha256, Vec<u8>>,
    fates: BTreeMap<Sha256, Fate>,
    written: RefCell<Disk>,
    synced: RefCell<Disk>,
    kill: RefCell<(Dice, u64)>,
    vain: Cell<u32>,
}

#[derive(Clone)]
struct Disk {
    items: Vec<Item>,
    cursor: u64,
    checkpoint: Option<CheckpointSeen>,
}

pub(super) fn server_signer() -> ServerSigner {
    ServerSigner::from_bytes(&[5; 32])
}

impl FakePhone {
    /// A phone with some records and photos, a few of them with a bad fate.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let mut phone = Self::empty();
        for seq in 1..=dice.below(6) {
            let record = format!(
                "record {seq} {} {}",
                dice.next(),
                "x".repeat(usize::try_from(dice.below(900)).expect("small"))
            );
            let fate = *dice.one_of(&[
                Fate::Fine,
                Fate::Fine,
                Fate::Fine,
                Fate::Fine,
                Fate::Fine,
                Fate::Refused,
                Fate::Stumbles,
            ]);
            let named_by = phone.add(What::Record { seq }, record.into_bytes(), fate);
            for _ in 0..dice.below(3) {
                for original in [false, true] {
                    let most = if dice.chance(15) { 300_000 } else { 30_000 };
                    let bytes = dice.below(most);
                    let what = if original {
                        What::Original { named_by }
                    } else {
                        What::Copy { named_by }
                    };
                    let fate = *dice.one_of(&[
                        Fate::Fine,
                        Fate::Fine,
                        Fate::Fine,
                        Fate::Fine,
                        Fate::Fine,
                        Fate::Fine,
                        Fate::Refused,
                        Fate::Unreadable,
                        Fate::Stumbles,
                    ]);
                    let mut content = dice.next().to_le_bytes().to_vec();
                    content.extend(dice.bytes(bytes));
                    phone.add(what, content, fate);
                }
            }
        }
        phone
    }

    pub(super) fn empty() -> Self {
        let disk = Disk {
            items: Vec::new(),
            cursor: 0,
            checkpoint: None,
        };
        Self {
            clock: SetClock(AtomicI64::new(1_780_000_000_000)),
            device: "p".repeat(43).parse().expect("43 characters"),
            contents: BTreeMap::new(),
            fates: BTreeMap::new(),
            written: RefCell::new(disk.clone()),
            synced: RefCell::new(disk),
            kill: RefCell::new((Dice::new(0), 0)),
            vain: Cell::new(0),
        }
    }

    pub(super) fn add(&mut self, what: What, content: Vec<u8>, fate: Fate) -> Sha256 {
        let sha256 = Sha256::of(&content);
        let item = Item {
            sha256,
            what,
            device: self.device.clone(),
            bytes: u64::try_from(content.len()).expect("small"),
            needed: self
                .clock
                .now()
                .wall
                .plus_ms(i64::try_from(self.contents.len()).expect("few")),
            state: SendState::NEW,
            upload: None,
        };
        self.contents.insert(sha256, content);
        self.fates.insert(sha256, fate);
        self.written.get_mut().items.push(item);
        let whole = self.written.get_mut().clone();
        *self.synced.get_mut() = whole;
        sha256
    }

    pub(super) fn sync_state(&self) -> SyncState {
        let disk = self.written.borrow();
        SyncState {
            device: self.device.clone(),
            token: TOKEN.into(),
            server: server_signer().public(),
            cursor: disk.cursor,
            checkpoint: disk.checkpoint.clone(),
            app_version: None,
            runs_in_vain: self.vain.get(),
        }
    }

    pub(super) fn items(&self) -> Vec<Item> {
        self.written.borrow().items.clone()
    }

    pub(super) fn state(&self, sha256: &Sha256) -> SendState {
        let items = self.items();
        items
            .into_iter()
            .find(|item| item.sha256 == *sha256)
            .expect("an item of this phone")
            .state
    }

    pub(super) fn fate(&self, sha256: &Sha256) -> Fate {
        self.fates[sha256]
    }

    pub(super) fn named_by(&self, item: &Item) -> Option<Sha256> {
        match item.what {
            What::Record { .. } => None,
            What::Copy { named_by } | What::Original { named_by } => Some(named_by),
        }
    }

    /// From now on each touch of the disk kills the phone with this chance.
    pub(super) fn may_be_killed(&self, dice: Dice, percent: u64) {
        *self.kill.borrow_mut() = (dice, percent);
    }

    pub(super) fn ended(&self, end: &End) {
        let vain = matches!(end, End::Wait { .. });
        self.vain.set(if vain { self.vain.get() + 1 } else { 0 });
    }

    /// After a kill, with what was only written lost or not.
    pub(super) fn reborn(&self, lost: bool) {
        if lost {
            *self.written.borrow_mut() = self.synced.borrow().clone();
        }
    }

    pub(super) fn only_poison_left(&self) -> bool {
        self.items().iter().all(|item| {
            let held = self
                .named_by(item)
                .is_some_and(|record| self.fate(&record) != Fate::Fine);
            let ended = matches!(item.state, SendState::Sent { .. } | SendState::Stuck { .. });
            held || ended || self.fate(&item.sha256) == Fate::Stumbles
        })
    }

    /// The heart of it: what the phone believes sent is at the server, byte for byte.
    pub(super) fn check_nothing_claimed_that_is_not_there(&self, road: &BadRoad, seed: u64) {
        road.with_server(|server| {
            for disk in [&self.written, &self.synced] {
                for item in &disk.borrow().items {
                    if matches!(item.state, SendState::Sent { .. }) {
                        assert!(
                            server.has(&item.sha256, &self.contents[&item.sha256]),
                            "seed {seed}: {item:?}"
                        );
                    }
                }
            }
        });
    }

    fn killed(&self) -> bool {
        let (dice, percent) = &mut *self.kill.borrow_mut();
        *percent > 0 && dice.chance(*percent)
    }

    fn keep(&self, what: &Store) {
        let disk = &mut *self.written.borrow_mut();
        let set = |items: &mut Vec<Item>, sha256: &Sha256, state: SendState| {
            let item = items
                .iter_mut()
                .find(|item| item.sha256 == *sha256)
                .expect("an item of this phone");
            assert!(!matches!(item.state, SendState::Sent { .. }), "what is sent stays sent");
            item.state = state;
        };
        match what {
            Store::Answer(answer) => {
                for (sha256, receipt) in &answer.receipts {
                    set(
                        &mut disk.items,
                        sha256,
                        SendState::Sent {
                            receipt: receipt.clone(),
                        },
                    );
                }
                for (sha256, complaint) in &answer.refused {
                    let (code, message) = (complaint.code.clone(), complaint.message.clone());
                    let reason = StuckReason::Refused { code, message };
                    set(&mut disk.items, sha256, SendState::Stuck { reason });
                }
                disk.cursor = answer.down.cursor;
                disk.checkpoint = Some(CheckpointSeen {
                    log: answer.checkpoint.log.clone(),
                    size: answer.checkpoint.size,
                    root: answer.checkpoint.root,
                });
            }
            Store::Receipt { sha256, receipt } => {
                set(
                    &mut disk.items,
                    sha256,
                    SendState::Sent {
                        receipt: receipt.clone(),
                    },
                );
            }
            Store::States(states) => {
                for (sha256, state) in states {
                    set(&mut disk.items, sha256, state.clone());
                }
            }
            Store::Upload { sha256, upload } => {
                let item = disk
                    .items
                    .iter_mut()
                    .find(|item| item.sha256 == *sha256)
                    .expect("an item");
                item.upload.clone_from(upload);
            }
        }
        if matches!(what, Store::Answer(_) | Store::Receipt { .. }) {
            *self.synced.borrow_mut() = disk.clone();
        }
    }
}

impl SyncCallbacks for FakePhone {
    fn records(&self, hashes: &[Sha256]) -> Result<Vec<String>> {
        if self.killed() {
            return Err(Error::DiskFull);
        }
        let text = |sha256: &Sha256| String::from_utf8(self.contents[sha256].clone()).expect("records are texts here");
        Ok(hashes.iter().map(text).collect())
    }

    fn photo(&self, sha256: &Sha256, offset: u64, len: u64) -> Result<Vec<u8>> {
        if self.killed() {
            return Err(Error::DiskFull);
        }
        if self.fate(sha256) == Fate::Unreadable {
            return Err(Error::NotGenuine("a chunk of the file".into()));
        }
        let from = usize::try_from(offset).expect("small");
        let to = from + usize::try_from(len).expect("small");
        Ok(self.contents[sha256][from..to].to_vec())
    }

    fn store(&self, what: &Store, _heard: &TimeEvidence) -> Result<()> {
        if self.killed() {
            return Err(Error::DiskFull);
        }
        self.keep(what);
        // Killed just after it was kept, before the session heard of it.
        if self.killed() { Err(Error::DiskFull) } else { Ok(()) }
    }

    fn progress(&self, progress: &Progress) -> ControlFlow<()> {
        let bytes: u64 = self.items().iter().map(|item| item.bytes).sum();
        assert!(progress.bytes_left <= bytes, "{progress:?}");
        ControlFlow::Continue(())
    }
}
