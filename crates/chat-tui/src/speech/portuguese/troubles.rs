//! What the program itself says in the history: hints, and what went wrong.

use crate::speech::topic::Troubles;

pub(in crate::speech) const TROUBLES: Troubles = Troubles {
    input_full: "não cabe mais texto: o resto ficou de fora",
    no_room_to_speak: "não está em nenhuma sala: entre primeiro numa com /join SALA",
    no_room_to_ask: "não está em nenhuma sala: /who SALA diz qual",
    who_offline: "sem ligação: não se sabe quem lá está",
    too_many_conversations: "há demasiadas conversas: /leave fecha esta",
    nowhere: "ninguém nas suas salas se chama {name}: confirme o nome, ou escreva mesmo assim",
    in_no_room: "não está em nenhuma sala",
    not_in: "não está em #{room}",
    left_for: "saiu de #{room}; está agora em #{now_in}",
    left: "saiu de #{room}",
    left_last: "saiu de #{room}: /join SALA entra noutra",
    name_taken: "`{taken}` já está a ser usado aqui: a pedir `{trying}`",
    queue_full: "já há {count} mensagens à espera: aguarde que a ligação volte",
    hosting: "esta máquina aloja a conversa até sair; os outros escrevem\n    {how}",
    hosting_alone: "esta máquina aloja a conversa, mas não tem rede a que os outros cheguem",
    hosting_keeps: "o que aqui se diz fica guardado em {file}",
    hosting_keeps_nothing: "o que aqui se diz não fica guardado: {why}",
    log_failed: "o registo já não é escrito: {why}",
};
