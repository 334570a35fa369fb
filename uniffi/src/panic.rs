//! A bug in the core is a panic, and never a dead app: uniffi makes an exception of it, which knows what was said and not
//! where. The place is kept here, for the report that the cadre may send. What was said is not: it may quote a name.

use std::panic;
use std::sync::{Mutex, Once, PoisonError};

static LAST: Mutex<Option<String>> = Mutex::new(None);
static WATCHING: Once = Once::new();

/// From now on places of panics are kept.
pub(crate) fn watch() {
    WATCHING.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(|at| format!("{}:{}", short(at.file()), at.line()));
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = place;
            // On a developer's machine the words help; on a phone nobody reads them, and they may be somebody's.
            if cfg!(debug_assertions) {
                before(info);
            }
        }));
    });
}

/// Where the core failed last, `core/src/app/visit.rs:12`; it is told once.
#[uniffi::export]
pub fn take_panic_place() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A file's path from its crate on: what stands before it belongs to the machine that built it.
fn short(file: &str) -> &str {
    match file.find("/registry/src/") {
        Some(at) => {
            let inside = &file[at + "/registry/src/".len()..];
            inside.split_once('/').map_or(inside, |(_, path)| path)
        }
        None => file.rfind("/library/").map_or(file, |at| &file[at + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_once_without_what_was_said() {
        watch();
        let name = "李秀英";
        panic::catch_unwind(|| panic!("no such household: {name}")).expect_err("it panics");
        let place = take_panic_place().expect("a place");
        assert!(place.starts_with("uniffi/src/panic.rs:"), "{place}");
        assert!(!place.contains(name));
        assert_eq!(take_panic_place(), None);
    }

    #[test]
    fn paths_of_the_building_machine_are_cut() {
        assert_eq!(
            short("/home/me/.cargo/registry/src/index.crates.io-1949/ring-0.17.14/src/rsa.rs"),
            "ring-0.17.14/src/rsa.rs"
        );
        assert_eq!(
            short("/rustc/59807616e1/library/core/src/option.rs"),
            "library/core/src/option.rs"
        );
        assert_eq!(short("core/src/app/visit.rs"), "core/src/app/visit.rs");
    }
}
