//! Sharing code: the room hears an ordinary message that says what it is; whoever wants it
//! fetches it.

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Paste;
use chat_proto::frame::peer::Say;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Pasted;
use chat_proto::now::Now;
use chat_proto::paste;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::deed::What;
use crate::hub::past;
use crate::hub::pastes::Sheet;
use crate::hub::proposing;
use crate::hub::say;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `paste`: told to the room as a message, and kept for whoever fetches it.
pub fn paste(state: &mut State, now: Now, id: PeerId, shared: Paste) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let person = person.ok_or(Refusal::NotJoined)?;
    let asked = || What::Frame(Box::new(PeerFrame::Paste(shared.clone())));
    if proposing::is_asked(state) {
        proposing::propose(state, id, asked)?;
        return Ok(());
    }
    let last = person.rooms.last().ok_or(Refusal::NotJoined)?;
    let room = shared.room.as_ref().unwrap_or(last).clone();
    let name = person.name.clone();
    let said = state.ledger.get(&room).map_or(0, |book| book.seq);
    let number = said + 1;
    let text = paste::summary(&shared.title, &shared.code, number);
    let say = Say {
        text: Text::parse(&text)?,
        name: None,
        room: Some(room.clone()),
        to: None,
        id: shared.id,
        again: false,
        me: false,
        refers: None,
    };
    say::say(state, now, id, say)?;
    let sheet = Sheet {
        number,
        name,
        title: shared.title,
        code: shared.code,
        at: now.mono,
    };
    state.pastes.keep(&room, sheet);
    Ok(())
}

/// `get`: the code of a paste.
pub fn get(
    state: &mut State,
    now: Now,
    id: PeerId,
    (room, number, mark): (Option<&RoomName>, u64, Option<Id>),
) -> Result<(), Refusal> {
    let room = past::place(state, id, room)?;
    let shown = state.ledger.get(&room).map(|book| book.name.clone());
    let sheet = state.pastes.get(now.mono, &room, number);
    let sheet = sheet.ok_or(Refusal::NoSuchPaste(number))?.clone();
    let body = Body::Pasted(Pasted {
        name: sheet.name,
        room: shown.unwrap_or(room),
        number,
        title: sheet.title,
        code: sheet.code,
        id: mark,
    });
    state.tell(now, id, body);
    Ok(())
}
