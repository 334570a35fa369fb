//! Compiles SQLite3 Multiple Ciphers (SQLite with page encryption) under rusqlite's `in_gecko` bindings.

/// The switches libsqlite3-sys 0.39 builds its own SQLite with, less those Ruhu has no use for.
const SQLITE: &[&str] = &[
    "SQLITE_CORE",
    "SQLITE_DEFAULT_FOREIGN_KEYS=1",
    "SQLITE_THREADSAFE=1",
    "SQLITE_USE_URI",
    "HAVE_USLEEP=1",
    "HAVE_ISNAN",
    "HAVE_LOCALTIME_R",
    "_POSIX_THREAD_SAFE_FUNCTIONS",
    "SQLITE_OMIT_DEPRECATED",
    "SQLITE_OMIT_LOAD_EXTENSION",
    "SQLITE_OMIT_SHARED_CACHE",
];

/// One cipher only, ChaCha20-Poly1305: every page has its own nonce and tag, and its C is portable.
const CIPHERS: &[&str] = &[
    "CODEC_TYPE=CODEC_TYPE_CHACHA20",
    "HAVE_CIPHER_AES_128_CBC=0",
    "HAVE_CIPHER_AES_256_CBC=0",
    "HAVE_CIPHER_SQLCIPHER=0",
    "HAVE_CIPHER_RC4=0",
    "HAVE_CIPHER_ASCON128=0",
    "HAVE_CIPHER_AEGIS=0",
    "SQLITE3MC_OMIT_AES_HARDWARE_SUPPORT=1",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let source = sqlite3mc_src::source_dir();
    let mut build = cc::Build::new();
    build
        .file(source.join(sqlite3mc_src::SOURCE_FILE))
        .include(source)
        .warnings(false);
    for define in SQLITE.iter().chain(CIPHERS) {
        build.flag(format!("-D{define}"));
    }
    // Temporary tables, sorters and statement journals stay in memory: nothing unencrypted on disk.
    match std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "android") {
        // Small (docs/size.md), and without tables for unwinding: no panic passes through C.
        true => build
            .flag("-DSQLITE_TEMP_STORE=3")
            .opt_level_str("z")
            .flag("-fno-asynchronous-unwind-tables"),
        false => build.flag("-DSQLITE_TEMP_STORE=2").opt_level(2),
    };
    // Whole archive: the order of libraries on the link line does not matter then.
    build.link_lib_modifier("+whole-archive");
    build.compile("sqlite3mc");
}
