//! One rule for SQL: a statement of one or two lines stands where it is used; a longer one is a file of its own in `sql/`,
//! named by what it does, with a comment that says what it reads; migrations are always files.

use super::{is_unit_test, root, rust_files};
use proc_macro2::{TokenStream, TokenTree};

/// Statements longer than this are files.
const LINES: usize = 2;

const VERBS: [&str; 10] = [
    "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "CREATE ", "REPLACE ", "ALTER ", "DROP ", "(SELECT ",
];

/// The statements in this source that are longer, each by its first line.
fn long_statements(text: &str) -> Vec<String> {
    let tokens: TokenStream = text.parse().expect("Rust source");
    let mut found = Vec::new();
    look(tokens, &mut found);
    found
}

fn look(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => look(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let inside = text
                    .trim_start_matches(['r', '#', '"'])
                    .trim_start_matches(['\\', '\n', ' ']);
                if VERBS.iter().any(|verb| inside.starts_with(verb)) && inside.lines().count() > LINES {
                    found.extend(inside.lines().next().map(str::to_owned));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn sql_of_more_than_two_lines_is_a_file_in_core() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&root().join("core/src")) {
        if is_unit_test(&file) {
            continue;
        }
        let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let found = long_statements(code);
        wrong.extend(found.iter().map(|line| format!("{}: {line}", file.display())));
    }
    assert!(wrong.is_empty(), "put into files of `sql/`:\n{}", wrong.join("\n"));
}

#[test]
fn a_long_statement_is_found_and_a_short_one_or_another_text_is_not() {
    let long = "fn f() { run(&format!(\"SELECT a\n FROM b\n WHERE c\")); }";
    assert_eq!(long_statements(long), ["SELECT a"]);
    assert_eq!(
        long_statements("const X: &str = r#\"\n  WITH a\n  AS b\n  SELECT c\"#;"),
        ["WITH a"]
    );
    for short in [
        "const X: &str = \"SELECT a\n FROM b\";",
        "const X: &str = \"a text\n of three\n lines\";",
        "const X: &str = include_str!(\"sql/a.sql\");",
    ] {
        assert!(long_statements(short).is_empty(), "{short}");
    }
}
