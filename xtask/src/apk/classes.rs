//! From Kotlin to `classes.dex`: compiled by Maven, shrunk by ProGuard, translated by D8.

use super::again;
use super::seal::Step;
use super::tools::{self, Tools, folder};
use crate::maven::{Build, Screen};
use crate::run::{command, root, run, target};
use crate::{bindings, setup};
use std::path::{Path, PathBuf};

/// What Maven left: classes and jars, and the resources that the app's tests run with.
pub struct Compiled {
    /// The app's own classes, the bindings', and the jars of Maven Central, in the order of the class path.
    pub class_path: Vec<PathBuf>,
    /// Manifest, table and resources, as aapt2 linked them.
    pub resources: PathBuf,
    /// What the manifest names and must be kept, as aapt2 wrote it down for ProGuard.
    pub named_by_manifest: PathBuf,
}

/// The app and its bindings by Maven.
pub fn compiled() -> Result<Compiled, String> {
    let generated = match again::from() {
        Some(other) => bindings_of(&other)?,
        None => bindings::bindings(&[])?,
    };
    let built = root().join(target()).join("android/app");
    let list = built.join("class-path.txt");
    let of_android =
        |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|name| root().join("android").join(name)).collect() };
    let mut inputs = of_android(&[
        "pom.xml",
        "app/pom.xml",
        "bindings/pom.xml",
        "app/src/main",
        "app/tools",
    ]);
    inputs.push(root().join(generated));
    let resources = built.join("res/resources.ap_");
    let named_by_manifest = built.join("res/proguard.txt");
    let step = Step {
        name: "Kotlin and resources",
        inputs,
        words: vec![super::version::Version::of_this_source()?.name],
        outputs: vec![
            list.clone(),
            resources.clone(),
            named_by_manifest.clone(),
            built.join("classes"),
        ],
    };
    step.run(|| {
        setup::letters()?;
        Build {
            step: "apk: the app by Maven",
            pom: "android/pom.xml",
            phase: "process-classes",
            words: vec!["-q".to_owned()],
            screen: Screen::Own,
        }
        .run()
    })?;
    let text = std::fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let mut class_path = vec![built.join("classes")];
    class_path.extend(text.trim().split(':').map(PathBuf::from));
    Ok(Compiled {
        class_path,
        resources,
        named_by_manifest,
    })
}

/// The bindings of another build, in their usual place.
fn bindings_of(other: &Path) -> Result<PathBuf, String> {
    let here = target().join("bindings");
    let fresh = root().join(target()).join("bindings.fresh");
    run(
        "apk: the bindings of another build",
        command("cp").arg("-RT").arg(other.join("bindings")).arg(&fresh),
    )?;
    bindings::renew(&fresh, &root().join(&here))?;
    Ok(here)
}

/// One jar with what is reached from the manifest, and nothing else; `android/apk/proguard.pro` says what is kept besides.
pub fn shrunk(tools: &Tools, compiled: &Compiled) -> Result<PathBuf, String> {
    let out = folder().join("shrunk.jar");
    let mut inputs = compiled.class_path.clone();
    inputs.extend(rules(compiled));
    let step = Step {
        name: "shrink (ProGuard)",
        inputs,
        words: Vec::new(),
        outputs: vec![out.clone()],
    };
    step.run(|| proguard(tools, &shrinking(tools, compiled, &out), &folder().join("proguard.in")))?;
    Ok(out)
}

/// The files that say what is kept.
pub fn rules(compiled: &Compiled) -> [PathBuf; 2] {
    [
        root().join("android/apk/proguard.pro"),
        compiled.named_by_manifest.clone(),
    ]
}

/// What goes in and what comes out, in ProGuard's words.
pub fn shrinking(tools: &Tools, compiled: &Compiled, out: &Path) -> String {
    let mut words = String::new();
    for input in &compiled.class_path {
        // Only classes: what else lies in a jar is of no use in an APK.
        words += &format!(
            "-injars \"{}\"(!META-INF/**,!module-info.class,**.class)\n",
            input.display()
        );
    }
    words += &format!("-outjars \"{}\"\n", out.display());
    // The platform's jar has Android's classes; Java's own are the JDK's. Whether Android has them too, the checks say.
    words += &format!("-libraryjars \"{}\"(!java/**)\n", tools.platform().display());
    for module in ["java.base", "java.logging"] {
        words += &format!("-libraryjars \"<java.home>/jmods/{module}.jmod\"(!**.jar,!module-info.class)\n");
    }
    for rules in rules(compiled) {
        words += &format!("-include \"{}\"\n", rules.display());
    }
    words
}

/// Runs it; its words go by way of a file, so that a path may have spaces.
pub fn proguard(tools: &Tools, words: &str, told: &Path) -> Result<(), String> {
    std::fs::write(told, words).map_err(|e| format!("{}: {e}", told.display()))?;
    let mut java = tools.java();
    java.args(["proguard.ProGuard", "-include"])
        .arg(format!("\"{}\"", told.display()));
    run("apk: ProGuard", &mut java).map_err(|e| {
        // Kotlin's memory of what it compiled can outlive a change of branches.
        let classes = root().join(target()).join("android").join("app");
        format!(
            "{e}\nif the lines above say that classes do not fit together, remove {} and run it again",
            classes.display()
        )
    })
}

/// `classes.dex`. There is one as long as the app has fewer than 65,536 methods.
pub fn dex(tools: &Tools, shrunk: &Path) -> Result<PathBuf, String> {
    let out = folder().join("dex");
    let dex = out.join("classes.dex");
    let step = Step {
        name: "dex (D8)",
        inputs: vec![shrunk.to_owned()],
        words: Vec::new(),
        outputs: vec![dex.clone()],
    };
    step.run(|| d8(tools, &[], &out, &[shrunk.to_owned()]))?;
    if out.join("classes2.dex").exists() {
        return Err(format!(
            "{}: there is a second file: pack it too (xtask/src/apk/pack.rs)",
            out.display()
        ));
    }
    Ok(dex)
}

/// Translates jars or classes into the folder.
pub fn d8(tools: &Tools, options: &[&str], out: &Path, inputs: &[PathBuf]) -> Result<(), String> {
    tools::remove(out)?;
    std::fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    let mut d8 = tools.java();
    // API modelling asks for a data file that this build of D8 does not carry; checks/api.rs looks after the API instead.
    d8.arg("-Dcom.android.tools.r8.disableApiModeling=1");
    d8.args(["com.android.tools.r8.D8", "--release", "--min-api", "26"])
        .args(options);
    d8.arg("--lib")
        .arg(tools.platform())
        .arg("--lib")
        .arg(tools::java_home()?)
        .arg("--output")
        .arg(out)
        .args(inputs);
    run("apk: D8", &mut d8)
}
