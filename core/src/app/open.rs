//! Opening the phone's own store, and what is told when it was damaged.

use super::enrol::StoreKey;
use super::enrol::{SignOut, finish_sign_out};
use super::sweep::GRACE_MS;
use super::{Answer, App, AppError, Opened};
use crate::error::Error;
use crate::record::{DeviceKey, Signer};
use crate::shelf::Shelf;
use crate::store::{Enrolment, Store};
use crate::sync::{NoProxies, ProxySource, Transport, Trust};
use crate::time::Clock;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where the phone keeps its things and how it reaches the server.
pub struct Config {
    /// The app's own folder: `ruhu.db`, `photos/`, and what was set aside.
    pub dir: PathBuf,
    /// Whom to believe that it is the server, where the address says https.
    pub trust: Trust,
    /// A road of the caller's own; absent: HTTP to the address of the enrolment code.
    pub transport: Option<Arc<dyn Transport>>,
}

impl App {
    /// Opens the phone's store with its 32-byte key. `FixThis("wrong_key")` when it does not open with it. After a
    /// sign-out the old store is set aside first, and a new one begins.
    pub fn open(config: Config, key: [u8; 32], signer: Arc<dyn Signer>, clock: Arc<dyn Clock>) -> Answer<App> {
        let dir = config.dir;
        std::fs::create_dir_all(&dir).map_err(|e| Error::file(&dir, e))?;
        let device = DeviceKey::from_sec1(&signer.public_key()?)?.id();
        let path = dir.join("ruhu.db");
        let now = clock.now().wall;
        let signed_out = finish_sign_out(&dir, key, &device, now)?;
        let was_there = path.exists() && signed_out == SignOut::None;
        let shelf = Shelf::open(&dir.join("photos"), key)?;
        let closely = dir.join(LOOK_CLOSELY);
        let store = match open_store(&path, key, &closely) {
            Err(Error::Damaged { .. }) => Store::set_aside(&path, key, &device, &shelf.list()?, now)?,
            other => other?,
        };
        if closely.exists() {
            std::fs::remove_file(&closely).map_err(|e| Error::file(&closely, e))?;
        }
        let aside = match store.is_retired(&device)? {
            true => store.last_aside()?,
            false => None,
        };
        let opened = match (aside, was_there) {
            (Some(aside), _) => Opened::SetAside {
                file: aside.file,
                at: aside.at,
                rows: aside.rows,
                torn: aside.torn,
            },
            (None, true) => Opened::AsLeft,
            (None, false) => Opened::Fresh,
        };
        let app = App {
            store,
            shelf,
            store_key: StoreKey::new(key, &dir),
            dir,
            signer,
            device,
            clock,
            trust: config.trust,
            transport: Mutex::new(None),
            own_transport: config.transport,
            proxies: Mutex::new(Arc::new(NoProxies)),
            opened,
            changing: Mutex::new(()),
            sending: Mutex::new(()),
            fetching: Mutex::new(()),
            timeline: Mutex::new(None),
            runs_in_vain: AtomicU32::new(0),
            signed_out: AtomicBool::new(false),
            version: Mutex::new(None),
        };
        // Each is done at the next opening where it cannot be done now (a full phone): none may keep the app shut.
        drop(app.read_again());
        drop(app.sweep(now.plus_ms(-GRACE_MS)));
        drop(app.seal_store_key());
        Ok(app)
    }
    /// Makes the sealed key's file where it is missing; a phone that is not enrolled has nobody to seal it to.
    pub(super) fn seal_store_key(&self) -> Answer<()> {
        match self.store.enrolment()? {
            Some(me) => Ok(self.store_key.seal_for(&me.backup_key)?),
            None => Ok(()),
        }
    }
    /// From now on calls go through the proxy that this names, asked at each call; loopback addresses never do.
    pub fn use_proxies(&self, proxies: Arc<dyn ProxySource>) {
        *lock(&self.proxies) = proxies;
        // The road that was kept knows the proxies of before.
        *lock(&self.transport) = None;
    }
    /// Who names the proxy.
    pub(super) fn proxies(&self) -> Arc<dyn ProxySource> {
        Arc::clone(&lock(&self.proxies))
    }
    /// How the store was found at opening.
    pub fn opened(&self) -> Opened {
        self.opened.clone()
    }
    /// The version of the app around this core: the township's list of phones shows it.
    pub fn set_version(&self, version: String) {
        *lock(&self.version) = Some(version);
    }
    /// The app goes to the background: drafts are synced to disk now.
    pub fn pause(&self) -> Answer<()> {
        self.store.sync_drafts()?;
        self.store.tidy();
        self.seal_store_key()
    }

    /// Looks through the whole store, which takes seconds: for when the phone is charging and nobody waits. Indexes that do
    /// not fit are made anew. `Report` when it is damaged: the next opening then looks as closely, and sets it aside.
    pub fn check_store(&self) -> Answer<()> {
        let looked = self.store.check_whole();
        if let Err(Error::Damaged { .. }) = looked {
            std::fs::write(self.dir.join(LOOK_CLOSELY), b"").map_err(|e| Error::file(&self.dir, e))?;
        }
        Ok(looked?)
    }

    /// Whose phone this is, for an intention that needs to know.
    pub(super) fn enrolment(&self) -> Answer<Enrolment> {
        self.store.enrolment()?.ok_or_else(AppError::not_enrolled)
    }
    /// As [`App::enrolment`], for an intention that signs or sends: the key must be the one enrolled.
    pub(super) fn may_sign(&self) -> Answer<Enrolment> {
        self.key_is_good()?;
        let enrolment = self.enrolment()?;
        match enrolment.device == self.device {
            true => Ok(enrolment),
            false => Err(AppError::not_enrolled()),
        }
    }
    /// The key was not retired, with a damaged database or when its cadre signed out.
    pub(super) fn key_is_good(&self) -> Answer<()> {
        if !self.is_retired()? {
            return Ok(());
        }
        match self.store.last_aside()? {
            None => Err(AppError::fix(
                "new_key_needed",
                "这台手机退出过登记，要换一把签名钥匙，再用新的登记码登记。",
                "This phone was signed out: it needs a new signing key and has to be enrolled again.",
            )),
            Some(_) => Err(AppError::fix(
                "new_key_needed",
                "手机里的记录文件坏过，要换一把签名钥匙，再用新的登记码登记一次。已写的记录都在，会照样上传。",
                "The record file was damaged: this phone needs a new signing key and has to be enrolled again. \
                 What was written is kept and will still be sent.",
            )),
        }
    }
    /// Nothing may be signed with this key any more.
    pub(super) fn is_retired(&self) -> Answer<bool> {
        Ok(self.signed_out.load(Ordering::SeqCst) || self.store.is_retired(&self.device)?)
    }
    pub(super) fn changing(&self) -> MutexGuard<'_, ()> {
        lock(&self.changing)
    }
    pub(super) fn sending(&self) -> MutexGuard<'_, ()> {
        lock(&self.sending)
    }
}

/// The file that says that the whole look found damage.
const LOOK_CLOSELY: &str = "look-closely";

/// Opens the store; where the whole look found damage, it is looked through whole again.
fn open_store(path: &Path, key: [u8; 32], closely: &Path) -> crate::error::Result<Store> {
    let store = Store::open(path, key)?;
    if closely.exists() {
        store.check_whole()?;
    }
    Ok(store)
}

/// A thread that panicked inside left nothing half done: the store's transactions roll back.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
