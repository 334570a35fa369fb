//! What an APK is made with: Debian's packages, and the jars that `android/apk/pom.xml` names.

use super::abi::Abi;
use super::seal::Step;
use crate::maven::{self, Build, Screen};
use crate::run::{command, root, run, target, there};
use crate::setup::apt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The poms that say which tools.
const POMS: [&str; 2] = ["android/apk/pom.xml", "android/pom.xml"];

pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs and fetches what is missing.
    pub fn ready() -> Result<Tools, String> {
        maven::set_up()?;
        let missing: Vec<&str> = [
            ("apksigner", "--version", "apksigner"),
            ("readelf", "--version", "binutils"),
        ]
        .into_iter()
        .filter(|(program, ask, _)| !there(program, ask))
        .map(|(_, _, package)| package)
        .collect();
        if !missing.is_empty() {
            apt(&missing)?;
        }
        let tools = Tools {
            folder: folder().join("tools"),
        };
        tools.fetched()?;
        Ok(tools)
    }

    fn fetched(&self) -> Result<(), String> {
        let mut outputs = vec![self.aapt2(), self.api(26), self.folder.join("jars")];
        outputs.extend(Abi::ALL.map(|abi| self.jna(abi)));
        let step = Step {
            name: "the tools, from Maven Central",
            inputs: POMS.iter().map(|pom| root().join(pom)).collect(),
            words: Vec::new(),
            outputs,
        };
        step.run(|| {
            // Maven marks what it has unpacked, and does not look whether it is still there.
            remove(&folder().join("maven"))?;
            remove(&self.folder)?;
            Build {
                step: "apk: the tools' jars",
                pom: POMS[0],
                phase: "process-resources",
                words: vec!["-q".to_owned()],
                screen: Screen::Own,
            }
            .run()?;
            run("apk: aapt2 may be run", command("chmod").arg("+x").arg(self.aapt2()))?;
            let mut unpack = command("jar");
            unpack.arg("xf").arg(self.folder.join("jna.aar"));
            unpack.args(Abi::ALL.map(|abi| format!("jni/{}/libjnidispatch.so", abi.name())));
            run("apk: JNA's libraries", unpack.current_dir(&self.folder))
        })
    }

    /// Android's resource compiler.
    pub fn aapt2(&self) -> PathBuf {
        self.folder.join("prebuilt/linux/aapt2")
    }

    /// The platform that the app was compiled against.
    pub fn platform(&self) -> PathBuf {
        self.folder.join("android-all.jar")
    }

    /// The public API of this level, as animal-sniffer reads it.
    pub fn api(&self, level: u8) -> PathBuf {
        self.folder.join(format!("api-{level}.signature"))
    }

    /// JNA's own library.
    pub fn jna(&self, abi: Abi) -> PathBuf {
        self.folder.join("jni").join(abi.name()).join("libjnidispatch.so")
    }

    /// Java with all the jars.
    pub fn java(&self) -> Command {
        let mut java = java();
        java.arg("-cp").arg(self.folder.join("jars/*"));
        java
    }
}

/// Java, which without a locale of UTF-8 cannot open a path with Chinese letters.
pub fn java() -> Command {
    let mut java = command("java");
    java.env("LC_ALL", "C.UTF-8").arg("-Xmx2g");
    java
}

/// Where the JDK lies that `java` belongs to.
pub fn java_home() -> Result<String, String> {
    let mut ask = java();
    ask.args(["-XshowSettings:properties", "-version"]);
    let out = ask.output().map_err(|e| format!("java: {e}"))?;
    String::from_utf8_lossy(&out.stderr)
        .lines()
        .find_map(|line| line.trim().strip_prefix("java.home = ").map(str::to_owned))
        .ok_or_else(|| "java does not say its java.home".to_owned())
}

/// A program of one file in `android/apk`, run from its source.
pub fn program(java: &mut Command, file: &str) {
    java.arg(root().join("android/apk").join(file));
}

/// `target/apk`.
pub fn folder() -> PathBuf {
    root().join(target()).join("apk")
}

/// Removes a folder, if it is there.
pub fn remove(folder: &Path) -> Result<(), String> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {e}", folder.display())),
        _ => Ok(()),
    }
}
