//! What a finished APK must be, read from the file itself: `cargo xtask check --apk`.

mod api;
mod broken;
mod facts;
mod first;
mod second;
mod tree;

use super::seal::with_ending;
use super::table::Weight;
use super::zip::{Packing, entries};
use super::{Apk, Made, abi::Abi, elf, tools};
use api::{Code, Missing};
use std::path::{Path, PathBuf};

/// What reads libraries.
const ELF_READER: &str = "readelf";

/// Both readers, and what is demanded of what they read.
pub struct Checks<'a> {
    made: &'a Made,
    second: second::Reader,
}

impl Checks<'_> {
    pub fn ready(made: &Made) -> Result<Checks<'_>, String> {
        if !crate::run::there("dexdump", "--help") && !Path::new("/usr/bin/dexdump").exists() {
            crate::setup::apt(&["dexdump"])?;
        }
        Ok(Checks {
            made,
            second: second::Reader::ready()?,
        })
    }

    /// Each APK and the jar of its classes are as they must be, or all that is not, in words.
    pub fn pass(&self, apks: &[Apk]) -> Result<(), String> {
        let jar = api::missing(&self.made.tools, Code::Jar(&self.made.shrunk))?;
        let mut faults = jar.faults()?;
        let mut all = vec![jar];
        for apk in apks {
            println!(
                "\n== apk: {} by {} and {}",
                apk.path.display(),
                first::NAME,
                second::NAME
            );
            let missing = api::missing(&self.made.tools, Code::Apk(&apk.path))?;
            let found = self.faults(apk, &missing)?;
            faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", apk.name())));
            all.push(missing);
        }
        faults.extend(api::stale(&all)?);
        match faults.is_empty() {
            true => Ok(()),
            false => Err(format!("the APK is not as it must be:\n  {}", faults.join("\n  "))),
        }
    }

    /// All that is wrong with this APK.
    fn faults(&self, apk: &Apk, missing: &Missing) -> Result<Vec<String>, String> {
        let demands = facts::demands(&self.made.version, &apk.abis)?;
        let mut faults = facts::faults(first::NAME, &first::read(&self.made.tools, &apk.path)?, &demands);
        faults.extend(facts::faults(second::NAME, &self.second.read(&apk.path)?, &demands));
        faults.extend(missing.faults()?);
        for (abi, library) in libraries(apk)? {
            let name = library.file_name().unwrap_or_default().to_string_lossy();
            // One that cannot be read is no better than one with a fault.
            let found = elf::found(&library, abi, ELF_READER).unwrap_or_else(|unreadable| vec![unreadable]);
            let own = found.iter().filter(|fault| !is_known(&name, fault));
            faults.extend(own.map(|fault| format!("{name} for {}: {fault}", abi.name())));
        }
        faults.extend(apk.too_large(Weight::of(apk)?.whole));
        Ok(faults)
    }

    /// Every one of these checks must refuse an APK that is broken in just its way.
    pub fn see(&self) -> Result<(), String> {
        broken::all_refused(self)
    }
}

/// JNA's library comes from Maven Central as it is, without a SONAME: Android takes the file's name where there is none.
fn is_known(library: &str, fault: &str) -> bool {
    library == "libjnidispatch.so" && fault.contains("its SONAME is None")
}

impl Apk {
    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The native libraries as they lie in the APK, taken out of it.
fn libraries(apk: &Apk) -> Result<Vec<(Abi, PathBuf)>, String> {
    let bytes = std::fs::read(&apk.path).map_err(|e| format!("{}: {e}", apk.path.display()))?;
    // Beside the APK: others of the same name may be read at the same time.
    let folder = with_ending(&apk.path, "libraries");
    tools::remove(&folder)?;
    let mut found = Vec::new();
    for entry in entries(&apk.path)? {
        let abi = Abi::ALL
            .into_iter()
            .find(|abi| entry.name.starts_with(&format!("lib/{}/", abi.name())));
        // A deflated one cannot be taken out by its place; that it is deflated is a fault already.
        if let Some(abi) = abi
            && entry.packing == Packing::Stored
            && let Some(library) = bytes.get(entry.offset..entry.offset + entry.size)
        {
            let path = folder.join(&entry.name);
            let around = path.parent().expect("it lies in a folder");
            std::fs::create_dir_all(around).map_err(|e| format!("{}: {e}", around.display()))?;
            std::fs::write(&path, library).map_err(|e| format!("{}: {e}", path.display()))?;
            found.push((abi, path));
        }
    }
    Ok(found)
}
