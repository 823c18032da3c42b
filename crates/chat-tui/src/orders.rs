//! Errands, done at the socket: the same for every server that one is at.

use crate::app::errand::Errand;
use crate::socket::Socket;

/// Does it. Whether a closing connection is one that has said all is the caller's to know.
pub(crate) fn obey(socket: &mut Socket, errand: Errand) {
    match errand {
        Errand::Connect(to) => socket.connect(&to),
        Errand::Close => socket.close(),
        Errand::Send(frame) => socket.send(&frame),
        Errand::Derive(from) => socket.aside.derive(from),
        Errand::Trust(print) => socket.trust(print),
        Errand::Identify(words) => socket.aside.identify(words),
        Errand::ReadCode(room, path) => socket.aside.read(room, path),
        Errand::WriteCode(path, text) => socket.aside.write(path, text),
        Errand::Keep(settings) => socket.aside.keep(settings),
        Errand::Weather(profile) => socket.change(*profile),
        Errand::Record(file) => socket.record(file.as_deref()),
        Errand::LookBelow { anew } => socket.look_below(anew),
        Errand::Hold => socket.hold(),
        Errand::Release(order) => socket.obey(order),
        Errand::Clock(order) => socket.order_clock(order),
    }
}
