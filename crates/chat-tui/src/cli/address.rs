//! A server's address, in every way that people write one.

use std::net::Ipv6Addr;

use crate::speech;
use crate::speech::Language;
use crate::speech::topic::Usage;
use crate::speech::topic::usage;

/// A port, for the command line's parser, which speaks English.
pub(in crate::cli) fn port(word: &str) -> Result<u16, String> {
    let words = &speech::of(Language::English).usage;
    word.parse().map_err(|_| words.any_port().to_owned())
}

/// `host`, `host:port`, `1.2.3.4:port`, `::1`, `[::1]`, `[::1]:port`.
pub(in crate::cli) fn host_and_port(
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
