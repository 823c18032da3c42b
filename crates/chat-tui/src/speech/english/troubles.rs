//! What the program itself says in the history: hints, and what went wrong.

use crate::speech::topic::Troubles;

pub(in crate::speech) const TROUBLES: Troubles = Troubles {
    input_full: "the input is full: the rest was left out",
    no_room_to_speak: "you are in no room: /join ROOM first",
    no_room_to_ask: "you are in no room: /who ROOM names one",
    who_offline: "not connected: who is there is not known",
    too_many_conversations: "there are too many conversations: /leave closes this one",
    nowhere: "nobody in your rooms is called {name}: check the name, or write all the same",
    in_no_room: "you are in no room",
    not_in: "you are not in #{room}",
    left_for: "you left #{room}; you are in #{now_in} now",
    left: "you left #{room}",
    left_last: "you left #{room}: /join ROOM enters another one",
    name_taken: "`{taken}` is taken here: asking for `{trying}`",
    queue_full: "{count} messages are waiting to be sent already: wait until the connection is back",
    hosting: "this machine hosts the chat, until you leave; others type\n    {how}",
    hosting_alone: "this machine hosts the chat, but has no network that others could reach",
    hosting_keeps: "what is said here is kept in {file}",
    hosting_keeps_nothing: "what is said here is not kept: {why}",
    log_failed: "the log is not written any more: {why}",
};
