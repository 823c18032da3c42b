//! What of all that is to be done is the socket's: the same for every server that one is at.

use crate::app::event::Effect;
use crate::socket::Socket;

/// Does it, if it is the socket's; else it comes back. Whether a closing connection is one
/// that has said all is the caller's to know.
pub(crate) fn obey(socket: &mut Socket, effect: Effect) -> Option<Effect> {
    match effect {
        Effect::Connect => socket.connect(),
        Effect::Close => socket.close(),
        Effect::Send(frame) => socket.send(&frame),
        Effect::Derive(from) => socket.aside.derive(from),
        Effect::Trust(print) => socket.trust(print),
        Effect::Identify(words) => socket.aside.identify(words),
        Effect::ReadCode(room, path) => socket.aside.read(room, path),
        Effect::WriteCode(path, text) => socket.aside.write(path, text),
        Effect::Keep(settings) => socket.aside.keep(settings),
        Effect::Weather(profile) => socket.change(*profile),
        Effect::Record(file) => socket.record(file.as_deref()),
        Effect::LookBelow { anew } => socket.look_below(anew),
        Effect::Hold => socket.hold(),
        Effect::Release(order) => socket.obey(order),
        Effect::Clock(order) => socket.order_clock(order),
        Effect::Turn(_)
        | Effect::Draw
        | Effect::Redraw
        | Effect::Copy(_)
        | Effect::Ring
        | Effect::Notify(_)
        | Effect::Suspend
        | Effect::Watch(_)
        | Effect::Export(_)
        | Effect::Edit(_)
        | Effect::Log(_)
        | Effect::Quit
        | Effect::Fail(_) => return Some(effect),
    }
    None
}
