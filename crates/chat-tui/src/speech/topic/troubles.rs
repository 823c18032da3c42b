//! What the program itself says in the history: hints, and what went wrong.

use crate::speech::sentence::topic;

topic! {
    /// What the program itself says in the history.
    Troubles {
        input_full {
            en: "the input is full: the rest was left out",
            pt: "não cabe mais texto: o resto ficou de fora",
        }
        no_room_to_speak {
            en: "you are in no room: /join ROOM first",
            pt: "não está em nenhuma sala: entre primeiro numa com /join SALA",
        }
        no_room_to_ask {
            en: "no room is shown here: /who ROOM names one",
            pt: "aqui não há sala nenhuma: /who SALA diz qual",
        }
        of_rooms {
            en: "you talk with one person here: that is for rooms",
            pt: "aqui fala com uma só pessoa: isso é para salas",
            br: "aqui você fala com uma só pessoa: isso é para salas",
        }
        who_offline {
            en: "not connected: who is there is not known",
            pt: "sem ligação: não se sabe quem lá está",
            br: "sem conexão: não se sabe quem está lá",
        }
        too_many_conversations {
            en: "there are too many conversations: /leave closes this one",
            pt: "há demasiadas conversas: /leave fecha esta",
            br: "há conversas demais: /leave fecha esta",
        }
        nowhere(name) {
            en: "nobody in your rooms is called {name}: /msg {name} TEXT speaks to somebody elsewhere",
            pt: "ninguém nas suas salas se chama {name}: /msg {name} TEXTO fala com quem está noutra",
            br: "ninguém nas suas salas se chama {name}: /msg {name} TEXTO fala com quem está em outra",
        }
        nobody(name) {
            en: "nobody is called {name}: what you wrote is in the input again",
            pt: "ninguém se chama {name}: o que escreveu está outra vez na linha de escrita",
            br: "ninguém se chama {name}: o que você escreveu está de novo na linha de escrita",
        }
        in_no_room {
            en: "you are in no room",
            pt: "não está em nenhuma sala",
        }
        not_in(room) {
            en: "you are not in #{room}",
            pt: "não está em #{room}",
        }
        left_for(LeftFor { room, now_in }) {
            en: "you left #{room}; you are in #{now_in} now",
            pt: "saiu de #{room}; está agora em #{now_in}",
        }
        left(room) {
            en: "you left #{room}",
            pt: "saiu de #{room}",
        }
        left_last(room) {
            en: "you left #{room}: /join ROOM enters another one",
            pt: "saiu de #{room}: /join SALA entra noutra",
            br: "saiu de #{room}: /join SALA entra em outra",
        }
        name_taken(NameTaken { taken, trying }) {
            en: "`{taken}` is taken here: asking for `{trying}`",
            pt: "`{taken}` já está a ser usado aqui: a pedir `{trying}`",
            br: "`{taken}` já está sendo usado aqui: pedindo `{trying}`",
        }
        queue_full(count) {
            en: "{count} messages are waiting to be sent already: wait until the connection is back",
            pt: "já há {count} mensagens à espera: aguarde que a ligação volte",
            br: "já há {count} mensagens esperando: aguarde que a conexão volte",
        }
        hosting(how) {
            en: "this machine hosts the chat, until you leave; others type\n    {how}",
            pt: "esta máquina aloja a conversa até sair; os outros escrevem\n    {how}",
            br: "esta máquina hospeda a conversa até sair; os outros escrevem\n    {how}",
        }
        hosting_plain(how) {
            en: "or, with no program of ours: {how}",
            pt: "ou, sem programa nosso: {how}",
        }
        hosting_alone {
            en: "this machine hosts the chat, but has no network that others could reach",
            pt: "esta máquina aloja a conversa, mas não tem rede a que os outros cheguem",
            br: "esta máquina hospeda a conversa, mas não tem rede a que os outros cheguem",
        }
        hosting_keeps(file) {
            en: "what is said here is kept in {file}",
            pt: "o que aqui se diz fica guardado em {file}",
        }
        hosting_keeps_nothing(why) {
            en: "what is said here is not kept: {why}",
            pt: "o que aqui se diz não fica guardado: {why}",
        }
        log_failed(why) {
            en: "the log is not written any more: {why}",
            pt: "o registo já não é escrito: {why}",
            br: "o registro não é mais escrito: {why}",
        }
    }
}
