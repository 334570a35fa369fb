//! Files that file managers, office programs and archivers leave behind wherever they look: no part of a pack, never
//! opened, told of in a note.

/// Names of such files and folders, in lower case.
const NAMES: [&str; 28] = [
    ".ds_store",
    ".localized",
    ".apdisk",
    ".appledouble",
    ".lsoverride",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    ".temporaryitems",
    ".documentrevisions-v100",
    ".volumeicon.icns",
    "__macosx",
    "icon\r",
    "thumbs.db",
    "thumbs.db:encryptable",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    ".directory",
    ".hidden",
    ".trash",
    ".thumbnails",
    "@eadir",
    ".stfolder",
    ".dropbox",
    ".nomedia",
];
/// What names of lock files and of copies of file attributes begin with.
const BEGINNINGS: [&str; 7] = ["._", "~$", ".~lock.", ".fuse_hidden", ".nfs", ".trash-", ".~"];

/// Whether one of the path's names is such a file's or folder's.
pub(super) fn is_litter(path: &str) -> bool {
    path.split('/').any(|name| {
        let name = name.to_lowercase();
        NAMES.contains(&name.as_str()) || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
    })
}

#[cfg(test)]
mod tests {
    use super::is_litter;
    use crate::pack::names;

    #[test]
    fn litter_is_told_from_a_packs_own_files() {
        for path in [
            ".DS_Store",
            "data/Thumbs.db",
            "__MACOSX/pack/._bagit.txt",
            "data/photos/desktop.ini",
            "data/~$ledger.xlsx",
            "data/.~lock.ledger.xlsx#",
        ] {
            assert!(is_litter(path), "{path}");
        }
        let own = [
            names::README,
            names::LEDGER,
            names::BAGIT,
            names::TAG_MANIFEST,
            "data/photos/ab.jpg",
            "note.txt",
        ];
        assert!(own.iter().all(|path| !is_litter(path)));
    }
}
