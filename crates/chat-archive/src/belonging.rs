//! Whose conversation a file has.

use rusqlite::Connection;

use crate::fault::Fault;
use crate::rooms::Rooms;
use crate::settings::Conversation;
use crate::table::meta;
use crate::table::set_meta;

/// Whether the file is of the conversation that is asked for, or may become so.
pub fn check(db: &Connection, asked: Conversation, rooms: &Rooms) -> Result<(), Fault> {
    match (asked, meta(db, CONVERSATION)?) {
        (Conversation::Any, _) | (Conversation::Own, None) => Ok(()),
        (Conversation::Own, Some(_)) => Err(Fault::OfCluster),
        (Conversation::Shared(asked), Some(its)) if asked == its => Ok(()),
        (Conversation::Shared(_), Some(_)) => Err(Fault::OtherConversation),
        (Conversation::Shared(_), None) if rooms.lasts().is_empty() => Ok(()),
        (Conversation::Shared(_), None) => Err(Fault::OfOneServer),
    }
}

/// The same, and one that is new is of it from now on.
pub fn settle(db: &Connection, asked: Conversation, rooms: &Rooms) -> Result<(), Fault> {
    check(db, asked, rooms)?;
    if let Conversation::Shared(number) = asked
        && meta(db, CONVERSATION)?.is_none()
    {
        set_meta(db, CONVERSATION, number)?;
    }
    Ok(())
}

/// Where it is written.
const CONVERSATION: &str = "conversation";
