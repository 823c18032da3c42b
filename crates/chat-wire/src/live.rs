//! A ladder of what is happening now: events as a program notes them, one after the
//! other, while everything stays within bounds.
//!
//! Each event is written as its line and read again: so what one sees while it happens is
//! what a recording of it shows.

mod hosted;
mod state;

use chat_proto::trace::entry::Entry;

use crate::mask;
use crate::record;
use crate::record::event::Event;
use crate::record::event::Happening;
use crate::record::source::Flow;
use crate::rows::Ladder;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::party::Place;
use crate::rows::party::Side;
use crate::together::Teller;

pub use state::Live;

impl Live {
    /// Something happened there, at this moment of the common clock.
    pub fn take_at(&mut self, place: Place, at: i64, event: &Event) -> Option<usize> {
        let row = self.ladder.take(place, at, event);
        if self.ladder.rows.len() > MOST_ROWS + MOST_ROWS / 4 {
            self.ladder.keep(MOST_ROWS);
        }
        row
    }

    /// Whether letters are hidden in what comes from now on.
    pub fn mask(&mut self, masks: bool) {
        self.masks = masks;
    }

    /// The rows so far.
    pub fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// It is called so from now on.
    pub fn called(&mut self, name: &str) {
        if let Some(own) = self.ladder.parties.first_mut() {
            name.clone_into(&mut own.name);
        }
    }

    /// Something happened. Gives the row of it, if there is one.
    pub fn take(&mut self, entry: &Entry) -> Option<usize> {
        self.take_from(Teller::Own, entry)
    }

    /// The same, told by one of two.
    pub fn take_from(&mut self, by: Teller, entry: &Entry) -> Option<usize> {
        self.line.clear();
        entry.write(&mut self.line);
        let line = if self.masks {
            let text = std::str::from_utf8(&self.line).ok()?;
            record::line(mask::line(text.trim_end()).as_bytes())?
        } else {
            record::line(&self.line)?
        };
        self.take_line_from(by, line)
    }

    /// The same of a line that was written.
    pub fn take_line(&mut self, line: record::Line) -> Option<usize> {
        self.take_line_from(Teller::Own, line)
    }

    fn take_line_from(&mut self, by: Teller, line: record::Line) -> Option<usize> {
        if let (Event::Flow(said), Some(id)) = (&line.event, &line.flow) {
            self.name((by, id), |flow| flow.learn(said));
            return None;
        }
        let place = match (line.flow, by) {
            (Some(id), _) => {
                let conversation = self.conversation(by, &id);
                Place::In(conversation, self.side_of(by))
            }
            (None, Teller::Own) => Place::At(0),
            (None, Teller::Hosted) => Place::At(self.hosted_lane()),
        };
        let row = self.take_at(place, line.at, &line.event);
        if by == Teller::Own {
            self.reveal(row, &line.event);
        }
        row
    }

    /// So many events are missing here.
    pub fn missed(&mut self, at: i64, count: u64) {
        let missed = Event::Happened(Happening::Missed(count));
        self.ladder.take(Place::At(0), at, &missed);
    }

    fn name(&mut self, (by, id): (Teller, &str), learn: impl FnOnce(&mut Flow)) {
        let key = (by, id.to_owned());
        if self.flows.len() >= MOST_FLOWS && !self.flows.contains_key(&key) {
            self.begin_anew();
        }
        let known = self.flows.entry(key);
        let (flow, _) = known.or_insert_with(|| (Flow::named(id), None));
        learn(flow);
    }

    /// The conversation of a flow, which begins with the first event of it.
    fn conversation(&mut self, by: Teller, id: &str) -> usize {
        self.name((by, id), |_| {});
        let key = (by, id.to_owned());
        let known = self.flows.get(&key).cloned();
        let (flow, conversation) = known.unwrap_or_default();
        if let Some(conversation) = conversation {
            return conversation;
        }
        let conversation = match by {
            Teller::Own => self.met(&flow).unwrap_or_else(|| self.begin(&flow)),
            Teller::Hosted => self.hosted_conversation(&flow),
        };
        if let Some((_, known)) = self.flows.get_mut(&key) {
            *known = Some(conversation);
        }
        conversation
    }

    /// A conversation that nobody has told of.
    fn begin(&mut self, flow: &Flow) -> usize {
        let peer = self.peer(flow);
        if let (Some(own), Some(local)) = (self.ladder.parties.first_mut(), &flow.local)
            && (self.side == Side::Client || own.address.is_empty())
        {
            own.address.clone_from(local);
        }
        let (client, server) = match self.side {
            Side::Client => (0, peer),
            Side::Server => (peer, 0),
        };
        let conversation = self.ladder.conversations.len();
        self.ladder.conversations.push(Conversation {
            transport: flow.transport,
            client,
            server,
            by_client: self.side == Side::Client,
            by_server: self.side == Side::Server,
        });
        if let Some(end) = hosted::own_end(flow).filter(|_| self.side == Side::Client) {
            self.meets(end, conversation);
        }
        conversation
    }

    /// The lane of the other side: one server has one, whatever goes to it.
    fn peer(&mut self, flow: &Flow) -> usize {
        let address = flow.peer.clone().unwrap_or_default();
        let is_server = self.side == Side::Client;
        // Whoever hosts talks with nobody else.
        if let Some(hosted) = self.hosted.filter(|_| is_server) {
            return hosted;
        }
        if let Some(known) = self.peers.get(&address).filter(|_| is_server) {
            return *known;
        }
        let lane = self.ladder.parties.len();
        self.ladder.parties.push(Party {
            name: if is_server { "server" } else { "" }.to_owned(),
            address: address.clone(),
            is_server,
        });
        self.peers.insert(address, lane);
        lane
    }

    /// Whoever has made so many connections sees the newest ones.
    fn begin_anew(&mut self) {
        let own = self.ladder.parties.first().cloned();
        self.ladder = Ladder::between(own.into_iter().collect(), Vec::new());
        self.flows.clear();
        self.ends.clear();
        self.hosted = None;
        self.peers.clear();
    }
}

/// What one scrolls through.
pub const MOST_ROWS: usize = 16 * 1024;

/// Conversations that are told apart.
const MOST_FLOWS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge;
    use crate::record::read;
    use crate::rows::kept::Tally;

    const LINES: &str = concat!(
        r#"{"ms":0.0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1,"name":"ana"}"#,
        "\n",
        r#"{"ms":1.0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}"#,
        "\n",
        r#"{"ms":1.0,"flow":1,"event":"weather","x":"00000001","bytes":9,"way":"out","fate":"dropped","drew":3,"n":1,"type":"msg"}"#,
        "\n",
        r#"{"ms":1.5,"flow":1,"event":"sent","n":1,"try":1,"why":"new","bytes":9,"wait_ms":40.0}"#,
        "\n",
        r#"{"ms":42.0,"flow":1,"event":"sent","n":1,"try":2,"why":"timeout","bytes":9,"wait_ms":80.0}"#,
        "\n",
        r#"{"ms":42.0,"flow":1,"event":"out","x":"00000002","bytes":9,"what":{"n":1,"try":2,"type":"msg"}}"#,
        "\n",
        r#"{"ms":43.0,"flow":1,"event":"in","x":"00000003","bytes":9,"what":{"type":"ack","ack":1,"for":[1,2],"tries":[2]}}"#,
        "\n",
        r#"{"ms":50.0,"flow":2,"event":"flow","transport":"tcp","local":"127.0.0.1:5","peer":"127.0.0.1:1234"}"#,
        "\n",
        r#"{"ms":51.0,"flow":2,"event":"write","offered":4,"x":"00000004","bytes":4,"ends":[4]}"#,
        "\n",
    );

    fn live(lines: &str) -> Live {
        let mut live = Live::new(Side::Client, "ana");
        for line in lines.lines() {
            live.take(&Entry::read(line.as_bytes()).unwrap());
        }
        live
    }

    #[test]
    fn what_is_seen_while_it_happens_is_what_the_recording_shows() {
        let merged = merge::merged(&read(LINES.as_bytes()).recordings);
        let live = live(LINES);
        assert_eq!(live.ladder().rows, merged.ladder.rows);
        let tally = live.ladder().rows.tally();
        assert_eq!((tally.lost, tally.again), (1, 1));
        assert_eq!(live.ladder().conversations, merged.ladder.conversations);
        assert_eq!(live.ladder().parties[1], merged.ladder.parties[1]);
    }

    #[test]
    fn the_oldest_rows_go_and_the_others_keep_their_numbers() {
        let mut live = live(LINES);
        let read = r#"{"ms":60.0,"flow":2,"event":"read","x":"00000005","bytes":4,"ends":[4]}"#;
        let read = Entry::read(read.as_bytes()).unwrap();
        for _ in 0..2 * MOST_ROWS {
            live.take(&read);
        }
        let rows = &live.ladder().rows;
        assert!(rows.len() <= MOST_ROWS + MOST_ROWS / 4);
        assert_eq!(rows.next(), 2 * MOST_ROWS + 4);
        // What was lost and sent again at the beginning is gone from the count too.
        assert_eq!(rows.tally(), Tally::default());
        assert!(rows.get(0).is_none() && rows.get(rows.first()).is_some());
    }

    #[test]
    fn whoever_connects_without_end_takes_no_memory_without_end() {
        let mut live = Live::new(Side::Server, "");
        for flow in 0..2 * MOST_FLOWS + 7 {
            let read = format!(
                r#"{{"ms":1.0,"flow":{flow},"event":"read","x":"00000005","bytes":4,"ends":[4]}}"#
            );
            live.take(&Entry::read(read.as_bytes()).unwrap());
        }
        assert!(live.ladder().conversations.len() <= MOST_FLOWS);
        assert!(!live.ladder().rows.is_empty());
    }
}
