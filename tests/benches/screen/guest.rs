//! Which program is measured: how it is started, and its keys.

use portable_pty::CommandBuilder;

use crate::host::Host;
use crate::host::Room;
use crate::host::Tongue;
use crate::seat::Seat;

/// How a program is started that is to keep so many messages.
pub(crate) type Start = Box<dyn Fn(&Host, usize) -> CommandBuilder>;

/// A program.
pub(crate) struct Guest {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Its server.
    pub(crate) host: Host,
    /// How it is started.
    pub(crate) command: Start,
    /// What is typed to see the room that it has entered.
    pub(crate) enter: &'static [u8],
    /// What it is typed to be in the hidden room too, and to show the other one.
    pub(crate) enter_hidden: &'static [u8],
    /// To the top, by as many keys as that takes.
    pub(crate) top: &'static [u8],
    /// Back to the newest.
    pub(crate) bottom: &'static [u8],
    /// Words on the screen when it is joined.
    pub(crate) joined: &'static str,
}

/// One page up.
pub(crate) const PAGE_UP: &[u8] = b"\x1b[5~";
/// Messages that are kept where it does not matter.
pub(crate) const KEPT: usize = 10_000;

/// The client of this project.
pub(crate) fn ours() -> Guest {
    Guest {
        name: "chat-tui",
        host: Host::open(Tongue::Chat),
        command: Box::new(|host, kept| {
            let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tui-under-test"));
            let room = Room::Shown.name();
            let (address, kept) = (host.address().to_string(), kept.to_string());
            command.args([&address, "--name", "me", "--room", room]);
            command.args(["--no-config", "--lang", "en", "--history", &kept]);
            command
        }),
        enter: b"",
        enter_hidden: b"/join side\r\x1b/",
        top: b"\x1b[1;5H",
        bottom: b"\x1b[1;5F",
        joined: "13 here",
    }
}

impl Guest {
    /// Starts it and waits until it has nothing more to do.
    pub(crate) fn sits(&self, kept: usize) -> Seat {
        self.host.expects();
        let mut seat = Seat::take((self.command)(&self.host, kept));
        self.host.has_entered(1);
        if !self.enter.is_empty() {
            // Its room has a window only when the host has answered.
            seat.rests();
            seat.types(self.enter);
        }
        seat.shows("the room", |screen| screen.contents().contains(self.joined));
        seat.rests();
        seat
    }
}
