//! What stands around the history: title, people, conversations, rules.

use crate::speech::topic::Screen;

pub(in crate::speech) const SCREEN: Screen = Screen {
    only_you_two: "conversa a dois",
    in_no_room_of_yours: "em nenhuma das suas salas",
    no_room: "nenhuma sala",
    no_room_yet: "nenhuma sala: /join SALA",
    others_come: "os outros entram com: {how}",
    unread: "{count} {count:nova|novas}",
    more: "e mais {count}",
    search: "procurar:",
    search_inputs: "procurar no que escreveu:",
    commands: "Comandos",
    keys: "Teclas",
};
