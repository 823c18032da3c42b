//! Telling rooms who comes, goes, and takes another name: one by one while they are few, and
//! as a crowd. What is gathered is decided in [`crate::hub::crowd`].

use std::sync::Arc;

use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::room::RoomName;

use crate::hub::crowd::Untold;
use crate::hub::due::Due;
use crate::hub::state::State;
use crate::traffic::Audience;
use crate::traffic::PeerId;

impl State {
    /// Tells a room that a peer came, went, or took another name: at once, or with
    /// others. Not to whoever came by it.
    pub fn tell_comings(&mut self, now: Now, name: &RoomName, peer: PeerId, event: Event) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        let came = matches!(event, Event::Join(_)).then_some(peer);
        let event = room.crowd.tell(now.mono, peer, event);
        let (due, is_full) = (room.crowd.due(), room.crowd.is_full());
        if let Some(event) = event {
            let room = Some(room.name.clone());
            return self.tell_room(now, name, came, Body::Notice { room, event });
        }
        self.due
            .extend(due.map(|at| (at, Due::Crowd(name.clone()))));
        if is_full {
            self.tell_crowd(now, name);
        }
    }

    /// Tells the comings and goings that wait, before something that must not
    /// overtake them.
    pub fn tell_crowd(&mut self, now: Now, name: &RoomName) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        if let Some(at) = room.crowd.due() {
            self.due.remove(&(at, Due::Crowd(name.clone())));
        }
        let untold = room.crowd.take();
        if untold.is_empty() {
            return;
        }
        let shown = Some(room.name.clone());
        let notice = |event| Body::Notice {
            room: shown.clone(),
            event,
        };
        let (here, except) = before_all(room.audience(), &untold);
        for event in untold.notices() {
            self.tell_all(now, Arc::clone(&here), except, notice(event));
        }
        for told in untold.notices_for_the_late() {
            let chunk: Vec<PeerId> = told.each.iter().map(|(peer, _)| *peer).collect();
            let each = told.each.into_iter();
            let each = each.flat_map(|(peer, events)| events.into_iter().map(move |e| (peer, e)));
            for (peer, event) in each {
                self.tell(now, peer, notice(event));
            }
            let chunk = self.audience_of(&chunk);
            for event in told.all {
                self.tell_all(now, Arc::clone(&chunk), None, notice(event));
            }
        }
    }

    /// These peers, each as it is written to now.
    fn audience_of(&self, peers: &[PeerId]) -> Arc<Audience> {
        let here = |peer: &PeerId| self.roster.get(*peer).filter(|peer| peer.is_here());
        let dialect = |peer: &PeerId| here(peer).and_then(|peer| peer.dialect);
        let members = peers
            .iter()
            .filter_map(|peer| Some((*peer, dialect(peer)?)));
        Arc::new(Audience::new(members))
    }
}

/// Those of an audience who were there before anything happened that is untold.
fn before_all(audience: Arc<Audience>, untold: &Untold) -> (Arc<Audience>, Option<PeerId>) {
    let mut late = untold.late();
    if late.len() < 2 {
        return (audience, late.next());
    }
    let members = audience.members.iter().copied();
    let members = members.filter(|(peer, _)| !untold.is_late(*peer));
    (Arc::new(Audience::new(members)), None)
}
