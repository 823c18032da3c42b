//! What Tab offers: names, and after a `/` commands and what they ask for.

use crate::app::conversation::places::With;
use crate::app::input::command;
use crate::app::input::completion::Completion;
use crate::app::input::emoji;
use crate::app::live;
use crate::app::live::LIVE;
use crate::app::on_house;
use crate::app::settings::Palette;
use crate::app::state::App;
use crate::speech::Speech;

/// The next word that fits, or the one before it.
pub(in crate::app) fn complete(app: &mut App, back: bool) {
    if app.composer().text().starts_with("/join ") {
        // Told by the next Tab, if it is not known yet.
        on_house::refresh(app);
    }
    let at = app.composer().cursor();
    // Where there was but one, what comes after it is next.
    let going = app.completion.take();
    let going = going.filter(|going| going.to == at && going.words.len() > 1);
    let mut completion = match going {
        Some(going) => {
            let count = going.words.len().max(1);
            let step = if back { count - 1 } else { 1 };
            let at = (going.at + step) % count;
            Completion { at, ..going }
        }
        None => begin(app),
    };
    let Some(word) = completion.words.get(completion.at) else {
        return;
    };
    let with = format!("{word}{}", completion.end);
    app.composer_mut().replace_before(completion.from, &with);
    completion.to = app.composer().cursor();
    app.completion = Some(completion);
}

/// The words that begin as the one before the cursor does.
fn begin(app: &App) -> Completion {
    let before = app.composer().before_cursor();
    let word = before.rsplit(char::is_whitespace).next();
    let word = word.unwrap_or_default();
    let (command, _) = before.split_once(char::is_whitespace).unwrap_or_default();
    let second = before.split_whitespace().count() == usize::from(!word.is_empty()) + 1;
    let begun = word.strip_prefix(['@', '#']).unwrap_or(word);
    let of = |words: Vec<String>, begun: &str, end: &'static str| Completion {
        from: before.len() - begun.len(),
        to: 0,
        words,
        end,
        at: 0,
    };
    // A paste of several lines may name somebody on each of them.
    let line = before.len() == word.len() || before.ends_with(&format!("\n{word}"));
    match command.to_ascii_lowercase().as_str() {
        "" if word.starts_with('/') => of(commands(word, app.speech), word, " "),
        "/join" if second => of(known_rooms(app, begun), begun, " "),
        "/leave" | "/who" if second => of(rooms(app, begun), begun, " "),
        "/help" if second => {
            let begun = word.trim_start_matches('/');
            of(named(begun, app.speech), begun, "")
        }
        "/weather" => of(app.weather.completions(begun), begun, " "),
        "/go" if second => of([rooms(app, begun), names(app, begun)].concat(), begun, ""),
        "/msg" if second => of(names(app, begun), begun, " "),
        "/whois" if second => of(names(app, begun), begun, ""),
        "/ignore" if second => of(ignored(app, begun, false), begun, ""),
        "/unignore" if second => of(ignored(app, begun, true), begun, ""),
        "/set" if second => of(fitting(LIVE.map(|live| live.name), begun), begun, " "),
        "/set" => of(values(before, begun), begun, ""),
        "/theme" if second => of(fitting(Palette::ALL.map(Palette::name), begun), begun, ""),
        "/copy" if second => of(fitting(["url"], begun), begun, ""),
        "/hold" if second => of(fitting(["off"], begun), begun, ""),
        "/pass" if second => of(fitting(["all"], begun), begun, ""),
        _ if word.starts_with(':') => {
            let begun = word.trim_start_matches(':');
            let words = if begun.is_empty() {
                Vec::new()
            } else {
                emoji::fitting(begun)
            };
            of(words, word, " ")
        }
        _ if word.starts_with('#') => of(rooms(app, begun), begun, " "),
        // Nobody in particular is meant.
        _ if begun.is_empty() => of(Vec::new(), begun, ""),
        _ if line && begun == word => of(names(app, begun), begun, ": "),
        _ => of(names(app, begun), begun, " "),
    }
}

fn commands(begun: &str, speech: &Speech) -> Vec<String> {
    let begun = begun.to_lowercase();
    let words = command::all(speech)
        .into_iter()
        .map(|(usage, _)| word(usage));
    let fits = words.filter(|word| word.starts_with(&begun) && !word.starts_with("//"));
    fits.map(str::to_owned).collect()
}

/// What a setting may be.
fn values(before: &str, begun: &str) -> Vec<String> {
    let setting = before.split_whitespace().nth(1).and_then(live::named);
    let values = setting.map_or(&[][..], |live| live.values);
    fitting(values.iter().copied().filter(|value| *value != "…"), begun)
}

/// The same without their `/`.
fn named(begun: &str, speech: &Speech) -> Vec<String> {
    let all = commands(&format!("/{begun}"), speech).into_iter();
    all.map(|word| word.trim_start_matches('/').to_owned())
        .collect()
}

fn rooms(app: &App, begun: &str) -> Vec<String> {
    let begun = begun.to_lowercase();
    let listed = app.places.listed();
    let rooms = listed.iter().filter_map(|one| match &one.with {
        With::Room(room) => Some(room.as_str().to_owned()),
        With::Nobody | With::Person(_) => None,
    });
    rooms
        .filter(|room| room.to_lowercase().starts_with(&begun))
        .collect()
}

/// Those that there are on the server, as far as it has told.
fn known_rooms(app: &App, begun: &str) -> Vec<String> {
    let mut all = fitting(app.listing.rooms.iter().map(String::as_str), begun);
    for room in rooms(app, begun) {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(&room)) {
            all.push(room);
        }
    }
    all
}

/// Whom one may ignore, or ignores.
fn ignored(app: &App, begun: &str, already: bool) -> Vec<String> {
    if already {
        return fitting(app.ignored.names(), begun);
    }
    let mut names = names(app, begun);
    names.retain(|name| !app.ignored.has(name));
    names
}

fn fitting<'a>(words: impl IntoIterator<Item = &'a str>, begun: &str) -> Vec<String> {
    let begun = begun.to_lowercase();
    let words = words.into_iter();
    let fits = words.filter(|word| word.to_lowercase().starts_with(&begun));
    fits.map(str::to_owned).collect()
}

fn names(app: &App, begun: &str) -> Vec<String> {
    app.roster.completions(app.room(), begun, app.session.you())
}

fn word(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or(usage)
}
