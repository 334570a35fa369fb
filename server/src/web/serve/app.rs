//! What every handler works with: the store, the keys, the clock, the shelf.

use super::bounds::Load;
use super::metrics::Metrics;
use super::proxies::Proxies;
use super::quotas::{Full, Quotas};
use crate::Result;
use crate::shelf::PhotoShelf;
use crate::store::{Gate, Reach, Scoped, SqliteStore, Store};
use crate::web::answer::ApiError;
use crate::web::phone::tus::Partials;
use crate::web::session::{Passwords, Pressed, Throttle, Transport, Waits};
use ruhu_core::ids::Sha256;
use ruhu_core::record::ServerSigner;
use ruhu_core::time::{Clock, Moment};
use std::path::PathBuf;
use std::sync::Arc;

/// The running server's parts.
pub struct App {
    /// The townships' rows: nobody has them but [`within`](Self::within) a reach.
    pub(super) rows: Arc<dyn Store>,
    /// The store itself, for the server's own upkeep.
    pub(super) upkeep: Arc<SqliteStore>,
    /// Who may come in; to be called from a blocking thread only.
    pub gate: Arc<dyn Gate>,
    /// The server's key.
    pub signer: ServerSigner,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
    /// Photos that are here.
    pub shelf: PhotoShelf,
    /// What photos may take.
    pub quotas: Quotas,
    /// Whether the disk had no room for the last photo.
    pub(super) full: Full,
    /// Held while a photo's file has no row yet; who removes files without one holds it alone.
    pub shelving: tokio::sync::RwLock<()>,
    /// Photos on their way.
    pub partials: Partials,
    /// Tries of codes and links.
    pub throttle: Throttle,
    /// What is under way, and how much may be.
    pub load: Load,
    /// What is counted.
    pub metrics: Metrics,
    /// The data folder.
    pub data: PathBuf,
    /// One-time links that were used just now.
    pub pressed: Pressed,
    /// Wrong passwords.
    pub waits: Waits,
    /// Where passwords are hashed.
    pub passwords: Passwords,
    /// Where phones and browsers find this server: no slash at the end.
    pub address: String,
    /// Whether it speaks TLS itself.
    pub(super) tls: bool,
    /// Whom it believes when they say whom a request comes from.
    pub(super) proxies: Proxies,
    /// That a proxy's header did not read is logged once.
    pub(super) malformed: std::sync::Once,
    /// What phones know this server's self-made TLS certificate by.
    pub pin: Option<Sha256>,
    /// A demo's server: everything it gives out says so.
    pub simulated: bool,
}

impl App {
    /// The server's time.
    pub fn now(&self) -> Moment {
        self.clock.now().wall
    }

    /// How browsers reach it, by the address that is given out.
    pub fn transport(&self) -> Transport {
        Transport::of(&self.address)
    }

    /// The database's bytes on disk, with those that are not yet brought home.
    pub fn database_bytes(&self) -> u64 {
        let size = |name| std::fs::metadata(self.data.join(name)).map_or(0, |of| of.len());
        size("ruhu.db") + size("ruhu.db-wal")
    }

    /// Runs work on the rows within `reach`, in a blocking thread. This is the only way to a township's row, so every
    /// row that a request reads or writes has passed the check of its scope.
    pub async fn within<T: Send + 'static>(
        self: &Arc<Self>,
        reach: Reach,
        work: impl FnOnce(&App, &dyn Store) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, ApiError> {
        self.blocking(move |app| work(app, &Scoped::new(Arc::clone(&app.rows), reach)))
            .await
    }

    /// As [`within`](Self::within), on the rows of one instant: for a page, which reads several things that must fit.
    pub async fn seen<T: Send + 'static>(
        self: &Arc<Self>,
        reach: Reach,
        work: impl FnOnce(&App, &dyn Store) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, ApiError> {
        self.within(reach, move |app, store| work(app, &*store.instant()?))
            .await
    }

    /// Runs work in a blocking thread. It is carried through even when the caller goes away.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&App) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, ApiError> {
        let app = Arc::clone(self);
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(done) => done.map_err(ApiError::from),
            // A panic: the thread's own message went to the log.
            Err(_) => Err(ApiError::fault()),
        }
    }
}
