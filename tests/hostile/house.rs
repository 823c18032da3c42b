//! How these tests start the server and watch its memory.

use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::vitals;

/// The server.
pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");

/// The client.
pub(crate) const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");

/// A server on every transport, on loopback, with these options.
#[track_caller]
pub(crate) fn server_with(args: &[&str]) -> Server {
    Start::new(SERVER).all_transports().args(args).ready()
}

/// The memory of a server, to be compared later.
pub(crate) struct Memory {
    pid: u32,
    before: Option<u64>,
}

impl Memory {
    /// As it is now.
    pub(crate) fn of(server: &Server) -> Self {
        let pid = server.program.pid();
        let before = vitals::resident(pid);
        Self { pid, before }
    }

    /// Checks that it has grown by no more than this. Linux only.
    #[track_caller]
    pub(crate) fn grew_by_at_most(&self, bytes: u64) {
        self.is_within(bytes, vitals::resident(self.pid));
    }

    /// Checks that it never was greater by more than this. Linux only.
    #[track_caller]
    pub(crate) fn never_grew_by_more_than(&self, bytes: u64) {
        self.is_within(bytes, vitals::most_resident(self.pid));
    }

    #[track_caller]
    #[expect(clippy::print_stderr, reason = "says why it checks nothing")]
    fn is_within(&self, bytes: u64, after: Option<u64>) {
        let (Some(before), Some(after)) = (self.before, after) else {
            eprintln!("not measured: this system has no /proc/PID/status");
            return;
        };
        let grown = after.saturating_sub(before);
        assert!(
            grown <= bytes,
            "memory grew by {} KiB, and may by {} KiB",
            grown >> 10,
            bytes >> 10
        );
    }
}

/// Whether this process may open so many files: it holds the other ends. What
/// the system allows it raises for itself.
#[cfg(unix)]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
pub(crate) fn has_files(needed: u64) -> bool {
    use rustix::process::Resource;
    use rustix::process::Rlimit;

    let limit = rustix::process::getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return true;
    }
    let raised = Rlimit {
        current: Some(needed),
        maximum: limit.maximum,
    };
    let enough = rustix::process::setrlimit(Resource::Nofile, raised).is_ok();
    if !enough {
        eprintln!("not checked: {needed} open files are not allowed here");
    }
    enough
}

#[cfg(not(unix))]
pub(crate) fn has_files(_needed: u64) -> bool {
    true
}

/// The words that make whoever says them the teacher, as the server has printed them the
/// n-th time.
#[track_caller]
pub(crate) fn words_of(server: &Server, nth: usize) -> String {
    server.program.complains("/claim ", nth);
    let errors = server.program.errors();
    let words = errors.split("/claim ").nth(nth).unwrap();
    words.split_whitespace().next().unwrap().to_owned()
}
