//! Each check refuses a library that was broken on purpose, by this machine's own compiler.

use super::*;
use crate::run::{command, target};
use std::path::PathBuf;

/// Calls two functions that Android has; nothing is wrong with it.
const SOUND: &str = "void *malloc(unsigned long); int fsync(int); int sound(void) { return malloc(1) ? fsync(1) : 0; }";

/// How a sound one is linked.
const FLAGS: [&str; 8] = [
    "-shared",
    "-fPIC",
    "-nostdlib",
    "-Wl,-z,max-page-size=16384",
    "-Wl,-z,noexecstack",
    "-Wl,--build-id=sha1",
    "-Wl,-soname,libtry.so",
    "-Wl,--no-as-needed",
];

/// A library of this source; `change` is what is asked of the compiler beside the usual.
fn built(name: &str, source: &str, change: &[&str]) -> PathBuf {
    let folder = target().join("elf-tests").join(name);
    std::fs::create_dir_all(&folder).expect("a folder of its own");
    let (c, so) = (folder.join("try.c"), folder.join("libtry.so"));
    std::fs::write(&c, source).expect("its source");
    let out = command("cc")
        .args(FLAGS)
        .arg(&c)
        .args(change)
        .arg("-o")
        .arg(&so)
        .output()
        .expect("a C compiler");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    so
}

/// What is wrong with a library of this source, in words; nothing when nothing is.
fn said(name: &str, source: &str, change: &[&str]) -> String {
    check(&built(name, source, change), Abi::X86, &["readelf"])
        .err()
        .unwrap_or_default()
}

fn refused(name: &str, source: &str, change: &[&str], because: &str) {
    let said = said(name, source, change);
    assert!(said.contains(because), "{name}: {said:?}");
    let faults = said.lines().count() - 1;
    assert_eq!(faults, 1, "{name} has the one fault that it was given: {said}");
}

#[test]
fn a_sound_library_passes() {
    assert_eq!(said("sound", SOUND, &[]), "");
}

#[test]
fn a_library_of_another_machine_is_refused() {
    let so = built("machine", SOUND, &[]);
    let said = check(&so, Abi::Arm64, &["readelf"]).expect_err("it is refused");
    assert!(said.contains("not for AArch64"), "{said}");
}

#[test]
fn a_program_is_no_library() {
    let source = format!("{SOUND} void *malloc(unsigned long n) {{ return 0; }} int fsync(int f) {{ return f; }}");
    let said = said(
        "program",
        &source,
        &["-static", "-no-pie", "-Wl,--entry=sound", "-Wl,-no-pie"],
    );
    assert!(said.contains("not a shared library"), "{said}");
}

#[test]
fn a_name_that_android_lacks_is_refused() {
    let source = "long getrandom(void *, unsigned long, unsigned); long f(void) { return getrandom(0, 0, 0); }";
    refused(
        "getrandom",
        source,
        &[],
        "calls getrandom, which Android 8.0 does not have",
    );
}

#[test]
fn a_name_that_may_be_missing_passes() {
    let source = "__attribute__((weak)) long getrandom(void *, unsigned long, unsigned);
        long f(void) { return getrandom ? getrandom(0, 0, 0) : 0; }";
    assert_eq!(said("weak", source, &[]), "");
}

#[test]
fn another_soname_is_refused() {
    refused("soname", SOUND, &["-Wl,-soname,libother.so"], "its SONAME is");
}

#[test]
fn no_build_id_is_refused() {
    refused("build-id", SOUND, &["-Wl,--build-id=none"], "has no build id");
}

#[test]
fn pages_of_4_kib_are_refused() {
    let said = said("pages", SOUND, &["-Wl,-z,max-page-size=4096"]);
    assert!(said.contains("aligned to 0x1000, not to 16 KiB"), "{said}");
}

#[test]
fn text_relocations_are_refused() {
    let source = "extern int there; __asm__(\".text; .globl f; f: movabs $there, %rax; ret\");";
    let said = said("textrel", source, &["-Wl,-z,notext"]);
    assert!(said.contains("has text relocations"), "{said}");
}

#[test]
fn relocations_in_a_form_of_later_androids_are_refused() {
    // An address that the loader must fill in, so that there is something to pack.
    let source = format!("{SOUND} static int here; int *address = &here; int *at(void) {{ return address; }}");
    assert_eq!(said("relocations", &source, &[]), "");
    refused("relr", &source, &["-Wl,-z,pack-relative-relocs"], "are packed as RELR");
}

#[test]
fn a_stack_that_can_be_executed_is_refused() {
    refused(
        "stack",
        SOUND,
        &["-Wl,-z,execstack"],
        "GNU_STACK segment can be written and executed",
    );
}

#[test]
fn code_that_can_be_written_is_refused() {
    let said = said("omagic", SOUND, &["-Wl,--omagic"]);
    assert!(said.contains("LOAD segment can be written and executed"), "{said}");
}

#[test]
fn thread_local_storage_of_the_linker_is_refused() {
    let source = format!("{SOUND} __thread int mine; int *at(void) {{ return &mine; }}");
    let said = said("tls", &source, &[]);
    assert!(said.contains("has a TLS segment"), "{said}");
}

#[test]
fn a_library_that_android_does_not_offer_is_refused() {
    refused("needed", SOUND, &["-lm"], "needs libm.so.6");
}

#[test]
fn a_folder_to_search_is_refused() {
    refused(
        "rpath",
        SOUND,
        &["-Wl,-rpath,/somewhere"],
        "names folders to search: /somewhere",
    );
}

#[test]
fn what_is_no_library_at_all_is_refused() {
    let text = target().join("elf-tests").join("text.so");
    std::fs::create_dir_all(target().join("elf-tests")).expect("a folder");
    std::fs::write(&text, "no library").expect("a text");
    let said = check(&text, Abi::X86, &["readelf"]).expect_err("it is refused");
    assert!(said.contains("cannot read"), "{said}");
}
