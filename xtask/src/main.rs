//! The front door. `cargo xtask demo` shows the whole way once, `cargo xtask check` is all that CI calls.
//! It depends on no other crate, ours or not, so that it is built in a second on a fresh machine.

mod apk;
mod bench;
mod bindings;
mod check;
mod demo;
mod maven;
mod node;
mod phone;
mod run;
mod setup;
mod stages;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo [--once] [--keep DIR]   the main job, end to end: a township's year, its coverage, its evidence pack
                               (stays up for your browser until Ctrl-C, with its address and an enrolment code for
                               a phone in target/demo.json meanwhile; --once leaves at the end;
                               --keep DIR leaves the server's data in DIR/data and the pack in DIR/pack)
  check [--full]               everything that must be true before a commit: format, lints, licences, the APK for arm64, tests, demo
                               (--full: the long tests too, such as a cut at every byte of a large photo)
  check --apk                  the APKs: built, read by two readers, each check shown to fail on one that is broken on purpose
  apk [--release] [--abi ABI]  the phone app as signed APKs in target/apk: for arm64-v8a, for x86_64, and one for both
                               (--release: signed with the key of RUHU_KEYSTORE; ABI: arm64-v8a, x86_64 or all)
  test [ARGS]                  the tests alone, with their set-up; ARGS go to cargo test
  phone [--new]                the phone app in a window: enrolled at a township of its own (--new: not yet), a camera that
                               hands back real photos, a panel that moves it, cuts its network, lets days pass
  shots                        every picture of phone and pages again: target/shots/phone, target/shots/desk
  phone-test [NAMES] [ARGS]    the phone app's tests alone: all, or the classes named; ARGS go to Maven
  apk native [--abi ABI]       the core for phones, for arm64-v8a, x86_64 or all: built, stripped, checked (android/ndkless);
             --twice           both, and again in another folder: the same bytes
  apk journey [--abi ABI]      a cadre's day with that core on this machine, arm64's on an emulated processor
  apk size                     what takes room in it
  apk abicheck                 our statement of Android's C library against the crate libc's (part of check)
  bindings [DIR]               generates the Kotlin bindings into DIR (default target/bindings), prints the library's size
  bench [phone]                prints timings and counts (never asserted); phone: the app's start, calls and bytes
  setup                        installs what the commands above need (they call it themselves)

Each command installs what it needs first: Debian packages through apt, crates, PyPI packages into target/python,
what the phone app is built of through Maven into its usual repository.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "demo" => demo::demo(rest),
        "check" => check::check(rest),
        "test" => check::test(rest),
        "phone" => phone::window(rest),
        "phone-test" => phone::test(rest),
        "shots" => check::shots(),
        "apk" => apk::apk(rest),
        "bindings" => bindings::bindings(rest).map(|_| ()),
        "bench" => bench::bench(rest),
        "setup" => setup::for_tests().map(|_| ()),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`; the commands are:\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
