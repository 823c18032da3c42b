//! What was written, understood: every command there is.

use chat_proto::frame::order::Act;
use chat_proto::frame::peer::Whom;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_weather::manual_queue::ManualCommand;

use crate::app::input::command::copying::Copy;
use crate::app::input::command::words::Words;
use crate::app::input::lookup::Lookup;
use crate::app::input::referring::Referring;
use crate::app::input::setting::Setting;
use crate::app::input::sharing::Sharing;
use crate::app::settings::Palette;
use crate::app::wire::shown::HowOf;
use crate::areas::Pane;
use crate::session::traffic::House;

/// What was written, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say it here.
    Say(String),
    /// Do it here.
    Act(String),
    /// Say it to one person.
    Direct(Whom, String),
    /// Answer a message that is there, give it a sign, or say one better.
    Refer(Referring),
    /// Which rooms there are, or who somebody is.
    House(House),
    /// What this room is about.
    Topic,
    /// One more server.
    Connect(String),
    /// This server no longer.
    Disconnect,
    /// Show the conversation with one person.
    Open(Whom),
    /// Enter a room, perhaps with a password.
    Join(RoomName, Option<String>),
    /// Leave a room, or this one.
    Leave(Option<RoomName>),
    /// Take another name.
    Nick(Name),
    /// Who is in a room, or in this one.
    Who(Option<RoomName>),
    /// The class, for its teacher: who is where.
    Class(Option<RoomName>),
    /// Lead the class, or take part in it.
    Order(Act),
    /// Share code with the room, or fetch it.
    Share(Sharing),
    /// The six words of our key.
    Words(Words),
    /// Another weather, or what it is.
    Weather(String),
    /// What happens on the wire is written to a file, or no longer.
    Record(Option<String>),
    /// What passed on the wire goes to a file, in the form of its ending.
    Export(String),
    /// What passes on the wire, perhaps only what fits.
    Wire(String),
    /// How a message got here.
    How(HowOf),
    /// Every datagram is held until a person releases it.
    Hold,
    /// What becomes of those that wait.
    Release(ManualCommand),
    /// Write in an editor of one's own.
    Edit,
    /// Settings, and the words that mark a message.
    Set(Setting),
    /// Other colours.
    Theme(Palette),
    /// Put what was said on the clipboard.
    Copy(Copy),
    /// What was said and nothing else, to be selected.
    Bare,
    /// The same for a projector.
    Present,
    /// Go to the conversation whose name fits best, or choose one.
    Go(Option<String>),
    /// All messages that are for us.
    Mentions,
    /// Look for something that was said, or go back to it.
    Lookup(Lookup),
    /// Show a part of the screen, or hide it.
    Toggle(Pane),
    /// Show somebody's words no longer; or who is ignored.
    Ignore(Option<Whom>),
    /// Show them again.
    Unignore(Whom),
    /// Keys and commands, or one command.
    Help(Option<String>),
    /// Forget what is on the screen.
    Clear,
    /// Leave.
    Quit,
}

impl Command {
    /// Whether it is about the screen.
    pub fn needs_screen(&self) -> bool {
        match self {
            Self::Copy(_)
            | Self::Bare
            | Self::Present
            | Self::Go(None)
            | Self::Mentions
            | Self::Theme(_)
            | Self::Toggle(_)
            | Self::Lookup(Lookup::Goto(_))
            | Self::Connect(_)
            | Self::Disconnect
            | Self::Edit
            | Self::Clear => true,
            Self::Say(_)
            | Self::Act(_)
            | Self::Direct(..)
            | Self::Refer(_)
            | Self::House(_)
            | Self::Topic
            | Self::Open(_)
            | Self::Join(..)
            | Self::Leave(_)
            | Self::Nick(_)
            | Self::Who(_)
            | Self::Class(_)
            | Self::Order(_)
            | Self::Words(_)
            | Self::Share(_)
            | Self::Set(_)
            | Self::Go(Some(_))
            | Self::Lookup(_)
            | Self::Ignore(_)
            | Self::Unignore(_)
            | Self::Weather(_)
            | Self::Record(_)
            | Self::Export(_)
            | Self::Wire(_)
            | Self::How(_)
            | Self::Hold
            | Self::Release(_)
            | Self::Help(_)
            | Self::Quit => false,
        }
    }

    /// Whether it holds what nobody is to find among what was written before.
    pub fn is_secret(&self) -> bool {
        matches!(
            self,
            Self::Words(Words::Mine(_)) | Self::Join(_, Some(_)) | Self::Order(Act::Claim(_))
        )
    }

    /// The text that it says, however long.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Say(text) | Self::Act(text) | Self::Direct(_, text) => Some(text),
            Self::Refer(what) => Some(what.text()),
            Self::House(_)
            | Self::Topic
            | Self::Connect(_)
            | Self::Disconnect
            | Self::Open(_)
            | Self::Join(..)
            | Self::Leave(_)
            | Self::Nick(_)
            | Self::Who(_)
            | Self::Class(_)
            | Self::Order(_)
            | Self::Words(_)
            | Self::Share(_)
            | Self::Set(_)
            | Self::Weather(_)
            | Self::Record(_)
            | Self::Export(_)
            | Self::Wire(_)
            | Self::How(_)
            | Self::Hold
            | Self::Release(_)
            | Self::Edit
            | Self::Theme(_)
            | Self::Copy(_)
            | Self::Bare
            | Self::Present
            | Self::Go(_)
            | Self::Mentions
            | Self::Lookup(_)
            | Self::Toggle(_)
            | Self::Ignore(_)
            | Self::Unignore(_)
            | Self::Help(_)
            | Self::Clear
            | Self::Quit => None,
        }
    }
}
