//! The phone app's side of the house: one folder sees generated bindings, one folder sees hardware, screens are dumb views
//! and presenters, nothing sleeps, no file grows past what one reads at a sitting.

use super::root;
use std::path::{Path, PathBuf};

/// What the phone has and a test machine has not: asked for in `platform/` alone.
const HARDWARE: [&str; 7] = [
    "android.location",
    "android.hardware",
    "android.net.Connectivity",
    "android.net.NetworkCapabilities",
    "android.app.job",
    "android.security.keystore",
    "android.provider.MediaStore",
];

const LINES: usize = 400;

/// Every Kotlin and Java file under this folder, as a path from it with slashes, with its text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(&inside).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "kt" || e == "java") {
                let text = std::fs::read_to_string(&path).expect("source is UTF-8");
                let name = path
                    .strip_prefix(folder)
                    .expect("inside")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    assert!(!found.is_empty(), "no source in {}", folder.display());
    found
}

/// The code without what stands after `//` and between `/*` and `*/`.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    // A block begins a line: `"image/*"` is no comment.
    while let Some(begin) = rest
        .match_indices("/*")
        .map(|(at, _)| at)
        .find(|at| begins_a_line(rest, *at))
    {
        code.push_str(&rest[..begin]);
        let Some(end) = rest[begin..].find("*/") else {
            return code;
        };
        rest = &rest[begin + end + 2..];
    }
    code.push_str(rest);
    code.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn begins_a_line(text: &str, at: usize) -> bool {
    text[..at]
        .lines()
        .next_back()
        .is_none_or(|line| text[..at].ends_with('\n') || line.trim().is_empty())
}

fn android() -> PathBuf {
    root().join("android")
}

fn app() -> PathBuf {
    android().join("app/src/main/kotlin/org/ruhu/phone")
}

#[test]
fn one_folder_of_the_app_sees_generated_bindings() {
    let wrong: Vec<String> = sources(&android())
        .into_iter()
        .filter(|(file, _)| !file.starts_with("app/src/main/kotlin/org/ruhu/phone/core/"))
        // What the generated code names: its own package, written by hand.
        .filter(|(file, _)| !file.starts_with("bindings/"))
        .filter(|(_, text)| {
            let code = without_comments(text);
            code.contains("org.ruhu.core") || code.contains("org.ruhu.bindings")
        })
        .map(|(file, _)| file)
        .collect();
    assert!(
        wrong.is_empty(),
        "name generated packages; core/Types.kt has names for them:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn one_folder_of_the_app_asks_for_hardware() {
    let mut wrong = Vec::new();
    for (file, text) in sources(&app()) {
        if !file.starts_with("platform/") {
            let code = without_comments(&text);
            let asks = HARDWARE.iter().filter(|package| code.contains(**package));
            wrong.extend(asks.map(|package| format!("{file}: {package}")));
        }
    }
    assert!(
        wrong.is_empty(),
        "ask for hardware outside platform/:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn presenters_and_states_know_no_views() {
    let mut wrong = Vec::new();
    for (file, text) in sources(&app().join("screens")) {
        if file.ends_with("Presenter.kt") || file.ends_with("State.kt") {
            let code = without_comments(&text);
            let knows = ["android.view", "android.widget"]
                .into_iter()
                .filter(|package| code.contains(package));
            wrong.extend(knows.map(|package| format!("screens/{file}: {package}")));
        }
    }
    assert!(wrong.is_empty(), "know views:\n{}", wrong.join("\n"));
}

#[test]
fn no_presenter_copies_a_state_that_is_older_than_the_answer() {
    // `state.copy(x = core.y())` reads the state, then waits for the answer: what was shown meanwhile would be undone.
    let mut wrong = Vec::new();
    for (file, text) in sources(&app()) {
        let code = without_comments(&text);
        for (at, _) in code.match_indices("state.copy(") {
            let copied = call(&code[at..]);
            if copied.contains("core()") || copied.contains("world.aside") {
                wrong.push(format!("{file}: {copied}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "wait inside state.copy(...): take the answer first, then copy:\n{}",
        wrong.join("\n")
    );
}

/// From a call's name to its closing bracket.
fn call(code: &str) -> &str {
    let mut depth = 0;
    for (at, sign) in code.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' if depth == 1 => return &code[..=at],
            ')' => depth -= 1,
            _ => {}
        }
    }
    code
}

#[test]
fn nothing_in_the_app_or_its_tests_sleeps() {
    let sleeps = [
        "Thread.sleep",
        "SystemClock.sleep",
        "TimeUnit.MILLISECONDS.sleep",
        "TimeUnit.SECONDS.sleep",
        "parkNanos",
    ];
    let mut wrong = Vec::new();
    for (file, text) in sources(&android()) {
        let code = without_comments(&text);
        wrong.extend(
            sleeps
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{file}: {word}")),
        );
    }
    assert!(
        wrong.is_empty(),
        "sleep; wait for what is to happen instead:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_file_of_the_app_is_longer_than_one_reads_at_a_sitting() {
    let long: Vec<String> = sources(&android())
        .into_iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(file, lines)| format!("{file}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "more than {LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn what_is_newer_than_android_8_is_marked_with_a_reason() {
    // The build refuses such calls outside what is marked (animal-sniffer); a mark without a reason would say nothing.
    let mut wrong = Vec::new();
    let mut marks = 0;
    for (file, text) in sources(&app()) {
        for (at, _) in text.match_indices("@Newer(") {
            marks += 1;
            let rest = &text[at..];
            let mark = &rest[..rest.find(')').expect("a mark ends")];
            if !mark.contains("since = ") || !mark.contains("why = \"") {
                wrong.push(format!("{file}: {mark})"));
            }
        }
    }
    assert!(marks > 0, "no @Newer anywhere: has it another name now?");
    assert!(wrong.is_empty(), "marked without since or why:\n{}", wrong.join("\n"));
}
