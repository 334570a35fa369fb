//! `cargo xtask apk`: the phone app as a file that can be installed.

pub mod abi;
pub mod elf;
