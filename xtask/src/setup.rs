//! What the commands need beyond Rust, installed when it is missing: a C compiler (SQLite is C), and for the tests the
//! strangers that must accept our packs (Python's `bagit` and `PyJWT`), a real browser with its driver, the office that
//! opens our spreadsheets, and `cargo deny`.

use crate::run::{cargo, command, root, run, target, there};
use std::path::{Path, PathBuf};

/// The version of cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

/// For building anything: a C compiler and linker.
pub fn for_building() -> Result<(), String> {
    match there("cc", "--version") {
        true => Ok(()),
        false => apt(&["build-essential"]),
    }
}

/// Debian's packages for the whole check, each with a file that is there when it is. One call of apt, made while
/// something compiles, in place of ten between the steps.
const OF_THE_CHECK: [(&str, &str); 18] = [
    ("chromium", "/usr/bin/chromium"),
    ("chromium-driver", "/usr/bin/chromedriver"),
    ("libreoffice-calc-nogui", "/usr/bin/soffice"),
    ("poppler-utils", "/usr/bin/pdftoppm"),
    (
        "fonts-noto-cjk",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    ),
    ("fontconfig", "/usr/bin/fc-list"),
    ("nginx-light", "/usr/sbin/nginx"),
    ("xvfb", "/usr/bin/xvfb-run"),
    ("xauth", "/usr/bin/xauth"),
    ("apksigner", "/usr/bin/apksigner"),
    ("dexdump", "/usr/bin/dexdump"),
    ("binutils", "/usr/bin/readelf"),
    ("rustc-web", "/usr/bin/rustc"),
    ("cargo-web", "/usr/bin/cargo"),
    ("rust-web-src", "/usr/lib/rustlib/src/rust"),
    ("clang-19", "/usr/bin/clang-19"),
    ("lld-19", "/usr/bin/ld.lld-19"),
    ("llvm-19", "/usr/bin/llvm-strip-19"),
];

/// Installs what the check needs of Debian's and this machine lacks. Each step still sees to its own: it finds it there.
pub fn for_the_check() -> Result<(), String> {
    let missing: Vec<&str> = OF_THE_CHECK
        .iter()
        .filter(|(_, file)| !Path::new(file).exists())
        .map(|(package, _)| *package)
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => apt(&missing),
    }
}

/// For counting a visit's syncs: strace.
pub fn strace() -> Result<(), String> {
    match there("strace", "--version") {
        true => Ok(()),
        false => apt(&["strace"]),
    }
}

/// A program of Debian's at its usual place, by the package that brings it.
pub fn program(path: &str, package: &str) -> Result<(), String> {
    match Path::new(path).exists() {
        true => Ok(()),
        false => apt(&[package]),
    }
}

/// For the tests: the above, a browser, an office, and a Python with the public verifiers. Answers that Python.
pub fn for_tests() -> Result<PathBuf, String> {
    for_building()?;
    desk()?;
    python()
}

/// For the desk's journeys: Debian's Chromium with its driver and letters for Chinese, poppler to look at what it prints,
/// LibreOffice to open the ledger, and nginx to stand before the server.
fn desk() -> Result<(), String> {
    let mut missing = Vec::new();
    if !there("chromium", "--version") || !there("chromedriver", "--version") {
        missing.extend(["chromium", "chromium-driver"]);
    }
    if !there("pdftoppm", "-v") {
        missing.push("poppler-utils");
    }
    if !there("soffice", "--version") {
        missing.push("libreoffice-calc-nogui");
    }
    if !there("nginx", "-v") {
        missing.push("nginx-light");
    }
    if !chinese_letters() {
        missing.push("fonts-noto-cjk");
    }
    match missing.is_empty() {
        true => Ok(()),
        false => apt(&missing),
    }
}

/// Letters for Chinese, for whatever makes pictures.
pub fn letters() -> Result<(), String> {
    match chinese_letters() {
        true => Ok(()),
        false => apt(&["fonts-noto-cjk", "fontconfig"]),
    }
}

/// Whether some font on this machine has Chinese letters: without one every picture is of empty boxes.
fn chinese_letters() -> bool {
    command("fc-list")
        .args([":lang=zh", "family"])
        .output()
        .is_ok_and(|out| out.status.success() && !out.stdout.is_empty())
}

/// A Python of our own under the target folder, with what `tests/python/requirements.txt` names.
fn python() -> Result<PathBuf, String> {
    let wanted = root().join("tests").join("python").join("requirements.txt");
    python_with(&target().join("python"), "the public verifiers", &wanted, &[])
}

/// A Python in this folder, with what the file of requirements names; `options` are pip's.
pub fn python_with(folder: &Path, what: &str, wanted: &Path, options: &[&str]) -> Result<PathBuf, String> {
    let python = folder.join("bin").join("python");
    let text = std::fs::read_to_string(wanted).map_err(|e| format!("{}: {e}", wanted.display()))?;
    let mark = folder.join("installed.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == text) {
        return Ok(python);
    }
    if !there("python3", "--version") || !there_venv() {
        apt(&["python3", "python3-venv"])?;
    }
    run(
        "python: an environment of our own",
        command("python3").args(["-m", "venv"]).arg(folder),
    )?;
    run(
        &format!("python: {what}"),
        command(&python.display().to_string())
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(options)
            .arg("-r")
            .arg(wanted),
    )?;
    std::fs::write(&mark, text).map_err(|e| format!("{}: {e}", mark.display()))?;
    Ok(python)
}

/// Debian's Python has `venv` without the `ensurepip` that fills it until python3-venv is installed.
fn there_venv() -> bool {
    command("python3")
        .args(["-c", "import venv, ensurepip"])
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// `cargo deny`, built once into the target folder.
pub fn cargo_deny() -> Result<PathBuf, String> {
    let folder = target().join("tools");
    let program = folder.join("bin").join("cargo-deny");
    if there(&program.display().to_string(), "--version") {
        return Ok(program);
    }
    run(
        "cargo-deny: built once into the target folder",
        cargo()
            .args([
                "install",
                "--quiet",
                "--locked",
                "--debug",
                "--no-default-features",
                "--root",
            ])
            .arg(&folder)
            .args(["--version", CARGO_DENY, "cargo-deny"]),
    )?;
    Ok(program)
}

/// Installs Debian packages, as root or through sudo.
pub fn apt(packages: &[&str]) -> Result<(), String> {
    let root_user = command("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| String::from_utf8_lossy(&out.stdout).trim() == "0");
    let prefix: &[&str] = if root_user { &[] } else { &["sudo"] };
    let step = |words: &[&str]| {
        let all: Vec<&str> = prefix.iter().chain(words).copied().collect();
        let (program, rest) = all.split_first().expect("there is always a program");
        run(
            &format!("apt: {}", words.join(" ")),
            command(program).args(rest).env("DEBIAN_FRONTEND", "noninteractive"),
        )
        .map_err(|e| format!("{e}\ninstall these yourself and try again: {}", packages.join(" ")))
    };
    step(&["apt-get", "update", "-qq"])?;
    // Another apt may hold the lock, as it does on a machine that has just started.
    let mut install = vec![
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=600",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
    ];
    install.extend_from_slice(packages);
    step(&install)
}
