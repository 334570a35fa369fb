//! A Java machine for arm64, run by qemu on this one: Debian's own packages, unpacked into the target folder. Nothing is
//! installed but qemu.

use super::native;
use crate::run::{command, run};
use crate::setup;
use std::path::{Path, PathBuf};

const QEMU: &str = "/usr/bin/qemu-aarch64-static";
const JAVA: &str = "usr/lib/jvm/java-17-openjdk-arm64/bin/java";

/// The words that start it with these variables, up to Java's own options.
pub fn java(variables: &[String]) -> Result<Vec<String>, String> {
    setup::program(QEMU, "qemu-user-static")?;
    let root = root()?;
    let mut words = vec![QEMU.to_owned(), "-L".to_owned(), root.display().to_string()];
    for variable in variables {
        words.extend(["-E".to_owned(), variable.clone()]);
    }
    words.push(root.join(JAVA).display().to_string());
    Ok(words)
}

/// The folder that stands for the emulated machine's disk.
fn root() -> Result<PathBuf, String> {
    let folder = native::folder().join("arm64-java");
    let (root, mark) = (folder.join("root"), folder.join("unpacked"));
    if mark.exists() {
        return Ok(root);
    }
    let told = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    for part in ["state/lists/partial", "cache/archives/partial", "root"] {
        let part = folder.join(part);
        std::fs::create_dir_all(&part).map_err(|e| told(&part, e))?;
    }
    let status = folder.join("state/status");
    std::fs::write(&status, "").map_err(|e| told(&status, e))?;
    // An apt of its own, which believes that it is on an arm64 machine where nothing is installed yet.
    let apt = |words: &[&str]| {
        run(
            &format!("apk: Java for arm64, apt-get {}", words.join(" ")),
            command("apt-get")
                .args(["-qq", "-o", "APT::Architecture=arm64", "-o", "APT::Architectures=arm64"])
                .args(["-o", "Debug::NoLocking=true"])
                .arg("-o")
                .arg(format!("Dir::State={}", folder.join("state").display()))
                .arg("-o")
                .arg(format!("Dir::State::status={}", status.display()))
                .arg("-o")
                .arg(format!("Dir::Cache={}", folder.join("cache").display()))
                .args(words),
        )
    };
    apt(&["update"])?;
    apt(&[
        "install",
        "-y",
        "--download-only",
        "--no-install-recommends",
        "openjdk-17-jre-headless",
    ])?;
    let archives = folder.join("cache/archives");
    for entry in std::fs::read_dir(&archives).map_err(|e| told(&archives, e))? {
        let package = entry.map_err(|e| told(&archives, e))?.path();
        if package.extension().is_some_and(|e| e == "deb") {
            unpack(&package, &root)?;
        }
    }
    match root.join(JAVA).exists() {
        true => std::fs::write(&mark, "").map_err(|e| told(&mark, e)).map(|()| root),
        false => Err(format!(
            "no {JAVA} came with Debian's packages for arm64: see {}",
            archives.display()
        )),
    }
}

fn unpack(package: &Path, root: &Path) -> Result<(), String> {
    let status = command("dpkg-deb")
        .arg("--extract")
        .arg(package)
        .arg(root)
        .status()
        .map_err(|e| format!("dpkg-deb does not start: {e}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("dpkg-deb --extract {}: failed ({status})", package.display())),
    }
}
