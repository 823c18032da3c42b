//! The values of options, as they are written.

use std::net::IpAddr;
use std::net::ToSocketAddrs;

use chat_proto::rate::Limit;

/// What a name or an address stands for: one word may mean several.
#[derive(Clone, Debug)]
pub struct Addresses(pub Vec<IpAddr>);

pub fn address(word: &str) -> Result<Addresses, String> {
    let bare = word.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse() {
        return Ok(Addresses(vec![ip]));
    }
    let found = (word, 0)
        .to_socket_addrs()
        .map_err(|e| format!("no address of this name: {e}"))?;
    let mut found: Vec<IpAddr> = found.map(|a| a.ip()).collect();
    found.dedup();
    Ok(Addresses(found))
}

pub fn rate(word: &str) -> Result<Limit, String> {
    Limit::parse(word).ok_or_else(|| "write a burst and a rate, like 20/10, or `off`".to_owned())
}

pub fn port(word: &str) -> Result<u16, String> {
    word.parse()
        .map_err(|_| "a port is a number from 0 to 65535".to_owned())
}

/// A server for nobody is a slip.
pub fn peers(word: &str) -> Result<usize, String> {
    let count = word.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "a number of peers, at least 1".to_owned())
}

/// Less than two of the longest frames would close people for one long message.
pub fn queue(word: &str) -> Result<usize, String> {
    let bytes = word.parse().ok().filter(|n| *n >= LEAST_OUTBOX);
    bytes.ok_or_else(|| format!("a number of bytes, at least {LEAST_OUTBOX}"))
}

const LEAST_OUTBOX: usize = 65_536;
