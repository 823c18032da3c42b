//! Whom `--find` asks: everybody, or whoever the command line names. The server of the
//! configuration file is where one usually goes, and no place to look for others; it is
//! what `--check-lab` looks at, unless another is named.

use std::time::Duration;

use clap::Args;

use crate::address;
use crate::checking;
use crate::cli::layers::Sources;
use crate::failure::Failure;
use crate::find::Asked;

/// The options, as they are written.
#[derive(Debug, Args)]
pub(crate) struct FindingArgs {
    /// Print the servers of this network, or the one at HOST, and end
    #[arg(long, conflicts_with_all = ["unix", "host", "plain", "json", "lines", "print_config",
        "write_config"])]
    pub find: bool,
    /// Try out whether a class can talk with the server at HOST, print what is to be done, and
    /// end
    #[arg(long, conflicts_with_all = ["find", "tcp", "udp", "unix", "host", "plain", "json", "lines",
        "print_config", "write_config"])]
    pub check_lab: bool,
}

/// The server that a lab is to talk with.
pub(in crate::cli) fn lab(
    (server, port): (Option<&str>, u16),
    patience: Duration,
    sources: &Sources,
) -> Result<checking::Asked, Failure> {
    let words = sources.speech();
    let server = server.ok_or_else(|| {
        let why = words.lab.needs_host().to_owned();
        sources.fault("check_lab", why)
    })?;
    let (host, port) = address::host_and_port(server, port, &words.usage)
        .map_err(|what| sources.fault("address", what))?;
    if port == 0 {
        return Err(sources.fault("port", words.usage.ports().to_owned()));
    }
    Ok(checking::Asked {
        host,
        port,
        patience,
    })
}

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
