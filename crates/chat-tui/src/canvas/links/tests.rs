//! Frames of a real app on a terminal that remembers where its cells lead.

use std::collections::BTreeMap;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use vt100::Parser;

use crate::app;
use crate::app::App;
use crate::app::event::Event;
use crate::app::settings::Depth;
use crate::app::settings::Palette;
use crate::app::settings::ScreenSettings;
use crate::canvas::Canvas;
use crate::painted::Link;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;
use crate::view;
use crate::view::theme::Theme;
use crate::wrap;

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn app_of((width, height): (u16, u16)) -> App {
    let now = Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(1_795_183_387_123),
    };
    let setup = Setup::new(Name::parse("ana").unwrap(), 7);
    let mut app = App::new(now, setup, 0, ScreenSettings::default());
    app::start(&mut app);
    let connected = Input::Connected("tcp 127.0.0.1:1234".to_owned());
    event(&mut app, Event::Net(connected));
    hear(
        &mut app,
        r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"x"}"#,
    );
    event(&mut app, Event::Resize(width, height));
    app
}

fn event(app: &mut App, event: Event) {
    let now = app.now;
    app::update(app, now, event);
}

fn hear(app: &mut App, line: &str) {
    let frame = json::read_server(line.as_bytes()).unwrap();
    event(app, Event::Net(Input::Frame(frame)));
}

fn hear_text(app: &mut App, seq: u64, text: &str) {
    let text = text.replace(['"', '\\'], "'").replace(['\n', '\t'], " ");
    hear(
        app,
        &format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#),
    );
}

/// A frame as bytes, and what it says of its links.
fn frame(canvas: &mut Canvas, app: &App) -> (Vec<u8>, Vec<Link>) {
    let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
    let mut links = Vec::new();
    let bytes = canvas.draw(|buffer| {
        let painted = view::draw(buffer, app, &theme);
        links.clone_from(&painted.links);
        painted
    });
    (bytes, links)
}

/// Where the cells of a terminal lead.
#[derive(Default)]
struct Leads {
    cells: BTreeMap<(u16, u16), (String, String)>,
    at: (u16, u16),
    margins: (u16, u16),
    open: Option<(String, String)>,
}

impl Leads {
    fn hear(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("\x1b]8;") {
                let (link, after) = after.split_once("\x1b\\").unwrap();
                let (id, target) = link.split_once(';').unwrap();
                self.open = (!target.is_empty()).then(|| (id.to_owned(), target.to_owned()));
                rest = after;
            } else if let Some(after) = rest.strip_prefix("\x1b[") {
                let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                let (params, after) = after.split_at(end);
                self.go(params, after);
                rest = after.get(1..).unwrap();
            } else {
                assert!(!c.is_control(), "{c:?}");
                let end = rest.find('\x1b').unwrap_or(rest.len());
                let (letters, after) = rest.split_at(end);
                letters
                    .graphemes(true)
                    .for_each(|cluster| self.write(cluster));
                rest = after;
            }
        }
        assert_eq!(self.open, None, "nothing is left open");
    }

    fn go(&mut self, params: &str, sign: &str) {
        let mut numbers = params.split(';').map(|number| number.parse().unwrap_or(1));
        let mut number = || numbers.next().unwrap_or(1);
        match sign.chars().next() {
            Some('H') => {
                let y = number();
                self.at = (number(), y);
            }
            Some('C') => self.at.0 += number(),
            Some('K') => {
                let (x, y) = self.at;
                self.cells.retain(|at, _| at.1 != y || at.0 < x);
            }
            Some('r') if params.is_empty() => self.margins = (1, u16::MAX),
            Some('r') => self.margins = (number(), number()),
            Some('M') => self.scroll(-number().cast_signed()),
            Some('L') => self.scroll(number().cast_signed()),
            _ => {}
        }
    }

    fn scroll(&mut self, rows: i16) {
        let (top, bottom) = self.margins;
        let inside = |y: u16| (top..=bottom).contains(&y);
        let moved = std::mem::take(&mut self.cells).into_iter();
        let moved = moved.filter_map(|((x, y), lead)| {
            let to = if inside(y) {
                y.checked_add_signed(rows)?
            } else {
                y
            };
            (inside(y) == inside(to)).then_some(((x, to), lead))
        });
        self.cells = moved.collect();
    }

    fn write(&mut self, cluster: &str) {
        for _ in 0..wrap::cells(cluster) {
            match &self.open {
                Some(open) => self.cells.insert(self.at, open.clone()),
                None => self.cells.remove(&self.at),
            };
            self.at.0 += 1;
        }
    }
}

fn expected(links: &[Link]) -> Vec<((u16, u16), String)> {
    let cells = links.iter().flat_map(|link| {
        (link.x..link.x + link.width).map(|x| ((x + 1, link.y + 1), link.target.clone()))
    });
    let mut cells: Vec<_> = cells.collect();
    cells.sort_unstable();
    cells
}

/// What is seen: whether a blank was written or erased, nobody sees.
fn look(parser: &Parser) -> Vec<(String, vt100::Color, vt100::Color, bool)> {
    let screen = parser.screen();
    let (rows, columns) = screen.size();
    let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
    let cells = places.filter_map(|(y, x)| screen.cell(y, x));
    let seen = cells.map(|cell| {
        let letter = cell.contents().trim().to_owned();
        (letter, cell.fgcolor(), cell.bgcolor(), cell.inverse())
    });
    seen.collect()
}

#[test]
fn all_parts_of_a_wrapped_address_are_one_link() {
    let mut app = app_of((60, 12));
    let address = format!("https://a.pt/{}", "x".repeat(90));
    hear_text(&mut app, 1, &format!("see {address}, and"));
    let mut canvas = Canvas::new((60, 12), true);
    let (bytes, links) = frame(&mut canvas, &app);
    assert_eq!(links.len(), 3);
    let mut leads = Leads::default();
    leads.hear(&bytes);
    let one = ("id=1".to_owned(), address.clone());
    assert!(leads.cells.values().all(|lead| *lead == one));
    assert_eq!(leads.cells.len(), address.len(), "all of it and no more");
}

#[test]
fn cells_that_look_the_same_and_lead_elsewhere_are_written_anew() {
    let mut app = app_of((60, 12));
    let mut canvas = Canvas::new((60, 12), true);
    let mut leads = Leads::default();
    for (seq, host) in (1..).zip(["a", "b", "a"]) {
        let text = format!("https://{host}.pt/{}", "x".repeat(90));
        for c in "/clear".chars() {
            event(
                &mut app,
                Event::Key(crossterm::event::KeyCode::Char(c).into()),
            );
        }
        let enter = crossterm::event::KeyCode::Enter;
        event(&mut app, Event::Key(enter.into()));
        hear_text(&mut app, seq, &text);
        let (bytes, links) = frame(&mut canvas, &app);
        leads.hear(&bytes);
        let led = leads.cells.iter().map(|(at, (_, to))| (*at, to.clone()));
        assert_eq!(led.collect::<Vec<_>>(), expected(&links));
    }
}

#[test]
fn a_terminal_that_does_not_follow_is_told_of_no_address() {
    let mut app = app_of((60, 12));
    hear_text(&mut app, 1, "https://a.pt/");
    let mut canvas = Canvas::new((60, 12), false);
    let (bytes, _) = frame(&mut canvas, &app);
    assert!(!bytes.contains(&b']'));
}

proptest! {
    #[test]
    fn addresses_never_change_what_is_painted_and_lead_where_they_say(
        texts in prop::collection::vec(
            // Letters of which this terminal knows how wide they are.
            "(https?://[a-z./]{1,40}|mailto:a@b|[a-z.,)( ]{0,9}|[à-ÿ…»”]{0,3}|漢字|e\u{301}){0,8}",
            1..12,
        ),
        width in 12u16..90,
        height in 3u16..20,
    ) {
        let mut app = app_of((width, height));
        let mut canvases = [true, false].map(|follows| Canvas::new((width, height), follows));
        let mut parsers = [0, 1].map(|_| Parser::new(height, width, 0));
        let mut leads = Leads::default();
        for (seq, text) in (1..).zip(&texts) {
            hear_text(&mut app, seq, text);
            let pairs = canvases.iter_mut().zip(&mut parsers);
            for (follows, (canvas, parser)) in [true, false].into_iter().zip(pairs) {
                let (bytes, links) = frame(canvas, &app);
                parser.process(&bytes);
                if follows {
                    leads.hear(&bytes);
                    let led = leads.cells.iter().map(|(at, (_, to))| (*at, to.clone()));
                    prop_assert_eq!(led.collect::<Vec<_>>(), expected(&links));
                }
            }
            let [with, without] = &parsers;
            prop_assert_eq!(look(with), look(without));
        }
    }
}
