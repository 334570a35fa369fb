//! The app's journeys (`android/app/src/test/.../journeys`) on the classes as an APK has them: shrunk. What the tests touch
//! is kept besides, and it is shown that the APK's own code is in it unchanged.

use super::Made;
use super::classes::{self, Compiled};
use super::seal::Step;
use super::tools::{folder, program};
use crate::maven::{Build, Screen};
use crate::phone;
use crate::run::{command, root, run, target};
use std::path::{Path, PathBuf};

/// The tests, as Maven chooses them.
const JOURNEYS: &str = "**/journeys/*Test";

pub fn run_shrunk(made: &Made) -> Result<(), String> {
    phone::rust_side()?;
    build("the tests' classes", "test-compile", vec!["-q".to_owned()]).run()?;
    let jar = shrunk_for_tests(made)?;
    same_code(made, &made.shrunk, &jar)?;
    let words = vec![
        format!("-Druhu.shrunk={}", jar.display()),
        format!("-Druhu.jna={}", jna(&made.compiled)?.display()),
        format!("-Dtest={JOURNEYS}"),
        "-Dsurefire.failIfNoSpecifiedTests=false".to_owned(),
    ];
    build("journeys on the shrunk app", "test", words).run()
}

fn build<'a>(step: &'a str, phase: &'a str, words: Vec<String>) -> Build<'a> {
    Build {
        step,
        pom: "android/pom.xml",
        phase,
        words,
        screen: Screen::Own,
    }
}

/// The APK's rules, and the tests as one more thing to keep.
fn shrunk_for_tests(made: &Made) -> Result<PathBuf, String> {
    let out = folder().join("shrunk-for-tests.jar");
    let tests = root().join(target()).join("android/app/test-classes");
    let more = root().join("android/apk/proguard-tests.pro");
    let mut inputs = made.compiled.class_path.clone();
    inputs.extend(classes::rules(&made.compiled));
    inputs.extend([tests.clone(), more.clone()]);
    let step = Step {
        name: "shrink for tests (ProGuard)",
        inputs,
        words: Vec::new(),
        outputs: vec![out.clone()],
    };
    step.run(|| {
        let mut words = classes::shrinking(&made.tools, &made.compiled, &out);
        // The tests themselves are not wanted shrunk: what comes of them is thrown away.
        let aside = folder().join("shrunk-tests.jar");
        words += &format!(
            "-injars \"{}\"(**.class)\n-outjars \"{}\"\n",
            tests.display(),
            aside.display()
        );
        words += &format!("-include \"{}\"\n", more.display());
        classes::proguard(&made.tools, &words, &folder().join("proguard-tests.in"))
    })?;
    Ok(out)
}

fn same_code(made: &Made, apk: &Path, tested: &Path) -> Result<(), String> {
    let mut java = made.tools.java();
    program(&mut java, "SameCode.java");
    run("apk: the tested code is the APK's", java.arg(apk).arg(tested))
}

/// JNA's library for this machine, out of its jar.
fn jna(compiled: &Compiled) -> Result<PathBuf, String> {
    let is_jna = |path: &&PathBuf| path.to_string_lossy().contains("/net/java/dev/jna/jna/");
    let jar = compiled
        .class_path
        .iter()
        .find(is_jna)
        .ok_or("JNA's jar is not on the class path")?;
    let out = folder().join("jna-here");
    std::fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let inside = format!("com/sun/jna/linux-{}", std::env::consts::ARCH.replace('_', "-"));
    let mut unpack = command("jar");
    unpack
        .current_dir(&out)
        .arg("xf")
        .arg(jar)
        .arg(format!("{inside}/libjnidispatch.so"));
    run("apk: JNA's library for this machine", &mut unpack)?;
    Ok(out.join(inside))
}
