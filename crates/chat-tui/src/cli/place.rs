//! Where the server is that was asked for.

use std::path::Path;

use crate::address;
use crate::cli::layers::Sources;
use crate::config::Endpoint;
use crate::config::Mode;
use crate::config::ServerLocation;
use crate::config::Transport;
use crate::config::with_port;
use crate::failure::Failure;
use crate::switchboard::Switchboard;

/// What was asked for.
pub(in crate::cli) struct Asked<'a> {
    pub address: Option<&'a str>,
    pub unix: Option<&'a Path>,
    /// The transport, where one was named.
    pub transport: Option<Transport>,
    pub host: bool,
    pub port: u16,
    pub tls: bool,
    /// How many people of a demo.
    pub demo: Option<usize>,
}

impl Asked<'_> {
    /// How one gets there. A demo's way is one of datagrams unless somebody says otherwise,
    /// since what gets lost there is seen.
    pub(in crate::cli) fn transport(&self) -> Transport {
        let usual = match self.demo {
            Some(_) => Transport::Udp,
            None => Transport::Tcp,
        };
        self.transport.unwrap_or(usual)
    }
}

/// Where the server is.
pub(in crate::cli) fn of(asked: &Asked<'_>, sources: &Sources) -> Result<ServerLocation, Failure> {
    let transport = asked.transport();
    let udp = transport == Transport::Udp;
    if let Some(people) = asked.demo {
        return Ok(ServerLocation::Demo(people, transport));
    }
    // Only whoever hosts may leave the choice to the system.
    let goes_there = asked.address.is_some() || (udp && asked.unix.is_none());
    if asked.port == 0 && goes_there {
        let why = sources.speech().usage.ports().to_owned();
        return Err(sources.fault("port", why));
    }
    Ok(match (asked.unix, asked.address) {
        (Some(path), _) if cfg!(unix) => ServerLocation::At(Endpoint::Unix(path.to_owned())),
        (Some(_), _) => {
            let why = sources.speech().usage.no_socket_files().to_owned();
            return Err(sources.fault("unix", why));
        }
        (None, Some(address)) => {
            let (host, port) = address::host_and_port(address, asked.port, &sources.speech().usage)
                .map_err(|what| sources.fault("address", what))?;
            ServerLocation::At(Endpoint::Net {
                transport,
                host,
                port,
            })
        }
        (None, None) if asked.host => ServerLocation::Hosted(asked.port),
        // UDP says which server: the one on this machine.
        (None, None) if udp => ServerLocation::At(Endpoint::Net {
            transport,
            host: "127.0.0.1".to_owned(),
            port: asked.port,
        }),
        // Nobody is hosted for a secret talk with oneself.
        (None, None) if asked.tls => ServerLocation::At(Endpoint::local(asked.port)),
        (None, None) => ServerLocation::Here(asked.port),
    })
}

/// The servers beside the first one.
pub(in crate::cli) fn others(
    asked: &Asked<'_>,
    (addresses, mode): (&[String], Mode),
    sources: &Sources,
) -> Result<Vec<Endpoint>, Failure> {
    let words = &sources.speech().usage;
    let fault = |what| sources.fault("address", what);
    let transport = asked.transport();
    let read = |address: &String| {
        // As `nc` has it: a port after its host.
        if let (Ok(port), Some(host)) = (address.parse::<u16>(), asked.address) {
            return Err(fault(words.host_and_port(with_port(host, port))));
        }
        let (host, port) = address::host_and_port(address, asked.port, words).map_err(fault)?;
        Ok(Endpoint::Net {
            transport,
            host,
            port,
        })
    };
    let all: Vec<_> = addresses.iter().map(read).collect::<Result<_, _>>()?;
    if !all.is_empty() && mode != Mode::Screen {
        return Err(fault(
            sources.speech().several.only_on_a_screen().to_owned(),
        ));
    }
    if all.len() + 1 > Switchboard::MOST {
        return Err(fault(sources.speech().several.too_many(Switchboard::MOST)));
    }
    Ok(all)
}
