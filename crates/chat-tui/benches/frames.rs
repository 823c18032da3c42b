//! What the pure parts of the screen cost: processor time and bytes of one frame
//! in a window of 120×40, over a history of 100,000 messages.
//!
//! `cargo bench -p chat-tui --bench frames`. The terminal is a counter; the whole
//! program on a real one is measured by `cargo bench -p chat-tests --bench screen`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench reads the clock, prints what it finds and has nobody to answer to"
)]

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Part;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::entry::Entry;
use chat_tui::app;
use chat_tui::app::App;
use chat_tui::app::errand::Errand;
use chat_tui::app::event::Effect;
use chat_tui::app::event::Event;
use chat_tui::app::settings::Depth;
use chat_tui::app::settings::Palette;
use chat_tui::app::settings::ScreenSettings;
use chat_tui::app::wire::shown::Noted;
use chat_tui::canvas::Canvas;
use chat_tui::session::traffic::Input;
use chat_tui::session::traffic::Setup;
use chat_tui::view;
use chat_tui::view::theme::Theme;
use chat_tui::wrap;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;

fn main() {
    let mut desk = Desk::new();
    let began = Instant::now();
    (0..MESSAGES).for_each(|_| desk.is_told());
    let each = began.elapsed() / u32::try_from(MESSAGES).unwrap();
    println!("a message taken in, no frame: {each:?}");
    desk.frame();
    desk.measures("nothing changed", |_, _| {});
    desk.measures("a message", |desk, _| desk.is_told());
    desk.measures("a key", |desk, at| {
        let clear = at.is_multiple_of(40);
        let (modifier, key) = if clear {
            (KeyModifiers::CONTROL, 'u')
        } else {
            (KeyModifiers::NONE, 'x')
        };
        desk.presses(modifier, KeyCode::Char(key));
    });
    desk.measures("a page", |desk, at| {
        let up = at % 20 < 10;
        let key = if up {
            KeyCode::PageUp
        } else {
            KeyCode::PageDown
        };
        desk.presses(KeyModifiers::NONE, key);
    });
    desk.measures("to the top, to the bottom", |desk, at| {
        let top = at.is_multiple_of(2);
        let key = if top { KeyCode::Home } else { KeyCode::End };
        desk.presses(KeyModifiers::CONTROL, key);
    });
    desk.presses(KeyModifiers::CONTROL, KeyCode::Home);
    desk.measures("another size, at the top", |desk, at| {
        let size = (80 + u16::try_from(at % 2).unwrap() * 40, 40);
        desk.update(Event::Resize(size.0, size.1));
        desk.canvas.resize(size);
    });
    wrap_all();
    scroll_back();
    search();
    wire();
}

/// The last letter of what is looked for in 10,000 messages, and its frame: a word, what
/// expressions are like, and what is worst for them.
fn search() {
    let mut desk = Desk::new();
    for seq in 1..=10_000 {
        let text = text(seq).replace("sockets", "ligações");
        desk.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#
        ));
    }
    desk.frame();
    for typed in [
        "ligacoes",
        "/liga\\w+s",
        "/\\bportas?\\b",
        "/(client|server)s.*zzz",
        "/(a?){60}x",
        "/[a-z ].{70}q",
        "/\\b(.?){28}z",
        "/\\w{30}",
    ] {
        desk.presses(KeyModifiers::CONTROL, KeyCode::Char('f'));
        let mut began = Instant::now();
        for c in typed.chars() {
            desk.frame();
            began = Instant::now();
            desk.presses(KeyModifiers::NONE, KeyCode::Char(c));
        }
        desk.frame();
        println!("the last letter of {typed}: {:?}", began.elapsed());
        desk.presses(KeyModifiers::NONE, KeyCode::Esc);
    }
}

/// The window on the wire, over the whole screen, with 10,000 events in it.
fn wire() {
    let mut desk = Desk::new();
    desk.presses(KeyModifiers::NONE, KeyCode::F(9));
    desk.presses(KeyModifiers::NONE, KeyCode::F(9));
    let began = Instant::now();
    for n in 0..5000 {
        desk.update(noted(n));
    }
    let each = began.elapsed() / 10_000;
    println!("an event on the wire taken in, one by one: {each:?}");
    desk.frame();
    desk.measures("two rows on the wire", |desk, at| {
        desk.update(noted(5000 + u32::try_from(at).unwrap()));
    });
    desk.presses(KeyModifiers::NONE, KeyCode::Up);
    desk.measures("the row above on the wire", |desk, _| {
        desk.presses(KeyModifiers::NONE, KeyCode::Up);
    });
    desk.measures("a page on the wire", |desk, at| {
        let up = at % 20 < 10;
        let key = if up {
            KeyCode::PageUp
        } else {
            KeyCode::PageDown
        };
        desk.presses(KeyModifiers::NONE, key);
    });
    desk.presses(KeyModifiers::NONE, KeyCode::Char('f'));
    desk.measures("a key of a filter on the wire", |desk, at| {
        let (modifier, key) = match "from:ana -background".chars().nth(at % 21) {
            Some(c) => (KeyModifiers::NONE, KeyCode::Char(c)),
            None => (KeyModifiers::CONTROL, KeyCode::Char('u')),
        };
        desk.presses(modifier, key);
    });
}

/// A message over a link, and its answer.
fn noted(n: u32) -> Event {
    let data = format!(
        r#"{{\"n\":{n},\"type\":\"msg\",\"room\":\"lobby\",\"text\":\"packet server buffer select\",\"id\":\"a-{n}\"}}"#
    );
    let (out, back) = (n * 10, n * 10 + 1);
    let lines = [
        format!(
            r#"{{"ms":{out},"flow":1,"event":"out","x":"{n:08x}","bytes":140,"data":"{data}"}}"#
        ),
        format!(
            r#"{{"ms":{back},"flow":1,"event":"in","x":"f{n:07x}","bytes":99,"what":{{"type":"ack","ack":{n},"for":[{n},1]}}}}"#
        ),
    ];
    let entries = lines.map(|line| Entry::read(line.as_bytes()).unwrap());
    Event::Noted(Noted {
        missed: 0,
        entries: entries.map(Into::into).into(),
    })
}

/// Every message to rows: what a screen must not do, for comparison.
fn wrap_all() {
    for (what, text) in [("ASCII", text(0)), ("accents", text(0).replace('e', "é"))] {
        let began = Instant::now();
        for _ in 0..MESSAGES {
            black_box(wrap::rows(black_box(&text), 82));
        }
        println!("{MESSAGES} messages wrapped, {what}: {:?}", began.elapsed());
    }
}

/// Page by page back through as many that are not here: what is asked for comes before
/// the next frame, and what does not fit goes.
fn scroll_back() {
    let settings = ScreenSettings::default();
    let mut desk = Desk::with(settings, MESSAGES);
    let before = resident();
    let mut times = Vec::new();
    // The newest page is asked for on entering the room.
    let mut asked = 0;
    // The last pages have nothing to ask for.
    while desk.first > 1 || times.len() < desk.reached + 50 {
        let began = Instant::now();
        desk.presses(KeyModifiers::NONE, KeyCode::PageUp);
        while let Some(question) = desk.asked.get(asked).cloned() {
            desk.answer(&question);
            asked += 1;
        }
        desk.frame();
        times.push(began.elapsed());
        if desk.first > 1 {
            desk.reached = times.len();
        }
    }
    let grown = resident().saturating_sub(before) / 1024;
    times.sort_unstable();
    println!(
        "{MESSAGES} fetched while one pages back: {} frames, p50 {:?}, p99 {:?}, most {:?}, {grown} KiB",
        times.len(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times[times.len() - 1],
    );
}

/// Bytes of memory of this program that no file stands behind, where Linux says so.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let line = lines.find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

struct Desk {
    app: App,
    canvas: Canvas,
    theme: Theme,
    said: usize,
    /// What was asked of the past.
    asked: Vec<History>,
    /// The oldest message that was told.
    first: u64,
    /// The frame that came before it.
    reached: usize,
}

impl Desk {
    fn new() -> Self {
        let settings = ScreenSettings {
            history: MESSAGES,
            ..ScreenSettings::default()
        };
        Self::with(settings, 0)
    }

    /// In a room with so many messages, none of which is here.
    fn with(settings: ScreenSettings, seq: usize) -> Self {
        let now = Now {
            mono: Instant::now(),
            wall: Stamp::from_unix_ms(1_795_183_387_123),
        };
        let setup = Setup::new(Name::parse("ana").unwrap(), 7);
        let mut desk = Self {
            app: App::new(now, setup, 0, settings),
            canvas: Canvas::new((120, 40), true),
            theme: Theme::new(Palette::Terminal, Depth::Indexed),
            said: 0,
            asked: Vec::new(),
            first: u64::MAX,
            reached: 0,
        };
        app::start(&mut desk.app);
        desk.update(Event::Net(Input::Connected(
            "tcp 127.0.0.1:1234".to_owned(),
        )));
        desk.hear(&format!(
            r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","log":"l","seq":{seq},"text":"x"}}"#
        ));
        desk.update(Event::Resize(120, 40));
        desk
    }

    /// The middle of many frames after this: their time, with what the event
    /// itself took, and their bytes.
    fn measures(&mut self, what: &str, event: impl Fn(&mut Self, usize)) {
        let mut times: Vec<(Duration, usize)> = (0..FRAMES)
            .map(|at| {
                let began = Instant::now();
                event(self, at);
                let bytes = self.frame();
                (began.elapsed(), bytes)
            })
            .collect();
        times.sort_unstable();
        let (time, _) = times[FRAMES / 2];
        let mut bytes: Vec<usize> = times.iter().map(|(_, bytes)| *bytes).collect();
        bytes.sort_unstable();
        println!("{what}: {time:?}, {} bytes", bytes[FRAMES / 2]);
    }

    fn update(&mut self, event: Event) {
        let now = self.app.now;
        for effect in app::update(&mut self.app, now, event) {
            if let Effect::Errand(Errand::Send(PeerFrame::History(asked))) = effect {
                self.asked.push(asked);
            }
        }
    }

    /// A page of older messages, as the server tells it.
    fn answer(&mut self, asked: &History) {
        let Part::Before(end) = asked.part else {
            return;
        };
        let first = end.saturating_sub(asked.limit).max(1);
        for seq in first..end {
            let text = text(usize::try_from(seq).unwrap());
            self.hear(&format!(
                r#"{{"name":"bob","room":"lobby","seq":{seq},"history":true,"timestamp":"2026-11-20T14:03:07.123Z","text":"{text}"}}"#
            ));
        }
        let (count, last, more) = (end - first, end - 1, first > 1);
        let id = asked.id.as_ref().unwrap().token();
        self.hear(&format!(
            r#"{{"type":"history","name":"server","room":"lobby","count":{count},"first":{first},"last":{last},"more":{more},"id":{id},"text":"."}}"#
        ));
        self.first = self.first.min(first);
    }

    fn hear(&mut self, line: &str) {
        let frame = json::read_server(line.as_bytes()).unwrap();
        self.update(Event::Net(Input::Frame(frame)));
    }

    fn is_told(&mut self) {
        self.said += 1;
        let (seq, text) = (self.said, text(self.said));
        let who = ["bob", "carol", "dave", "erin"][seq % 4];
        self.hear(&format!(
            r#"{{"name":"{who}","room":"lobby","seq":{seq},"timestamp":"2026-11-20T14:03:07.123Z","text":"{text}"}}"#
        ));
    }

    fn presses(&mut self, modifiers: KeyModifiers, code: KeyCode) {
        self.update(Event::Key(KeyEvent::new(code, modifiers)));
    }

    fn frame(&mut self) -> usize {
        let (app, theme) = (&self.app, &self.theme);
        self.canvas
            .draw(|frame| view::draw(frame, app, theme))
            .len()
    }
}

/// About eighty letters.
fn text(number: usize) -> String {
    format!(
        "message {number} about sockets and ports, servers, clients, threads, buffers and {number}"
    )
}

const MESSAGES: usize = 100_000;
const FRAMES: usize = 400;
