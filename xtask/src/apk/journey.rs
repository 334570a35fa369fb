//! The very libraries that go into the APK live through a cadre's day on this machine: enrolment, a visit, a photo, no
//! network, a kill while sending, TLS to the real server. Java machine and library run on the shim (`android/ndkless/shim`);
//! arm64's run on an emulated processor. What drives them, and the township, are this machine's own.

use super::abi::Abi;
use super::native::{self, Library};
use super::{emulated, shim};
use crate::run::{cargo, run};
use std::path::Path;

/// The day by the core alone, each step a process of its own (`android/app/src/test`).
const BY_THE_CORE: &str = "CoreJourneyTest";

/// Days by the whole app with its screens, which have an x86_64 picture engine only.
const BY_THE_APP: [&str; 3] = ["FirstDayTest", "TwelveTapsTest", "VisitKilledTest"];

pub fn journey(abis: &[Abi]) -> Result<(), String> {
    for library in native::build(abis)? {
        by_the_core(&library)?;
        if library.abi == Abi::X86 {
            by_the_app(&library)?;
        }
    }
    Ok(())
}

/// The day by the core that this machine's own processor runs: `cargo xtask check`.
pub fn on_this_processor() -> Result<(), String> {
    by_the_core(&native::library(Abi::X86)?)
}

fn by_the_core(library: &Library) -> Result<(), String> {
    let shim = shim::make(library.abi)?;
    let variables =
        shim::variables(&shim, &library.stripped).map(|(name, value)| format!("{name}={}", value.display()));
    let mut words: Vec<String> = match library.abi {
        Abi::X86 => {
            let mut words = vec!["/usr/bin/env".to_owned()];
            words.extend(variables);
            words.push("java".to_owned());
            words
        }
        Abi::Arm64 => emulated::java(&variables)?,
    };
    words.push(format!("-Djna.library.path={}", folder(library).display()));
    run(
        &format!("apk: a day by the core for {}", library.abi.name()),
        cargo()
            .args(["xtask", "phone-test", BY_THE_CORE])
            .env("RUHU_PHONE_JAVA", words.join("\n")),
    )
}

fn by_the_app(library: &Library) -> Result<(), String> {
    let shim = shim::make(library.abi)?;
    run(
        &format!("apk: days by the whole app over the core for {}", library.abi.name()),
        cargo()
            .args(["xtask", "phone-test"])
            .args(BY_THE_APP)
            .arg(format!("-Druhu.core={}", folder(library).display()))
            .envs(shim::variables(&shim, &library.stripped)),
    )
}

/// Where Java looks for the library: nothing else lies there.
fn folder(library: &Library) -> &Path {
    library.stripped.parent().unwrap_or(&library.stripped)
}
