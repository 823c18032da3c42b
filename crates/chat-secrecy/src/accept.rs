//! Which certificates a client's handshake accepts: every one, if whoever sends it has
//! its key. Who it belongs to is decided afterwards, by people, by what is known, and by
//! whether an authority vouches for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use rustls::DigitallySignedStruct;
use rustls::Error;
use rustls::PeerMisbehaved;
use rustls::RootCertStore;
use rustls::SignatureScheme;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::danger::ServerCertVerified;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::crypto::verify_tls13_signature;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::ServerName;
use rustls_pki_types::UnixTime;

use crate::certificate::provider;

/// Those whose word on a server's name is taken: the authorities of a system.
#[derive(Clone)]
pub struct Authorities(Arc<WebPkiServerVerifier>);

impl Authorities {
    /// With these certificates; those that cannot be read are passed over, as every program
    /// does. Nothing where none can be.
    pub fn new(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates);
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider());
        verifier.build().ok().map(Self)
    }
}

impl fmt::Debug for Authorities {
    /// There are hundreds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorities")
    }
}

/// Whether an authority vouches that a server has the name that was asked for: known once
/// the handshake is over. Clones are of one handshake.
#[derive(Clone, Debug, Default)]
pub struct Vouched(Arc<AtomicBool>);

impl Vouched {
    /// Whether one does.
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// See the module. One for each handshake.
#[derive(Debug)]
pub(crate) struct WhoeverHasTheKey {
    pub provider: Arc<CryptoProvider>,
    pub authorities: Option<Authorities>,
    pub vouched: Vouched,
}

impl ServerCertVerifier for WhoeverHasTheKey {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // An address changes hands: only a name is somebody's for whom others can vouch.
        if let (Some(authorities), ServerName::DnsName(_)) = (&self.authorities, name) {
            let known = authorities
                .0
                .verify_server_cert(certificate, between, name, ocsp, now);
            self.vouched.0.store(known.is_ok(), Ordering::Release);
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // Only TLS 1.3 is spoken.
        Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let known = &self.provider.signature_verification_algorithms;
        known.supported_schemes()
    }
}
