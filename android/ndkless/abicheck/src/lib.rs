//! Compiles when our headers and the `libc` crate agree on every line of `facts.txt`; a difference is an error that
//! names it. `cargo xtask check` has clang work out the headers' side for each ABI, writes it down as assertions, and
//! compiles this for that ABI. For any other machine nothing is in it.
#![no_std]

#[cfg(target_os = "android")]
include!(env!("RUHU_ABI_FACTS"));
