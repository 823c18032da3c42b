//! What is known, beside one server, of the others that one is at: enough to list them and
//! to go there. Plain values.

/// Which server, of those that one is at: numbered in the order in which one came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerId(pub u32);

impl ServerId {
    /// The one that the program began with.
    pub const FIRST: Self = Self(0);
}

/// Whether a server is the one that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// It is.
    #[default]
    Shown,
    /// Another one is.
    Behind,
}

/// Another server, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Which.
    pub id: ServerId,
    /// What it is called here.
    pub title: String,
    /// Whether there is a connection.
    pub online: bool,
    /// Its conversations, in order.
    pub rows: Vec<BesideRow>,
}

/// One conversation there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideRow {
    /// As it is written in lists.
    pub title: String,
    /// How many messages came while another one was shown.
    pub unread: usize,
    /// How many of these are for us.
    pub for_you: usize,
}

/// Another server is wanted, or this one no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerTurn {
    /// Show that one, and there the conversation at this place of its list.
    To(ServerId, Option<usize>),
    /// Connect to one more: as it was written.
    Connect(String),
    /// Leave the one that is shown.
    Leave,
}
