//! Starting and stopping. The server runs on threads of its own, so that whoever hosts it need not be asynchronous.

use super::address::web_address;
use super::bounds::{Bounds, Load};
use super::listen::{self, Door, Stop};
use super::metrics::Metrics;
use super::proxies::Proxies;
use super::quotas::{Full, Quotas};
use super::{App, rejudge, router, sweep};
use crate::folder::{self, Folder};
use crate::shelf::PhotoShelf;
use crate::store::{Access, Serving, SqliteStore};
use crate::tls::{self, Tls};
use crate::web::phone::tus::Partials;
use crate::web::session::{Passwords, Pressed, SignInLink, Throttle, Waits, new_link};
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::time::Clock;
use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// What to serve, and how.
pub struct Options {
    /// The data folder; made on the first start.
    pub data: PathBuf,
    /// The raw key that the database is encrypted with, if it is.
    pub key: Option<[u8; 32]>,
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Where phones and browsers find the server, such as `https://ruhu.example`, when that is not where it listens.
    pub address: Option<String>,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
    /// A demo's server: the folder is marked for ever, everything that comes out of it says 演示.
    pub simulated: bool,
}

/// A running server. Dropped, it stops as [`shutdown`](Self::shutdown) does.
pub struct Running {
    app: Arc<App>,
    listening: SocketAddr,
    scheme: &'static str,
    stop: watch::Sender<Stop>,
    thread: Option<JoinHandle<()>>,
    _alone: File,
}

/// How the server meets the world; the default is what a test or a demo wants.
#[derive(Clone, Default)]
pub struct Front {
    /// TLS of its own; absent: in the clear, perhaps behind a proxy that speaks TLS.
    pub tls: Option<Tls>,
    /// Where metrics are read from elsewhere; absent: on the machine itself only.
    pub metrics: Option<SocketAddr>,
    /// How much it takes at once.
    pub bounds: Bounds,
    /// What photos may take of the disk.
    pub quotas: Quotas,
    /// The proxies that are believed when they say whom a request comes from; by default none is.
    pub proxies: Proxies,
}

/// [`start_with`] the default front.
pub fn start(options: Options) -> Result<Running> {
    start_with(options, Front::default())
}

/// Opens the folder, making what is missing, and serves. When this answers, the server takes connections.
///
/// Errors: a folder of a newer version, a wrong key, a folder that is served already, an address that is taken.
pub fn start_with(options: Options, front: Front) -> Result<Running> {
    let given = options.address.as_deref().map(web_address).transpose()?;
    // Held from before the database is brought up to date until the end, so that no other version works on it meanwhile.
    let alone = folder::serve_alone(&options.data)?;
    let Folder {
        path, store, signer, ..
    } = Folder::open_served(&options.data, options.key.as_ref())?;
    let store = Arc::new(store.timed_by(Arc::clone(&options.clock)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("ruhu-serve")
        .build()
        .map_err(|error| Error::Core(CoreError::file(&path, error)))?;
    let listener = bind(&runtime, options.listen, "--listen")?;
    let listening = listener
        .local_addr()
        .map_err(|error| no_listening("--listen", options.listen, &error))?;
    let watched = match front.metrics {
        Some(on) => Some(bind(&runtime, on, "--metrics-listen")?),
        None => None,
    };
    let scheme = match front.tls {
        Some(_) => "https",
        None => "http",
    };
    let address = match given {
        Some(address) => address,
        None => format!("{scheme}://{listening}"),
    };
    if front.tls.is_some() && !address.starts_with("https://") {
        let mend = "with --tls-cert write it as https://ruhu.example";
        return Err(Error::Core(CoreError::unusable("address", &address, mend)));
    }
    let pin = front.tls.as_ref().and_then(|tls| tls.pin);
    tls::keep_pin(&path, pin.as_ref())?;
    let certificate_ends = front.tls.as_ref().map(|tls| tls.ends);
    tls::keep_ends(&path, certificate_ends)?;
    let simulated = options.simulated || store.serving()?.simulated;
    store.set_serving(&Serving {
        address: Some(address.clone()),
        simulated,
    })?;
    let app = Arc::new(App {
        rows: Arc::<SqliteStore>::clone(&store),
        upkeep: Arc::clone(&store),
        gate: store,
        signer,
        clock: options.clock,
        shelf: PhotoShelf::local(&path.join("photos"))?,
        quotas: front.quotas,
        full: Full::default(),
        shelving: tokio::sync::RwLock::default(),
        partials: Partials::open(&path.join("uploads"))?,
        throttle: Throttle::default(),
        load: Load::new(front.bounds),
        metrics: Metrics::default(),
        data: path,
        pressed: Pressed::default(),
        waits: Waits::default(),
        passwords: Passwords::default(),
        address,
        tls: front.tls.is_some(),
        proxies: front.proxies,
        malformed: std::sync::Once::new(),
        pin,
        simulated,
    });
    let (stop, stopped) = watch::channel(Stop::No);
    let open = Open {
        app: Arc::clone(&app),
        listener,
        door: front
            .tls
            .map_or(Door::Plain, |tls| Door::Tls(TlsAcceptor::from(tls.config))),
        watched,
        bounds: front.bounds,
    };
    let thread = std::thread::Builder::new()
        .name("ruhu-serve".into())
        .spawn(move || run(runtime, open, &stopped))
        .map_err(|error| Error::Core(CoreError::file(&options.data, error)))?;
    Ok(Running {
        app,
        listening,
        scheme,
        stop,
        thread: Some(thread),
        _alone: alone,
    })
}

impl Running {
    /// Where it listens; the port is the real one.
    pub fn listening(&self) -> SocketAddr {
        self.listening
    }
    /// How it is spoken to: `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }
    /// What phones know its self-made certificate by.
    pub fn pin(&self) -> Option<Sha256> {
        self.app.pin
    }
    /// Where phones and browsers find it, such as `http://127.0.0.1:8460`.
    pub fn address(&self) -> &str {
        &self.app.address
    }
    /// A new one-time sign-in link, good for a quarter of an hour.
    pub fn sign_in_link(&self) -> Result<SignInLink> {
        new_link(&self.app)
    }
    /// The parts, for a host that works on the same data.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }
    /// Takes no more connections, lets requests in flight finish, and answers when all is over.
    pub fn shutdown(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // Nobody listens any more when the thread has ended by itself.
        let _ = self.stop.send(Stop::Now);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the server's thread had panicked");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// How long blocking work that nobody waits for any more has to end.
const BLOCKING_GRACE: Duration = Duration::from_secs(10);

/// What the server's thread works with.
struct Open {
    app: Arc<App>,
    listener: TcpListener,
    door: Door,
    watched: Option<TcpListener>,
    bounds: Bounds,
}

fn run(runtime: Runtime, open: Open, stopped: &watch::Receiver<Stop>) {
    let Open { app, bounds, .. } = open;
    runtime.block_on(async {
        let sweeping = tokio::spawn(sweep::sweep(Arc::clone(&app), stopped.clone()));
        let judging = tokio::spawn(rejudge::rejudge(Arc::clone(&app), stopped.clone()));
        let metrics = router::metrics_router(Arc::clone(&app));
        let watched = async {
            if let Some(listener) = open.watched {
                listen::serve(
                    listener,
                    metrics,
                    Door::Plain,
                    (bounds, Proxies::default()),
                    stopped.clone(),
                )
                .await;
            }
        };
        let router = router::router(Arc::clone(&app), bounds);
        let proxies = app.proxies.clone();
        let served = listen::serve(open.listener, router, open.door, (bounds, proxies), stopped.clone());
        tokio::join!(served, watched);
        if sweeping.await.is_err() {
            tracing::error!("sweeping had panicked");
        }
        if judging.await.is_err() {
            tracing::error!("judging again had panicked");
        }
    });
    runtime.shutdown_timeout(BLOCKING_GRACE);
}

fn bind(runtime: &Runtime, on: SocketAddr, option: &str) -> Result<TcpListener> {
    let bound = runtime.block_on(TcpListener::bind(on));
    bound.map_err(|error| no_listening(option, on, &error))
}

fn no_listening(option: &str, on: SocketAddr, error: &std::io::Error) -> Error {
    let place = format!("{option} {on}: {error}");
    Error::Core(CoreError::unusable(
        "listening address",
        &place,
        "choose a free port, or port 0",
    ))
}
