//! Enter: what was written is said or obeyed, unless there is a doubt. Then the
//! person is asked, and nothing has gone anywhere.

use std::time::Duration;

use chat_proto::limits::TEXT_BYTES;
use chat_proto::room::RoomName;
use chat_proto::text::Text;
use chat_proto::text::TextFault;
use chat_proto::text::quoted;

use crate::app::conversation::places::With;
use crate::app::errand::Errand;
use crate::app::event::Choose;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::question::Doubt;
use crate::app::focus::question::Question;
use crate::app::focus::question::Slip;
use crate::app::input::command;
use crate::app::input::command::Command;
use crate::app::input::command::Fault;
use crate::app::input::composer::Composer;
use crate::app::input::split;
use crate::app::live::THEME;
use crate::app::on_code;
use crate::app::on_house;
use crate::app::on_past;
use crate::app::on_place;
use crate::app::on_server;
use crate::app::on_set;
use crate::app::on_weather;
use crate::app::on_wire;
use crate::app::on_words;
use crate::app::overlay::on_choice;
use crate::app::overlay::on_copy;
use crate::app::overlay::on_found;
use crate::app::state::App;
use crate::app::wire::export::Export;
use crate::app::writing::on_editor;
use crate::app::writing::on_ignore;
use crate::app::writing::on_refer;
use crate::app::writing::on_say;
use crate::speech::Speech;

/// Enter.
pub(in crate::app) fn send(app: &mut App) {
    go(app, 0);
}

/// Enter on a paste that was told in one line, perhaps as several messages.
pub(in crate::app) fn send_pasted(app: &mut App, in_parts: bool) {
    go(app, u8::from(in_parts));
}

/// Enter once more, as the answer to a question.
pub(in crate::app) fn agree(app: &mut App, question: &Question) {
    if let Doubt::Twice(_) = question.doubt {
        return app.effects.push(Effect::Errand(Errand::Identify(None)));
    }
    let same = question.with == app.places.shown().with;
    go(app, if same { question.doubt.rank() } else { 0 });
}

/// Leaves.
pub(in crate::app) fn quit(app: &mut App) {
    app.session.quit(app.now);
    app.effects.push(Effect::Quit);
}

/// Sends what was written, if every doubt above this rank is none.
fn go(app: &mut App, agreed: u8) {
    if app.composer().is_empty() {
        let window = app.window();
        if !app.timeline_mut().unfold(window) {
            app.session.retry(app.now);
        }
        return;
    }
    let parsed = command::parse(app.composer().text(), app.speech);
    if !matches!(parsed, Ok(Command::Lookup(_))) {
        app.timeline_mut().to_bottom();
    }
    let meant = meant(app.composer(), app.speech).and_then(|meant| {
        let texts = texts(&meant.command).map_err(|fault| app.speech.text_fault(fault))?;
        Ok((meant, texts))
    });
    let (meant, texts) = match meant {
        Ok(meant) => meant,
        Err(why) => return app.trouble(&why),
    };
    let doubts = [
        length(&meant.command, &texts),
        place(app),
        meant.slip,
        unsent(app, &meant.command),
    ];
    let mut doubts = doubts.into_iter().flatten();
    if let Some(doubt) = doubts.find(|doubt| doubt.rank() > agreed) {
        let with = app.places.shown().with.clone();
        return app.asked = Some(Question { doubt, with });
    }
    let written = app.composer_mut().take();
    let literal = meant.command == Command::Say(written.clone());
    let remembered = if literal {
        on_say::as_text(&written)
    } else {
        written
    };
    if !meant.command.is_secret() {
        app.composer_mut().remember(remembered);
    }
    obey(app, meant.command, texts);
}

/// What was meant, and whether it may have been a slip.
struct Meant {
    command: Command,
    slip: Option<Doubt>,
}

/// Words for the person, where it is neither.
fn meant(composer: &Composer, speech: &Speech) -> Result<Meant, String> {
    let written = composer.text();
    let text = |slip: Option<Slip>| {
        Ok(Meant {
            command: Command::Say(written.to_owned()),
            slip: slip.map(Doubt::Slip),
        })
    };
    let bare = written.trim_start();
    if !bare.starts_with('/') {
        return text(None);
    }
    let is_escaped = bare.starts_with("//");
    let has_lines = bare.trim_end().contains('\n');
    if composer.is_pasted() {
        let known = !matches!(command::parse(bare, speech), Err(Fault::Unknown(_)));
        return text((known && !is_escaped && !has_lines).then_some(Slip::Pasted));
    }
    if bare.len() < written.len() {
        return text((!is_escaped).then_some(Slip::LooksLikeOne));
    }
    match command::parse(written, speech) {
        Err(Fault::Unknown(word)) => text(Some(Slip::Unknown(word))),
        Err(Fault::Wrong(why)) => Err(why),
        // What says nothing has one line.
        Ok(command) if has_lines && command.text().is_none() => text(Some(Slip::LooksLikeOne)),
        Ok(command) => Ok(Meant {
            command,
            slip: None,
        }),
    }
}

/// What a command says, as messages.
fn texts(command: &Command) -> Result<Vec<Text>, TextFault> {
    let Some(text) = command.text() else {
        return Ok(Vec::new());
    };
    let parts = split::parts(split::without_blank_ends(text), TEXT_BYTES);
    let texts: Vec<_> = parts.into_iter().flat_map(Text::parse).collect();
    if texts.is_empty() {
        return Err(TextFault::Empty);
    }
    Ok(texts)
}

fn length(command: &Command, texts: &[Text]) -> Option<Doubt> {
    (texts.len() > 1).then_some(Doubt::Length {
        bytes: command.text()?.len(),
        parts: texts.len(),
    })
}

/// Whether the fingers may not have seen yet where they are.
fn place(app: &App) -> Option<Doubt> {
    let moved = app.moved?;
    let just = app.now.mono.saturating_duration_since(moved) < SEEN;
    just.then_some(Doubt::Place)
}

/// Whether what waits in a room would be lost with it.
fn unsent(app: &App, command: &Command) -> Option<Doubt> {
    let Command::Leave(room) = command else {
        return None;
    };
    let count = app
        .session
        .waiting_in(room.as_ref().or_else(|| app.room())?);
    (count > 0).then_some(Doubt::Unsent(count))
}

fn obey(app: &mut App, command: Command, texts: Vec<Text>) {
    match command {
        Command::Say(_) => on_say::say(app, texts, false),
        Command::Act(_) => on_say::say(app, texts, true),
        Command::Direct(whom, text) => {
            if on_place::enter(app, &With::Person(whom)) {
                on_say::say(app, texts, false);
            } else {
                on_say::give_back(app, &on_say::as_text(&text));
            }
        }
        Command::Refer(what) => on_refer::obey(app, what, texts),
        Command::House(asked) => on_house::ask(app, asked),
        Command::Topic => on_house::tell_topic(app),
        Command::Connect(written) => on_server::connect(app, written),
        Command::Disconnect => on_server::disconnect(app),
        Command::Open(whom) => on_place::meet(app, whom),
        Command::Join(room, password) => on_place::join(app, room, password),
        Command::Leave(room) => on_place::leave(app, room),
        Command::Nick(name) => app.session.nick(app.now, name),
        Command::Who(room) => who(app, room),
        Command::Class(room) => class(app, room),
        Command::Order(act) => on_say::order(app, act),
        Command::Share(what) => on_code::obey(app, what),
        Command::Words(what) => on_words::on_words(app, what),
        Command::Weather(words) => on_weather::on_weather(app, &words),
        Command::Export(file) => {
            let (masks, language) = (app.wire.masks(), app.speech.language);
            app.effects.push(Effect::Export(Export {
                file,
                masks,
                language,
            }));
        }
        Command::Record(file) => app.effects.push(Effect::Errand(Errand::Record(file))),
        Command::How(which) => on_wire::on_how(app, which),
        Command::Wire(filter) => on_wire::on_command(app, &filter),
        Command::Hold => on_weather::hold(app),
        Command::Release(order) => on_weather::order(app, order),
        Command::Set(what) => on_set::obey(app, what),
        Command::Theme(palette) => {
            app.settings.palette = palette;
            on_set::changed(app, THEME);
        }
        Command::Copy(what) => on_copy::copy(app, what),
        Command::Bare => on_copy::open_view(app),
        Command::Present => on_copy::present(app),
        Command::Go(None) => on_choice::begin(app, Choose::Conversation),
        Command::Go(Some(name)) => on_choice::go(app, &name),
        Command::Lookup(lookup) => on_found::obey(app, lookup),
        Command::Mentions => on_choice::begin(app, Choose::Mention),
        Command::Toggle(pane) => app.toggle(pane),
        Command::Ignore(whom) => on_ignore::ignore(app, whom),
        Command::Unignore(whom) => on_ignore::unignore(app, &whom),
        Command::Help(None) => app.focus = Focus::Chat.with_help(),
        Command::Help(Some(asked)) => explain(app, &asked),
        Command::Edit => on_editor::begin(app),
        Command::Clear => on_past::clear(app),
        Command::Quit => quit(app),
    }
}

/// What a command does, or which one may have been meant.
fn explain(app: &mut App, asked: &str) {
    let (command, _) = asked.split_once(char::is_whitespace).unwrap_or((asked, ""));
    match command::explain(&quoted(command), app.speech) {
        Ok(words) => app.hint(&words),
        Err(why) => app.trouble(&why),
    }
}

fn who(app: &mut App, room: Option<RoomName>) {
    let Some(room) = room.or_else(|| app.room().cloned()) else {
        return app.trouble(app.speech.troubles.no_room_to_ask());
    };
    if !app.session.who(app.now, room) {
        app.trouble(app.speech.troubles.who_offline());
    }
}

/// The same, with what only a teacher is told.
fn class(app: &mut App, room: Option<RoomName>) {
    let Some(room) = room.or_else(|| app.room().cloned()) else {
        return app.trouble(app.speech.troubles.no_room_to_ask());
    };
    if !app.session.class(app.now, room) {
        app.trouble(app.speech.troubles.who_offline());
    }
}

/// As long as it takes to see that one is elsewhere.
const SEEN: Duration = Duration::from_millis(300);
