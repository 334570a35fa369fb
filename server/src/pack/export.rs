//! Writes a pack: chooses the records, writes every file, signs, and gives the whole its name at the end.

use super::bag::Bag;
use super::chosen::choose;
use super::covered::Sheet;
use super::ledger::{Heading, Ledger};
use super::photos::{self, PhotoSource};
use super::place::Place;
use super::readme::Page;
use super::sink::{FolderSink, Sink, ZipSink, free_place};
use super::{covered, inputs, names, people, records};
use crate::Result;
use crate::characters::visible;
use crate::store::Store;
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::record::{PackStatement, ServerSigner};
use ruhu_core::time::Moment;
use std::path::{Path, PathBuf};

/// What to export, and where to.
pub struct Order<'a> {
    /// The township's store.
    pub store: &'a dyn Store,
    /// The server's key.
    pub signer: &'a ServerSigner,
    /// Where photos come from.
    pub photos: &'a dyn PhotoSource,
    /// The place's code.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// The server's clock.
    pub now: Moment,
    /// A demo's server: the pack says so wherever it can.
    pub simulated: bool,
    /// The pack's name; nothing may be there.
    pub out: &'a Path,
    /// Folder or file.
    pub form: Form,
    /// Whether ID numbers and telephones are in it.
    pub personal: Personal,
}

/// What of people is in a pack, beside their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Nothing: ID numbers and telephones stay at the township.
    LeftOut,
    /// ID numbers and telephones too; the township's log says so.
    Full,
}

/// The two forms of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// One ZIP file.
    Zip,
}

/// What was exported.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Exported {
    /// Where it is.
    pub pack: PathBuf,
    /// The place: the township, or the village of it.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// How many households.
    pub households: u64,
    /// How many visits of the year.
    pub visits: u64,
    /// How many records.
    pub records: u64,
    /// How many receipts for records.
    pub receipts: u64,
    /// How many photo files.
    pub photos: usize,
    /// How many photo files that records name have not arrived.
    pub photos_not_here: u64,
    /// The payload's files and bytes.
    pub files: u64,
    /// Bytes of the payload.
    pub bytes: u64,
    /// The fingerprint of the server's key.
    pub server_key: KeyId,
    /// A demo's.
    pub simulated: bool,
    /// ID numbers and telephones are in it.
    pub full: bool,
}

/// Refuses a scope or year that cannot be exported and a place that is taken; answers the township. Before anything is
/// written, also that a pack is made.
pub fn ready(store: &dyn Store, scope: &RegionCode, year: i32, now: Moment, out: &Path) -> Result<RegionCode> {
    let place = Place::find(store, scope, year, now)?;
    free_place(out)?;
    Ok(place.township.code)
}

/// Notes in the township's log that a full pack is about to be made: before it is, so that none leaves unseen.
pub fn note_full(store: &dyn Store, scope: &RegionCode, year: i32, now: Moment) -> Result<()> {
    people::note(store, &Place::find(store, scope, year, now)?)
}

/// Writes the pack from a store of one instant ([`crate::store::Instant`]): what is in it is one state of the log.
///
/// Errors: a scope or year that cannot be exported, a place that is taken, a disk that is full; then nothing is left.
pub fn export(order: &Order<'_>) -> Result<Exported> {
    let place = &Place::find(order.store, &order.scope, order.year, order.now)?;
    let Order { store, signer, .. } = *order;
    let sink: Box<dyn Sink> = match order.form {
        Form::Folder => Box::new(FolderSink::new(order.out)?),
        Form::Zip => Box::new(ZipSink::new(order.out, format!("ruhu-{}-{}", place.scope, place.year))?),
    };
    let mut bag = Bag::new(sink);
    let read = store.inputs(&place.scope)?;
    let chosen = choose(store, place, &read)?;
    let mut wrote = records::records(&mut bag, store, place, &chosen)?;
    records::receipts(&mut bag, store, signer, order.photos, place, &chosen, &mut wrote)?;
    records::log(&mut bag, store, place, &wrote)?;
    let (size, root) = records::checkpoints(&mut bag, store, signer, place, &wrote.anchored)?;
    records::keys(&mut bag, store, signer, place, &chosen)?;
    inputs::write(&mut bag, store, place, &read, order.simulated)?;
    let mut sheet = sheet(store, place)?;
    let covered = covered::write(&mut bag, store, place, &read, &wrote, order.simulated, &mut sheet)?;
    if store.township(&place.township.code)?.log_size != size {
        return Err(crate::Error::inconsistent(
            "log_head",
            "the log is longer than its last head",
        ));
    }
    if order.personal == Personal::Full {
        people::write(&mut bag, store, place)?;
    }
    let sheet = sheet.ledger.finish(&Heading {
        township: &place.township.name,
        year: place.year,
        made: place.made,
        simulated: order.simulated,
    })?;
    bag.file(names::LEDGER, &mut |out| out.put(&sheet))?;
    photos::write(&mut bag, order.photos, &place.township.code, &wrote.arrived)?;
    let server_key = signer.public().id();
    let page = Page {
        township: &one_line(&place.township.name),
        scope: &place.scope,
        year: place.year,
        on: place.on,
        made: place.made,
        simulated: order.simulated,
        full: order.personal == Personal::Full,
        server: &server_key,
        households: covered.households,
        visits: covered.visits,
        records: wrote.records,
        receipts: wrote.receipts,
        photos: u64::try_from(wrote.arrived.len()).unwrap_or(u64::MAX),
        photos_not_here: covered.photos_not_here,
    };
    bag.text(names::README, &page.html())?;
    let statement = PackStatement {
        scope: place.scope.clone(),
        year: place.year,
        made: place.made,
        files: bag.payload(),
        devices: chosen
            .ranges
            .iter()
            .map(|(kid, (_, last))| (kid.clone(), *last))
            .collect(),
        log: place.township.log.clone(),
        size,
        root,
        simulated: order.simulated,
    };
    bag.text(names::STATEMENT, &(signer.pack(&statement) + "\n"))?;
    let (bytes, files) = bag.oxum();
    let full = order.personal == Personal::Full;
    bag.finish(&info_lines(&statement, &server_key, &place.township.name, full))?;
    Ok(Exported {
        pack: order.out.to_owned(),
        scope: place.scope.clone(),
        year: place.year,
        households: covered.households,
        visits: covered.visits,
        records: wrote.records,
        receipts: wrote.receipts,
        photos: wrote.arrived.len(),
        photos_not_here: covered.photos_not_here,
        files,
        bytes,
        server_key,
        simulated: order.simulated,
        full: order.personal == Personal::Full,
    })
}

fn sheet(store: &dyn Store, place: &Place) -> Result<Sheet> {
    let villages = store.villages_in(&place.scope)?.into_iter();
    let cadres = store.cadres(&place.township.code)?.into_iter();
    Ok(Sheet {
        ledger: Ledger::new(villages.map(|village| (village.code, village.name)).collect(), place.on),
        cadres: cadres.map(|cadre| (cadre.id, cadre.name)).collect(),
    })
}

/// The lines of `bag-info.txt`, less the sum: nothing in them but what is signed.
pub(super) fn info_lines(
    statement: &PackStatement,
    server: &KeyId,
    township: &str,
    full: bool,
) -> Vec<(&'static str, String)> {
    let PackStatement { scope, year, .. } = statement;
    let mut info = vec![
        ("Source-Organization", one_line(township)),
        ("External-Identifier", format!("ruhu-{scope}-{year}")),
        (
            "External-Description",
            format!("入户走访佐证包 / Evidence pack of home visits, {scope}, {year}"),
        ),
        ("Bagging-Date", statement.made.day().to_string()),
        ("Bag-Software-Agent", SOFTWARE.to_owned()),
        ("Ruhu-Server-Key", server.to_string()),
        (
            "Ruhu-Log",
            format!("{} {} {}", statement.log, statement.size, statement.root),
        ),
    ];
    if full {
        info.push(("Ruhu-Personal-Data", "full".to_owned()));
    }
    if statement.simulated {
        info.push(("Ruhu-Simulated", "true".to_owned()));
    }
    info
}

/// The program that writes packs.
pub(super) const SOFTWARE: &str = concat!("ruhu ", env!("CARGO_PKG_VERSION"));

/// A value of `bag-info.txt` is one line, whatever a township is called.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" ")).into_owned()
}
