//! A session, and the server that the test plays.

use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::incoming::Kind;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::session::Session;
use crate::session::receipts::Recipient;
use crate::session::traffic::Derivation;
use crate::session::traffic::Input;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::traffic::Setup;
use crate::session::traffic::Target;

/// Messages under way at once, where the server says how fast one may speak.
pub(super) const UNDER_WAY: usize = 4;

/// A session, the clock, and what it asked to send.
pub(super) struct Play {
    pub session: Session,
    pub now: Now,
    pub sent: Vec<PeerFrame>,
    /// Passwords to be worked over.
    pub derive: Vec<Derivation>,
    /// Servers that are meant.
    pub trusted: Vec<Hex<32>>,
    pub news: Vec<News>,
    pub connects: usize,
    /// Where to, the last time.
    pub target: Target,
    /// What the server says in its welcome of how fast one may speak.
    pub rate_limit: Option<&'static str>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn epoch() -> Now {
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(1_795_183_387_123),
    }
}

impl Play {
    pub(super) fn new(datagrams: bool) -> Self {
        Self::with(|setup| setup.datagrams = datagrams)
    }

    /// Of somebody who is set up in another way.
    pub(super) fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let now = epoch();
        let mut setup = Setup {
            under_way: UNDER_WAY,
            roster: false,
            catches_up: true,
            ..Setup::new(Name::parse("ana").unwrap(), 7)
        };
        change(&mut setup);
        let mut play = Self {
            session: Session::new(now, setup),
            now,
            sent: Vec::new(),
            derive: Vec::new(),
            trusted: Vec::new(),
            news: Vec::new(),
            connects: 0,
            target: Target::default(),
            rate_limit: None,
        };
        play.drain();
        play
    }

    /// Connected and joined in run `run`, whose lobby has `seq` messages.
    pub(super) fn online(&mut self, run: &str, seq: u64) {
        self.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
        let you = match self.sent.last() {
            Some(PeerFrame::Join(join)) => join.name.clone().unwrap().unwrap().to_string(),
            other => panic!("{other:?}"),
        };
        self.welcome(&you, "lobby", run, seq);
    }

    pub(super) fn welcome(&mut self, you: &str, room: &str, run: &str, seq: u64) {
        let rate_limit = self
            .rate_limit
            .map(|limit| format!(r#""rate_limit":"{limit}","#));
        let rate_limit = rate_limit.unwrap_or_default();
        self.hear(&format!(
            r#"{{"type":"welcome","name":"server","you":"{you}","room":"{room}","run":"{run}","seq":{seq},{rate_limit}"text":"hi"}}"#
        ));
    }

    pub(super) fn hear(&mut self, line: &str) {
        let frame = json::read_server(line.as_bytes()).unwrap();
        self.input(Input::Frame(frame));
    }

    pub(super) fn input(&mut self, input: Input) {
        self.session.handle(self.now, input);
        self.drain();
    }

    pub(super) fn say(&mut self, text: &str) -> u64 {
        let place = Recipient::Room(RoomName::lobby());
        let ticket = self
            .session
            .say(self.now, place, Text::parse(text).unwrap());
        self.drain();
        ticket.unwrap()
    }

    /// Time passes, and the session is woken whenever it asked for it.
    pub(super) fn pass(&mut self, time: Duration) {
        let end = self.now.mono + time;
        for _ in 0..10_000 {
            match self.session.poll_timeout().filter(|at| *at <= end) {
                None => {
                    self.now.mono = end;
                    return;
                }
                Some(at) => {
                    self.now.mono = self.now.mono.max(at);
                    self.session.handle_timeout(self.now);
                    self.drain();
                }
            }
        }
        panic!("the session wants to be woken without end");
    }

    pub(super) fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Connect(to) => {
                    self.connects += 1;
                    self.target = to;
                }
                Output::Close => {}
                Output::Send(frame) => self.sent.push(frame),
                Output::Derive(from) => self.derive.push(from),
                Output::Trust(print) => self.trusted.push(print),
                Output::Tell(news) => self.news.push(news),
            }
        }
    }

    /// The messages sent since the last look, with their ids.
    pub(super) fn said(&mut self) -> Vec<(String, String)> {
        let said = self.sent.drain(..).filter_map(|frame| match frame {
            PeerFrame::Say(say) => Some((
                say.text.as_str().to_owned(),
                say.id.unwrap().token().to_owned(),
            )),
            PeerFrame::Bye
            | PeerFrame::Get { .. }
            | PeerFrame::Help
            | PeerFrame::Paste(_)
            | PeerFrame::Rooms { .. }
            | PeerFrame::Whois { .. }
            | PeerFrame::History(_)
            | PeerFrame::Join(_)
            | PeerFrame::Leave { .. }
            | PeerFrame::Nick { .. }
            | PeerFrame::Order(_)
            | PeerFrame::Password(_)
            | PeerFrame::Ping { .. }
            | PeerFrame::Prove(_)
            | PeerFrame::Search(_)
            | PeerFrame::Who { .. } => None,
        });
        said.collect()
    }

    pub(super) fn one_said(&mut self) -> (String, String) {
        let said = self.said();
        assert_eq!(said.len(), 1, "{said:?}");
        said.into_iter().next().unwrap()
    }

    pub(super) fn receipt(&mut self, text: &str, seq: u64, id: &str) {
        self.hear(&format!(
            r#"{{"type":"msg","name":"ana","room":"lobby","seq":{seq},"id":{id},"text":"{text}"}}"#
        ));
    }

    pub(super) fn heard(&mut self) -> Vec<String> {
        let of = |frame: Incoming| match frame.kind {
            Kind::Said { .. } => Some(frame.text),
            _ => None,
        };
        let news = self.news.drain(..).filter_map(|news| match news {
            News::Heard(frame) | News::Missed(frame) | News::Confirmed { frame, .. } => of(frame),
            _ => None,
        });
        news.collect()
    }
}
