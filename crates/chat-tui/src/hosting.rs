//! A server inside this program: the only file that names `chat_server`.

use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;

use chat_net::link_clock::LinkClock;
use chat_net::tap::Tap;
use chat_server::Config;
use chat_server::Listening;
use chat_server::Running;
use tokio::runtime::Runtime;

use crate::config::Endpoint;
use crate::config::PORT;
use crate::config::Transport;
use crate::failure::Failure;
use crate::socket::probe;

/// A server of ours, on threads of its own: a busy class never makes the
/// host's own screen wait.
pub(crate) struct Hosted {
    runtime: Runtime,
    running: Running,
    /// Why nothing of what is said is kept, where it is not.
    unkept: Option<String>,
    /// The port that people come to.
    pub port: u16,
    /// What its links go by, where those of its people do too.
    pub clock: Option<LinkClock>,
}

impl Hosted {
    /// Serves TCP and UDP on every interface. Blocks; called before the screen.
    pub(crate) fn start(port: u16, password: Option<String>) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let mut config = Config::default();
        config.sockets.port = port;
        config.rules.password = password;
        // Where there is no place for it, orders are carried out all the same.
        config.audit = chat_server::default_audit().ok();
        let mut unkept = None;
        let mut started = match chat_server::default_archive() {
            Ok(archive) => {
                let archive = Some(archive);
                let config = Config {
                    archive,
                    ..config.clone()
                };
                runtime.block_on(chat_server::start(config))
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure @ chat_server::Failure::Archive(_)) = &started {
            // A chat that is forgotten is better than none, if that is said.
            unkept = Some(failure.to_string());
            started = runtime.block_on(chat_server::start(config));
        }
        match started {
            Ok(running) => Ok(Self {
                unkept,
                port: port_of(&running).unwrap_or(port),
                clock: None,
                running,
                runtime,
            }),
            Err(_) if runtime.block_on(probe::chat_here(port)) => Err(Failure::AlreadyHosted {
                join: join_line("", port),
            }),
            Err(failure) => Err(Failure::Hosting(failure.to_string())),
        }
    }

    /// Serves TCP and UDP to this machine alone, at a port of the system's choice; found by
    /// nobody, and nothing is kept. Its links go by this clock. Blocks; called before the
    /// screen.
    pub(crate) fn start_demo(clock: LinkClock) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let mut config = Config::default();
        config.sockets.port = 0;
        config.sockets.bind = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
        config.discovery.hidden = true;
        config.datagrams.clock = Some(clock.clone());
        let started = runtime.block_on(chat_server::start(config));
        let running = started.map_err(|failure| Failure::Hosting(failure.to_string()))?;
        Ok(Self {
            unkept: None,
            port: port_of(&running).unwrap_or_default(),
            clock: Some(clock),
            running,
            runtime,
        })
    }

    /// The file that keeps what is said, or why there is none.
    pub(crate) fn kept(&self) -> Result<String, String> {
        let file = self
            .running
            .kept_in()
            .map(|path| path.display().to_string());
        file.ok_or_else(|| self.unkept.clone().unwrap_or_default())
    }

    /// With what somebody becomes the teacher of it, where nobody is yet.
    pub(crate) fn claim_words(&self) -> Option<String> {
        self.running.claim_words().map(str::to_owned)
    }

    /// Where it notes everything about its bytes.
    pub(crate) fn tap(&self) -> &Tap {
        self.running.tap()
    }

    /// Where a client in this program goes, by this transport.
    pub(crate) fn endpoint(&self, transport: Transport) -> Endpoint {
        let own = match transport {
            Transport::Tcp => None,
            Transport::Udp => udp_port_of(&self.running),
        };
        Endpoint::Net {
            transport,
            host: "127.0.0.1".to_owned(),
            port: own.unwrap_or(self.port),
        }
    }

    /// What others type on their machines to come here, best first.
    pub(crate) fn invitations(&self) -> Vec<String> {
        let addresses = real_addresses();
        let lines = addresses
            .iter()
            .map(|address| join_line(&address.to_string(), self.port));
        lines.collect()
    }

    /// The same for whoever has nothing but `nc`.
    pub(crate) fn plain_invitation(&self) -> Option<String> {
        let address = real_addresses().into_iter().next()?;
        Some(format!("nc {address} {}", self.port))
    }

    /// Waits until it can serve no longer: why. Then it is to be stopped.
    pub(crate) async fn failed(&mut self) -> Failure {
        Failure::Hosted(self.running.failed().await.to_string())
    }

    /// Says `bye` to everybody. Blocks, but not long.
    pub(crate) fn stop(self) {
        // Whoever goes anyway is not told why others could not be.
        let _ = self.runtime.block_on(self.running.stop());
        self.runtime.shutdown_background();
    }
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("hosted-server")
        .enable_all()
        .build()
}

/// Every address of this machine that another machine may reach: version 4
/// first, since it is the one that people can type.
fn real_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<_> = interfaces
        .into_iter()
        .filter(|interface| !interface.is_loopback() && !interface.is_link_local())
        .map(|interface| interface.ip())
        .collect();
    addresses.sort_by_key(|address| (address.is_ipv6(), *address));
    addresses.dedup();
    addresses
}

/// `chat-tui HOST`, with the port where it is not the usual one.
fn join_line(host: &str, port: u16) -> String {
    match (host, port) {
        ("", PORT) => "chat-tui".to_owned(),
        ("", port) => format!("chat-tui 127.0.0.1:{port}"),
        (host, PORT) => format!("chat-tui {host}"),
        (host, port) if host.contains(':') => format!("chat-tui '[{host}]:{port}'"),
        (host, port) => format!("chat-tui {host}:{port}"),
    }
}

/// The port of UDP, which may be another one where the system chooses.
fn udp_port_of(running: &Running) -> Option<u16> {
    running.listening().iter().find_map(|socket| match socket {
        Listening::Udp(address) => Some(address.port()),
        Listening::Tcp(_) | Listening::Unix(_) => None,
    })
}

fn port_of(running: &Running) -> Option<u16> {
    running.listening().iter().find_map(|socket| match socket {
        Listening::Tcp(address) | Listening::Udp(address) => Some(address.port()),
        Listening::Unix(_) => None,
    })
}

/// One for the hub, one for the sockets: the rest of the machine is the host's.
const THREADS: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_others_type_is_as_short_as_it_can_be() {
        assert_eq!(join_line("192.168.1.7", PORT), "chat-tui 192.168.1.7");
        assert_eq!(join_line("192.168.1.7", 4000), "chat-tui 192.168.1.7:4000");
        assert_eq!(join_line("fd00::7", PORT), "chat-tui fd00::7");
        assert_eq!(join_line("fd00::7", 4000), "chat-tui '[fd00::7]:4000'");
        assert_eq!(join_line("", PORT), "chat-tui");
    }
}
