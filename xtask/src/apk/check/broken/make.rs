//! Makes what is broken, with the tools that make the real thing.

use crate::apk::Made;
use crate::apk::classes::d8;
use crate::apk::pack::Parts;
use crate::apk::zip::entries;
use crate::run::{command, root, run};
use std::fs;
use std::path::{Path, PathBuf};

pub const MANIFEST: &str = "AndroidManifest.xml";

pub fn take_out(parts: &mut Parts, name: &str) -> Result<(), String> {
    let before = parts.files.len();
    parts.files.retain(|(other, _)| other != name);
    match parts.files.len() < before {
        true => Ok(()),
        false => Err(format!("there is no {name} to take out")),
    }
}

/// The app's resources with one thing changed, by the script that makes the real ones.
pub fn resources(made: &Made, folder: &Path, file: &str, from: &str, to: &str) -> Result<PathBuf, String> {
    let app = folder.join("android/app");
    let copy = |from: &str, to: &Path| {
        fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
        run(
            &format!("apk: a copy of {from}"),
            command("cp").arg("-R").arg(root().join(from)).arg(to),
        )
    };
    copy("Cargo.toml", folder)?;
    copy("android/app/tools/resources.sh", &app.join("tools"))?;
    for part in [MANIFEST, "res"] {
        copy(&format!("android/app/src/main/{part}"), &app.join("src/main"))?;
    }
    let path = app.join("src/main").join(file);
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    if !text.contains(from) {
        return Err(format!(
            "{file} does not say `{from}` (any more): change xtask/src/apk/check/broken.rs with it"
        ));
    }
    fs::write(&path, text.replace(from, to)).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut link = command("bash");
    link.current_dir(&app).arg("tools/resources.sh").arg(made.tools.aapt2());
    link.arg(made.tools.platform()).arg(folder.join("res"));
    run("apk: resources with a fault", &mut link)?;
    Ok(folder.join("res/resources.ap_"))
}

/// One byte of the core's library is another.
pub fn change(apk: &Path) -> Result<(), String> {
    let mut bytes = fs::read(apk).map_err(|e| format!("{}: {e}", apk.display()))?;
    let library = entries(apk)?
        .into_iter()
        .find(|entry| entry.name.ends_with("/libruhu_uniffi.so"));
    let at = library.ok_or("the core's library is not there")?;
    bytes[at.offset + at.size / 2] ^= 1;
    fs::write(apk, bytes).map_err(|e| format!("{}: {e}", apk.display()))
}

pub fn extra_symbol(folder: &Path) -> Result<PathBuf, String> {
    let out = folder.join("libruhu_uniffi.so");
    let mut cc = command("cc");
    cc.args([
        "-shared",
        "-fPIC",
        "-nostdlib",
        "-Wl,-soname,libruhu_uniffi.so",
        "-Wl,--build-id=sha1",
    ]);
    cc.arg("-Wl,-z,max-page-size=16384")
        .arg("-o")
        .arg(&out)
        .arg(root().join("android/apk/broken/extra.c"));
    run("apk: a library with a fault", &mut cc)?;
    Ok(out)
}

/// More than five million bytes that cannot be made smaller.
pub fn large(folder: &Path) -> Result<PathBuf, String> {
    let out = folder.join("large");
    // A generator of Marsaglia's (xorshift): nothing rests on it.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let noise = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    let bytes: Vec<u8> = noise.take(700_000).flatten().collect();
    fs::write(&out, bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    Ok(out)
}

/// A class of `android/apk/broken`, compiled.
pub fn compiled(made: &Made, folder: &Path, name: &str) -> Result<PathBuf, String> {
    let mut javac = command("javac");
    javac
        .args(["--release", "11", "-nowarn", "-cp"])
        .arg(made.tools.platform())
        .arg("-d")
        .arg(folder);
    javac
        .arg(root().join("android/apk/broken").join(format!("{name}.java")))
        .env("LC_ALL", "C.UTF-8");
    run("apk: a class with a fault", &mut javac)?;
    Ok(folder.join(format!("{name}.class")))
}

/// The same as dex.
pub fn class(made: &Made, folder: &Path, name: &str, options: &[&str]) -> Result<PathBuf, String> {
    let class = compiled(made, folder, name)?;
    let out = folder.join("dex");
    d8(&made.tools, options, &out, &[class])?;
    Ok(out.join("classes.dex"))
}
