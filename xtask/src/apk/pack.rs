//! Puts the parts into one file per kind of processor, and one for all: `android/apk/Pack.java` writes it.

use super::abi::Abi;
use super::seal::Step;
use super::tools::{java, program};
use crate::run::{root, run};
use std::path::PathBuf;

/// Native libraries begin at a multiple of this: phones with pages of 16 KiB map them as they lie in the APK.
pub const PAGE: u32 = 16_384;

/// What goes into an APK.
#[derive(Clone)]
pub struct Parts {
    /// Manifest, table and resources, as aapt2 linked them.
    pub resources: PathBuf,
    /// Name in the APK, and the file.
    pub files: Vec<(String, PathBuf)>,
    pub page: u32,
}

impl Parts {
    pub fn new(resources: PathBuf, dex: PathBuf) -> Parts {
        Parts {
            resources,
            files: vec![("classes.dex".to_owned(), dex)],
            page: PAGE,
        }
    }

    pub fn library(&mut self, abi: Abi, file: PathBuf) -> Result<(), String> {
        let name = file
            .file_name()
            .ok_or_else(|| format!("{}: has no name", file.display()))?;
        self.files
            .push((format!("lib/{}/{}", abi.name(), name.to_string_lossy()), file));
        Ok(())
    }

    /// Writes the APK, unsigned.
    pub fn packed(&self, out: &PathBuf) -> Result<(), String> {
        let mut inputs = vec![self.resources.clone(), root().join("android/apk/Pack.java")];
        inputs.extend(self.files.iter().map(|(_, file)| file.clone()));
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let step = format!("pack {name}");
        Step {
            name: &step,
            inputs,
            words: vec![self.page.to_string()],
            outputs: vec![out.clone()],
        }
        .run(|| {
            let mut pack = java();
            program(&mut pack, "Pack.java");
            pack.arg(out).arg(self.page.to_string()).arg(&self.resources);
            for (name, file) in &self.files {
                pack.arg(format!("{name}={}", file.display()));
            }
            run("apk: pack", &mut pack)
        })
    }
}
