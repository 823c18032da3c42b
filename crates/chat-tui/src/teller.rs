//! The app in lines, for whoever has no screen or wants none: what has come since
//! it was looked at last, each thing once and for good.
//!
//! Pure: `lines.rs` writes what comes out. Everything that would have to be
//! drawn again is told when it has its end: comings and goings when somebody
//! speaks, own messages only where something became of them that one should know.

use std::collections::BTreeMap;

use chat_proto::frame::reference::How;

use crate::app::App;
use crate::app::conversation::digest::Change;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::mention::mentions;
use crate::app::conversation::places::Conversation;
use crate::app::conversation::places::With;
use crate::app::focus::Focus;
use crate::app::focus::question::Question;
use crate::app::input::command;
use crate::session::phase::Phase;
use crate::speech::Speech;
use crate::speech::topic::lines;
use crate::standing;

/// What was told.
#[derive(Debug)]
pub struct Teller {
    /// The last entry of each conversation, by its number.
    told: BTreeMap<u64, u64>,
    /// With whom the person speaks.
    speaks: With,
    /// Whether the end is asked for.
    leaving: bool,
    /// Whether the connection is known to be gone.
    cut: bool,
    /// Messages of ours without a receipt.
    waiting: usize,
    /// What was asked, until it is answered.
    asked: Option<Question>,
}

impl Teller {
    /// Nothing was told.
    pub fn new(app: &App) -> Self {
        Self {
            told: BTreeMap::new(),
            speaks: app.places.shown().with.clone(),
            leaving: false,
            cut: false,
            waiting: 0,
            asked: None,
        }
    }

    /// What is new, one line each, without line ends.
    pub fn news(&mut self, app: &mut App) -> Vec<String> {
        let mut lines = self.entries(app, false);
        lines.extend(self.changes(app));
        lines.iter().flat_map(|line| cut(line)).collect()
    }

    /// How things stand, and what has not been told yet because more may come.
    pub fn state(&mut self, app: &mut App) -> Vec<String> {
        let mut lines = self.entries(app, true);
        lines.push(format!("- {}", standing::in_words(app).join(", ")));
        lines.iter().flat_map(|line| cut(line)).collect()
    }

    fn entries(&mut self, app: &mut App, all: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let mut told = BTreeMap::new();
        let speech = app.speech;
        let you = app.session.you().to_owned();
        let several = app.places.count() > 1;
        for one in app.places.listed() {
            let mut last = self.told.get(&one.number()).copied().unwrap_or(0);
            for entry in one.timeline.since(last, all) {
                last = entry.key;
                lines.extend(line(entry, one, (several, &you), speech));
            }
            told.insert(one.number(), last);
        }
        if all {
            app.places.end_digests();
        }
        // Closed conversations are forgotten with this.
        self.told = told;
        lines
    }

    /// What the screen shows elsewhere than in a history.
    fn changes(&mut self, app: &mut App) -> Vec<String> {
        let mut lines = Vec::new();
        let words = &app.speech.lines;
        if let Some(flash) = app.flash.take() {
            lines.push(format!("- {flash}"));
        }
        let cut = matches!(app.session.phase(), Phase::Waiting { .. });
        if cut && !self.cut {
            lines.push(format!("- {}", words.retrying()));
        }
        let online = matches!(app.session.phase(), Phase::Online { .. });
        self.cut = cut || (self.cut && !online);
        let waiting = app.session.unconfirmed();
        if waiting > self.waiting && self.cut {
            lines.push(format!("- {}", words.waits()));
        }
        self.waiting = waiting;
        let leaving = app.quit_asked.is_some();
        if leaving && !self.leaving {
            lines.push(format!("- {}", app.speech.status.press_again()));
        }
        self.leaving = leaving;
        if app.asked != self.asked {
            self.asked.clone_from(&app.asked);
            let words = self
                .asked
                .iter()
                .map(|asked| asked.words(app.speech, &app.settings.keymap));
            lines.extend(words.map(|words| format!("? {}", without_keys(&words))));
        }
        lines.extend(self.turned_to(app));
        match std::mem::replace(&mut app.focus, Focus::Chat) {
            Focus::Chat => {}
            Focus::Help { .. } => {
                let all = command::without_screen(app.speech);
                lines.extend(all.map(|(usage, what)| format!("- {usage}: {what}")));
            }
            Focus::Search(_)
            | Focus::Recall(_)
            | Focus::Choice(_)
            | Focus::Found(_)
            | Focus::Copy(_)
            | Focus::Present(_)
            | Focus::Answer(_)
            | Focus::Message(_)
            | Focus::Wire
            | Focus::WireFilter => {
                lines.push(format!("- {}", words.on_screen()));
            }
        }
        lines
    }

    /// To whom the next line goes, where that is somebody else.
    fn turned_to(&mut self, app: &App) -> Option<String> {
        let with = &app.places.shown().with;
        if *with == self.speaks {
            return None;
        }
        self.speaks = with.clone();
        let words = &app.speech.lines;
        Some(match with {
            With::Nobody => return None,
            With::Room(_) => format!("- {}", words.speaking_in(with.title(app.speech))),
            With::Person(whom) => format!("- {}", words.speaking_to(&whom.shown)),
        })
    }
}

/// One entry: who, where there are several places also in which, and what.
fn line(
    entry: &Entry,
    one: &Conversation,
    (several, you): (bool, &str),
    speech: &Speech,
) -> Option<String> {
    let words = &speech.lines;
    let place = match &one.with {
        With::Room(_) if several => format!("{} ", one.with.title(speech)),
        With::Room(_) | With::Nobody | With::Person(_) => String::new(),
    };
    let text = entry.text();
    Some(match entry.kind {
        // What was typed here stands there already, as it was typed.
        Kind::Own | Kind::Edited | Kind::Reacted if entry.is_here() => return None,
        Kind::Waiting(_)
        | Kind::Day(_)
        | Kind::Unread(_)
        | Kind::Gap(_)
        | Kind::Before
        | Kind::Start => {
            return None;
        }
        Kind::Said | Kind::Own | Kind::TakenBack | Kind::Edited | Kind::Reacted => {
            let private = matches!(one.with, With::Person(_));
            let who = match entry.speaker() {
                who if private => words.privately(who),
                who if entry.for_you && mentions(text, you) => words.naming_you(who),
                who if entry.for_you => words.marked(who),
                who => who.to_owned(),
            };
            let who = match entry.quote() {
                "" => who,
                quote if entry.refers().is_some_and(|(how, _)| how == How::Edits) => {
                    format!("{who} ({})", speech.referring.corrects(quote))
                }
                quote => format!("{who} ({})", words.answers(quote)),
            };
            if entry.speaker() == entry.name() {
                format!("{place}{who}: {text}")
            } else {
                format!("{place}* {who} {text}")
            }
        }
        // The reason first: what was typed is known.
        Kind::Refused | Kind::Unconfirmed(_) => match text.rsplit_once('\n') {
            Some((text, why)) => format!("{}: {text}", without_keys(why)),
            None => format!("! {text}"),
        },
        Kind::Happened => match one.timeline.digest_of(entry.key) {
            Some(changes) => format!("* {place}{}", in_words(changes, speech)),
            None => format!("* {text}"),
        },
        Kind::Hint => format!("- {text}"),
        Kind::Trouble => format!("! {text}"),
    })
}

/// A sentence up to the last key that it names: there are none but Enter.
fn without_keys(words: &str) -> &str {
    words.rsplit_once(" · ").map_or(words, |(words, _)| words)
}

/// Comings and goings without signs, which nobody hears.
fn in_words(changes: &[Change], speech: &Speech) -> String {
    let (mut came, mut left) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::Came(who) => came.push(who.as_str()),
            Change::Left(who) => left.push(who.as_str()),
        }
    }
    let words = &speech.lines;
    let mut told = Vec::new();
    if !came.is_empty() {
        told.push(words.came(lines::Came {
            who: came.join(", "),
            count: came.len(),
        }));
    }
    if !left.is_empty() {
        told.push(words.left(lines::Left {
            who: left.join(", "),
            count: left.len(),
        }));
    }
    told.join("; ")
}

/// A text of several lines, the further ones set in: nobody can make a line that
/// looks like another's.
fn cut(line: &str) -> impl Iterator<Item = String> {
    let indents = std::iter::once("").chain(std::iter::repeat("  "));
    let parts = line.split('\n').zip(indents);
    parts.map(|(part, indent)| format!("{indent}{}", part.replace('\t', " ")))
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
