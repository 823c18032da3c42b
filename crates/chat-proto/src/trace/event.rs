//! Everything that a recording can say.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use crate::trace::house;
use crate::trace::link;
use crate::trace::recording;
use crate::trace::stream;
use crate::trace::talk;
use crate::trace::tls;
use crate::trace::weather;

/// One thing that happened, told by its name in `event`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The recording begins.
    Begin(Box<recording::Begin>),
    /// Who the flow of this line is between.
    Flow(Box<recording::FlowNamed>),
    /// Some events are missing.
    Missed(recording::Missed),
    /// The file has reached its greatest length: nothing more is written.
    Full,

    /// A datagram was given to the socket, after the impairments.
    Out(link::Datagram),
    /// A datagram was taken from the socket, before the impairments.
    In(link::Datagram),
    /// A numbered frame was sent, for the first time or again.
    Sent(link::Sent),
    /// A frame was acknowledged.
    Acked(link::Acked),
    /// An acknowledgement was sent, by itself or with a frame.
    AckSent(link::AckSent),
    /// An acknowledgement was received.
    AckReceived(Box<link::AckReceived>),
    /// The retransmission timeout is the plain one again.
    BackoffReset(link::BackoffReset),
    /// The send window is full.
    WindowFull(link::WindowFull),
    /// A frame was delivered, in order.
    Delivered(link::Delivered),
    /// A frame was received out of order and is buffered.
    Held(link::Held),
    /// A frame was received that had been received before.
    Duplicate(link::Duplicate),
    /// A datagram was discarded.
    Discarded(link::Discarded),
    /// A datagram came from somebody who is not in this conversation.
    Stranger(Box<link::Stranger>),
    /// The conversation is over.
    Ended(link::Ended),
    /// The client sent a hello.
    Hello(link::Hello),
    /// A cookie was received.
    Cookie,
    /// The handshake is complete: there is a link.
    Open,
    /// An answer to a hello was received that has nothing to do with links.
    Unexpected,
    /// The server does not support links: the client does without.
    NoLinkSupport,
    /// No answer to any hello within `--patience`.
    Unanswered,

    /// What the impairments, or a person, did to a datagram.
    Weather(Box<weather::Weather>),
    /// Other impairments from now on.
    Impairments(weather::Impairments),
    /// The impairments let a piece of a stream through.
    Piece(weather::Piece),
    /// The impairments broke a connection.
    Broken,

    /// There is a connection.
    Opened(stream::Opened),
    /// A connection is over, or there was none.
    Closed(stream::Closed),
    /// The program's own read of a stream brought something.
    Read(stream::Read),
    /// The program's own write to a stream took something.
    Write(stream::Write),
    /// A write took nothing: the system's send buffer is full.
    Blocked,
    /// A write goes on after it could not.
    Unblocked(stream::Unblocked),
    /// What the system says about a connection.
    Tcp(Box<stream::Tcp>),

    /// A record of TLS has passed.
    TlsRecord(Box<tls::Record>),
    /// The handshake of TLS is complete: what is said from now on is secret.
    TlsOpen(Box<tls::Open>),
    /// What came is no TLS as it should be: the connection ends.
    TlsFailed(tls::Failed),

    /// A line was typed.
    Typed(talk::Typed),
    /// A message was said.
    Said(talk::Said),
    /// A message was given to a connection.
    Given(talk::Given),
    /// A message came back to its sender.
    Receipt(talk::Receipt),
    /// The server refused something.
    Denied(talk::Denied),
    /// The session waits for something else.
    Phase(talk::Phase),
    /// Another attempt to connect follows.
    Retry(talk::Retry),
    /// The program woke up and went to sleep again.
    Woke(talk::Woke),
    /// The screen was drawn.
    Drawn(talk::Drawn),

    /// Somebody is there.
    Arrived(house::Arrived),
    /// A peer is gone.
    Left(house::Left),
    /// The server read what had come and answered it.
    Turn(house::Turn),
    /// A message got its place in the order that everybody hears.
    Ordered(Box<house::Ordered>),
    /// A message was put into the send buffers of those who hear it.
    FanOut(Box<house::FanOut>),
    /// A send buffer grew or shrank.
    SendBuffer(house::SendBuffer),
    /// A send buffer was written out.
    Flushed(house::Flushed),
    /// A peer does not keep up and is closed.
    TooSlow(house::TooSlow),
    /// One peer's numbers.
    Census(Box<house::Census>),
    /// A socket of the server is ready.
    Listening(house::Listening),
    /// A port that was asked for is somebody else's.
    Taken(Box<house::Taken>),

    /// An event that this program does not know, or whose fields it cannot read.
    #[serde(untagged)]
    Unknown(Map<String, Value>),
}
