//! Who looks for servers on this network is answered: one datagram for one, never the
//! longer, to near addresses alone, and not more often than a class asks. Nobody
//! becomes a peer by it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use chat_proto::codec::json;
use chat_proto::discovery::Find;
use chat_proto::discovery::Here;
use chat_proto::discovery::Title;
use chat_proto::limits::FIND_BYTES;
use chat_proto::now::Now;

use crate::config::Config;
#[cfg(feature = "mdns")]
use crate::config::Sockets;
#[cfg(feature = "mdns")]
use crate::edge::mdns::Announcement;
use crate::links::answers::Answers;
use crate::listening::Listening;
use crate::near::is_near;

/// What a server says of itself, at all of its sockets together.
#[derive(Debug)]
pub struct Discovery {
    /// Without a nonce, and without people; none where the server is hidden.
    here: Option<Here>,
    people: Arc<AtomicUsize>,
    answers: Mutex<Answers>,
    #[cfg(feature = "mdns")]
    _announced: Option<Announcement>,
}

impl Discovery {
    /// Of a server with these sockets, where so many people are.
    pub fn new(
        now: Now,
        config: &Config,
        listening: &[Listening],
        people: &Arc<AtomicUsize>,
    ) -> Self {
        let made = || Here {
            nonce: String::new(),
            title: title(config.discovery.title.as_deref()),
            people: 0,
            tcp: listening.iter().find_map(Listening::tcp_port),
            udp: listening.iter().find_map(Listening::udp_port),
            asks_password: config.rules.password.is_some(),
            tls: config.discovery.tls,
            run: Some(config.rules.run),
        };
        let here = (!config.discovery.hidden).then(made);
        Self {
            #[cfg(feature = "mdns")]
            _announced: here
                .as_ref()
                .filter(|_| is_reachable(&config.sockets))
                .and_then(Announcement::begin),
            here,
            people: Arc::clone(people),
            answers: Mutex::new(Answers::finds(now.mono)),
        }
    }

    /// The answer to a question of so many bytes, if it gets one.
    pub fn answer(&self, now: Now, from: SocketAddr, find: &Find, asked: usize) -> Option<Vec<u8>> {
        let known = self.here.as_ref()?;
        if asked < FIND_BYTES || find.nonce.is_empty() || !is_near(from.ip()) {
            return None;
        }
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if !answers.may(now.mono, from.ip()) {
            return None;
        }
        let here = Here {
            nonce: find.nonce.clone(),
            people: self.people.load(Ordering::Relaxed),
            ..known.clone()
        };
        json::write_here(&here, now.wall, asked)
    }
}

/// Whether anybody but this machine could come.
#[cfg(feature = "mdns")]
fn is_reachable(sockets: &Sockets) -> bool {
    sockets.bind.is_empty() || sockets.bind.iter().any(|ip| !ip.is_loopback())
}

/// What the operator calls it, or else the machine's name.
fn title(asked: Option<&str>) -> Title {
    let given = asked.map(Title::of).filter(|title| !title.is_blank());
    given.unwrap_or_else(|| Title::of(&machine()))
}

/// What this machine is called.
#[cfg(unix)]
pub fn machine() -> String {
    let name = nix::unistd::gethostname().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// What this machine is called.
#[cfg(not(unix))]
pub fn machine() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::time::Duration;

    use chat_proto::hex::Hex;

    use super::*;
    use crate::clock;
    use crate::config;

    fn discovery(hidden: bool) -> (Now, Discovery) {
        let now = clock::now();
        let config = Config {
            discovery: config::Discovery {
                hidden,
                title: Some("redes\u{1b} A".to_owned()),
                tls: Some(Hex([0xab; 8])),
            },
            ..Config::default()
        };
        let listening = [
            Listening::Udp("0.0.0.0:4000".parse().unwrap()),
            Listening::Tcp("0.0.0.0:5000".parse().unwrap()),
        ];
        let people = Arc::new(AtomicUsize::new(28));
        (now, Discovery::new(now, &config, &listening, &people))
    }

    fn find(nonce: &str) -> Find {
        Find {
            nonce: nonce.to_owned(),
        }
    }

    fn near() -> SocketAddr {
        "192.168.1.9:5353".parse().unwrap()
    }

    #[test]
    fn a_question_is_answered_with_what_others_need_to_come() {
        let (now, discovery) = discovery(false);
        let answer = discovery.answer(now, near(), &find("n1"), FIND_BYTES);
        let here = json::read_here(&answer.unwrap()).unwrap();
        assert_eq!(
            (here.nonce.as_str(), here.title.as_str()),
            ("n1", "redes A")
        );
        assert_eq!((here.tcp, here.udp), (Some(5000), Some(4000)));
        assert_eq!((here.people, here.asks_password), (28, false));
        assert_eq!(here.tls, Some(Hex([0xab; 8])));
    }

    #[test]
    fn there_is_silence_for_whoever_would_get_more_than_it_sent_or_is_far_away() {
        let (now, open) = discovery(false);
        let far = "8.8.8.8:53".parse().unwrap();
        for (from, nonce, asked) in [
            (near(), "n1", FIND_BYTES - 1),
            (near(), "", FIND_BYTES),
            (far, "n1", FIND_BYTES),
        ] {
            assert_eq!(open.answer(now, from, &find(nonce), asked), None, "{from}");
        }
        let (now, hidden) = discovery(true);
        let answer = hidden.answer(now, near(), &find("n1"), FIND_BYTES);
        assert_eq!(answer, None, "a hidden server");
    }

    #[test]
    fn a_flood_of_questions_is_answered_as_often_as_people_ask() {
        let (now, discovery) = discovery(false);
        let answered = |from: &dyn Fn(u32) -> SocketAddr| {
            let asks = |n: &u32| {
                let mono = now.mono + Duration::from_micros(100) * *n;
                let now = Now { mono, ..now };
                let answer = discovery.answer(now, from(*n), &find("n"), FIND_BYTES);
                answer.is_some()
            };
            (0..10_000).filter(asks).count()
        };
        // One address, ten thousand in a second; then as many addresses.
        let one = answered(&|_| near());
        assert!((40..=70).contains(&one), "{one}");
        let many = answered(&|n| SocketAddr::from((Ipv4Addr::from_bits(0x0a00_0000 + n), 1)));
        assert!((100..=700).contains(&many), "{many}");
    }
}
