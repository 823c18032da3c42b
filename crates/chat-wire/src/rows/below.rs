//! What is below a conversation: what the system does for it, which no read and no write
//! shows, and what waits in this program.

use chat_proto::trace::house::SendBuffer;
use chat_proto::trace::stream::Tcp;
use chat_proto::trace::stream::Timer;

use crate::record::event::Happening;

/// What was told of one conversation lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// When: microseconds of the common clock.
    pub at: i64,
    /// The system of whoever tells.
    pub ours: Option<Tcp>,
    /// That of the other side, where it is on the same machine.
    pub theirs: Option<Tcp>,
    /// What waits in the program.
    pub outbox: Option<SendBuffer>,
}

impl Below {
    /// This was told, at this moment. What is worth a row comes back.
    pub(in crate::rows) fn told(&mut self, at: i64, tcp: &Tcp) -> Option<Happening> {
        self.at = at;
        if tcp.theirs {
            self.theirs = Some(tcp.clone());
            return None;
        }
        let before = self.ours.replace(tcp.clone());
        // Whatever was before the first look was not seen.
        let before = before?;
        let next = tcp.expires.map(micros);
        let more = tcp.total_retrans.saturating_sub(before.total_retrans);
        // A probe of a closed window is no retransmission, whatever the counter says.
        if tcp.timer == Some(Timer::Probe) {
            let doubled = tcp.backoff;
            return (doubled > before.backoff).then_some(Happening::NoRoom { doubled, next });
        }
        let next = next.filter(|_| tcp.timer == Some(Timer::Retransmit));
        (more > 0).then_some(Happening::Resent { more, next })
    }
}

/// As the clock of a ladder counts.
pub fn micros(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
