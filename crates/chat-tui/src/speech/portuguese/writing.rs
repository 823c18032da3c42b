//! What is said about what the person writes.

use crate::speech::topic::Writing;

pub(in crate::speech) const WRITING: Writing = Writing {
    ask_looks_like_one: "parece um comando: {send} envia como texto",
    ask_unknown: "não existe o comando /{word}: {send} envia como texto",
    ask_pasted: "colado, por isso não é comando: {send} envia como texto",
    ask_place: "agora está em {place}: {send} envia para lá",
    ask_parts: "demasiado longo: {bytes} de {most} bytes: {send} envia em {count} mensagens",
    ask_unsent: "{count} {count:mensagem espera lá e não seria enviada|mensagens esperam lá e não seriam enviadas}: {send} sai mesmo assim",
    refused: "! não enviada: {why} · {key}: corrigir",
    unconfirmed: "? por confirmar, pode ter chegado · {key}: enviar outra vez",
    nothing_to_mend: "aqui nada foi recusado nem está por confirmar",
    draft_kept: "↑ traz de volta o que estava a escrever",
    too_old: "demasiado antiga para ser reconhecida: Enter envia como nova",
    paste_held: "{lines} {lines:linha|linhas}, {bytes} bytes: Enter envia numa mensagem, Esc deita fora · Tab: editar",
    paste_held_parts: "{lines} {lines:linha|linhas}, {bytes} bytes: Enter envia em {count} mensagens, Esc deita fora · Tab: editar",
    paste_refused: "o texto colado não foi aceite: {bytes} bytes, e aqui cabem {most}",
    dropped: "deitado fora; Ctrl-y traz de volta",
    no_editor: "nenhum editor definido: comece com EDITOR=nano chat-tui, ou defina VISUAL ou EDITOR",
    editor_failed: "não foi possível correr `{editor}`: {why} (VISUAL e EDITOR dizem qual é o editor)",
    editor_unchanged: "o editor terminou sem sucesso: o texto ficou como estava",
    editor_too_long: "{bytes} bytes são mais do que cabe aqui ({most}): ficaram guardados em {path}",
};
