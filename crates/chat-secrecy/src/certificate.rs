//! A server's certificate and its key: made here, or brought from elsewhere.

use std::sync::Arc;

use rcgen::CertificateParams;
use rcgen::KeyPair;
use rcgen::date_time_ymd;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::default_provider;
use rustls::version::TLS13;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

use crate::fault::Fault;
use crate::fingerprint::Fingerprint;

/// A certificate with its key, in PEM: what is kept in a file of mode 600.
///
/// The two are kept together: a new certificate of the old key would have another
/// fingerprint.
pub struct Identity {
    pem: String,
}

/// The name in a certificate that a server makes for itself. Nobody looks it up: such a
/// certificate is recognised by its fingerprint.
pub const OWN_NAME: &str = "chat.local";

impl Identity {
    /// Makes one: ECDSA over P-256, which every TLS 1.3 library has, good for a hundred
    /// years (an expiry would only teach people to accept another).
    pub fn make() -> Result<Self, Fault> {
        let unfit = |why| Fault::because("no certificate could be made", why);
        let key = KeyPair::generate().map_err(unfit)?;
        let mut params = CertificateParams::new([OWN_NAME.to_owned()]).map_err(unfit)?;
        // A lab machine whose clock stands at 1970 makes certificates too.
        params.not_before = date_time_ymd(1970, 1, 1);
        params.not_after = date_time_ymd(2126, 1, 1);
        let certificate = params.self_signed(&key).map_err(unfit)?;
        let pem = format!("{}{}", certificate.pem(), key.serialize_pem());
        Ok(Self { pem })
    }

    /// As [`Identity::pem`] gave it.
    pub const fn from_pem(pem: String) -> Self {
        Self { pem }
    }

    /// The certificate and the key, for a file of mode 600.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// What a server offers with it.
    pub fn offer(&self) -> Result<Offer, Fault> {
        Offer::from_pem(self.pem.as_bytes(), self.pem.as_bytes())
    }
}

impl std::fmt::Debug for Identity {
    /// The key is in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

/// What a server answers a `ClientHello` with.
#[derive(Clone, Debug)]
pub struct Offer {
    pub(crate) config: Arc<ServerConfig>,
    fingerprint: Fingerprint,
}

impl Offer {
    /// A chain of certificates, the server's first, and its key.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Fault> {
        let unfit = |why| Fault::because("the certificate cannot be read", why);
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<_, _>>()
            .map_err(unfit)?;
        let own = chain
            .first()
            .ok_or_else(|| Fault::of("there is no certificate in the file"))?;
        let fingerprint = Fingerprint::of(own);
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|why| Fault::because("the key cannot be read", why))?;
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13])
            .map_err(|why| Fault::because("TLS 1.3 is not there", why))?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|why| Fault::because("the certificate and the key do not fit", why))?;
        // Nobody resumes here: a ticket would be bytes and memory for nothing.
        config.send_tls13_tickets = 0;
        Ok(Self {
            config: Arc::new(config),
            fingerprint,
        })
    }

    /// What its certificate is recognised by.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// Named here, once: with none named, rustls takes whichever is compiled in.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(default_provider())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_the_same_certificate_when_it_is_read_again() {
        let made = Identity::make().unwrap();
        let print = made.offer().unwrap().fingerprint();
        let again = Identity::from_pem(made.pem().to_owned());
        assert_eq!(again.offer().unwrap().fingerprint(), print);
        let other = Identity::make().unwrap().offer().unwrap();
        assert_ne!(other.fingerprint(), print);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_in_words() {
        let made = Identity::make().unwrap();
        let pem = made.pem();
        for end in (0..pem.trim_end().len()).step_by(7) {
            let cut = Identity::from_pem(pem.get(..end).unwrap_or_default().to_owned());
            let why = cut.offer().unwrap_err().to_string();
            assert!(why.contains("certificate") || why.contains("key"), "{why}");
        }
    }

    #[test]
    fn the_key_of_another_certificate_is_refused() {
        let [one, other] = [Identity::make().unwrap(), Identity::make().unwrap()];
        let key = other.pem();
        assert!(Offer::from_pem(one.pem().as_bytes(), key.as_bytes()).is_err());
    }

    #[test]
    fn the_key_is_never_shown_for_debugging() {
        let made = Identity::make().unwrap();
        assert_eq!(format!("{made:?}"), "Identity");
    }
}
