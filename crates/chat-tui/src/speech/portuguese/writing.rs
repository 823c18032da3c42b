//! What is said about what the person writes.

use crate::speech::topic::Writing;

pub(in crate::speech) const WRITING: Writing = Writing {
    ask_looks_like_one: "parece um comando: Enter envia como texto · Esc: voltar",
    ask_unknown: "não existe o comando /{word}: Enter envia como texto · Esc: voltar",
    ask_pasted: "colado, por isso não é comando: Enter envia como texto · Esc: voltar",
    ask_place: "agora está em {place}: Enter envia para lá · Esc: voltar",
    ask_parts: "demasiado longo: {bytes} de {most} bytes: Enter envia em {count} mensagens · Esc: voltar",
    refused: "! não enviada: {why} · {key}: corrigir",
    unconfirmed: "? por confirmar, pode ter chegado · {key}: enviar outra vez",
    nothing_to_mend: "aqui nada foi recusado nem está por confirmar",
    draft_kept: "↑ traz de volta o que estava a escrever",
    too_old: "demasiado antiga para ser reconhecida: Enter envia como nova",
};
