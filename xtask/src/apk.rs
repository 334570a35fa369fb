//! `cargo xtask apk`: the phone app as a file that can be installed.

pub mod abi;
pub mod abicheck;
pub mod elf;
mod emulated;
mod journey;
pub mod native;
mod ndk;
mod ndkless;
mod shim;
mod size;
mod stubs;
mod twice;

use abi::Abi;

/// `apk native [--abi ABI | --twice]`: the core alone. `apk journey [--abi ABI]`: a day with it on this machine.
/// `apk size`: what takes room in it. `apk abicheck`: the headers that its C is compiled with.
pub fn apk(words: &[String]) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["native", "--twice"] => twice::natives(),
        ["native"] => native::build(&Abi::ALL).map(|_| ()),
        ["native", "--abi", abi] => native::build(&Abi::parse(abi)?).map(|_| ()),
        ["journey"] => journey::journey(&Abi::ALL),
        ["journey", "--abi", abi] => journey::journey(&Abi::parse(abi)?),
        ["size"] => size::size(),
        ["abicheck"] => abicheck::check(),
        _ => Err(format!(
            "apk takes native [--abi ABI | --twice], journey [--abi ABI], size or abicheck, not `{}`; \
             ABI is arm64-v8a, x86_64 or all",
            words.join(" ")
        )),
    }
}
