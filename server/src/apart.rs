//! Folders that must not lie in each other: a backup or a pack in the data folder is taken along by the next backup and
//! goes with the folder, and a restore into one writes over it.

use crate::error::CommandError;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

/// How many symbolic links are followed before it is taken for a circle.
const MOST_LINKS: u32 = 40;

/// Refuses `target` (given by `option`) when it is `folder`, lies in it, or has it inside; and when it lies in any other
/// data folder. Links and `..` are followed as the system would, also of a target that is not there yet.
pub(crate) fn apart(option: &str, target: &Path, folder: &Path) -> Result<(), CommandError> {
    let (target, folder) = (Place::of(target)?, Place::of(folder)?);
    let refused = |what: String| {
        let mend = "give a place outside of it, best on another disk";
        Err(CommandError::new(what, option, mend))
    };
    if target.lies_in(&folder) {
        return refused(format!(
            "{} 在 {} 里面 / the one lies in the other",
            target.path.display(),
            folder.path.display()
        ));
    }
    if folder.lies_in(&target) {
        return refused(format!(
            "{} 在 {} 里面 / the one lies in the other",
            folder.path.display(),
            target.path.display()
        ));
    }
    for above in target.path.ancestors().skip(1) {
        if above.join("ruhu.db").is_file() && above.join("keys").is_dir() {
            return refused(format!("{} 是一个数据文件夹 / is a data folder", above.display()));
        }
    }
    Ok(())
}

/// A path as the system has it, and what stands on the way to it.
struct Place {
    path: PathBuf,
    /// Device and number of it and of each folder above it, as far as they are there: the same for every name of one.
    ids: Vec<(u64, u64)>,
    /// It is there.
    there: bool,
}

impl Place {
    fn of(path: &Path) -> Result<Self, CommandError> {
        let failed = |error: io::Error| CommandError::file(path, &error);
        let path = real(path, MOST_LINKS).map_err(failed)?;
        let there = fs::metadata(&path).is_ok();
        let ids = path
            .ancestors()
            .filter_map(|folder| fs::metadata(folder).ok())
            .map(|of| (of.dev(), of.ino()))
            .collect();
        Ok(Self { path, ids, there })
    }
    fn lies_in(&self, folder: &Self) -> bool {
        let own = folder.ids.first().filter(|_| folder.there);
        self.path.starts_with(&folder.path) || own.is_some_and(|own| self.ids.contains(own))
    }
}

/// The path without links and `..`; what is not there yet keeps its names.
fn real(path: &Path, links: u32) -> io::Result<PathBuf> {
    let mut at = match path.is_absolute() {
        true => PathBuf::from("/"),
        false => std::env::current_dir()?.canonicalize()?,
    };
    for part in path.components() {
        match part {
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
            Component::ParentDir => drop(at.pop()),
            Component::Normal(name) => {
                let above = at.clone();
                at.push(name);
                if let Ok(to) = fs::read_link(&at) {
                    let links = links.checked_sub(1).ok_or(io::ErrorKind::InvalidInput)?;
                    at = real(&above.join(to), links)?;
                }
            }
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_lies_in_a_folder_is_found_by_any_way_to_it() {
        let outside = tempfile::tempdir().expect("a folder");
        let at = |name: &str| outside.path().join(name);
        fs::create_dir_all(at("data/photos")).expect("made");
        fs::create_dir(at("other")).expect("made");
        symlink(at("data"), at("link")).expect("made");
        symlink(at("data/not-yet"), at("dangling")).expect("made");
        symlink("circle", at("circle")).expect("made");
        for inside in [
            "data",
            "data/backup",
            "data/photos/../backup",
            "other/../data/new/pack",
            "link/backup",
            "dangling",
            "dangling/deeper",
            "",
        ] {
            assert!(apart("--out", &at(inside), &at("data")).is_err(), "{inside}");
            assert!(apart("--out", &at(inside), &at("link")).is_err(), "{inside} by a link");
        }
        for beside in ["other/backup", "data-backup", "data.partial", "new"] {
            apart("--out", &at(beside), &at("data")).unwrap_or_else(|error| panic!("{beside}: {error}"));
        }
        assert!(apart("--out", &at("circle"), &at("data")).is_err(), "a circle of links");
        // Inside of another township's data folder.
        fs::create_dir_all(at("other/keys")).expect("made");
        fs::write(at("other/ruhu.db"), b"").expect("written");
        assert!(apart("--out", &at("other/backup"), &at("data")).is_err());
    }
}
