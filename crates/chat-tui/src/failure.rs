//! What can go wrong, in words that say what to do next.
//!
//! Everything that a person may read as the last line of the program is made
//! here; the exit status too.

use std::io;
use std::net::Ipv6Addr;
use std::path::PathBuf;

use chat_proto::plain::tell;

use crate::config::Endpoint;
use crate::config::PORT;
use crate::config::Transport;
use crate::config::with_port;
use crate::pins;
use crate::pins::Print;
use crate::secrecy::Stranger;
use crate::speech::Speech;
use crate::speech::topic::Failures;
use crate::speech::topic::failures;
use crate::speech::topic::secret;

/// Why the program could not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// An argument that makes no sense: why, in words.
    Usage(String),
    /// A file that was named on the command line.
    File {
        /// Which.
        path: String,
        /// By which option.
        option: &'static str,
        /// Why.
        error: io::Error,
    },
    /// A trace that cannot be written.
    Trace {
        /// Where.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// A configuration that cannot be written.
    Written {
        /// Where.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// A log that cannot be written.
    Log {
        /// Where.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// Standard output that cannot be written.
    Output(io::Error),
    /// The host name means nothing.
    UnknownHost {
        /// As it was written.
        host: String,
        /// Why not.
        why: Unknown,
    },
    /// Nobody listens.
    Refused(Endpoint),
    /// A file where there should be a server's socket.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there are no such sockets"))]
    NoSocket(PathBuf),
    /// The other transport answers.
    OtherTransport {
        /// Where.
        endpoint: Endpoint,
        /// What was asked for.
        asked: Transport,
    },
    /// No answer at all.
    Silent {
        /// Where.
        endpoint: Endpoint,
        /// How long we waited.
        seconds: u64,
        /// The port to open.
        port: u16,
    },
    /// Any other reason not to get there.
    Unreachable {
        /// Where.
        endpoint: Endpoint,
        /// Why.
        error: io::Error,
    },
    /// There was a connection.
    Lost {
        /// Where to.
        endpoint: Endpoint,
        /// Why it is gone.
        error: io::Error,
    },
    /// The connection cannot be secret.
    NoSecrecy {
        /// Where.
        endpoint: Endpoint,
        /// Why.
        error: io::Error,
    },
    /// The server is not known to be the one that is meant.
    Stranger {
        /// Where.
        endpoint: Endpoint,
        /// Its certificate.
        print: Print,
        /// Which stranger it is.
        why: Stranger,
    },
    /// The port that we wanted to host on belongs to a chat server.
    AlreadyHosted {
        /// What to type.
        join: String,
    },
    /// Hosting did not work.
    Hosting(String),
    /// The server that we hosted cannot go on.
    Hosted(String),
    /// Nobody to talk to on this port of the machine, and no screen to host for.
    NobodyHere(u16),
    /// No server on this network answers at this port.
    NobodyFound(u16),
    /// A class could not talk: why, in words.
    Lab(String),
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// The session ended otherwise than it should: why, in words.
    Session(String),
    /// Recordings that cannot be shown, or that do not agree: why, in words.
    Recordings {
        /// Why.
        words: String,
        /// The exit status.
        status: u8,
    },
    /// Something in our own house.
    Io(io::Error),
}

/// Why a host name means nothing.
#[derive(Debug)]
pub enum Unknown {
    /// Nobody answers who could say.
    Silence,
    /// It has no address.
    NoAddress,
    /// What the system says.
    System(io::Error),
}

impl Failure {
    /// The exit status of the program.
    pub fn status(&self) -> u8 {
        if let Self::Recordings { status, .. } = self {
            return *status;
        }
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }

    /// In words, for the person.
    pub fn said(&self, speech: &Speech) -> String {
        let said = self.what(speech);
        match self.endpoint().and_then(in_brackets) {
            Some(address) => speech.failures.brackets(failures::Brackets {
                what: said,
                address,
            }),
            None => said,
        }
    }

    /// Where somebody was looked for and not found.
    fn endpoint(&self) -> Option<&Endpoint> {
        match self {
            Self::Refused(endpoint)
            | Self::Silent { endpoint, .. }
            | Self::Unreachable { endpoint, .. } => Some(endpoint),
            Self::Usage(_)
            | Self::File { .. }
            | Self::Trace { .. }
            | Self::Written { .. }
            | Self::Log { .. }
            | Self::Output(_)
            | Self::UnknownHost { .. }
            | Self::NoSocket(_)
            | Self::OtherTransport { .. }
            | Self::Lost { .. }
            | Self::NoSecrecy { .. }
            | Self::Stranger { .. }
            | Self::AlreadyHosted { .. }
            | Self::Hosting(_)
            | Self::Hosted(_)
            | Self::NobodyHere(_)
            | Self::NobodyFound(_)
            | Self::Lab(_)
            | Self::Terminal(_)
            | Self::Session(_)
            | Self::Recordings { .. }
            | Self::Io(_) => None,
        }
    }

    fn what(&self, speech: &Speech) -> String {
        let words = &speech.failures;
        match self {
            Self::Recordings { words, .. } => words.clone(),
            Self::Usage(why) | Self::Lab(why) => why.clone(),
            // Some of it is the server's, which must not forge a line of ours.
            Self::Session(why) => tell::in_one_line(why).into_owned(),
            Self::File {
                path,
                option,
                error,
            } => words.file(failures::File {
                path,
                error,
                option,
            }),
            Self::Trace { path, error } => words.trace(failures::Trace { path, error }),
            Self::Written { path, error } => words.written(failures::Written { path, error }),
            Self::Log { path, error } => words.log(failures::Log { path, error }),
            Self::Output(error) => words.output(error),
            Self::UnknownHost { host, why } => unknown_host(host, why, words),
            Self::Refused(endpoint) => words.refused(failures::Refused {
                endpoint,
                how: start_one(endpoint, words),
            }),
            Self::NoSocket(path) => words.no_socket(path.display()),
            Self::OtherTransport { endpoint, asked } => {
                words.other_transport(failures::OtherTransport {
                    endpoint,
                    other: asked.other(),
                    how: switch(*asked, words),
                })
            }
            Self::Silent {
                endpoint,
                seconds,
                port,
            } => words.silent(failures::Silent {
                endpoint,
                seconds,
                port,
            }),
            Self::Unreachable { endpoint, error } => {
                words.unreachable(failures::Unreachable { endpoint, error })
            }
            Self::Lost { endpoint, error } => lost(endpoint, error, words),
            Self::NoSecrecy { endpoint, error } => speech
                .secret
                .none_there(secret::NoneThere { endpoint, error }),
            Self::Stranger {
                endpoint,
                print,
                why,
            } => stranger(endpoint, print, (*why, speech)),
            Self::AlreadyHosted { join } => words.already_hosted(join),
            Self::Hosting(why) => words.hosting(why),
            Self::Hosted(why) => words.hosted(why),
            Self::NobodyHere(port) => words.nobody_here(port),
            Self::NobodyFound(port) => words.nobody_found(port),
            Self::Terminal(error) => words.terminal(error),
            Self::Io(error) => error.to_string(),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of the system's, which may grow"
)]
fn lost(endpoint: &Endpoint, error: &io::Error, words: &Failures) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => words.closed(endpoint),
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => words.broke(endpoint),
        io::ErrorKind::TimedOut => words.unconfirming(endpoint),
        io::ErrorKind::ConnectionRefused => words.stopped(endpoint),
        _ => words.broke_with(failures::BrokeWith { endpoint, error }),
    }
}

fn stranger(endpoint: &Endpoint, print: &Print, (why, speech): (Stranger, &Speech)) -> String {
    let (secret, words) = (&speech.secret, pins::words_of(print));
    match why {
        Stranger::New => secret.new_server(secret::NewServer { endpoint, words }),
        Stranger::Changed => secret.changed(secret::Changed { endpoint, words }),
        Stranger::OtherWords => secret.other_words(secret::OtherWords { endpoint, words }),
    }
}

fn unknown_host(host: &str, why: &Unknown, words: &Failures) -> String {
    match why {
        Unknown::Silence => words.unknown_host(failures::UnknownHost {
            host,
            error: words.name_server_silent(),
        }),
        Unknown::NoAddress => words.unknown_host(failures::UnknownHost {
            host,
            error: words.no_address(),
        }),
        Unknown::System(error) => words.unknown_host(failures::UnknownHost { host, error }),
    }
}

/// An IPv6 address whose end may have been meant as the port: how that is written.
fn in_brackets(endpoint: &Endpoint) -> Option<String> {
    let Endpoint::Net { host, port, .. } = endpoint else {
        return None;
    };
    let (before, last) = host.rsplit_once(':')?;
    let meant: u16 = last.parse().ok()?;
    let whole = host.parse::<Ipv6Addr>().is_ok() && before.parse::<Ipv6Addr>().is_ok();
    (whole && meant >= 1000 && *port == PORT).then(|| with_port(before, meant))
}

fn start_one(endpoint: &Endpoint, words: &Failures) -> String {
    match endpoint {
        Endpoint::Net {
            transport, port, ..
        } => {
            let port = if *port == PORT {
                String::new()
            } else {
                format!(" --port {port}")
            };
            words.start_there(format!("chat-server --{transport}{port}"))
        }
        Endpoint::Unix(path) => words.start_here(format!("chat-server --unix {}", path.display())),
    }
}

fn switch(asked: Transport, words: &Failures) -> &'static str {
    match asked {
        Transport::Tcp => words.add_udp(),
        Transport::Udp => words.leave_out_udp(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_whose_end_may_be_a_port_is_told_how_that_is_written() {
        let brackets = |host: &str| {
            in_brackets(&Endpoint::Net {
                transport: Transport::Tcp,
                host: host.to_owned(),
                port: PORT,
            })
        };
        assert_eq!(brackets("fd00::2:7301").as_deref(), Some("[fd00::2]:7301"));
        for host in ["fd00::2", "::1", "fd00::12", "lab", "fd00::beef"] {
            assert_eq!(brackets(host), None);
        }
    }
}
