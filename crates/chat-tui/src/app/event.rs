//! What reaches the app and what it asks for. Plain data.

use chat_proto::paste::Code;
use chat_proto::paste::Title;
use chat_proto::room::RoomName;
use chat_trust::key::Key;
use chat_trust::words::SixWords;
use chat_weather::manual_queue::HeldDatagram;
use crossterm::event::KeyEvent;

use crate::app::beside::ServerTurn;
use crate::app::errand::Errand;
use crate::app::wire::export::Export;
use crate::app::wire::shown::Noted;
use crate::areas::Pane;
use crate::session::traffic::Input;
use crate::session::traffic::News;
use crate::session::traffic::Output;

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key; only [`crate::app::keys`] looks inside.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The rest of a paste that came as keys, from its first line end on.
    Burst {
        /// What came.
        text: String,
        /// And so many bytes more.
        left_out: usize,
    },
    /// The person's own editor has ended.
    Edited(Edited),
    /// The mouse.
    Mouse(Mouse),
    /// The window has another size: columns, rows.
    Resize(u16, u16),
    /// Whether the terminal has the keyboard's focus now.
    Focus(bool),
    /// A whole line was written, where there is no screen.
    Line(String),
    /// The end was asked for, where that is no key.
    Interrupt,
    /// The connection.
    Net(Input),
    /// Something that is to be known of the connection, in words.
    Remark(String),
    /// Something that was asked for is done, in words.
    Done(String),
    /// Somebody sits here with this key and its words from now on, or why not.
    Identified(Result<(Key, SixWords), String>),
    /// A file was read or written, or why not.
    Filed(Result<Filed, String>),
    /// Datagrams wait for a person: all that do.
    Held(Vec<HeldDatagram>),
    /// What was noted on the wire, for whoever looks at it.
    Noted(Noted),
    /// The log cannot be written any more: where, and why.
    LogFailed(String),
    /// A deadline of [`crate::app::poll_timeout`] has come.
    Tick,
}

/// What is done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// One notch of the wheel.
    Wheel {
        /// Towards what is older.
        older: bool,
    },
    /// The first button, on this cell.
    Click {
        /// Its column.
        x: u16,
        /// Its row.
        y: u16,
    },
}

/// What was done with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It was read, to be shared with this room.
    Read {
        /// With whom.
        room: RoomName,
        /// Its name.
        title: Title,
        /// What is in it.
        code: Code,
    },
    /// It was written.
    Written(String),
    /// Settings were written into this one: these.
    Kept {
        /// Which file.
        path: String,
        /// The settings, as the file calls them.
        names: Vec<&'static str>,
    },
}

/// What an editor has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// This text.
    Text(String),
    /// It ended without success: the input stays as it is.
    Unchanged,
    /// None is named by `VISUAL` or `EDITOR`.
    NoEditor,
    /// It could not be run.
    Failed {
        /// As it is named.
        editor: String,
        /// Why.
        why: String,
    },
    /// More than the input takes; the file was kept.
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// Where it is.
        path: String,
    },
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A character is typed.
    Insert(char),
    /// Send what was written; on an empty input while offline: try now.
    Send,
    /// A line end in the text.
    Newline,
    /// What was not said, or perhaps not: edit it, or send it again.
    Mend,
    /// Write in an editor of one's own.
    Editor,
    /// Complete a name, a command or a room.
    Complete,
    /// The word before that one.
    CompleteBack,
    /// An editing of the input line.
    Edit(Edit),
    /// Up in the text, or an older input.
    Up,
    /// Down in the text, or a newer input.
    Down,
    /// A movement in the history.
    Scroll(Scroll),
    /// To another conversation.
    Go(Go),
    /// Look for a word in the history.
    Search,
    /// Look for a word in what one wrote before.
    Recall,
    /// Choose from a list where to go.
    Choose(Choose),
    /// What was said and nothing else, to be selected; or back from there.
    CopyView,
    /// Show a part of the screen, or hide it.
    Toggle(Pane),
    /// Something of the window on the wire.
    Wire(WireKey),
    /// The keys and commands, or back from them.
    Help,
    /// Close what is open; else go to the bottom.
    Escape,
    /// Paint everything anew.
    Redraw,
    /// Stop, as a shell's job.
    Suspend,
    /// Clear the input; twice on an empty one: quit.
    Interrupt,
    /// On an empty input: quit; else delete forward.
    EndOfInput,
}

/// Editing the input line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
    /// Cut the word to the left.
    KillWordLeft,
    /// Cut the word to the right.
    KillWordRight,
    /// Cut to the start of the line.
    KillToStart,
    /// Cut to the end of the line.
    KillToEnd,
    /// Put back what was cut.
    Yank,
    /// As it was before.
    Undo,
}

/// Moving in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// One row.
    RowUp,
    /// One row.
    RowDown,
    /// A page less two rows.
    PageUp,
    /// A page less two rows.
    PageDown,
    /// The oldest message.
    Top,
    /// The newest one.
    Bottom,
    /// An older message that is for us.
    OlderMention,
    /// A newer one.
    NewerMention,
    /// The row of the day before.
    OlderDay,
    /// The row of the next day.
    NewerDay,
    /// The first message that is unread.
    Unread,
}

/// Which conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// The one that wants an eye most.
    Wanted,
    /// The one shown before.
    Last,
    /// The next of the list.
    Next,
    /// The one before it.
    Previous,
    /// The one of this number, from 1.
    Number(u8),
}

/// A key of the window on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireKey {
    /// Open it, make it larger, close it.
    Window,
    /// Over the whole screen; or back from there.
    Whole,
    /// Choose the row above.
    Up,
    /// Choose the row below.
    Down,
    /// Stand still, or go on.
    Freeze,
    /// How the message got here, or the rows again.
    How,
}

/// A list to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// The conversations.
    Conversation,
    /// The messages that are for us.
    Mention,
}

/// What is to be done outside.
#[expect(
    clippy::large_enum_variant,
    reason = "a few at a time, and taken at once"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// At the connection, or beside it.
    Errand(Errand),
    /// Write what passed on the wire to this file, in the form of its ending.
    Export(Export),
    /// From now on somebody looks at the wire, and is told all that is kept; or nobody.
    Watch(bool),
    /// Another server, or this one no longer.
    Turn(ServerTurn),
    /// The screen has changed.
    Draw,
    /// The screen may be spoilt: paint all of it.
    Redraw,
    /// Put this on the clipboard.
    Copy(String),
    /// Call a person who looks elsewhere.
    Ring,
    /// The same through the terminal's own means: what follows OSC.
    Notify(String),
    /// Append a line to the log.
    Log(String),
    /// Stop, as a shell's job.
    Suspend,
    /// Let the person's own editor have the terminal, with this text.
    Edit(String),
    /// The end, as it was asked for.
    Quit,
    /// The end, with a reason for the person at the shell.
    Fail(String),
}

impl Effect {
    /// What the session asks for, to be done outside; or what it tells.
    #[expect(
        clippy::result_large_err,
        reason = "news are no error, and are taken at once"
    )]
    pub fn of(output: Output) -> Result<Self, News> {
        match output {
            Output::Connect(to) => Ok(Self::Errand(Errand::Connect(to))),
            Output::Close => Ok(Self::Errand(Errand::Close)),
            Output::Send(frame) => Ok(Self::Errand(Errand::Send(frame))),
            Output::Derive(from) => Ok(Self::Errand(Errand::Derive(from))),
            Output::Trust(print) => Ok(Self::Errand(Errand::Trust(print))),
            Output::Tell(news) => Err(news),
        }
    }
}
