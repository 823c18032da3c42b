//! What the operating system says about a running program. Linux only: other
//! systems have no `/proc`, and the caller prints why it skips.

use std::fs;
use std::time::Duration;

/// The resident memory of a process in bytes.
pub fn resident(pid: u32) -> Option<u64> {
    of_status(pid, "VmRSS:")
}

/// The most that it ever was.
pub fn most_resident(pid: u32) -> Option<u64> {
    of_status(pid, "VmHWM:")
}

fn of_status(pid: u32, field: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// The processor time of a process, in ticks of 10 ms, user and system.
pub fn ticks(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The program's name may hold spaces and brackets: count from the last one.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

/// The processor time of a process and all its threads, to the microsecond:
/// the scheduler's own count.
pub fn cpu(pid: u32) -> Option<Duration> {
    let nanos = of_each_thread(pid, "schedstat", |stat| {
        stat.split_whitespace().next()?.parse().ok()
    })?;
    Some(Duration::from_nanos(nanos))
}

/// How often the threads of a process have gone to sleep by themselves: each
/// time something had to wake them.
pub fn sleeps(pid: u32) -> Option<u64> {
    of_each_thread(pid, "status", |status| {
        let mut lines = status.lines();
        let count = lines.find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        count.trim().parse().ok()
    })
}

fn of_each_thread(pid: u32, file: &str, count: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let counts = threads.map(|thread| {
        let text = fs::read_to_string(thread.ok()?.path().join(file)).ok()?;
        count(&text)
    });
    counts.sum()
}
