//! Why there is no connection, and why it is over.

use crate::speech::topic::Reasons;

pub(in crate::speech) const REASONS: Reasons = Reasons {
    closed: "o servidor fechou a ligação",
    closed_saying: "o servidor fechou a ligação: {words}",
    silent: "o servidor não dá sinal há {seconds} s",
    forgotten: "o servidor já não nos conhece",
    not_a_chat: "{address} responde, mas não como um servidor de chat: `chat-tui --plain` fala com qualquer servidor",
    no_welcome: "{address} não responde como um servidor de chat: será um? (`chat-tui --plain` fala com qualquer servidor)",
    choose_room: "{why} (escolha uma sala com --room)",
    choose_name: "{why} (escolha um nome com --name)",
    names_taken: "todos os nomes como `{name}` estão a ser usados: escolha outro com --name",
    not_let_in: "o servidor não nos deixa entrar: {why}",
    give_password: "{why} (indique-a com --password-file FICHEIRO ou em CHAT_PASSWORD)",
    not_in: "não está em #{room}: /join {room}",
    you_left: "saiu",
};
