//! A real process that is killed at its n-th change of a file, or whose disk is full from then on, or has a bad block:
//! `ptrace` stops it at each system call. Linux alone; where the system does not let a process trace its child, the tests say so.

#![allow(unsafe_code)]

use std::collections::BTreeSet;
use std::ffi::{c_int, c_long, c_void};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::ptr::null_mut;

/// What befalls the process at a change of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// SIGKILL, before the change.
    Killed,
    /// The change fails with ENOSPC, and every one after it that needs room.
    DiskFull,
    /// Every write to files of this name fails with ENOSPC, whatever the step.
    NoRoomFor(&'static str),
    /// Every read of the file of this name at this offset fails with EIO, whatever the step.
    BadBlock(&'static str, u64),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It met its fate.
    Met,
    /// It made fewer changes and ended by itself, well.
    EndedBefore,
    /// This system does not let it be traced, or the disk be full in this way.
    CannotTrace,
}

/// Calls that change a file by its descriptor and need room for it.
const WRITES: [c_long; 5] = [
    libc::SYS_write,
    libc::SYS_pwrite64,
    libc::SYS_writev,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
];
/// Calls that sync one.
const SYNCS: [c_long; 2] = [libc::SYS_fsync, libc::SYS_fdatasync];
/// Calls that change a folder's names.
#[cfg(target_arch = "x86_64")]
const NAMES: [c_long; 8] = [
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_unlink,
    libc::SYS_unlinkat,
    libc::SYS_rmdir,
    libc::SYS_mkdir,
    libc::SYS_mkdirat,
];
#[cfg(not(target_arch = "x86_64"))]
const NAMES: [c_long; 4] = [
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_unlinkat,
    libc::SYS_mkdirat,
];

/// A system call that is about to be made: its number and its arguments.
struct Entered {
    number: c_long,
    args: [u64; 6],
}

/// Runs this test of this program alone, with `RUHU_TEST_TRACED` naming the folder it works in, until its `step`-th change
/// of a file there (from 1).
pub fn run(test: &str, folder: &Path, step: u64, fate: Fate) -> Outcome {
    if fate != Fate::Killed && cfg!(not(target_arch = "x86_64")) {
        return Outcome::CannotTrace;
    }
    let mut command = Command::new(std::env::current_exe().expect("this test's own program"));
    command
        .args(["--exact", test, "--nocapture"])
        .env("RUHU_TEST_TRACED", folder)
        // One thread: the test runs on the first one.
        .env("RUST_TEST_THREADS", "1")
        .stdin(Stdio::null())
        // What it says on its way to a failure stands with the failure.
        .stdout(Stdio::null());
    let traced = || match unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, null_mut::<c_void>(), null_mut::<c_void>()) } {
        0 => Ok(()),
        _ => Err(std::io::Error::last_os_error()),
    };
    // SAFETY: one system call, nothing allocated.
    let child = match unsafe { command.pre_exec(traced) }.spawn() {
        Ok(child) => child,
        Err(_) => return Outcome::CannotTrace,
    };
    let pid = c_int::try_from(child.id()).expect("a process id");
    Tracer {
        pid,
        folder: folder.to_owned(),
        step,
        fate,
        changes: 0,
        failing: BTreeSet::new(),
    }
    .follow()
}

struct Tracer {
    pid: c_int,
    folder: PathBuf,
    step: u64,
    fate: Fate,
    changes: u64,
    /// Threads whose call under way has to fail.
    failing: BTreeSet<c_int>,
}

impl Tracer {
    fn follow(mut self) -> Outcome {
        let (first, _) = wait();
        assert_eq!(first, self.pid, "it stops when its program is loaded");
        let options = libc::PTRACE_O_TRACESYSGOOD | libc::PTRACE_O_TRACECLONE | libc::PTRACE_O_EXITKILL;
        ask(
            libc::PTRACE_SETOPTIONS,
            self.pid,
            0,
            options.try_into().expect("small flags"),
        );
        ask(libc::PTRACE_SYSCALL, self.pid, 0, 0);
        loop {
            let (thread, status) = wait();
            if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
                if thread == self.pid {
                    return self.ended(status);
                }
                continue;
            }
            let signal = libc::WSTOPSIG(status);
            let mut deliver = 0;
            if signal == libc::SIGTRAP | 0x80 {
                if self.at_call(thread) {
                    // SAFETY: a signal to a process that is ours.
                    unsafe { libc::kill(self.pid, libc::SIGKILL) };
                    continue;
                }
            } else if signal != libc::SIGTRAP && signal != libc::SIGSTOP {
                deliver = u64::try_from(signal).expect("a signal's number");
            }
            ask(libc::PTRACE_SYSCALL, thread, 0, deliver);
        }
    }

    fn ended(&self, status: c_int) -> Outcome {
        let met = self.changes >= self.step;
        assert!(
            libc::WIFSIGNALED(status) && met || libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
            "it ended with {status:#x} at change {}",
            self.changes
        );
        match met {
            true => Outcome::Met,
            false => Outcome::EndedBefore,
        }
    }

    /// At the beginning or the end of a call; answers whether the process is to be killed here.
    fn at_call(&mut self, thread: c_int) -> bool {
        // struct ptrace_syscall_info: one byte `op`, three of padding, `arch`; two addresses; then number and arguments.
        let mut info = [0u64; 16];
        let size = std::mem::size_of_val(&info) as u64;
        ask(libc::PTRACE_GET_SYSCALL_INFO, thread, size, info.as_mut_ptr() as u64);
        if (info[0] & 0xff) as u8 != libc::PTRACE_SYSCALL_INFO_ENTRY {
            if self.failing.remove(&thread) {
                fail(
                    thread,
                    match self.fate {
                        Fate::BadBlock(..) => libc::EIO,
                        _ => libc::ENOSPC,
                    },
                );
            }
            return false;
        }
        let mut args = [0; 6];
        args.copy_from_slice(&info[4..10]);
        let call = Entered {
            number: c_long::try_from(info[3]).unwrap_or(-1),
            args,
        };
        if let Fate::BadBlock(name, offset) = self.fate
            && call.number == libc::SYS_pread64
            && call.args[3] == offset
            && self.is_of(&call, name)
        {
            skip(thread);
            self.failing.insert(thread);
            return false;
        }
        if !self.changes_a_file(&call) {
            return false;
        }
        self.changes += 1;
        match self.fate {
            Fate::Killed => self.changes == self.step,
            Fate::DiskFull => {
                let needs_room = WRITES.contains(&call.number) || creates(&call);
                if self.changes >= self.step && needs_room {
                    skip(thread);
                    self.failing.insert(thread);
                }
                false
            }
            Fate::NoRoomFor(name) => {
                if WRITES.contains(&call.number) && self.is_of(&call, name) {
                    skip(thread);
                    self.failing.insert(thread);
                }
                false
            }
            Fate::BadBlock(..) => false,
        }
    }

    fn is_of(&self, call: &Entered, name: &str) -> bool {
        self.file_of(call).is_some_and(|file| file.ends_with(name))
    }

    /// The file that a call names by its descriptor.
    fn file_of(&self, call: &Entered) -> Option<PathBuf> {
        fs::read_link(format!("/proc/{}/fd/{}", self.pid, call.args[0])).ok()
    }

    fn changes_a_file(&self, call: &Entered) -> bool {
        if WRITES.contains(&call.number) || SYNCS.contains(&call.number) {
            return self.file_of(call).is_some_and(|file| file.starts_with(&self.folder));
        }
        NAMES.contains(&call.number) || creates(call)
    }
}

/// Whether a call opens a file that is made if it is not there.
fn creates(call: &Entered) -> bool {
    let create = u64::try_from(libc::O_CREAT).expect("a flag");
    call.number == libc::SYS_openat && call.args[2] & create != 0
}

/// The next stop or end of a process traced by this thread.
fn wait() -> (c_int, c_int) {
    let mut status = 0;
    // SAFETY: `status` is a live integer. Other threads' children are left alone.
    let thread = unsafe { libc::waitpid(-1, &mut status, libc::__WALL | libc::__WNOTHREAD) };
    assert!(
        thread > 0,
        "nothing left to wait for: {}",
        std::io::Error::last_os_error()
    );
    (thread, status)
}

fn ask(request: libc::c_uint, thread: c_int, address: u64, data: u64) {
    // SAFETY: each request's pointers are live for the call; a thread that has just ended answers ESRCH.
    unsafe { libc::ptrace(request, thread, address as *mut c_void, data as *mut c_void) };
}

/// The call under way does nothing.
#[cfg(target_arch = "x86_64")]
fn skip(thread: c_int) {
    registers(thread, |registers| registers.orig_rax = u64::MAX);
}

/// It answers this error.
#[cfg(target_arch = "x86_64")]
fn fail(thread: c_int, error: c_int) {
    registers(thread, |registers| {
        registers.rax = i64::from(-error).cast_unsigned();
    });
}

#[cfg(target_arch = "x86_64")]
fn registers(thread: c_int, change: impl FnOnce(&mut libc::user_regs_struct)) {
    // SAFETY: all zero is a good set of registers, which the kernel fills.
    let mut registers: libc::user_regs_struct = unsafe { std::mem::zeroed() };
    ask(libc::PTRACE_GETREGS, thread, 0, (&raw mut registers) as u64);
    change(&mut registers);
    ask(libc::PTRACE_SETREGS, thread, 0, (&raw mut registers) as u64);
}

#[cfg(not(target_arch = "x86_64"))]
fn skip(_: c_int) {}
#[cfg(not(target_arch = "x86_64"))]
fn fail(_: c_int, _: c_int) {}
