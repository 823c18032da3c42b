//! What is signed, and what is proved about a password: lines that any language writes.
//!
//! Each names what it is for and which version that is, so that no proof serves as
//! another; both nonces stand in it, so that none serves twice; and what the connection
//! is bound to, so that nobody who stands between can pass it on.

use std::fmt;

use chat_proto::hex::Hex;
use chat_proto::hex::Nonce;
use chat_proto::hex::PublicKey;

/// What a connection is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bind {
    /// To nothing: anybody on the way can read it.
    Open,
    /// To the server's certificate, by its SHA-256.
    Certificate(Hex<32>),
}

/// What both sides have drawn for one challenge, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Drawn by the client, in its `join` or `nick`.
    pub client: Nonce,
    /// Drawn by the server, in its `challenge`.
    pub server: Nonce,
    /// What the connection is bound to.
    pub bind: Bind,
}

/// Who shows that it knows the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The peer, first: a server that began would hand a stranger what it takes to try
    /// a dictionary.
    Client,
    /// The server.
    Server,
}

/// What a key signs to have a name.
pub fn of_name(meeting: &Meeting, run: &str, name: &str) -> String {
    let Meeting {
        client,
        server,
        bind,
    } = meeting;
    format!("chat name 1\n{run}\n{client}\n{server}\n{name}\n{bind}")
}

/// What is proved about the password.
pub fn of_password(meeting: &Meeting, side: Side, key: Option<&PublicKey>) -> String {
    let Meeting {
        client,
        server,
        bind,
    } = meeting;
    let key = key.map_or_else(|| "-".to_owned(), ToString::to_string);
    format!("chat password 1\n{side}\n{client}\n{server}\n{key}\n{bind}")
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Certificate(digest) => digest.fmt(f),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Server => "server",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_those_of_the_contract() {
        let mut meeting = Meeting {
            client: Hex([0x4b; 16]),
            server: Hex([0xb7; 16]),
            bind: Bind::Open,
        };
        let (client, server) = ("4b".repeat(16), "b7".repeat(16));
        assert_eq!(
            of_name(&meeting, "49bcf26df3da3ea5", "Ana"),
            format!("chat name 1\n49bcf26df3da3ea5\n{client}\n{server}\nAna\nopen")
        );
        assert_eq!(
            of_password(&meeting, Side::Client, None),
            format!("chat password 1\nclient\n{client}\n{server}\n-\nopen")
        );
        meeting.bind = Bind::Certificate(Hex([0xce; 32]));
        assert_eq!(
            of_password(&meeting, Side::Server, Some(&Hex([0x9c; 32]))),
            format!(
                "chat password 1\nserver\n{client}\n{server}\n{}\n{}",
                "9c".repeat(32),
                "ce".repeat(32)
            )
        );
    }
}
