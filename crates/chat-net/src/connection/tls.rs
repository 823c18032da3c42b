//! TLS as a layer of a connection.

use std::io;

use chat_proto::trace::event::Event;
use chat_secrecy::layer;
use chat_secrecy::layer::Layer as Tls;

use crate::connection::layer::Layer;
use crate::connection::layer::Read;
use crate::connection::tls_events;

impl Layer for Tls {
    fn feed(&mut self, wire: &[u8]) -> io::Result<()> {
        Ok(Self::feed(self, wire)?)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Read {
        match Self::read(self, buffer) {
            layer::Read::Nothing => Read::Nothing,
            layer::Read::Bytes(count) => Read::Bytes(count),
            layer::Read::End => Read::End,
        }
    }

    fn is_readable(&self) -> bool {
        Self::is_readable(self)
    }

    fn is_writable(&self) -> bool {
        Self::is_writable(self)
    }

    fn is_opening(&self) -> bool {
        self.is_handshaking()
    }

    fn write(&mut self, said: &[u8]) -> usize {
        Self::write(self, said)
    }

    fn pending(&self) -> &[u8] {
        Self::pending(self)
    }

    fn advance(&mut self, sent: usize) {
        Self::advance(self, sent);
    }

    fn finish(&mut self) {
        Self::finish(self);
    }

    fn shown(&self) -> Option<[u8; 32]> {
        Self::shown(self).map(|print| *print.bytes())
    }

    fn set_traced(&mut self, traced: bool) {
        self.set_watched(traced);
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.poll_noted().map(tls_events::of)
    }
}
