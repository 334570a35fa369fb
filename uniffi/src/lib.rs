//! Ruhu's core for Kotlin: a handle, and one line for each intention. All calls block: never on the main thread.
//! The types are the core's own; nothing is mirrored here.

// Nothing calls it by name: std does, by `_Unwind_RaiseException` and its kin.
#[cfg(feature = "unwinder")]
extern crate unwinding as _;

mod foreign;
mod panic;

pub use panic::take_panic_place;

pub use foreign::{AppWatcher, Clocks, GoOn, Keystore, KeystoreError, Proxies, Watcher};

use foreign::{ForeignClock, ForeignProxies, ForeignSigner};
use ruhu_core::app::{
    Answer, App, AppError, AppStatement, Backup, Config, Door, DraftChange, DraftLine, DueRow, Fetched, Finished,
    Front, HelpGiven, HelpPage, HouseholdFile, Me, Opened, OutboxView, PhotoTaken, PhotoView, ProblemFound, RoadNow,
    ServerShown, Settings, SettingsPage, Storage, SyncReport, Today, TodayAsk, Unsent,
};
use ruhu_core::app::{Progress, Trust};
use ruhu_core::domain::{Cadre, Measure, Mode, ProblemState, Statements, StrokePoint};
use ruhu_core::ids::{DraftId, HouseholdNo, ProblemId, RecordId, Sha256, VisitId};
use ruhu_core::time::{Day, Moment};
use std::path::{Path, PathBuf};
use std::sync::Arc;

uniffi::setup_scaffolding!();

/// The phone.
#[derive(uniffi::Object)]
pub struct Ruhu {
    app: App,
}

#[uniffi::export]
impl Ruhu {
    /// Opens the store in the app's own folder with its 32-byte key. `roots`: the certificates to trust, DER; none means
    /// the platform's, which Android does not hand to native code.
    #[uniffi::constructor]
    pub fn open(
        dir: String,
        key: Vec<u8>,
        roots: Vec<Vec<u8>>,
        keystore: Arc<dyn Keystore>,
        clocks: Arc<dyn Clocks>,
    ) -> Answer<Arc<Self>> {
        panic::watch();
        let key = <[u8; 32]>::try_from(key).map_err(|_| AppError::from(ruhu_core::Error::WrongKey))?;
        let config = Config {
            dir: PathBuf::from(dir),
            trust: if roots.is_empty() {
                Trust::Platform
            } else {
                Trust::Roots(roots)
            },
            transport: None,
        };
        let (signer, clock) = (Arc::new(ForeignSigner(keystore)), Arc::new(ForeignClock(clocks)));
        Ok(Arc::new(Self {
            app: App::open(config, key, signer, clock)?,
        }))
    }
    /// From now on calls to the server go through the proxy that this names, asked at each call.
    pub fn use_proxies(&self, proxies: Arc<dyn Proxies>) {
        self.app.use_proxies(Arc::new(ForeignProxies(proxies)));
    }
    /// How the store was found at opening.
    pub fn opened(&self) -> Opened {
        self.app.opened()
    }
    /// What the app needs to know when it is opened.
    pub fn front(&self) -> Answer<Front> {
        self.app.front()
    }
    /// Looks through the whole store, which takes seconds.
    pub fn check_store(&self) -> Answer<()> {
        self.app.check_store()
    }
    /// The version of the app, for the township's list of phones.
    pub fn set_version(&self, version: String) {
        self.app.set_version(version);
    }
    /// The app goes to the background.
    pub fn pause(&self) -> Answer<()> {
        self.app.pause()
    }

    /// Enrols this phone by the QR picture's text, or address, code and fingerprint typed.
    pub fn enrol(&self, code: String, model: String) -> Answer<Me> {
        self.app.enrol(&code, &model)
    }
    /// Looks up the server at a typed address: its six words are to be compared with the sheet.
    pub fn look_up(&self, address: String) -> Answer<ServerShown> {
        self.app.look_up(&address)
    }
    /// Enrols this phone at a server whose words were compared.
    pub fn enrol_at(&self, server: ServerShown, code: String, model: String) -> Answer<Me> {
        self.app.enrol_at(&server, &code, &model)
    }
    /// Whose phone this is.
    pub fn me(&self) -> Answer<Option<Me>> {
        self.app.me()
    }
    /// The township's cadres.
    pub fn cadres(&self) -> Answer<Vec<Cadre>> {
        self.app.cadres()
    }

    /// The due list.
    pub fn today(&self, ask: TodayAsk) -> Answer<Today> {
        self.app.today(&ask)
    }
    /// Finds households by name, group, number or pinyin initials.
    pub fn search(&self, text: String, count: u32) -> Answer<Vec<DueRow>> {
        self.app.search(&text, count)
    }
    /// A household's file.
    pub fn household(&self, household: HouseholdNo) -> Answer<HouseholdFile> {
        self.app.household(&household)
    }

    /// Begins a visit, or goes on with today's.
    pub fn start(&self, household: HouseholdNo, mode: Mode) -> Answer<Door> {
        self.app.start(&household, mode)
    }
    /// Begins a late entry.
    pub fn late_entry(&self, household: HouseholdNo, mode: Mode, started: Moment, ended: Moment) -> Answer<Door> {
        self.app.late_entry(&household, mode, started, ended)
    }
    /// The visits begun and not finished.
    pub fn drafts(&self) -> Answer<Vec<DraftLine>> {
        self.app.drafts()
    }
    /// Changes a draft.
    pub fn change(&self, draft: DraftId, change: DraftChange) -> Answer<Door> {
        self.app.change(draft, change)
    }
    /// Takes a photo in.
    pub fn attach_photo(&self, draft: DraftId, photo: PhotoTaken) -> Answer<PhotoView> {
        self.app.attach_photo(draft, photo)
    }
    /// Takes a photo out again.
    pub fn remove_photo(&self, draft: DraftId, original: Sha256) -> Answer<()> {
        self.app.remove_photo(draft, original)
    }
    /// The photos of a draft or a visit.
    pub fn photos(&self, visit: VisitId) -> Answer<Vec<PhotoView>> {
        self.app.photos(visit)
    }
    /// A photo file, whole.
    pub fn photo_bytes(&self, sha256: Sha256) -> Answer<Vec<u8>> {
        self.app.photo_bytes(sha256)
    }
    /// The verdict at the doorstep.
    pub fn judge(&self, draft: DraftId) -> Answer<Door> {
        self.app.judge(draft)
    }
    /// Finishes a visit.
    pub fn finish(&self, draft: DraftId) -> Answer<Finished> {
        self.app.finish(draft)
    }
    /// Throws a draft away.
    pub fn cancel(&self, draft: DraftId) -> Answer<()> {
        self.app.cancel(draft)
    }
    /// Corrects what was stated.
    pub fn correct(&self, visit: VisitId, statements: Statements, why: String) -> Answer<RecordId> {
        self.app.correct(visit, statements, &why)
    }
    /// Says whether this cadre was at a visit that names him or her as a companion.
    pub fn answer_companion(&self, visit: VisitId, there: bool) -> Answer<RecordId> {
        self.app.answer_companion(visit, there)
    }
    /// The householder's signature on a finished visit.
    pub fn sign(&self, visit: VisitId, strokes: Vec<Vec<StrokePoint>>) -> Answer<RecordId> {
        self.app.sign(visit, strokes)
    }

    /// Takes in a photo of help being written.
    pub fn help_photo(&self, household: HouseholdNo, photo: PhotoTaken) -> Answer<PhotoView> {
        self.app.help_photo(&household, photo)
    }
    /// The photos of help being written.
    pub fn help_page(&self, household: HouseholdNo) -> Answer<HelpPage> {
        self.app.help_page(&household)
    }
    /// Takes a photo out of it again.
    pub fn remove_help_photo(&self, household: HouseholdNo, original: Sha256) -> Answer<()> {
        self.app.remove_help_photo(&household, original)
    }
    /// Throws help being written away.
    pub fn cancel_help(&self, household: HouseholdNo) -> Answer<()> {
        self.app.cancel_help(&household)
    }
    /// Writes help given, with its photos.
    pub fn help(&self, help: HelpGiven) -> Answer<RecordId> {
        self.app.help(help)
    }
    /// Opens a problem.
    pub fn problem(&self, found: ProblemFound) -> Answer<ProblemId> {
        self.app.problem(found)
    }
    /// Moves a problem on.
    pub fn move_problem(
        &self,
        problem: ProblemId,
        state: ProblemState,
        text: String,
        follow_up: Option<Day>,
    ) -> Answer<RecordId> {
        self.app.move_problem(problem, state, &text, follow_up)
    }
    /// Writes the yearly plan.
    pub fn plan(&self, household: HouseholdNo, year: i32, measures: Vec<Measure>) -> Answer<RecordId> {
        self.app.plan(&household, year, measures)
    }
    /// The cadre consents.
    pub fn consent(&self, version: String) -> Answer<RecordId> {
        self.app.consent(&version)
    }
    /// The cadre takes the consent back.
    pub fn withdraw_consent(&self, version: String) -> Answer<RecordId> {
        self.app.withdraw_consent(&version)
    }
    /// The version consented to.
    pub fn consented(&self) -> Answer<Option<String>> {
        self.app.consented()
    }
    /// Writes what the household was told.
    pub fn notice(&self, household: HouseholdNo, version: String, how: String) -> Answer<RecordId> {
        self.app.notice(&household, &version, &how)
    }

    /// The upload box.
    pub fn outbox(&self) -> Answer<OutboxView> {
        self.app.outbox()
    }
    /// Sends what waits and hears what is new.
    pub fn sync_now(&self, road: RoadNow, watcher: Arc<dyn Watcher>) -> Answer<SyncReport> {
        self.app
            .sync_now(road, &move |progress: &Progress| watcher.progress(*progress).into())
    }
    /// Tries a stuck item again.
    pub fn retry(&self, sha256: Sha256) -> Answer<()> {
        self.app.retry(sha256)
    }
    /// Gives an original up.
    pub fn give_up_original(&self, original: Sha256, why: String) -> Answer<RecordId> {
        self.app.give_up_original(original, &why)
    }
    /// What may be freed.
    pub fn storage(&self) -> Answer<Storage> {
        self.app.storage()
    }
    /// Frees it.
    pub fn free_storage(&self) -> Answer<Storage> {
        self.app.free_storage()
    }
    /// Writes an unsent backup that only the township can open.
    pub fn backup(&self, to: String) -> Answer<Backup> {
        self.app.backup(Path::new(&to))
    }
    /// What would be lost with this phone now.
    pub fn unsent(&self) -> Answer<Unsent> {
        self.app.unsent()
    }
    /// Signs out: let go of this handle afterwards, destroy both keys, open again with new ones.
    pub fn sign_out(&self) -> Answer<()> {
        self.app.sign_out()
    }
    /// The app that the township's server hands out, when it is newer than the installed one.
    pub fn newest_app(&self, installed: u32) -> Answer<Option<AppStatement>> {
        self.app.newest_app(installed)
    }
    /// Brings its file, going on from what came before.
    pub fn fetch_app(&self, newer: AppStatement, to: String, watcher: Arc<dyn AppWatcher>) -> Answer<Fetched> {
        self.app
            .fetch_app(&newer, Path::new(&to), &move |bytes| watcher.fetched(bytes).into())
    }
    /// The settings screen.
    pub fn settings_page(&self) -> Answer<SettingsPage> {
        self.app.settings_page()
    }
    /// The settings.
    pub fn settings(&self) -> Answer<Settings> {
        self.app.settings()
    }
    /// Sets them.
    pub fn set_settings(&self, settings: Settings) -> Answer<()> {
        self.app.set_settings(settings)
    }
}
