//! What is said about what the person writes.

use crate::speech::topic::Writing;

pub(in crate::speech) const WRITING: Writing = Writing {
    ask_looks_like_one: "parece um comando: {send} diz isto como texto",
    ask_unknown: "não existe o comando /{word}: {send} diz isto como texto",
    ask_pasted: "colado, logo não é comando: {send} diz isto como texto",
    ask_place: "agora está em {place}: {send} diz isto aí",
    ask_parts: "longo de mais: {bytes} de {most} bytes: {send} envia em {count} mensagens",
    refused: "! não enviada: {why} · {key}: corrigir",
    unconfirmed: "? por confirmar, pode ter chegado · {key}: enviar outra vez",
    nothing_to_mend: "aqui nada foi recusado nem está por confirmar",
    draft_kept: "↑ traz de volta o que estava a escrever",
    too_old: "antiga de mais para ser a mesma mensagem: Enter diz isto de novo",
};
