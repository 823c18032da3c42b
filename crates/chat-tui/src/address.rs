//! A server's address, in every way that people write one.

use std::net::Ipv6Addr;

use crate::config::Endpoint;
use crate::config::PORT;
use crate::config::Transport;
use crate::config::with_port;
use crate::speech;
use crate::speech::Language;
use crate::speech::topic::Usage;
use crate::speech::topic::usage;

/// A port, for the command line's parser, which speaks English.
pub(crate) fn port(word: &str) -> Result<u16, String> {
    let words = &speech::of(Language::English).usage;
    word.parse().map_err(|_| words.any_port().to_owned())
}

/// `host`, `host:port`, `1.2.3.4:port`, `::1`, `[::1]`, `[::1]:port`.
pub(crate) fn host_and_port(
    address: &str,
    default: u16,
    words: &Usage,
) -> Result<(String, u16), String> {
    let wrong = |why: &str| {
        let shown = chat_proto::text::quoted(address);
        words.no_address(usage::NoAddress { shown, why })
    };
    let port = |digits: &str| {
        let port = digits.parse().ok().filter(|port| *port > 0);
        port.ok_or_else(|| wrong(words.ports()))
    };
    let (host, port) = if let Some(rest) = address.strip_prefix('[') {
        let (host, rest) = rest
            .split_once(']')
            .ok_or_else(|| wrong(words.no_bracket()))?;
        match rest.strip_prefix(':') {
            Some(digits) => (host, port(digits)?),
            None if rest.is_empty() => (host, default),
            None => return Err(wrong(words.only_a_port())),
        }
    } else if address.parse::<Ipv6Addr>().is_ok() || address.contains('%') {
        (address, default)
    } else if let Some((host, digits)) = address.rsplit_once(':') {
        (host, port(digits)?)
    } else {
        (address, default)
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '/';
    if host.is_empty() || host.chars().any(odd) {
        return Err(wrong(words.no_host()));
    }
    Ok((host.to_owned(), port))
}

/// A server as somebody writes one who talks already: `HOST[:PORT]`, behind `udp` or `tcp`
/// where it matters.
pub(crate) fn endpoint(written: &str, words: &Usage) -> Result<Endpoint, String> {
    let (transport, address) = match written.trim().split_once(char::is_whitespace) {
        Some(("udp", address)) => (Transport::Udp, address.trim()),
        Some(("tcp", address)) => (Transport::Tcp, address.trim()),
        Some(_) | None => (Transport::Tcp, written.trim()),
    };
    let (host, port) = host_and_port(address, PORT, words)?;
    Ok(Endpoint::Net {
        transport,
        host,
        port,
    })
}

/// The server at this address, reached as the one that was asked for; nothing where that is
/// no address.
pub(crate) fn beside(asked: &Endpoint, address: &str) -> Option<Endpoint> {
    let words = &speech::of(Language::English).usage;
    let (host, port) = host_and_port(address, PORT, words).ok()?;
    let transport = match asked {
        Endpoint::Net { transport, .. } => *transport,
        // A socket in the file system is a stream.
        Endpoint::Unix(_) => Transport::Tcp,
    };
    Some(Endpoint::Net {
        transport,
        host,
        port,
    })
}

/// What a server is called in a narrow list: no more than tells it from others.
pub(crate) fn title(endpoint: &Endpoint) -> String {
    match endpoint {
        Endpoint::Net {
            transport,
            host,
            port,
        } => {
            let before = match transport {
                Transport::Tcp => "",
                Transport::Udp => "udp ",
            };
            let place = if *port == PORT {
                host.clone()
            } else {
                with_port(host, *port)
            };
            format!("{before}{place}")
        }
        Endpoint::Unix(path) => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_server_is_reached_as_the_first_was() {
        let udp = Endpoint::Net {
            transport: Transport::Udp,
            host: "lab".to_owned(),
            port: 9,
        };
        let shown = |asked: &Endpoint, address| beside(asked, address).map(|at| at.to_string());
        let unix = Endpoint::Unix("/tmp/chat".into());
        for (asked, address, expected) in [
            (&udp, "lab2:1234", Some("udp lab2:1234")),
            (&udp, "[::1]:7", Some("udp [::1]:7")),
            (&unix, "lab2", Some("tcp lab2:1234")),
            (&unix, "lab2:x", None),
            (&unix, "http://lab2", None),
        ] {
            assert_eq!(shown(asked, address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn one_more_server_is_written_with_its_transport_where_that_matters() {
        let words = &speech::of(Language::English).usage;
        let shown = |written: &str| endpoint(written, words).map(|one| one.to_string());
        assert_eq!(shown("redes"), Ok("tcp redes:1234".to_owned()));
        assert_eq!(shown(" udp  [::1]:9 "), Ok("udp [::1]:9".to_owned()));
        assert_eq!(shown("tcp redes:80"), Ok("tcp redes:80".to_owned()));
        let called = |written: &str| endpoint(written, words).map(|one| title(&one));
        assert_eq!(called("redes"), Ok("redes".to_owned()));
        assert_eq!(called("udp redes:80"), Ok("udp redes:80".to_owned()));
        assert!(shown("sctp redes").is_err() && shown("").is_err());
    }
}
