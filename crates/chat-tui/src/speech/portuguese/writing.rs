//! What is said about what the person writes.

use crate::speech::topic::Writing;

pub(in crate::speech) const WRITING: Writing = Writing {
    ask_looks_like_one: "parece um comando: {send} envia como texto",
    ask_unknown: "não existe o comando /{word}: {send} envia como texto",
    ask_pasted: "colado, por isso não é comando: {send} envia como texto",
    ask_place: "agora está em {place}: {send} envia para lá",
    ask_parts: "demasiado longo: {bytes} de {most} bytes: {send} envia em {count} mensagens",
    refused: "! não enviada: {why} · {key}: corrigir",
    unconfirmed: "? por confirmar, pode ter chegado · {key}: enviar outra vez",
    nothing_to_mend: "aqui nada foi recusado nem está por confirmar",
    draft_kept: "↑ traz de volta o que estava a escrever",
    too_old: "demasiado antiga para ser reconhecida: Enter envia como nova",
};
