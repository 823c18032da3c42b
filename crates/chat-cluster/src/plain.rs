//! In the place of TLS where this program was built without it: nothing is said to an
//! engine that wants it.

use std::io;
use std::path::Path;

use bytes::BytesMut;

use crate::fault::Fault;

/// What cannot be.
#[derive(Debug)]
pub enum Secrecy {}

impl Secrecy {
    /// There is none.
    pub fn new(_host: &str, _ca: Option<&Path>) -> Result<Self, Fault> {
        let why = "this program was built without it (feature `tls`)";
        Err(Fault::Tls(why.to_owned()))
    }

    /// See there.
    pub fn is_handshaking(&self) -> bool {
        match *self {}
    }

    /// See there.
    pub fn wants_write(&self) -> bool {
        match *self {}
    }

    /// See there.
    pub fn encrypt(&mut self, _out: &mut BytesMut) {
        match *self {}
    }

    /// See there.
    pub fn send(&mut self, _socket: impl io::Write) -> io::Result<()> {
        match *self {}
    }

    /// See there.
    pub fn receive(&mut self, _: impl io::Read, _: &mut BytesMut) -> io::Result<bool> {
        match *self {}
    }
}
