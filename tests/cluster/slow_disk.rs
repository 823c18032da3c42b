//! A disk that takes its time, as one process sees it: `strace` holds up each of its writes to
//! files, and all else that it asks the system for a little. Where there is no `strace`, or it
//! may not, all disks are as fast as ever.

use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;

/// For as long as it lives.
pub(crate) struct SlowDisk(Child);

impl SlowDisk {
    /// Of a process, from soon on.
    pub(crate) fn of(process: u32) -> Option<Self> {
        let mut strace = Command::new("strace");
        strace
            .args(["--quiet=all", "-f", "-o", "/dev/null", "-e"])
            .arg(format!("trace={WRITES}"))
            .arg("-e")
            .arg(format!("inject={WRITES}:delay_enter={DELAY_MICROS}"))
            .args(["-p", &process.to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        match strace.spawn() {
            Ok(child) => Some(Self(child)),
            Err(error) => {
                println!("no slower than ever: strace: {error}");
                None
            }
        }
    }
}

impl Drop for SlowDisk {
    /// Asked to end it lets go of the process, which goes on.
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.0), Signal::TERM);
        let _ = self.0.wait();
    }
}

/// What NATS and SQLite write to files with, and not to sockets.
const WRITES: &str = "pwrite64,fsync,fdatasync";

/// A bad day of a disk that spins.
const DELAY_MICROS: u32 = 20_000;
