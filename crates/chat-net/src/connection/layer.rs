//! What may lie between the frames of a connection and what leaves the program: bytes in,
//! other bytes out, without a socket. TLS is one.

use std::fmt;
use std::io;

use chat_proto::trace::event::Event;

/// One side of a layer.
///
/// Whoever has it takes care of its bounds: [`Layer::write`] takes no more than is kept
/// until it has left, and one [`Layer::feed`] brings no more than it was given.
pub trait Layer: Send + fmt::Debug {
    /// Takes in what came off the wire. After an error too there may be something to be
    /// sent: the other side is told why.
    fn feed(&mut self, wire: &[u8]) -> io::Result<()>;

    /// What the other side said.
    fn read(&mut self, buffer: &mut [u8]) -> Read;

    /// Whether [`Layer::read`] has something to give.
    fn is_readable(&self) -> bool;

    /// Whether [`Layer::write`] takes something.
    fn is_writable(&self) -> bool;

    /// Whether the two sides have not agreed yet: until then nothing can be written.
    fn is_opening(&self) -> bool;

    /// Takes what is to be sent, and says how many bytes of it.
    fn write(&mut self, said: &[u8]) -> usize;

    /// What waits to be sent.
    fn pending(&self) -> &[u8];

    /// So many bytes of [`Layer::pending`] were sent.
    fn advance(&mut self, sent: usize);

    /// Says that nothing more comes.
    fn finish(&mut self);

    /// What the other side has shown that it is, once both have agreed: the SHA-256 of its
    /// certificate.
    fn shown(&self) -> Option<[u8; 32]>;

    /// Whether somebody wants to know what passes.
    fn set_traced(&mut self, traced: bool);

    /// What has passed since, where somebody wants to know: sizes, and nothing that was said.
    fn poll_event(&mut self) -> Option<Event>;
}

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing yet.
    Nothing,
    /// So many bytes.
    Bytes(usize),
    /// The other side has said that nothing more comes.
    End,
}
