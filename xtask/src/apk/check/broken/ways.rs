//! The ways in which an APK is broken on purpose, and what must be said of each.

use super::make::{class, extra_symbol, large};
use super::source;
use crate::apk::Made;
use crate::apk::abi::Abi;
use std::path::{Path, PathBuf};

/// One way to be broken.
pub struct Broken {
    pub name: &'static str,
    pub by: By,
    /// What must be said of it, each by somebody.
    pub said: &'static [&'static str],
}

pub enum By {
    /// A file of the app's source says something else: resources are compiled and linked anew.
    Source(&'static str, &'static str, &'static str),
    /// Libraries begin at a multiple of this.
    Page(u32),
    /// The file of this name is not there.
    Without(&'static str),
    /// This file lies beside the others.
    Beside(&'static str, fn(&Made, &Path) -> Result<PathBuf, String>),
    /// This file is there instead of the one of the same name.
    Instead(&'static str, fn(&Made, &Path) -> Result<PathBuf, String>),
    /// apksigner is told this too.
    Signed(&'static [&'static str]),
}

/// All of them. `{}` stands for each of the two readers.
pub fn all() -> Vec<Broken> {
    let mut all = source::all();
    all.extend([
        Broken {
            name: "misaligned",
            by: By::Page(4),
            said: &["{}: mapped file: lib/x86_64/libruhu_uniffi.so stored at a multiple of 16384 is missing"],
        },
        Broken {
            name: "libraries deflated",
            by: By::Page(1),
            said: &["{}: mapped file: lib/x86_64/libruhu_uniffi.so deflated"],
        },
        Broken {
            name: "without JNA's library",
            by: By::Without("lib/x86_64/libjnidispatch.so"),
            said: &["{}: mapped file: lib/x86_64/libjnidispatch.so stored at a multiple of 16384 is missing"],
        },
        Broken {
            name: "a library for another processor",
            by: By::Beside("lib/armeabi-v7a/libjnidispatch.so", |made, _| {
                Ok(made.tools.jna(Abi::X86))
            }),
            said: &["{}: processor: armeabi-v7a must not be"],
        },
        Broken {
            name: "a symbol that Android does not have",
            by: By::Instead("lib/x86_64/libruhu_uniffi.so", |_, folder| extra_symbol(folder)),
            said: &["calls getcontext, which Android 8.0 does not have"],
        },
        Broken {
            name: "too large",
            by: By::Beside("assets/large", |_, folder| large(folder)),
            said: &["its gate is 5,500,000"],
        },
        Broken {
            name: "newer than Android 8.0",
            by: By::Beside("classes2.dex", |made, folder| class(made, folder, "TooNew", &[])),
            said: &["DexApi: android.view.Display android.app.Activity.getDisplay() is not in Android 8.0"],
        },
        Broken {
            name: "hidden API",
            by: By::Beside("classes2.dex", |made, folder| class(made, folder, "Hidden", &[])),
            said: &["DexApi: android.app.ActivityThread is hidden"],
        },
        Broken {
            name: "invoke-custom",
            by: By::Beside("classes2.dex", |made, folder| {
                class(made, folder, "Custom", &["--no-desugaring"])
            }),
            said: &["{}: invoke-custom: 1 must not be"],
        },
        Broken {
            name: "signed by v2 alone",
            by: By::Signed(&["--v3-signing-enabled", "false"]),
            said: &["{}: signed by scheme: v3 is missing"],
        },
        Broken {
            name: "signed by v3 alone",
            by: By::Signed(&["--v2-signing-enabled", "false"]),
            said: &["{}: signed by scheme: v2 is missing"],
        },
        Broken {
            name: "changed after it was signed",
            by: By::Signed(&[]),
            said: &[
                "aapt2 and others: signed by scheme: v2 is missing",
                "aapt2 and others: signed by scheme: v3 is missing",
            ],
        },
    ]);
    all
}
