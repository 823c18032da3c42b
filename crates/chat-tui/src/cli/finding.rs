//! Whom `--find` asks: everybody, or whoever the command line names. The server of the
//! configuration file is where one usually goes, and no place to look for others.

use crate::cli::address;
use crate::cli::layers::Sources;
use crate::failure::Failure;
use crate::find::Asked;

/// Everybody at this port, or one host.
pub(in crate::cli) fn asked(
    address: Option<&str>,
    port: u16,
    sources: &Sources,
) -> Result<Asked, Failure> {
    let words = &sources.speech().usage;
    let asked = match address {
        Some(address) => {
            let (host, port) = address::host_and_port(address, port, words)
                .map_err(|what| sources.fault("address", what))?;
            Asked::One(host, port)
        }
        None => Asked::Everybody(port),
    };
    match asked {
        Asked::Everybody(0) | Asked::One(_, 0) => {
            Err(sources.fault("port", words.ports().to_owned()))
        }
        Asked::Everybody(_) | Asked::One(..) => Ok(asked),
    }
}
