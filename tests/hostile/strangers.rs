//! Strangers on UDP who never show that they hear: they cost no memory, get no
//! more than they gave, few answers, and never one to an answer.

use std::net::Ipv4Addr;
use std::net::UdpSocket;
use std::time::Duration;

use chat_link::envelope;
use chat_link::envelope::Ack;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_proto::stamp::Stamp;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;

use crate::house::Memory;
use crate::house::server_with;

fn hello(nonce: u64, cookie: Option<u64>) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_hello(&mut out, Nonce(nonce), cookie.map(Cookie), Cover::Clear);
    out
}

fn frame(copy: u16) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_frame(&mut out, LinkId(9), (1, copy), None, br#"{"text":"x"}"#);
    out
}

/// Everything that the server itself would answer with, and acknowledgements.
fn answers() -> Vec<Vec<u8>> {
    let wall = Stamp::from_unix_ms(1_795_183_387_123);
    let (nonce, link) = (Nonce(7), LinkId(9));
    let mut all = Vec::new();
    for answer in [
        Datagram::Cookie(nonce, Cookie(1)),
        Datagram::Open(nonce, link, None, Cover::Clear),
        Datagram::Reset(link),
    ] {
        let mut out = Vec::new();
        envelope::write_answer(&mut out, wall, &answer);
        all.push(out);
    }
    let got: Vec<u32> = (3..60).collect();
    for side in [Side::Server, Side::Peer] {
        let (upto, got, of, tries) = (1, got.clone(), Some((2, 3)), vec![1, 2, 3]);
        let ack = Ack {
            upto,
            got,
            of,
            tries,
        };
        let mut out = Vec::new();
        envelope::write_ack(&mut out, side, wall, link, &ack);
        all.push(out);
    }
    all
}

/// Bytes that came back to a socket until now: what was on its way when
/// somebody else's question was answered.
struct Stranger {
    socket: UdpSocket,
    sent: usize,
    heard: usize,
    answers: usize,
}

impl Stranger {
    fn at(address: Ipv4Addr, server: &Server) -> Self {
        let socket = UdpSocket::bind((address, 0)).unwrap();
        socket.connect(server.udp()[0]).unwrap();
        socket.set_nonblocking(true).unwrap();
        Self {
            socket,
            sent: 0,
            heard: 0,
            answers: 0,
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.socket.send(bytes).unwrap();
        self.sent += bytes.len();
    }

    fn listen(&mut self) {
        let mut buffer = [0; 2048];
        while let Ok(count) = self.socket.recv(&mut buffer) {
            self.heard += count;
            self.answers += 1;
        }
    }
}

/// Whose question is answered after all that came before it: one socket, one queue.
fn watch(server: &Server) -> Peer {
    Peer::connect(server, Via::Udp)
}

#[test]
fn no_stranger_is_sent_more_than_it_sent() {
    let server = server_with(&[]);
    let mut watch = watch(&server);
    let short = br#"{"type":"hello","nonce":"00000000000000ff"}"#;
    let mut questions = vec![
        hello(1, None),
        hello(1, Some(1)),
        frame(1),
        frame(3),
        short.to_vec(),
    ];
    questions.extend(answers());
    let mut answered = 0;
    for question in &questions {
        // Each alone, so that no allowance is spent before it asks.
        let mut stranger = Stranger::at(Ipv4Addr::LOCALHOST, &server);
        for _ in 0..3 {
            stranger.send(question);
        }
        watch.fence();
        stranger.listen();
        let (sent, heard) = (stranger.sent, stranger.heard);
        assert!(
            heard <= sent,
            "{heard} bytes for {sent}: {}",
            question.escape_ascii()
        );
        answered += stranger.answers;
    }
    assert_eq!(answered, 9, "hellos, and a frame that is long enough");
}

#[test]
fn an_answer_is_never_answered() {
    let server = server_with(&[]);
    let mut watch = watch(&server);
    let mut stranger = Stranger::at(Ipv4Addr::LOCALHOST, &server);
    for answer in answers() {
        for _ in 0..10 {
            stranger.send(&answer);
        }
    }
    watch.fence();
    stranger.listen();
    assert_eq!((stranger.answers, stranger.heard), (0, 0));
}

/// A hundred at once and twenty a second to an address; two hundred at once and
/// a hundred a second in all.
#[test]
fn strangers_get_few_answers_each_and_in_all() {
    let server = server_with(&[]);
    let mut watch = watch(&server);
    let began = now();
    let mut one = Stranger::at(Ipv4Addr::LOCALHOST, &server);
    for nonce in 0..1000 {
        one.send(&hello(nonce, None));
        one.listen();
    }
    watch.fence();
    one.listen();
    let most = 100.0 + 20.0 * began.elapsed().as_secs_f64() + 1.0;
    assert!(
        (100.0..=most).contains(&of(one.answers)),
        "{} answers to one address",
        one.answers
    );
    if !has_many_addresses() {
        return;
    }
    let mut crowd: Vec<Stranger> = (0..50)
        .map(|n| Stranger::at(Ipv4Addr::new(127, 0, 1, n), &server))
        .collect();
    for nonce in 0..40 {
        for stranger in &mut crowd {
            stranger.send(&hello(nonce, None));
            stranger.listen();
        }
    }
    watch.fence();
    crowd.iter_mut().for_each(Stranger::listen);
    let all = one.answers + crowd.iter().map(|s| s.answers).sum::<usize>();
    let most = 200.0 + 100.0 * began.elapsed().as_secs_f64() + 1.0;
    assert!(of(all) <= most, "{all} answers in {:?}", began.elapsed());
    assert!(all >= 200, "{all} answers in all");
}

/// Whoever looks for servers, in others' names and as fast as datagrams leave: no more bytes
/// come back than were sent, all of them together get few answers, and the log says nothing.
#[test]
fn a_flood_of_questions_after_servers_is_answered_in_few_words() {
    let server = server_with(&[]);
    let mut watch = watch(&server);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    server.program.complains("stop with Ctrl-C", 1);
    let noted = server.program.errors().lines().count();
    let hosts = if has_many_addresses() { 50 } else { 1 };
    let mut forged: Vec<Stranger> = (0..hosts)
        .map(|n| Stranger::at(Ipv4Addr::new(127, 0, 0, 1 + n), &server))
        .collect();
    let began = now();
    for n in 0..10_000 / usize::from(hosts) {
        for stranger in &mut forged {
            stranger.send(&find(n));
            stranger.listen();
        }
        // As fast as the server reads, so that none is lost on its way.
        watch.fence();
    }
    forged.iter_mut().for_each(Stranger::listen);
    let took = began.elapsed().as_secs_f64();
    for stranger in &forged {
        assert!(stranger.heard <= stranger.sent, "no more than was sent");
        assert!(of(stranger.answers) <= 61.0 + 10.0 * took, "to one");
    }
    let all: usize = forged.iter().map(|stranger| stranger.answers).sum();
    let least = if hosts > 1 { 400 } else { 60 };
    assert!(all >= least, "{all}: the first are answered");
    assert!(of(all) <= 401.0 + 200.0 * took, "{all} answers in {took} s");
    let seen = witness.fence();
    assert!(seen.is_empty(), "nobody has come: {seen:?}");
    let told = server.program.errors();
    let told: Vec<&str> = told.lines().skip(noted).collect();
    let told: Vec<&&str> = told
        .iter()
        .filter(|line| !line.contains("name=witness"))
        .collect();
    assert!(told.len() <= 1, "{told:?}");
}

/// A question after servers, long enough to be answered.
fn find(n: usize) -> Vec<u8> {
    let pad = ".".repeat(400);
    format!(r#"{{"type":"find","nonce":"{n}","pad":"{pad}"}}"#).into_bytes()
}

fn of(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// They come from twenty thousand addresses, say hello or pretend to have a
/// link, and are never seen again.
#[test]
fn twenty_thousand_strangers_leave_nothing_behind() {
    if !has_many_addresses() {
        return;
    }
    let server = server_with(&[]);
    let mut watch = watch(&server);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    come(&server, 0..2_000);
    let memory = Memory::of(&server);
    for first in (0..STRANGERS).step_by(1_000) {
        come(&server, first..first + 1_000);
        // As fast as the server hears them, so that none is lost on its way.
        watch.fence();
    }
    // Less than the smallest entry for each, were there any.
    memory.grew_by_at_most(1 << 19);
    assert!(
        witness.fence().iter().all(|f| f.name() == "server"),
        "nobody has spoken"
    );
    // Somebody honest is let in as soon as there is an answer left.
    let mut honest = Peer::join(&server, Via::Link, "honest");
    honest.says("hello");
    witness.hears("hello", |f| f.says("hello"));
    drop(honest);
    witness.fence();
    let began = now();
    quiet::is_idle(&server);
    assert!(began.elapsed() < PATIENCE + Duration::from_secs(10));
}

/// Each from an address of its own.
fn come(server: &Server, who: std::ops::Range<u32>) {
    for n in who {
        let [_, a, b, c] = n.to_be_bytes();
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 1 + a, b, c), 0)).unwrap();
        let bytes = if n % 2 == 0 {
            hello(u64::from(n), None)
        } else {
            frame(3)
        };
        socket.send_to(&bytes, server.udp()[0]).unwrap();
    }
}

/// Every address of 127.0.0.0/8 is this machine on Linux, and elsewhere one is.
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn has_many_addresses() -> bool {
    let has = UdpSocket::bind("127.1.2.3:0").is_ok();
    if !has {
        eprintln!("not checked: this system has one loopback address");
    }
    has
}

const STRANGERS: u32 = 20_000;
