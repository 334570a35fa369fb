//! The phone app: built, checked and tested by Maven, after the Rust side that it stands on.

use crate::maven::{Build, Ended, Screen, set_up};
use crate::run::{cargo, run, there};
use crate::setup::apt;
use crate::{bindings, setup};

/// The app and its modules.
const APP: &str = "android/pom.xml";

/// All that `check` asks of the app. Kotlin's style comes first: it needs no compiling.
pub fn check() -> Result<(), String> {
    rust_side()?;
    app("phone: style, Android 8.0's API, tests", "verify", Vec::new()).run()?;
    newer_api_is_seen()?;
    smoke()
}

/// The app's tests alone; words are names of test classes, or options for Maven.
pub fn test(words: &[String]) -> Result<(), String> {
    rust_side()?;
    app("phone: tests", "test", chosen(words)).run()
}

/// The phone in a window of one's own screen, against a township of its own. `--new`: it is not enrolled yet.
pub fn window(words: &[String]) -> Result<(), String> {
    let kind = match words {
        [] => "enrolled",
        [word] if word == "--new" => "new",
        _ => return Err(format!("phone takes --new or nothing, not {}", words.join(" "))),
    };
    if std::env::var_os("DISPLAY").is_none() {
        return Err(
            "there is no screen here (DISPLAY is not set): run it on a desktop, or under `xvfb-run -a`".to_owned(),
        );
    }
    rust_side()?;
    opened("phone: a window", kind, Screen::Own)
}

/// The window under a screen that nobody sees, one click of a mouse, and a picture of it.
pub fn smoke() -> Result<(), String> {
    set_up()?;
    if !there("xvfb-run", "--help") {
        apt(&["xvfb", "xauth"])?;
    }
    opened("phone: the window, one click", "smoke", Screen::Hidden)
}

fn opened(step: &str, kind: &str, screen: Screen) -> Result<(), String> {
    let mut words = chosen(&["-q".to_owned(), "PhoneWindow".to_owned()]);
    words.push(format!("-Druhu.window={kind}"));
    if let Screen::Hidden = screen {
        // Nobody sees that it hangs, and nobody closes it.
        words.push("-Dsurefire.timeout=240".to_owned());
    }
    Build {
        screen,
        ..app(step, "test", words)
    }
    .run()
}

/// Start times, calls and bytes over the binding; printed, never asserted.
pub fn bench() -> Result<(), String> {
    rust_side()?;
    app(
        "phone: bench",
        "test",
        chosen(&["-q".to_owned(), "PhoneBench".to_owned()]),
    )
    .run()
}

/// Every picture of the phone's screens again.
pub fn shots() -> Result<(), String> {
    rust_side()?;
    app(
        "phone: pictures of every screen",
        "test",
        chosen(&["*ShotsTest".to_owned()]),
    )
    .run()
}

/// The bindings, the library for this machine, the real server and the township that tests drive.
pub fn rust_side() -> Result<(), String> {
    set_up()?;
    setup::letters()?;
    bindings::bindings(&[])?;
    run(
        "phone: the township for its tests",
        cargo().args(["build", "--quiet", "--locked", "--bin", "ruhu", "--bin", "ruhu-town"]),
    )
}

fn app<'a>(step: &'a str, phase: &'a str, words: Vec<String>) -> Build<'a> {
    Build {
        step,
        pom: APP,
        phase,
        words,
        screen: Screen::Own,
    }
}

/// `TodayTest OutboxTest -X`: names become Maven's `-Dtest`, the rest is Maven's own.
fn chosen(words: &[String]) -> Vec<String> {
    let (options, names): (Vec<String>, Vec<String>) = words.iter().cloned().partition(|word| word.starts_with('-'));
    let mut all = options;
    if !names.is_empty() {
        all.push(format!("-Dtest={}", names.join(",")));
        all.push("-Dsurefire.failIfNoSpecifiedTests=false".to_owned());
    }
    all
}

/// The check of Android 8.0's API must refuse a call that Android 11 brought; a check that sees nothing passes everything.
fn newer_api_is_seen() -> Result<(), String> {
    let step = "phone: a call newer than Android 8.0 is refused (this build must fail)";
    let proof = Build {
        step,
        pom: "android/proof/newer-api/pom.xml",
        phase: "process-classes",
        words: vec!["-q".to_owned()],
        screen: Screen::Own,
    };
    let seen = |errors: &[String]| {
        errors
            .iter()
            .any(|line| line.contains("Undefined reference: android.view.Display"))
    };
    match proof.ended()? {
        Ended::Badly(errors) if seen(&errors) => {
            println!("refused, as it must be");
            Ok(())
        }
        Ended::Badly(_) => Err(format!("{step}: it failed, but not for the call in TooNew.java")),
        Ended::Well => Err(format!("{step}: it built; the app's check of the API sees nothing")),
    }
}
