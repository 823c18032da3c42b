//! One person's conversation with a server, over as many connections as it
//! takes: connecting, joining, saying, receipts, reconnecting.
//!
//! Pure: no socket and no clock. Whoever owns those feeds in what happened
//! ([`Session::handle`], [`Session::handle_timeout`]), does what
//! [`Session::poll_output`] asks and wakes it at [`Session::poll_timeout`]. The
//! screen and the pipe use the same one.
//!
//! The rule for messages: one is under way at a time, or several while it is certain
//! that the server refuses none of them for being too fast (the pace knows). So the
//! order is ours. After a reconnect the fate of those that were under way is unknown;
//! the replayed history tells.

mod requests;
mod on_frame;
mod on_welcome;
mod trust;
mod asking;
mod upkeep;
mod connection;
mod on_past;
mod state;
mod shown;
mod servers;
pub mod phase;
pub mod receipts;
pub mod rooms;
mod pace;
pub mod backoff;
pub mod traffic;
pub mod past;
pub mod spans;
pub mod reason;
pub mod need;

use std::time::Instant;

use chat_proto::frame::order::Act;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Sign;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::paste::Code;
use chat_proto::paste::Title;
use chat_proto::room::RoomName;
use chat_proto::text::Text;
use chat_trust::key::Key;
use chat_trust::statement::Bind;

use past::Past;
use past::Question;
use phase::Phase;
use reason::Reason;
use receipts::Manner;
use receipts::Recipient;
use state::State;
use traffic::House;
use traffic::Input;
use traffic::Output;
use traffic::QueueFull;
use traffic::Setup;

/// The conversation.
#[derive(Debug)]
pub struct Session {
    state: State,
}

impl Session {
    /// Begins: the first output asks for a connection.
    pub fn new(now: Now, setup: Setup) -> Self {
        let mut state = State::new(setup);
        connection::connect(&mut state, now);
        Self { state }
    }

    /// Something happened on the connection.
    pub fn handle(&mut self, now: Now, input: Input) {
        match input {
            Input::Secret(print) => self.state.trust.bind = Bind::Certificate(print),
            Input::Connected(address) => {
                self.state.loses = self.state.setup.datagrams;
                self.state.link = None;
                connection::on_connected(&mut self.state, now, address);
            }
            Input::Linked(address, patience) => {
                self.state.loses = false;
                self.state.link = Some(patience);
                connection::on_connected(&mut self.state, now, address);
            }
            Input::Frame(frame) => on_frame::on_frame(&mut self.state, now, frame),
            Input::Lost(why) => connection::on_lost(&mut self.state, now, Reason::Told(why)),
            Input::Stranger(server, why) => asking::server(&mut self.state, now, server, why),
            Input::NotAFrame => connection::on_garbage(&mut self.state, now),
            Input::Derived(from, key) => {
                trust::on_derived(&mut self.state, now, (from, key));
            }
        }
        upkeep::settle(&mut self.state, now);
    }

    /// Whether nobody on the way can read what is said.
    pub fn is_secret(&self) -> bool {
        self.state.trust.bind != Bind::Open
    }

    /// Does what has become due.
    pub fn handle_timeout(&mut self, now: Now) {
        upkeep::on_timeout(&mut self.state, now);
        upkeep::settle(&mut self.state, now);
    }

    /// The next thing to be done, until there is none.
    #[must_use = "an output is to be acted upon"]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.state.out.pop_front()
    }

    /// When to call [`Session::handle_timeout`].
    #[must_use = "a session that is not woken forgets its deadlines"]
    pub fn poll_timeout(&self) -> Option<Instant> {
        upkeep::next_deadline(&self.state)
    }

    /// Says something in a room or to one person, as soon as that is possible.
    /// The ticket comes back in the news of its fate.
    pub fn say(&mut self, now: Now, place: Recipient, text: Text) -> Result<u64, QueueFull> {
        self.utter(now, place, (text, Manner::default()))
    }

    /// The same as something that one does, or that refers to another message there.
    pub fn utter(
        &mut self,
        now: Now,
        place: Recipient,
        words: (Text, Manner),
    ) -> Result<u64, QueueFull> {
        let ticket = requests::say(&mut self.state, place, words)?;
        upkeep::settle(&mut self.state, now);
        Ok(ticket)
    }

    /// Lets others know something without a word, if there is a connection.
    pub fn sign(&mut self, now: Now, sign: Sign) {
        requests::sign(&mut self.state, now, sign);
    }

    /// Says a message of unknown fate again, as the same message: a server that
    /// remembers it does not say it twice. Whether it is still known.
    pub fn say_again(&mut self, now: Now, ticket: u64) -> Result<bool, QueueFull> {
        let known = self.state.receipts.again(ticket)?;
        upkeep::settle(&mut self.state, now);
        Ok(known)
    }

    /// Enters a room, now or when there is a connection.
    pub fn join(&mut self, now: Now, room: &RoomName, password: Option<String>) {
        requests::join(&mut self.state, now, room, password);
        upkeep::settle(&mut self.state, now);
    }

    /// Leaves a room. The answer is the new current room, if one is left.
    pub fn leave(&mut self, now: Now, room: &RoomName) {
        requests::leave(&mut self.state, now, room);
        upkeep::settle(&mut self.state, now);
    }

    /// Takes another name.
    pub fn nick(&mut self, now: Now, name: Name) {
        requests::nick(&mut self.state, now, name);
    }

    /// Somebody sits here who has a key, or another one from now on: it asks for the name
    /// that we wanted.
    pub fn identify(&mut self, now: Now, key: Key) {
        if asking::is_answered_by(&mut self.state, now, &key) {
            return;
        }
        self.state.setup.identity.key = Some(key);
        let wanted = self.state.setup.name.clone();
        requests::nick(&mut self.state, now, wanted);
    }

    /// The password that was asked for.
    pub fn give_password(&mut self, now: Now, password: String) {
        asking::on_password(&mut self.state, now, password);
    }

    /// The server that nobody knew is the one that is meant.
    pub fn trust_server(&mut self, now: Now) {
        asking::on_server(&mut self.state, now);
    }

    /// It is not, as far as the person knows: whether there are others to go on with.
    pub fn pass_over(&mut self, now: Now) -> bool {
        asking::is_passed_over(&mut self.state, now)
    }

    /// Another name than the one that is somebody's.
    pub fn call_oneself(&mut self, now: Now, name: Name) {
        asking::on_name(&mut self.state, now, name);
    }

    /// Asks who is in a room. Not without a connection: the answer would be old.
    pub fn who(&mut self, now: Now, room: RoomName) -> bool {
        requests::who(&mut self.state, now, room)
    }

    /// The same, with what only a teacher is told.
    pub fn class(&mut self, now: Now, room: RoomName) -> bool {
        requests::class(&mut self.state, now, room)
    }

    /// Asks about the house. Not without a connection: the answer would be old.
    pub fn ask_house(&mut self, now: Now, asked: House) -> bool {
        requests::house(&mut self.state, now, asked)
    }

    /// Has something done in a class. Not without a connection: nobody would know when.
    pub fn order(&mut self, now: Now, act: Act, room: Option<RoomName>) -> bool {
        requests::order(&mut self.state, now, act, room)
    }

    /// Shares code with a room. Not without a connection: its room would wait for nothing.
    pub fn paste(&mut self, now: Now, room: RoomName, shared: (Title, Code)) -> bool {
        requests::paste(&mut self.state, now, room, shared)
    }

    /// Fetches code that was shared in a room.
    pub fn get(&mut self, now: Now, room: RoomName, number: u64) -> bool {
        requests::get(&mut self.state, now, room, number)
    }

    /// Asks for some of what was said in a room, as soon as that is possible. Not
    /// where the server keeps nothing, or this is asked for already.
    pub fn fetch(&mut self, now: Now, room: &RoomName, asked: History) -> bool {
        let begun = on_past::fetch(&mut self.state, room, asked);
        upkeep::settle(&mut self.state, now);
        begun
    }

    /// Looks for words in what was said in a room, or reads some of it once more.
    pub fn look_for(&mut self, now: Now, room: &RoomName, question: Question) -> bool {
        let begun = on_past::look_for(&mut self.state, room, question);
        upkeep::settle(&mut self.state, now);
        begun
    }

    /// What was said in a room is not kept here any more: both ends included.
    pub fn forget(&mut self, room: &RoomName, from: u64, to: u64) {
        if let Some(room) = self.state.rooms.find_mut(room) {
            room.past.forget(from, to);
        }
    }

    /// Whether the server keeps what was said, and nothing of it gets lost on the way.
    pub fn catches_up(&self) -> bool {
        on_past::catches_up(&self.state)
    }

    /// What is here of a room's past.
    pub fn past(&self, room: &RoomName) -> Option<&Past> {
        self.state.rooms.find(room).map(|room| &room.past)
    }

    /// Whether a person releases each datagram: then no silence means
    /// anything, and nothing is asked or given up because of one.
    pub fn set_manual_delivery(&mut self, now: Now, manual_delivery: bool) {
        upkeep::set_manual_delivery(&mut self.state, now, manual_delivery);
    }

    /// Tries to connect now instead of at the end of the count-down.
    pub fn retry(&mut self, now: Now) {
        if matches!(self.state.phase, Phase::Waiting { .. }) {
            connection::connect(&mut self.state, now);
        }
    }

    /// Takes leave: the last outputs are a `bye` and the end of the connection.
    pub fn quit(&mut self, now: Now) {
        requests::quit(&mut self.state, now);
    }

    /// How the connection is.
    pub fn phase(&self) -> &Phase {
        &self.state.phase
    }

    /// The name that we have, or will ask for.
    pub fn you(&self) -> &str {
        &self.state.you
    }

    /// The room where plain text is said: the one last joined.
    pub fn room(&self) -> Option<&RoomName> {
        self.state.rooms.current()
    }

    /// Whether the server is cut off from others that share the conversation: what is said
    /// waits there.
    pub fn is_apart(&self) -> bool {
        self.state.servers.apart
    }

    /// What the server calls itself among those that share the conversation.
    pub fn server(&self) -> Option<&str> {
        self.state.servers.name.as_deref()
    }

    /// Messages that the server has not confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.state.receipts.len()
    }

    /// Whether we are in this room, or want to be.
    pub fn wants(&self, room: &RoomName) -> bool {
        self.state.rooms.find(room).is_some()
    }

    /// Messages that would not be said if this room were left now.
    pub fn waiting_in(&self, room: &RoomName) -> usize {
        self.state.receipts.waiting_in(room)
    }
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
