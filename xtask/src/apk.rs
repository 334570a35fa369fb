//! `cargo xtask apk`: the phone app as a file that can be installed.

pub mod abi;
pub mod abicheck;
pub mod elf;
pub mod native;
mod ndk;
mod ndkless;
mod stubs;
mod twice;

use abi::Abi;

/// `apk native [--abi arm64-v8a|x86_64|all | --twice]`: the core alone. `apk abicheck`: the headers it is compiled with.
pub fn apk(words: &[String]) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["abicheck"] => abicheck::check(),
        ["native", "--twice"] => twice::natives(),
        ["native"] => native::build(&Abi::ALL).map(|_| ()),
        ["native", "--abi", abi] => native::build(&Abi::parse(abi)?).map(|_| ()),
        _ => Err(format!("apk takes native [--abi arm64-v8a|x86_64|all | --twice], not `{}`", words.join(" "))),
    }
}
