//! What the server inside the same program tells beside the program itself: the same
//! conversations from their other end, and those of everybody else.

use crate::live::state::End;
use crate::live::state::Live;
use crate::record::event::Event;
use crate::record::source::Flow;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::party::Side;
use crate::together::Teller;

/// As a client calls it.
pub(in crate::live) fn own_end(flow: &Flow) -> Option<End> {
    Some((flow.transport, flow.local.clone()?))
}

/// As a server calls it.
fn peers_end(flow: &Flow) -> Option<End> {
    Some((flow.transport, flow.peer.clone()?))
}

impl Live {
    /// The lane of the server inside, once it has told something.
    pub(in crate::live) fn hosted_lane(&mut self) -> usize {
        if let Some(lane) = self.hosted {
            return lane;
        }
        let known = self.ladder.parties.iter().position(|party| party.is_server);
        let lane = known.unwrap_or_else(|| {
            self.ladder.parties.push(Party {
                name: "server".to_owned(),
                is_server: true,
                ..Party::default()
            });
            self.ladder.parties.len() - 1
        });
        self.hosted = Some(lane);
        self.ladder.own = Some(0);
        lane
    }

    /// The conversation of a flow of the server's: one that the client tells of too, or
    /// somebody else's.
    pub(in crate::live) fn hosted_conversation(&mut self, flow: &Flow) -> usize {
        let server = self.hosted_lane();
        let end = peers_end(flow);
        let known = end.as_ref().and_then(|end| self.ends.get(end)).copied();
        if let Some(known) = known {
            if let Some(conversation) = self.ladder.conversations.get_mut(known) {
                conversation.by_server = true;
            }
            return known;
        }
        let address = flow.peer.clone().unwrap_or_default();
        let here = self.ladder.house.people.values();
        let mut here = here.filter(|one| one.census.from.as_deref() == Some(&*address));
        let name = here.find_map(|one| one.census.name.as_deref());
        let client = self.ladder.parties.len();
        self.ladder.parties.push(Party {
            name: name.unwrap_or_default().to_owned(),
            address,
            is_server: false,
        });
        if let Some(party) = self.ladder.parties.get_mut(server)
            && party.address.is_empty()
        {
            party.address = flow.local.clone().unwrap_or_default();
        }
        let conversation = self.ladder.conversations.len();
        self.ladder.conversations.push(Conversation {
            transport: flow.transport,
            client,
            server,
            by_client: false,
            by_server: true,
        });
        self.ends.extend(end.map(|end| (end, conversation)));
        conversation
    }

    /// The conversation of a flow of the client's, where the server has told of it first.
    pub(in crate::live) fn met(&mut self, flow: &Flow) -> Option<usize> {
        let at = *self.ends.get(&own_end(flow)?)?;
        let known = self.ladder.conversations.get_mut(at)?;
        if known.by_client {
            return None;
        }
        known.by_client = true;
        let stranger = std::mem::take(&mut known.client);
        self.ladder.moved(at, (stranger, 0));
        Some(at)
    }

    /// From now on a client's new conversation is what its address means.
    pub(in crate::live) fn meets(&mut self, end: End, conversation: usize) {
        if self.ends.insert(end, conversation).is_none() {
            return;
        }
        let all = self.flows.iter_mut();
        for (_, (_, known)) in all.filter(|((by, _), _)| *by == Teller::Hosted) {
            *known = None;
        }
    }

    /// The client knows what the server keeps masked.
    pub(in crate::live) fn reveal(&mut self, row: Option<usize>, event: &Event) {
        if let Some(row) = row.filter(|_| self.hosted.is_some()) {
            self.ladder.reveal(row, event);
        }
    }

    /// At which end it is told from.
    pub(in crate::live) fn side_of(&self, by: Teller) -> Side {
        match by {
            Teller::Own => self.side,
            Teller::Hosted => Side::Server,
        }
    }
}

#[cfg(test)]
mod tests {
    use chat_proto::trace::entry::Entry;

    use crate::live::Live;
    use crate::marks::Mark;
    use crate::rows::party::Side;
    use crate::together::Teller;

    const OWN: Teller = Teller::Own;
    const HOSTED: Teller = Teller::Hosted;

    /// The client's way over UDP, and bob's over TCP, of which only the server tells.
    const NAMED: [(Teller, &str); 3] = [
        (
            OWN,
            r#"{"ms":1.0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}"#,
        ),
        (
            HOSTED,
            r#"{"ms":1.0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:1234","peer":"127.0.0.1:4"}"#,
        ),
        (
            HOSTED,
            r#"{"ms":1.0,"flow":2,"event":"flow","transport":"tcp","local":"127.0.0.1:1234","peer":"127.0.0.1:5"}"#,
        ),
    ];

    const OUT: &str = r#"{"ms":2.0,"flow":1,"event":"out","x":"00000002","bytes":9,"what":{"n":1,"try":1,"type":"msg"}}"#;
    const IN: &str = r#"{"ms":2.1,"flow":1,"event":"in","x":"00000002","bytes":9,"what":{"n":1,"try":1,"type":"msg"}}"#;
    const FAN: &str =
        r#"{"ms":2.2,"flow":2,"event":"write","offered":4,"x":"00000004","bytes":4,"ends":[4]}"#;

    fn told(live: &mut Live, lines: &[(Teller, &str)]) {
        for (by, line) in lines {
            live.take_from(*by, &Entry::read(line.as_bytes()).unwrap());
        }
    }

    fn lanes(live: &Live) -> Vec<(usize, usize, Mark)> {
        let rows = live.ladder().rows.iter();
        rows.map(|row| (row.from, row.to, row.mark)).collect()
    }

    #[test]
    fn both_ends_of_a_way_are_one_and_others_have_lanes_of_their_own() {
        let mut live = Live::new(Side::Client, "ana");
        told(&mut live, &NAMED);
        told(&mut live, &[(OWN, OUT), (HOSTED, IN), (HOSTED, FAN)]);
        let seen = lanes(&live);
        // One row from here to the server, where it came; and on to somebody else.
        assert_eq!(seen, [(0, 1, Mark::Came), (1, 2, Mark::Plain)]);
        let parties = &live.ladder().parties;
        let servers: Vec<_> = parties.iter().map(|party| party.is_server).collect();
        assert_eq!(servers, [false, true, false]);
        assert_eq!(live.ladder().own, Some(0));
    }

    #[test]
    fn where_the_server_tells_first_its_rows_are_of_the_clients_lane_in_the_end() {
        let mut live = Live::new(Side::Client, "ana");
        told(&mut live, &NAMED);
        let hello = IN.replace("00000002", "00000009");
        told(&mut live, &[(HOSTED, &hello), (OWN, OUT), (HOSTED, IN)]);
        let ends: Vec<_> = live.ladder().rows.iter().map(|row| row.from).collect();
        assert_eq!(ends, [0, 0]);
        let server = live.ladder().conversations[0].server;
        assert!(live.ladder().parties[server].is_server);
        assert_eq!(live.ladder().conversations.len(), 1);
    }

    #[test]
    fn what_the_server_masks_the_client_knows() {
        let mut live = Live::new(Side::Client, "ana");
        told(&mut live, &NAMED);
        let masked = OUT.replace(r#""what""#, r#""data":"•••","what""#);
        let known = IN.replace(r#""what""#, r#""data":"olá","what""#);
        told(&mut live, &[(OWN, &OUT.replace("00000002", "00000001"))]);
        told(&mut live, &[(HOSTED, &masked), (OWN, &known)]);
        let seen = format!("{:?}", live.ladder().rows);
        assert!(seen.contains("olá") && !seen.contains("•••"), "{seen}");
        assert_eq!(live.ladder().rows.len(), 2);
    }

    #[test]
    fn a_client_that_comes_again_from_the_same_port_begins_anew_for_both() {
        let mut live = Live::new(Side::Client, "ana");
        told(&mut live, &NAMED);
        told(&mut live, &[(OWN, OUT), (HOSTED, IN)]);
        let again = |line: &str| line.replace(r#""flow":1"#, r#""flow":9"#);
        let (named, out) = (again(NAMED[0].1), again(OUT));
        told(&mut live, &[(OWN, &named), (OWN, &out), (HOSTED, IN)]);
        let conversations: Vec<_> = live.ladder().rows.iter().map(|r| r.conversation).collect();
        assert_eq!(conversations, [Some(0), Some(1)]);
        assert_eq!(lanes(&live), [(0, 1, Mark::Came), (0, 1, Mark::Came)]);
    }
}
