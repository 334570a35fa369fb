//! Chinese sentences of core, server and demo use full-width punctuation: `，。：；（）！？`.

use std::path::{Path, PathBuf};

/// Sources with what rosters hold, which is read and not said.
const READ: [&str; 6] = ["row.rs", "columns.rs", "class.rs", "again.rs", "cases.rs", "shapes.rs"];

#[test]
fn chinese_sentences_have_full_width_punctuation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut wrong = Vec::new();
    for folder in ["core/src", "server/src", "tests/src/demo", "xtask/src"] {
        for file in sources(&root.join(folder)) {
            let text = std::fs::read_to_string(&file).expect("a source is UTF-8");
            let said = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
            for (number, line) in said.enumerate().filter(|(_, line)| has_half_width(line)) {
                wrong.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "half-width punctuation in Chinese:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn half_width_punctuation_is_seen() {
    for line in [
        "\"请重试,或稍后再来\"",
        "\"共 3 户:\"",
        "\"{name}:请改正\"",
        "\"电话(可选)\"",
        "\"第 (一) 期\"",
        "\"好!\"",
        "\"标「未上传」,不算\"",
        "(name) \",请设密码\"",
    ] {
        assert!(has_half_width(line), "{line}");
    }
    for line in [
        "// 说明, in a comment",
        "\"请重试，或稍后再来\"",
        "say(\"户\", \"home\")",
        "\"帮扶开始时间: the start is missing\"",
        "(\"是\", \"yes\"), 3",
        "\"共 {n} 户（{m} 人）：\"",
    ] {
        assert!(!has_half_width(line), "{line}");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" && name != "contract" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") && !READ.contains(&name.as_str()) {
            found.push(path);
        }
    }
    found
}

/// Whether a string literal of this line has ASCII punctuation beside a Chinese character. An English sentence may hold
/// a Chinese term, with a blank behind the punctuation.
fn has_half_width(line: &str) -> bool {
    if line.trim_start().starts_with("//") {
        return false;
    }
    let all: Vec<char> = line.chars().collect();
    let at = |i: usize| all.get(i).copied();
    let mut inside = false;
    for (i, &this) in all.iter().enumerate() {
        let before = i.checked_sub(1).and_then(at);
        if this == '"' && before != Some('\\') {
            inside = !inside;
        }
        let (chinese_before, chinese_behind) = (before.is_some_and(is_chinese), at(i + 1).is_some_and(is_chinese));
        let english_behind = at(i + 1) == Some(' ') && at(i + 2).is_some_and(|c| c.is_ascii_alphabetic() || c == '{');
        let english_before =
            before == Some(' ') && i.checked_sub(2).and_then(at).is_some_and(|c| c.is_ascii_alphabetic());
        let wrong = match this {
            ',' | ';' | ':' | '!' | '?' => {
                let follows = chinese_before || before.is_some_and(closes_in_chinese);
                let goes_on = matches!(before, Some('}' | '"')) && chinese_behind;
                (follows && !english_behind) || goes_on
            }
            '(' => chinese_before || (chinese_behind && !english_before),
            _ => false,
        };
        if inside && wrong {
            return true;
        }
    }
    false
}

/// Chinese quotation marks and brackets that end.
fn closes_in_chinese(c: char) -> bool {
    "」』》〉）】”".contains(c)
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
