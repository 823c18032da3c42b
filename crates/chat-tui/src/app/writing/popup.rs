//! What stands above the status row while one writes: the words that Tab goes
//! through, and how the command goes on. How it looks is the view's.

use crate::app::conversation::entry::Kind;
use crate::app::conversation::timeline::Glance;
use crate::app::focus::Focus;
use crate::app::input::command;
use crate::app::input::emoji;
use crate::app::state::App;
use crate::areas::Areas;

/// The pop-up, with as many rows as it gets.
#[derive(Debug)]
pub struct Popup<'a> {
    /// The words that are seen: those of Tab, or the commands that begin as what is
    /// written does.
    pub words: Vec<Offer<'a>>,
    /// The one that Tab has taken, counted from the first that is seen.
    pub taken: Option<usize>,
    /// How the command is typed and what it does.
    pub usage: Option<Usage>,
    /// The rows below it that stay in sight: what went wrong just now is what
    /// one reads while one types it anew.
    pub clear: usize,
}

/// A word to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The word; of a command that is being written, all that it asks for.
    pub word: &'a str,
    /// What it does, if it is a command.
    pub what: &'a str,
}

/// How a command is typed, cut where its next word begins and ends, and what it
/// does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// What is written already.
    pub before: String,
    /// What comes next; nothing where nothing does.
    pub next: String,
    /// What is left.
    pub after: String,
}

impl<'a> Popup<'a> {
    /// What helps now, if anything does.
    pub fn of(app: &'a App) -> Option<Self> {
        let busy = app.asked.is_some() || app.held.is_some();
        if busy || app.focus != Focus::Chat {
            return None;
        }
        let usage = usage(app).filter(|_| !app.popup_closed);
        let rows = rows(app)?.saturating_sub(usize::from(usage.is_some()));
        let going = app.completion.as_ref().filter(|one| one.words.len() > 1);
        let (words, taken) = match going {
            Some(going) => {
                // The one that is taken is seen, however many there are.
                let first = (going.at + 1).saturating_sub(rows);
                let seen = going.words.iter().skip(first).take(rows);
                let seen = seen.map(|word| Offer {
                    word,
                    what: what(app, word),
                });
                (seen.collect(), Some(going.at - first))
            }
            None if app.popup_closed => (Vec::new(), None),
            None => (begun(app).into_iter().take(rows.min(LIST)).collect(), None),
        };
        (usage.is_some() || !words.is_empty()).then_some(Self {
            words,
            taken,
            usage,
            clear: trouble_rows(app),
        })
    }

    /// How many rows it covers.
    pub fn rows(&self) -> usize {
        self.words.len() + usize::from(self.usage.is_some())
    }
}

/// Whether the window has room for one: else the status row says it.
pub fn has_room(app: &App) -> bool {
    rows(app).is_some()
}

/// Esc: the next command has one again, and so has the next Tab. Whether there
/// was one.
pub(in crate::app) fn close(app: &mut App) -> bool {
    let open = Popup::of(app).is_some();
    if open {
        app.completion = None;
        app.popup_closed = true;
    }
    open
}

/// The rows that it may have: half of what was said stays in sight.
fn rows(app: &App) -> Option<usize> {
    let (width, height) = app.size;
    match app.areas() {
        Areas::Parts(parts) if width >= LEAST_WIDTH && height >= LEAST_HEIGHT => {
            Some(usize::from(parts.timeline.height / 2).clamp(1, ROWS))
        }
        Areas::Parts(_) | Areas::TooSmall => None,
    }
}

/// From the last row that is seen up to the trouble that was told last, if
/// nothing has come since: what waits to be confirmed always stands below it.
fn trouble_rows(app: &App) -> usize {
    let Glance { rows, below } = app.timeline().glance(app.window());
    let live = below.map(|below| below.rows).unwrap_or_default();
    let seen = rows.into_iter().chain(live).rev().map(|row| row.entry);
    let seen: Vec<_> = seen.collect();
    let waiting = seen
        .iter()
        .take_while(|entry| matches!(entry.kind, Kind::Waiting(_)));
    let waiting = waiting.count();
    let told = seen.get(waiting..).unwrap_or_default();
    match told.first().filter(|entry| entry.kind == Kind::Trouble) {
        Some(newest) => waiting + told.iter().take_while(|one| one.key == newest.key).count(),
        None => 0,
    }
}

/// The usage of the command that is being written, as soon as it can be but
/// one.
fn usage(app: &App) -> Option<Usage> {
    let written = app.composer().text();
    let (word, arguments) = match written.split_once(' ') {
        Some((word, _)) => (word, true),
        None => (written, false),
    };
    let word = word.to_ascii_lowercase();
    let all = command::all(app.speech);
    let exact = all.iter().find(|(usage, _)| name(usage) == word);
    let begun = || {
        let mut fit = all
            .iter()
            .filter(|(usage, _)| name(usage).starts_with(&word));
        let only = fit.next().filter(|_| fit.next().is_none());
        only.filter(|_| !arguments && word.len() > 1)
    };
    let (usage, what) = exact.or_else(begun)?;
    let next = arguments_before(app.composer().before_cursor());
    let usage = cut(usage, next);
    Some(Usage {
        after: format!("{}  {what}", usage.after),
        ..usage
    })
}

/// The commands that begin as what is written does, where there are several.
fn begun(app: &App) -> Vec<Offer<'static>> {
    let written = app.composer().text();
    let word = written.to_ascii_lowercase();
    let fits = command::all(app.speech).into_iter().filter(|(usage, _)| {
        let name = name(usage);
        name.starts_with(&word) && !name.starts_with("//")
    });
    let fits = fits.map(|(word, what)| Offer { word, what });
    let fits: Vec<_> = fits.collect();
    let several = written.starts_with('/') && fits.len() > 1;
    if several { fits } else { Vec::new() }
}

/// What a command does, or how an emoji is called.
fn what(app: &App, word: &str) -> &'static str {
    if let Some(name) = emoji::name_of(word) {
        return name;
    }
    let all = command::all(app.speech).into_iter();
    let mut fits = all.filter(|(usage, _)| name(usage) == word);
    fits.next().map_or("", |(_, what)| what)
}

/// How many arguments are complete before the cursor.
fn arguments_before(before: &str) -> usize {
    let words = before.split_whitespace().count();
    let whole = usize::from(!before.ends_with(char::is_whitespace));
    words.saturating_sub(1 + whole)
}

/// Around the word that comes next: the last one takes all that follows.
fn cut(usage: &str, next: usize) -> Usage {
    let parts: Vec<_> = usage.split(' ').collect();
    let next = (next + 1).min(parts.len().saturating_sub(1));
    let Some(part) = parts.get(next).filter(|_| next > 0) else {
        return Usage {
            before: usage.to_owned(),
            ..Usage::default()
        };
    };
    let joined = |parts: Option<&[&str]>| parts.unwrap_or_default().join(" ");
    let after = joined(parts.get(next + 1..));
    Usage {
        before: joined(parts.get(..next)) + " ",
        next: (*part).to_owned(),
        after: if after.is_empty() {
            after
        } else {
            format!(" {after}")
        },
    }
}

fn name(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or(usage)
}

/// With more of them nothing of what was said would be left.
const ROWS: usize = 8;
/// Of the commands that begin so fewer are shown: it opens with one key.
const LIST: usize = 6;
/// In smaller windows the newest rows are worth more.
const LEAST_WIDTH: u16 = 40;
const LEAST_HEIGHT: u16 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_that_comes_next_is_marked_and_the_last_takes_the_rest() {
        for (before, expected) in [
            ("/msg", ("/msg ", "NAME", " TEXT")),
            ("/msg ", ("/msg ", "NAME", " TEXT")),
            ("/msg bo", ("/msg ", "NAME", " TEXT")),
            ("/msg bob ", ("/msg NAME ", "TEXT", "")),
            ("/msg bob how are you", ("/msg NAME ", "TEXT", "")),
        ] {
            let shown = cut("/msg NAME TEXT", arguments_before(before));
            let shown = (&*shown.before, &*shown.next, &*shown.after);
            assert_eq!(shown, expected, "{before}");
        }
        let bare = cut("/clear", 3);
        assert_eq!((&*bare.before, &*bare.next), ("/clear", ""));
    }
}
