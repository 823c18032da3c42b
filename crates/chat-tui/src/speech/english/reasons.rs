//! Why there is no connection, and why it is over.

use crate::speech::topic::Reasons;

pub(in crate::speech) const REASONS: Reasons = Reasons {
    closed: "the server closed the connection",
    closed_saying: "the server closed the connection: {words}",
    silent: "the server has been silent for {seconds} s",
    forgotten: "the server has forgotten us",
    not_a_chat: "{address} answers, but not as a chat server does: `chat-tui --plain` talks to any server",
    no_welcome: "{address} does not answer as a chat server does: is it one? (`chat-tui --plain` talks to any server)",
    choose_room: "{why} (choose a room with --room)",
    choose_name: "{why} (choose a name with --name)",
    names_taken: "every name like `{name}` is taken: choose another with --name",
    not_let_in: "the server does not let us in: {why}",
    give_password: "{why} (give it with --password-file FILE or in CHAT_PASSWORD)",
    not_in: "you are not in #{room}: /join {room}",
    you_left: "you left",
};
