//! No circle of files: two files that need each other, directly or through others, are one file in two places.
//!
//! What counts: file A needs file B when A names an item that B defines, by `use` or by a path in its code, `crate::`,
//! `super::` and re-exports followed to the file that defines the item. What does not: `mod x;`, a `pub use` by which a
//! module hands on what lies below it, a path that ends at a module, methods (a call `value.method()` names no file),
//! and whatever stands under `#[cfg(test)]` (unit tests, contract tests). So a `mod.rs` that re-exports its children is
//! no circle; one that calls a child which uses an item of that `mod.rs` is.

mod graph;
mod modules;

use graph::{Needs, circles};
use modules::Modules;
use std::collections::BTreeMap;

use super::{root, rust_files};

/// The source files of a crate, by their path in its `src`.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let src = root().join(folder);
    rust_files(&src)
        .into_iter()
        .map(|(path, text)| {
            let inside = path.strip_prefix(&src).expect("in src");
            (inside.to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

/// Every circle, one text each: its files, and for each edge the names that make it.
fn found_in(sources: &BTreeMap<String, String>) -> Vec<String> {
    circles(&needs_of(sources))
}

fn needs_of(sources: &BTreeMap<String, String>) -> Needs {
    Modules::read(sources).needs()
}

#[test]
fn no_file_of_core_needs_itself_through_others() {
    let found = found_in(&sources("core/src"));
    assert!(found.is_empty(), "circles of files in core:\n{}", found.join("\n"));
}

/// The circles that are left in the server, by their first files: no other may come, and these are to go.
const LEFT: [&str; 1] = ["web/serve/app.rs"];

#[test]
fn no_file_of_the_server_needs_itself_through_others_but_those_that_are_known() {
    let found = found_in(&sources("server/src"));
    let first = |circle: &String| circle.split(',').next().unwrap_or_default().trim().to_owned();
    let firsts: Vec<String> = found.iter().map(first).collect();
    assert_eq!(firsts, LEFT, "circles of files in the server:\n{}", found.join("\n"));
}

fn made_up(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// The files of the circles that a made-up crate has.
fn circles_of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    graph::components(&needs_of(&made_up(files)))
}

#[test]
fn a_circle_is_found_through_use_paths_groups_aliases_and_re_exports() {
    let lib = ("lib.rs", "mod a; mod b;");
    let defines_both = "pub struct B; pub fn b() {}";
    for (a, b) in [
        ("use crate::b::B; pub struct A;", "use crate::a::A; pub struct B;"),
        ("use super::b::{self, B}; pub struct A;", "pub struct B(crate::a::A);"),
        (
            "use crate::b; pub struct A; fn f() { b::b() }",
            "use super::{a::A}; pub fn b() {}",
        ),
        (
            "pub struct A; fn f() { vec![crate::b::b()]; }",
            "fn g() { use crate::a::A; } pub fn b() {}",
        ),
        (
            "words! { pub struct A } use crate::b::B;",
            "use crate::a::A; pub struct B;",
        ),
    ] {
        let files = [lib, ("a.rs", a), ("b.rs", b)];
        assert_eq!(circles_of(&files), [["a.rs", "b.rs"]], "{a} | {b}");
    }
    // Through a third file, and through what a parent hands on.
    let files = [
        ("lib.rs", "pub mod x; mod c; pub use c::C;"),
        (
            "x/mod.rs",
            "mod a; mod b; pub use a::A; pub(crate) use b::B as Renamed;",
        ),
        ("x/a.rs", "use super::Renamed; pub struct A;"),
        ("x/b.rs", "use crate::C; pub struct B;"),
        ("c.rs", "use crate::x::A; pub struct C;"),
    ];
    assert_eq!(circles_of(&files), [["c.rs", "x/a.rs", "x/b.rs"]]);
    // A module that calls a child which uses an item of the module's own.
    let files = [
        ("lib.rs", "mod x;"),
        ("x.rs", "mod a; pub struct X; fn f() { a::g() }"),
        ("x/a.rs", "use super::X; pub fn g() {}"),
    ];
    assert_eq!(circles_of(&files), [["x.rs", "x/a.rs"]]);
    assert!(circles_of(&[lib, ("a.rs", "use crate::b::B; pub struct A;"), ("b.rs", defines_both)]).is_empty());
}

#[test]
fn unit_tests_re_exports_and_paths_to_a_module_make_no_circle() {
    let files = [
        (
            "lib.rs",
            "mod x; #[cfg(test)] mod tests; #[cfg(any(test, feature = \"contract\"))] mod contract;",
        ),
        ("tests.rs", "use crate::x::A;"),
        ("contract.rs", "use crate::x::A; pub struct Contract;"),
        (
            "x/mod.rs",
            "mod a; mod b; pub use a::A; pub use b::B; pub const LIMIT: u8 = 1; #[cfg(test)] mod tests;",
        ),
        ("x/a.rs", "use super::{B, LIMIT}; use crate::x; pub struct A;"),
        (
            "x/b.rs",
            "pub struct B; #[cfg(test)] mod tests { use super::super::A; } impl B { #[cfg(test)] fn t() { super::A; } }",
        ),
        ("x/tests.rs", "use super::*; pub struct T;"),
    ];
    assert!(circles_of(&files).is_empty());
    let told = found_in(&made_up(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B;"),
    ]));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("a.rs -> b.rs (B)") && told[0].contains("b.rs -> a.rs (A)"),
        "{told:?}"
    );
}
