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
    #[expect(clippy::print_stderr, reason = "says why it checks nothing")]
    pub(crate) fn grew_by_at_most(&self, bytes: u64) {
        let (Some(before), Some(after)) = (self.before, vitals::resident(self.pid)) else {
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
