//! TLS to a node of NATS: bytes in, bytes out, over a socket that is somebody else's.
//!
//! Everything that waits is bounded: what is to be encrypted by [`OUT_BYTES`], plain text
//! by what one reading brings.

use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Buf as _;
use bytes::BytesMut;
use rustls::ClientConfig;
use rustls::ClientConnection;
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::ServerName;
use rustls_pki_types::pem::PemObject as _;

use crate::fault::Fault;

/// One side of a secret connection.
#[derive(Debug)]
pub struct Secrecy {
    session: ClientConnection,
}

impl Secrecy {
    /// To this host, for which an authority of this file vouches, or one of the system's.
    pub fn new(host: &str, ca: Option<&Path>) -> Result<Self, Fault> {
        let fault = |why: rustls::Error| Fault::Tls(why.to_string());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(fault)?
            .with_root_certificates(authorities(ca)?)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|why| Fault::Tls(format!("{host}: {why}")))?;
        let mut session = ClientConnection::new(Arc::new(config), name).map_err(fault)?;
        session.set_buffer_limit(Some(OUT_BYTES));
        Ok(Self { session })
    }

    /// Whether both sides have not yet agreed.
    pub fn is_handshaking(&self) -> bool {
        self.session.is_handshaking()
    }

    /// Whether something encrypted waits to be sent.
    pub fn wants_write(&self) -> bool {
        self.session.wants_write()
    }

    /// Takes what is to be said, as much as there is room for.
    pub fn encrypt(&mut self, out: &mut BytesMut) {
        if !self.is_handshaking() && !out.is_empty() {
            let taken = self.session.writer().write(out).unwrap_or(0);
            out.advance(taken);
        }
    }

    /// Sends what waits, as far as the socket takes it.
    pub fn send(&mut self, mut socket: impl io::Write) -> io::Result<()> {
        while self.session.wants_write() {
            self.session.write_tls(&mut socket)?;
        }
        Ok(())
    }

    /// Reads once; false where the other side has ended.
    pub fn receive(&mut self, mut socket: impl io::Read, input: &mut BytesMut) -> io::Result<bool> {
        let is_end = self.session.read_tls(&mut socket)? == 0;
        let state = self.session.process_new_packets();
        let state = state.map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
        let begin = input.len();
        input.resize(begin + state.plaintext_bytes_to_read(), 0);
        let place = input.get_mut(begin..).unwrap_or_default();
        self.session.reader().read_exact(place)?;
        // The last words first: the end is there again at the next reading.
        Ok(!place.is_empty() || !is_end && !state.peer_has_closed())
    }
}

fn authorities(ca: Option<&Path>) -> Result<RootCertStore, Fault> {
    let mut store = RootCertStore::empty();
    let Some(path) = ca else {
        let system = rustls_native_certs::load_native_certs();
        store.add_parsable_certificates(system.certs);
        if store.is_empty() {
            let why = "this system knows no authority; name a file with one";
            return Err(Fault::Tls(why.to_owned()));
        }
        return Ok(store);
    };
    let fault = |why: &dyn std::fmt::Display| Fault::Tls(format!("{}: {why}", path.display()));
    let certificates = CertificateDer::pem_file_iter(path).map_err(|why| fault(&why))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|why| fault(&why))?;
        store.add(certificate).map_err(|why| fault(&why))?;
    }
    if store.is_empty() {
        return Err(fault(&"there is no certificate in it"));
    }
    Ok(store)
}

/// What waits to be encrypted and sent.
const OUT_BYTES: usize = 64 * 1024;
