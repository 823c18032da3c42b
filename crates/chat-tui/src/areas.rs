//! Width and height to rectangles: what the screen gives up first when it is
//! small. Arithmetic only; the app scrolls by it and the view paints by it.

/// Where the parts of the screen are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Areas {
    /// Too small for anything but a word about it.
    TooSmall,
    /// Everything that follows.
    Parts(Parts),
}

/// The parts of a screen that is large enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// One row above all, where there is height for it.
    pub title: Option<Area>,
    /// What a teacher has set, where anything is.
    pub banner: Option<Area>,
    /// What was said.
    pub timeline: Area,
    /// Columns of the time, before the name.
    pub time: u16,
    /// Columns of a name.
    pub name: u16,
    /// Columns before the text: time, name and gaps. Zero in the tiny style,
    /// where the name stands in the text itself.
    pub gutter: u16,
    /// The conversations, where there is width for them.
    pub rooms: Option<Area>,
    /// Who is here, where there is width for it.
    pub people: Option<Area>,
    /// The window on the wire, where there is height for it.
    pub wire: Option<Area>,
    /// How we are connected.
    pub status: Area,
    /// What is being written.
    pub input: Area,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Columns from the left.
    pub x: u16,
    /// Rows from the top.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A part of the screen that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of the conversations.
    Rooms,
    /// Who is here.
    People,
}

/// Something about each pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes<T> {
    /// The list of the conversations.
    pub rooms: T,
    /// Who is here.
    pub people: T,
}

impl<T> Panes<T> {
    /// What is said of this one.
    pub fn of_mut(&mut self, pane: Pane) -> &mut T {
        match pane {
            Pane::Rooms => &mut self.rooms,
            Pane::People => &mut self.people,
        }
    }
}

/// Whether a pane is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Where there is width to spare.
    #[default]
    WithRoom,
    /// It was asked for: also where the history gets narrow by it.
    Asked,
    /// It is not wanted.
    Never,
}

/// What the person wants of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which panes.
    pub panes: Panes<Shown>,
    /// Columns for the time of a message, with a blank after it.
    pub time: u16,
    /// Whether the window on the wire is below what was said.
    pub wire: bool,
    /// Rows for what a teacher has set.
    pub banner: u16,
}

/// Divides a screen whose input wants `input_rows` rows.
pub fn areas(width: u16, height: u16, input_rows: u16, wanted: Wanted) -> Areas {
    if width < LEAST_WIDTH || height < LEAST_HEIGHT {
        return Areas::TooSmall;
    }
    let tiny = width < TINY_WIDTH || height < TINY_HEIGHT;
    let input = input_rows.clamp(1, (height / 3).max(1)).min(INPUT_ROWS);
    let title = u16::from(!tiny);
    let body = height - input - 1 - title;
    let wire = if wanted.wire { wire_rows(body) } else { 0 };
    let body = body - wire;
    let banner = if tiny { 0 } else { wanted.banner.min(body / 3) };
    let (below, body) = (title + banner, body - banner);
    let has = |shown: Shown, from: u16, asked: u16| match shown {
        Shown::WithRoom => !tiny && width >= from,
        Shown::Asked => !tiny && width >= asked,
        Shown::Never => false,
    };
    let people = if has(wanted.panes.people, PEOPLE_FROM, PEOPLE_ASKED) {
        PEOPLE
    } else {
        0
    };
    let rooms = if has(wanted.panes.rooms, ROOMS_FROM, ROOMS_ASKED) {
        ROOMS
    } else {
        0
    };
    // The wider the screen, the more of a long name is seen.
    let name = (width / NAME_SHARE).clamp(NAME, NAME_MOST);
    let row = |y, height| Area {
        x: 0,
        y,
        width,
        height,
    };
    Areas::Parts(Parts {
        title: (title > 0).then(|| row(0, 1)),
        banner: (banner > 0).then(|| row(title, banner)),
        timeline: Area {
            x: rooms,
            width: width - rooms - people,
            ..row(below, body)
        },
        rooms: (rooms > 0).then(|| Area {
            width: rooms,
            ..row(below, body)
        }),
        time: if tiny { 0 } else { wanted.time },
        name,
        gutter: if tiny { 0 } else { wanted.time + name + 2 },
        people: (people > 0).then(|| Area {
            x: width - people,
            width: people,
            ..row(below, body)
        }),
        wire: (wire > 0).then(|| row(below + body, wire)),
        status: row(below + body + wire, 1),
        input: row(below + body + wire + 1, input),
    })
}

/// Most of the body, and some rows of what is said; nothing where that is too little.
fn wire_rows(body: u16) -> u16 {
    let most = body.saturating_sub(WIRE_LEAVES);
    if most < WIRE_LEAST {
        return 0;
    }
    (body * 2 / 3).clamp(WIRE_LEAST, most)
}

impl Parts {
    /// Whether this pane is among them.
    pub fn has(&self, pane: Pane) -> bool {
        match pane {
            Pane::Rooms => self.rooms.is_some(),
            Pane::People => self.people.is_some(),
        }
    }

    /// How far the rows after a message's first are indented: where the name
    /// stands in the text, no row of a text must look like another message.
    pub fn hang(&self) -> u16 {
        if self.gutter == 0 { HANG } else { 0 }
    }

    /// The columns that a message's text has.
    pub fn text_width(&self) -> u16 {
        self.timeline
            .width
            .saturating_sub(self.gutter + self.hang() + MARGIN)
            .clamp(1, TEXT_WIDTH)
    }
}

/// The name column: a share of the width, enough to tell two long names apart, and no
/// more than the longest name of one-column letters has.
const NAME: u16 = 10;
const NAME_MOST: u16 = 24;
const NAME_SHARE: u16 = 8;
/// The last column stays free: it carries the mark of our own messages.
const MARGIN: u16 = 2;
const HANG: u16 = 2;
/// Longer rows are hard to read.
const TEXT_WIDTH: u16 = 100;
const ROOMS: u16 = 18;
const ROOMS_FROM: u16 = 110;
/// A sign at each side, and most names whole.
const PEOPLE: u16 = 22;
const PEOPLE_FROM: u16 = 100;
/// With less there would be hardly any text beside them.
const PEOPLE_ASKED: u16 = 62;
const ROOMS_ASKED: u16 = 80;
/// What the chat keeps, and what the window needs.
const WIRE_LEAVES: u16 = 5;
const WIRE_LEAST: u16 = 5;
const TINY_WIDTH: u16 = 50;
const TINY_HEIGHT: u16 = 8;
const LEAST_WIDTH: u16 = 12;
const LEAST_HEIGHT: u16 = 3;
/// The input grows to this and scrolls from there on.
const INPUT_ROWS: u16 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: u16, height: u16, input: u16) {
        let asked = [Shown::WithRoom, Shown::Never, Shown::Asked];
        let wanted = Wanted {
            panes: Panes {
                rooms: asked[usize::from(input % 3)],
                people: asked[usize::from(input / 3 % 3)],
            },
            time: input,
            wire: input.is_multiple_of(2),
            banner: input,
        };
        let Areas::Parts(parts) = areas(width, height, input, wanted) else {
            assert!(width < LEAST_WIDTH || height < LEAST_HEIGHT);
            return;
        };
        let title = parts.title.map_or(0, |a| a.height);
        let wire = parts.wire.map_or(0, |a| a.height);
        let banner = parts.banner.map_or(0, |a| a.height);
        let rows = title + banner + parts.timeline.height + wire + 1 + parts.input.height;
        assert_eq!(rows, height);
        assert!(parts.timeline.height >= 1 && parts.text_width() >= 8);
        let people = parts.people.map_or(0, |a| a.width);
        let rooms = parts.rooms.map_or(0, |a| a.width);
        assert_eq!(parts.timeline.x, rooms);
        assert_eq!(rooms + parts.timeline.width + people, width);
    }

    #[test]
    fn every_screen_is_covered_row_by_row_and_nothing_overlaps() {
        for width in 1..=200 {
            for height in 1..=60 {
                (0..9).for_each(|input| check(width, height, input));
            }
        }
    }
}
