//! One is at several servers: coming to this one, going to another, one more, one less.

use chat_proto::now::Now;

use crate::app::beside::Beside;
use crate::app::beside::BesideRow;
use crate::app::beside::ServerId;
use crate::app::beside::ServerTurn;
use crate::app::event::Effect;
use crate::app::event::Go;
use crate::app::on_place;
use crate::app::roomlist;
use crate::app::roomlist::ListRow;
use crate::app::state::App;
use crate::speech::topic::several;

impl App {
    /// It is shown from now on, with the conversation at this place of its list.
    pub fn come_forward(&mut self, now: Now, place: Option<usize>) {
        self.now = now;
        let listed = self.places.listed();
        let wanted = place.and_then(|place| listed.get(place));
        let with = wanted.map_or_else(|| self.places.shown().with.clone(), |one| one.with.clone());
        on_place::show(self, &with);
        let shown = self.places.shown_mut();
        (shown.unread, shown.for_you) = (0, 0);
    }

    /// The person does something, at another server.
    pub fn touched(&mut self, now: Now) {
        self.attention.on_touch(now.mono);
    }
}

/// To a conversation of the whole list. Whether that was decided here.
pub(in crate::app) fn go(app: &mut App, go: Go) -> bool {
    if app.beside.is_empty() {
        return false;
    }
    let all = roomlist::rows(app);
    let all: Vec<_> = all.into_iter().filter(|row| number(*row) > 0).collect();
    let shown = roomlist::shown(app);
    let here = all.iter().position(|row| is_own(*row, shown)).unwrap_or(0);
    let count = all.len().max(1);
    let at = match go {
        Go::Next => (here + 1) % count,
        Go::Previous => (here + count - 1) % count,
        Go::Number(number) => usize::from(number) - 1,
        Go::Wanted if app.places.most_wanted().is_none() => match wanted(app) {
            Some((server, place)) => {
                turn(app, ServerTurn::To(server, Some(place)));
                return true;
            }
            None => return false,
        },
        Go::Wanted | Go::Last => return false,
    };
    match all.get(at) {
        Some(row) => to(app, *row),
        None => return false,
    }
    true
}

/// To the conversation of this row of the list, or to the server that it names.
pub(in crate::app) fn to(app: &mut App, row: ListRow) {
    match row {
        ListRow::Own(at, _) => {
            let with = app.places.listed().get(at).map(|one| one.with.clone());
            if let Some(with) = with {
                on_place::show(app, &with);
            }
        }
        ListRow::Other(server, at, _) => turn(app, ServerTurn::To(server, Some(at))),
        ListRow::Server(server) => turn(app, ServerTurn::To(server, None)),
    }
}

/// One more server.
pub(in crate::app) fn connect(app: &mut App, written: String) {
    turn(app, ServerTurn::Connect(written));
}

/// This one no longer, where there are others.
pub(in crate::app) fn disconnect(app: &mut App) {
    if app.beside.is_empty() {
        return app.trouble(app.speech.several.only_one());
    }
    turn(app, ServerTurn::Leave);
}

/// The conversation goes on at another server that shares it.
pub(in crate::app) fn moved(app: &mut App, server: Option<&str>, address: &str) {
    let you = app.session.you();
    // The transport is the same.
    let address = address.split_once(' ').map_or(address, |(_, place)| place);
    let words = &app.speech.several;
    let told = match server {
        Some(server) => words.now_on(several::NowOn {
            you,
            server,
            address,
        }),
        None => words.now_at(several::NowAt { you, address }),
    };
    app.hint(&told);
}

/// The conversation elsewhere that wants an eye most.
pub fn wanted(app: &App) -> Option<(ServerId, usize)> {
    let rows = app.beside.iter().flat_map(|other: &Beside| {
        let rows = other.rows.iter().enumerate();
        rows.map(move |(at, row)| ((other.id, at), row))
    });
    let news = rows.filter(|(_, row)| row.unread > 0);
    // Whoever speaks to us first.
    let most = |(_, row): &(_, &BesideRow)| (row.for_you > 0, row.unread);
    news.max_by_key(most).map(|(where_to, _)| where_to)
}

fn turn(app: &mut App, turn: ServerTurn) {
    app.effects.push(Effect::Turn(turn));
}

fn number(row: ListRow) -> usize {
    match row {
        ListRow::Server(_) => 0,
        ListRow::Own(_, number) | ListRow::Other(_, _, number) => number,
    }
}

fn is_own(row: ListRow, place: usize) -> bool {
    matches!(row, ListRow::Own(at, _) if at == place)
}
