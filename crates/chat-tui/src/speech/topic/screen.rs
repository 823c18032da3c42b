//! What stands around the history: title, people, conversations, rules.

use crate::speech::sentence::topic;

topic! {
    /// What stands around the history.
    Screen {
        only_you_two {
            en: "only you two",
            pt: "conversa a dois",
        }
        in_no_room_of_yours {
            en: "in none of your rooms",
            pt: "em nenhuma das suas salas",
        }
        no_room {
            en: "no room",
            pt: "nenhuma sala",
        }
        no_room_yet {
            en: "no room: /join ROOM",
            pt: "nenhuma sala: /join SALA",
        }
        others_come(how) {
            en: "others come with: {how}",
            pt: "os outros entram com: {how}",
        }
        unread(count) {
            en: "{count} new",
            pt: "{count} {count:nova|novas}",
        }
        more(count) {
            en: "and {count} more",
            pt: "e mais {count}",
        }
        folded(Folded { count, key }) {
            en: "… {count} more {count:line|lines}: {key}",
            pt: "… mais {count} {count:linha|linhas}: {key}",
        }
        search {
            en: "search:",
            pt: "procurar:",
        }
        search_inputs {
            en: "search your inputs:",
            pt: "procurar no que escreveu:",
        }
        commands {
            en: "Commands",
            pt: "Comandos",
        }
        keys {
            en: "Keys",
            pt: "Teclas",
        }
    }
}
