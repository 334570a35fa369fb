//! Runs Maven on `android/`. What was resolved once needs no network again: a mark in the target folder holds the poms
//! that were, and while they stay the same Maven is told to stay offline. A download that fails is tried once more.

use crate::run::{command, read_lines, root, target, there};
use crate::setup::apt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says that what was asked for could not be had; anything else is a failure of the build's own.
const NOT_HAD: [&str; 5] = [
    "Could not transfer artifact",
    "Could not resolve dependencies",
    "or one of its dependencies could not be resolved",
    "Cannot access central",
    "Could not find artifact",
];

/// One run of Maven.
pub struct Build<'a> {
    /// What it is for, as it is told.
    pub step: &'a str,
    /// The pom, from the repository's root.
    pub pom: &'a str,
    /// How far: Maven's phase.
    pub phase: &'a str,
    /// Whatever else it is told.
    pub words: Vec<String>,
    pub screen: Screen,
}

/// Where windows open.
#[derive(Clone, Copy)]
pub enum Screen {
    /// On the screen of who runs us, if there is one.
    Own,
    /// On one that nobody sees.
    Hidden,
}

/// How a run ended.
pub enum Ended {
    Well,
    /// The build failed; these lines say it (Maven's own, marked `ERROR`).
    Badly(Vec<String>),
}

/// What a build may do about artifacts that are not on this machine.
#[derive(Clone, Copy)]
enum Network {
    Offline,
    Allowed,
}

/// A JDK with windows (the phone can be shown in one) and Maven.
pub fn set_up() -> Result<(), String> {
    let windows = Path::new("/usr/lib/jvm/default-java/lib/libawt_xawt.so").exists() || own_jdk_has_windows();
    match there("mvn", "--version") && there("javac", "-version") && windows {
        true => Ok(()),
        false => apt(&["default-jdk", "maven"]),
    }
}

/// Whether the JDK of `JAVA_HOME`, or the one that `javac` on the path belongs to, can open windows.
fn own_jdk_has_windows() -> bool {
    let home = std::env::var_os("JAVA_HOME").map(PathBuf::from).or_else(|| {
        let path = std::env::var_os("PATH")?;
        let javac = std::env::split_paths(&path)
            .map(|p| p.join("javac"))
            .find(|p| p.exists())?;
        Some(fs::canonicalize(javac).ok()?.parent()?.parent()?.to_owned())
    });
    home.is_some_and(|home| home.join("lib").join("libawt_xawt.so").exists())
}

impl Build<'_> {
    /// Runs it and fails in words when it fails.
    pub fn run(&self) -> Result<(), String> {
        match self.ended()? {
            Ended::Well => Ok(()),
            Ended::Badly(_) => Err(format!("{}: failed; Maven's lines above say what", self.step)),
        }
    }

    /// Runs it, a second time if something could not be had.
    pub fn ended(&self) -> Result<Ended, String> {
        let slug = self.pom.replace(['/', '.'], "-");
        let mark = target()
            .join("android")
            .join(format!("resolved-{slug}-{}.txt", self.phase));
        let poms = self.poms()?;
        let tries = match fs::read_to_string(&mark).is_ok_and(|marked| marked == poms) {
            // The repository may have been emptied since: then it is filled again.
            true => [Network::Offline, Network::Allowed],
            false => [Network::Allowed, Network::Allowed],
        };
        let mut errors = Vec::new();
        for network in tries {
            errors = match self.once(network)? {
                Ended::Well => {
                    keep(&mark, &poms)?;
                    return Ok(Ended::Well);
                }
                Ended::Badly(errors) => errors,
            };
            if !errors
                .iter()
                .any(|line| NOT_HAD.iter().any(|words| line.contains(words)))
            {
                break;
            }
            println!("\n== {}: something could not be had", self.step);
        }
        Ok(Ended::Badly(errors))
    }

    /// One run; its output goes where ours goes, as it comes.
    fn once(&self, network: Network) -> Result<Ended, String> {
        let mut errors = Vec::new();
        let status = read_lines(self.step, &mut self.command(network), &mut |line| {
            if line.contains("ERROR") {
                errors.push(line.to_owned());
            }
        })?;
        match status.success() {
            true => Ok(Ended::Well),
            false => Ok(Ended::Badly(errors)),
        }
    }

    fn command(&self, network: Network) -> Command {
        let mut maven = match self.screen {
            Screen::Own => command("mvn"),
            Screen::Hidden => {
                let mut hidden = command("xvfb-run");
                hidden.args(["-a", "-s", "-screen 0 1280x1024x24", "mvn"]);
                hidden
            }
        };
        maven.arg("-B").arg("-f").arg(root().join(self.pom));
        maven.arg(match network {
            Network::Offline => "-o",
            // A look-up that failed is remembered for a day, unless Maven is told to ask again.
            Network::Allowed => "-U",
        });
        // The poms know the usual target folder, and Kotlin's memory of what it compiled hangs on how a path is written:
        // only another folder is told.
        if std::env::var_os("CARGO_TARGET_DIR").is_some() {
            maven.arg(format!("-Druhu.target={}", root().join(target()).display()));
        }
        // Without a locale of UTF-8 Java cannot open a path with Chinese letters.
        maven.arg(self.phase).args(&self.words).env("LC_ALL", "C.UTF-8");
        maven
    }

    /// What decides which artifacts are needed.
    fn poms(&self) -> Result<String, String> {
        let mut all = String::new();
        for pom in [
            "android/pom.xml",
            "android/bindings/pom.xml",
            "android/app/pom.xml",
            self.pom,
        ] {
            let path = root().join(pom);
            all += &fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        Ok(all)
    }
}

fn keep(mark: &Path, poms: &str) -> Result<(), String> {
    let folder = mark.parent().expect("the mark lies in a folder");
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::write(mark, poms).map_err(|e| format!("{}: {e}", mark.display()))
}
