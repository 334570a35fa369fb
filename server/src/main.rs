//! The binary `ruhu`. Everything is in the library, so that a test or a demo can host the same server.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Databases, photos, packs and backups hold people's data: nothing that is made can be read by others.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    ruhu_server::cli::run(
        std::env::args_os(),
        &mut std::io::stdout().lock(),
        &mut std::io::stderr(),
    )
}
