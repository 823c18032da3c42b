//! What was found out about a lab the day before, as a checklist: a line for each thing that
//! was tried, each with what to do where it went wrong, and whether a class can talk. Pure;
//! `checking` tries it all out.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use chat_proto::discovery::Here;
use chat_proto::plain::tell;

use crate::config::Transport;
use crate::config::with_port;
use crate::speech::Speech;
use crate::speech::topic::Lab as Words;
use crate::speech::topic::lab;

/// All that was tried.
#[derive(Debug)]
pub(crate) struct Lab {
    /// The server, as the person wrote it.
    pub host: String,
    /// And its port.
    pub port: u16,
    /// How long nobody may answer.
    pub patience: Duration,
    /// What the name means.
    pub addresses: Vec<SocketAddr>,
    /// What happened over TCP.
    pub tcp: Reached,
    /// And over UDP.
    pub udp: Reached,
    /// What the server says of itself, to whoever asks it alone.
    pub here: Option<Here>,
    /// Whether it is found without its address.
    pub broadcast: Broadcast,
}

/// How far one comes over a transport.
#[derive(Debug)]
pub(crate) enum Reached {
    /// There is a connection.
    Talk(Talk),
    /// That machine says that nobody listens.
    Refused,
    /// Nobody says anything.
    Silent,
    /// The system knows no way there, and says why.
    Unreachable(String),
}

/// What came of a connection.
#[derive(Debug, Default)]
pub(crate) struct Talk {
    /// Whether what gets lost is sent again.
    pub linked: bool,
    /// How long an answer took; none where nobody answers as a chat-server does.
    pub took: Option<Duration>,
    /// The server's clock minus ours, in milliseconds, half of that time taken off.
    pub ahead_ms: Option<i64>,
    /// What became of a long message.
    pub long: Long,
    /// Why nobody may come in, in the server's words.
    pub shut: Option<String>,
}

/// How far a long message comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Long {
    /// The server has not got it.
    #[default]
    Lost,
    /// The server has answered it.
    Arrived,
    /// It has come back.
    Returned,
}

/// Who answers a question to everybody.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Broadcast {
    /// This server.
    Found,
    /// This server, which is on this machine.
    Own,
    /// So many others.
    Others(usize),
}

/// The checklist.
#[derive(Debug)]
pub(crate) struct Checklist {
    /// A line for each thing.
    pub lines: Vec<String>,
    /// Whether a class can talk: in words.
    pub verdict: Result<String, String>,
}

/// How one thing is.
#[derive(Clone, Copy)]
enum Mark {
    Good,
    Remark,
    Bad,
}

/// What is said of one thing.
struct Item {
    mark: Mark,
    about: &'static str,
    words: String,
}

impl Talk {
    /// Whether somebody can say something there.
    fn carries(&self) -> bool {
        self.took.is_some() && (self.shut.is_some() || self.long == Long::Returned)
    }
}

impl Reached {
    fn talk(&self) -> Option<&Talk> {
        match self {
            Self::Talk(talk) => Some(talk),
            Self::Refused | Self::Silent | Self::Unreachable(_) => None,
        }
    }

    fn carries(&self) -> bool {
        self.talk().is_some_and(Talk::carries)
    }
}

/// The checklist of a name that means nothing, for this reason.
pub(crate) fn unknown(server: (&str, u16), why: String, speech: &Speech) -> Checklist {
    let words = &speech.lab;
    let item = Item {
        mark: Mark::Bad,
        about: words.name(),
        words: why,
    };
    Checklist {
        lines: written(vec![item], words),
        verdict: Err(words.cannot_talk(with_port(server.0, server.1))),
    }
}

impl Lab {
    /// All of it, in this language.
    pub(crate) fn checklist(&self, speech: &Speech) -> Checklist {
        let words = &speech.lab;
        let items = [
            Some(self.name(words)),
            Some(self.over(Transport::Tcp, words)),
            Some(self.over(Transport::Udp, words)),
            self.length(words),
            Some(self.by_broadcast(words)),
            self.clock(words),
            self.server(speech),
        ];
        Checklist {
            lines: written(items.into_iter().flatten().collect(), words),
            verdict: match (self.tcp.carries(), self.udp.carries()) {
                (true, true) => Ok(words.class_can_talk().to_owned()),
                (true, false) => Ok(words.over_tcp_only().to_owned()),
                (false, true) => Ok(words.over_udp_only().to_owned()),
                (false, false) => Err(words.cannot_talk(with_port(&self.host, self.port))),
            },
        }
    }

    fn name(&self, words: &Words) -> Item {
        let addresses: Vec<_> = self
            .addresses
            .iter()
            .map(|at| at.ip().to_string())
            .collect();
        let (host, addresses) = (&self.host, addresses.join(", "));
        let said = match self.host.parse::<IpAddr>() {
            Ok(_) => words.is_address(host),
            Err(_) => words.looked_up(lab::LookedUp { host, addresses }),
        };
        good(words.name(), said)
    }

    fn over(&self, transport: Transport, words: &Words) -> Item {
        let (about, reached) = match transport {
            Transport::Tcp => (words.tcp(), &self.tcp),
            Transport::Udp => (words.udp(), &self.udp),
        };
        let port = self.port;
        match reached {
            Reached::Talk(talk) => talked(about, talk, (words, port)),
            Reached::Refused => {
                let how = format!("chat-server --port {port}");
                bad(about, words.refused(lab::Refused { port, how }))
            }
            Reached::Silent => {
                let seconds = self.patience.as_secs();
                bad(about, words.silent(lab::Silent { seconds, port }))
            }
            Reached::Unreachable(error) => bad(about, words.unreachable(error)),
        }
    }

    /// Whether long datagrams come through, where short ones do.
    fn length(&self, words: &Words) -> Option<Item> {
        let talk = self.udp.talk().filter(|talk| talk.took.is_some())?;
        let (about, bytes) = (words.length(), DATAGRAM_BYTES);
        Some(match (talk.long, &talk.shut) {
            (Long::Returned, _) => good(about, words.long_pass(bytes)),
            (Long::Arrived, Some(_)) => remark(about, words.long_arrive(bytes)),
            (Long::Lost, Some(_)) => return None,
            (Long::Arrived | Long::Lost, None) => bad(about, words.long_lost(bytes)),
        })
    }

    fn by_broadcast(&self, words: &Words) -> Item {
        let about = words.broadcast();
        let is_there = self.tcp.talk().is_some() || self.udp.talk().is_some();
        match self.broadcast {
            Broadcast::Found => good(about, words.found().to_owned()),
            Broadcast::Own => remark(about, words.own().to_owned()),
            Broadcast::Others(_) if self.here.is_some() => {
                remark(about, words.not_found().to_owned())
            }
            Broadcast::Others(_) if is_there => remark(about, words.hidden().to_owned()),
            Broadcast::Others(0) => bad(about, words.nobody().to_owned()),
            Broadcast::Others(count) => remark(about, words.others(count)),
        }
    }

    fn clock(&self, words: &Words) -> Option<Item> {
        let ahead_ms = |reached: &Reached| reached.talk().and_then(|talk| talk.ahead_ms);
        let ahead = ahead_ms(&self.tcp).or_else(|| ahead_ms(&self.udp))?;
        let (about, apart) = (words.clock(), ahead.unsigned_abs());
        Some(match apart {
            ..APART_MS => good(about, words.clock_near(apart)),
            _ if ahead > 0 => remark(about, words.clock_ahead(apart / 1000)),
            _ => remark(about, words.clock_behind(apart / 1000)),
        })
    }

    fn server(&self, speech: &Speech) -> Option<Item> {
        let words = &speech.lab;
        let shut = |reached: &Reached| reached.talk().and_then(|talk| talk.shut.clone());
        let shut = shut(&self.tcp).or_else(|| shut(&self.udp));
        let shut = shut.map(|why| words.shut(tell::in_one_line(&why)));
        let said = self.here.as_ref().map(|here| described(here, speech));
        let parts: Vec<_> = said.into_iter().chain(shut.clone()).collect();
        let mark = if shut.is_some() {
            Mark::Remark
        } else {
            Mark::Good
        };
        let (about, words) = (words.server(), parts.join("; "));
        (!words.is_empty()).then_some(Item { mark, about, words })
    }
}

fn talked(about: &'static str, talk: &Talk, (words, port): (&Words, u16)) -> Item {
    let Some(took) = talk.took else {
        return bad(about, words.strange(port));
    };
    let ms = took.as_millis().max(1);
    match talk.long {
        Long::Returned if talk.linked => good(about, words.linked(ms)),
        Long::Returned => good(about, words.talked(ms)),
        // That long datagrams are lost has a line of its own.
        Long::Arrived | Long::Lost if talk.shut.is_some() || talk.linked => {
            good(about, words.answers(ms))
        }
        Long::Arrived | Long::Lost => bad(about, words.unsaid().to_owned()),
    }
}

/// What a server says of itself.
fn described(here: &Here, speech: &Speech) -> String {
    let (words, finding) = (&speech.lab, &speech.finding);
    let title = if here.title.is_blank() {
        finding.untitled()
    } else {
        here.title.as_str()
    };
    let password = if here.asks_password {
        words.password()
    } else {
        words.no_password()
    };
    let secrecy = match here.tls {
        Some(_) => words.secrecy(),
        None => words.no_secrecy(),
    };
    let people = finding.people(here.people);
    [title, &people, password, secrecy].join(", ")
}

/// Each with its mark, what it is about in a column of its own.
fn written(items: Vec<Item>, words: &Words) -> Vec<String> {
    let widest = |all: &[&str]| all.iter().map(|one| one.chars().count()).max();
    let marks = widest(&[words.good(), words.remark(), words.bad()]).unwrap_or_default();
    let abouts: Vec<_> = [
        words.name(),
        words.length(),
        words.broadcast(),
        words.clock(),
        words.server(),
    ]
    .into();
    let abouts = widest(&abouts).unwrap_or_default();
    let lines = items.into_iter().map(|item| {
        let mark = match item.mark {
            Mark::Good => words.good(),
            Mark::Remark => words.remark(),
            Mark::Bad => words.bad(),
        };
        let (about, words) = (item.about, item.words);
        format!("{mark:marks$}  {about:abouts$}  {words}")
    });
    lines.collect()
}

fn good(about: &'static str, words: String) -> Item {
    let mark = Mark::Good;
    Item { mark, about, words }
}

fn remark(about: &'static str, words: String) -> Item {
    let mark = Mark::Remark;
    Item { mark, about, words }
}

fn bad(about: &'static str, words: String) -> Item {
    let mark = Mark::Bad;
    Item { mark, about, words }
}

/// The longest that the chat sends.
const DATAGRAM_BYTES: &str = "1200";
/// Clocks that nobody sees differ.
const APART_MS: u64 = 2000;

#[cfg(test)]
mod tests;
