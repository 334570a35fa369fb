//! The bag around the pack (BagIt 1.0, RFC 8493): a plain format that libraries keep and other people's tools check.

use super::names;
use super::sink::{Content, Sink, Written};
use crate::Result;
use ruhu_core::ids::Sha256;
use std::collections::BTreeMap;

/// A bag being written: keeps the hash of every file.
pub(super) struct Bag {
    sink: Box<dyn Sink>,
    files: BTreeMap<String, Written>,
}

impl Bag {
    pub fn new(sink: Box<dyn Sink>) -> Self {
        Self {
            sink,
            files: BTreeMap::new(),
        }
    }
    /// Writes one file.
    pub fn file(&mut self, path: &str, content: Content<'_>) -> Result<()> {
        let written = self.sink.file(path, content)?;
        self.files.insert(path.to_owned(), written);
        Ok(())
    }
    /// Writes a file of one text.
    pub fn text(&mut self, path: &str, text: &str) -> Result<()> {
        self.file(path, &mut |out| out.put(text.as_bytes()))
    }
    /// The hash of every payload file so far.
    pub fn payload(&self) -> BTreeMap<String, Sha256> {
        self.data().map(|(path, file)| (path.clone(), file.sha256)).collect()
    }
    /// Files and bytes of the payload so far.
    pub fn oxum(&self) -> (u64, u64) {
        self.data()
            .fold((0, 0), |(bytes, files), (_, file)| (bytes + file.size, files + 1))
    }
    fn data(&self) -> impl Iterator<Item = (&String, &Written)> {
        self.files.iter().filter(|(path, _)| path.starts_with("data/"))
    }

    /// Writes the bag's own files and gives the pack its name. `info`: the lines of `bag-info.txt`, less the sum.
    pub fn finish(mut self, info: &[(&str, String)]) -> Result<()> {
        let (bytes, files) = self.oxum();
        let mut lines = String::new();
        for (name, value) in info {
            lines += &format!("{name}: {value}\n");
        }
        lines += &format!("Payload-Oxum: {bytes}.{files}\n");
        self.text(names::BAGIT, names::BAGIT_TEXT)?;
        self.text(names::BAG_INFO, &lines)?;
        let manifest = manifest(&self.files, |path| path.starts_with("data/"));
        self.text(names::MANIFEST, &manifest)?;
        let tags = manifest_of_tags(&self.files);
        self.text(names::TAG_MANIFEST, &tags)?;
        self.sink.finish()
    }
}

fn manifest_of_tags(files: &BTreeMap<String, Written>) -> String {
    manifest(files, |path| !path.starts_with("data/"))
}

fn manifest(files: &BTreeMap<String, Written>, of: fn(&str) -> bool) -> String {
    files
        .iter()
        .filter(|(path, _)| of(path))
        .map(|(path, file)| format!("{}  {path}\n", file.sha256))
        .collect()
}
