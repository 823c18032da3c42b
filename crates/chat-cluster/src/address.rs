//! Where an engine is, and what a cluster and its servers are called: types that cannot
//! hold what does not fit into a NATS subject.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

/// Where a NATS server listens, and with which name and password one may come in.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    login: Option<Login>,
    is_tls: bool,
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// What is wrong with an address or a name, and how it should look.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Misspelt {
    /// Another scheme.
    #[error(
        "`{0}` is no address of NATS: it begins with nats:// or tls://, as nats://10.0.0.5:4222"
    )]
    Scheme(String),
    /// No host.
    #[error("`{0}` names no host: write it as nats://10.0.0.5:4222 or nats://[fe80::1]:4222")]
    Host(String),
    /// Not a port.
    #[error("`{0}` is no port: a number from 1 to 65535, and 4222 where none is said")]
    Port(String),
    /// A name without a password.
    #[error("before the @ stands a name and a password: nats://name:password@host")]
    Login,
    /// No address at all.
    #[error("no address: write it as nats://10.0.0.5:4222, several with commas between them")]
    Nothing,
    /// Too many.
    #[error("{0} addresses: at most {ADDRESSES} of one engine")]
    Many(usize),
    /// A name that is no word.
    #[error(
        "`{0}` is no name for {1}: 1 to {NAME_BYTES} letters without accents, digits, - or _, as in lab-1"
    )]
    Name(String, &'static str),
}

impl Address {
    /// One address.
    pub fn parse(written: &str) -> Result<Self, Misspelt> {
        let (is_tls, rest) = match written.split_once("://") {
            Some(("nats", rest)) => (false, rest),
            Some(("tls", rest)) => (true, rest),
            Some(_) | None => return Err(Misspelt::Scheme(shown(written))),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(Login::parse(login)?), place),
            None => (None, rest),
        };
        let (host, port) = split_place(place)?;
        Ok(Self {
            host: host.to_owned(),
            port,
            login,
            is_tls,
        })
    }

    /// Several, with commas between them.
    pub fn parse_list(written: &str) -> Result<Vec<Self>, Misspelt> {
        let all: Result<Vec<_>, _> = written
            .split(',')
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(Self::parse)
            .collect();
        match all? {
            none if none.is_empty() => Err(Misspelt::Nothing),
            many if many.len() > ADDRESSES => Err(Misspelt::Many(many.len())),
            some => Ok(some),
        }
    }

    /// The host, an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The name and the password, where they were said.
    pub fn login(&self) -> Option<&Login> {
        self.login.as_ref()
    }

    /// Whether nothing may be said before TLS is there.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }
}

impl Login {
    fn parse(written: &str) -> Result<Self, Misspelt> {
        let (user, password) = written.split_once(':').ok_or(Misspelt::Login)?;
        if user.is_empty() || password.is_empty() {
            return Err(Misspelt::Login);
        }
        Ok(Self {
            user: unescaped(user),
            password: unescaped(password),
        })
    }
}

impl FromStr for Address {
    type Err = Misspelt;

    fn from_str(written: &str) -> Result<Self, Misspelt> {
        Self::parse(written)
    }
}

impl fmt::Display for Address {
    /// Never the password: this stands in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_tls { "tls" } else { "nats" };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

fn split_place(place: &str) -> Result<(&str, u16), Misspelt> {
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (host, after) = rest
            .split_once(']')
            .ok_or_else(|| Misspelt::Host(shown(place)))?;
        if host.parse::<std::net::Ipv6Addr>().is_err() {
            return Err(Misspelt::Host(shown(place)));
        }
        match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if after.is_empty() => (host, None),
            None => return Err(Misspelt::Host(shown(place))),
        }
    } else {
        match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        }
    };
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if host.is_empty() || !host.chars().all(is_fit) {
        return Err(Misspelt::Host(shown(place)));
    }
    let port = port.map_or(Some(PORT), |port| {
        port.parse().ok().filter(|number| *number != 0)
    });
    let port = port.ok_or_else(|| Misspelt::Port(shown(place)))?;
    Ok((host, port))
}

/// `%40` is an @ in a password, and so on; anything else stands for itself.
fn unescaped(written: &str) -> String {
    let mut out = Vec::with_capacity(written.len());
    let mut bytes = written.bytes();
    while let Some(byte) = bytes.next() {
        let ahead: Vec<u8> = bytes.clone().take(2).collect();
        let code = std::str::from_utf8(&ahead)
            .ok()
            .filter(|code| byte == b'%' && code.len() == 2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(code) = code {
            out.push(code);
            bytes.nth(1);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| written.to_owned())
}

/// As much as an error may repeat, and no password.
fn shown(written: &str) -> String {
    let place = written.rsplit_once('@').map_or(written, |(_, place)| place);
    place.chars().take(80).collect()
}

/// A word that fits between the dots of a subject.
fn is_word(written: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=NAME_BYTES).contains(&written.len()) && written.bytes().all(is_fit)
}

macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $of:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A word of letters, digits, `-` and `_`.
            pub fn parse(written: &str) -> Result<Self, Misspelt> {
                if is_word(written) {
                    Ok(Self(written.to_owned()))
                } else {
                    Err(Misspelt::Name(shown(written), $of))
                }
            }

            /// As it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Misspelt;

            fn from_str(written: &str) -> Result<Self, Misspelt> {
                Self::parse(written)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Misspelt;

            fn try_from(written: String) -> Result<Self, Misspelt> {
                Self::parse(&written)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

word! {
    /// What the servers of one conversation call it.
    ClusterName, "a cluster"
}

word! {
    /// What one server is called among them: the same at each of its starts.
    ServerName, "a server"
}

/// Where NATS listens when nothing else is said.
pub const PORT: u16 = 4222;

/// One is enough to find the others; nobody has more nodes.
pub const ADDRESSES: usize = 32;

/// They stand in every entry of the log.
pub const NAME_BYTES: usize = 32;

#[cfg(test)]
mod tests;
