//! Those whose word on a server's name this system takes: what its browsers take too, or
//! what `SSL_CERT_FILE` and `SSL_CERT_DIR` name.

use chat_secrecy::accept::Authorities;

/// Nothing where this system has none. Reads some hundred certificates, from files where it
/// keeps them in files.
pub(in crate::secrecy) fn of_this_system() -> Option<Authorities> {
    Authorities::new(rustls_native_certs::load_native_certs().certs)
}
