//! What is said about what the person writes.

use crate::speech::sentence::topic;

topic! {
    /// Questions before something is sent, and what became of it.
    Writing {
        ask_looks_like_one(send) {
            en: "this looks like a command: {send} says it as text",
            pt: "parece um comando: {send} envia como texto",
        }
        ask_unknown(AskUnknown { word, send }) {
            en: "there is no command /{word}: {send} says it as text",
            pt: "não existe o comando /{word}: {send} envia como texto",
        }
        ask_unknown_but(AskUnknownBut { word, near, send }) {
            en: "there is no command /{word} (/{near}?): {send} says it as text",
            pt: "não existe o comando /{word} (/{near}?): {send} envia como texto",
        }
        ask_pasted(send) {
            en: "pasted, so no command: {send} says it as text",
            pt: "colado, por isso não é comando: {send} envia como texto",
        }
        ask_place(AskPlace { place, send }) {
            en: "you are in {place} now: {send} says it there",
            pt: "agora está em {place}: {send} envia para lá",
        }
        ask_parts(AskParts { bytes, most, count, send }) {
            en: "too long: {bytes} of {most} bytes: {send} sends it as {count} messages",
            pt: "demasiado longo: {bytes} de {most} bytes: {send} envia em {count} mensagens",
            br: "longo demais: {bytes} de {most} bytes: {send} envia em {count} mensagens",
        }
        ask_unsent(AskUnsent { count, send }) {
            en: "{count} {count:message waits|messages wait} there and would not be sent: {send} leaves all the same",
            pt: "{count} {count:mensagem espera lá e não seria enviada|mensagens esperam lá e não seriam enviadas}: {send} sai mesmo assim",
        }
        brief_looks_like_one {
            en: "a command?",
            pt: "um comando?",
        }
        brief_unknown(word) {
            en: "no command /{word}",
            pt: "não há /{word}",
        }
        brief_pasted {
            en: "pasted",
            pt: "colado",
        }
        brief_length(bytes) {
            en: "{bytes} bytes",
            pt: "{bytes} bytes",
        }
        brief_paste(lines) {
            en: "{lines} {lines:line|lines}",
            pt: "{lines} {lines:linha|linhas}",
        }
        brief_unsent(count) {
            en: "{count} unsent",
            pt: "{count} por enviar",
        }
        leave_hint {
            en: "leave",
            pt: "sair",
        }
        say_hint {
            en: "say it",
            pt: "enviar",
        }
        send_hint {
            en: "send",
            pt: "enviar",
        }
        send_parts_hint(count) {
            en: "send {count}",
            pt: "enviar {count}",
        }
        drop_hint {
            en: "drop",
            pt: "descartar",
        }
        edit_hint {
            en: "edit",
            pt: "editar",
        }
        refused(Refused { why, key }) {
            en: "! not sent: {why} · {key}: edit it",
            pt: "! não enviada: {why} · {key}: corrigir",
        }
        unconfirmed(key) {
            en: "? unconfirmed, may have arrived · {key}: send it again",
            pt: "? por confirmar, pode ter chegado · {key}: enviar outra vez",
        }
        nothing_to_mend {
            en: "nothing here was refused or is unconfirmed",
            pt: "aqui nada foi recusado nem está por confirmar",
        }
        draft_kept {
            en: "↑ brings back what you were writing",
            pt: "↑ traz de volta o que estava a escrever",
            br: "↑ traz de volta o que estava escrevendo",
        }
        too_old {
            en: "too old to be known as the same message: Enter says it anew",
            pt: "demasiado antiga para ser reconhecida: Enter envia como nova",
            br: "antiga demais para ser reconhecida: Enter envia como nova",
        }
        paste_held(PasteHeld { lines, bytes }) {
            en: "{lines} {lines:line|lines}, {bytes} bytes: Enter sends it as one message, Esc drops it · Tab: edit",
            pt: "{lines} {lines:linha|linhas}, {bytes} bytes: Enter envia numa mensagem, Esc descarta-o · Tab: editar",
        }
        paste_held_parts(PasteHeldParts { lines, bytes, count }) {
            en: "{lines} {lines:line|lines}, {bytes} bytes: Enter sends it as {count} messages, Esc drops it · Tab: edit",
            pt: "{lines} {lines:linha|linhas}, {bytes} bytes: Enter envia em {count} mensagens, Esc descarta-o · Tab: editar",
        }
        paste_chip(lines) {
            en: " … {lines} {lines:line|lines}",
            pt: " … {lines} {lines:linha|linhas}",
        }
        at_once(AtOnce { lines, send }) {
            en: "{lines} {lines:line|lines} came all at once, not sent: {send} sends {lines:it|them as one message}",
            pt: "{lines} {lines:linha chegou de uma vez e não foi enviada|linhas chegaram de uma vez e não foram enviadas}: {send} envia{lines:| numa mensagem}",
        }
        brief_at_once(lines) {
            en: "{lines} not sent",
            pt: "{lines} por enviar",
        }
        paste_refused(PasteRefused { bytes, most }) {
            en: "the paste was not taken: {bytes} bytes, and the input has room for {most}",
            pt: "o texto colado não foi aceite: {bytes} bytes, e aqui cabem {most}",
            br: "o texto colado não foi aceito: {bytes} bytes, e aqui cabem {most}",
        }
        dropped {
            en: "dropped; Ctrl-y puts it into the input",
            pt: "descartado; Ctrl-y traz de volta",
        }
        no_editor {
            en: "no editor is named: start with EDITOR=nano chat-tui, or set VISUAL or EDITOR for good",
            pt: "nenhum editor definido: comece com EDITOR=nano chat-tui, ou defina VISUAL ou EDITOR",
        }
        editor_failed(EditorFailed { editor, why }) {
            en: "`{editor}` cannot be run: {why} (VISUAL and EDITOR name the editor)",
            pt: "não foi possível correr `{editor}`: {why} (VISUAL e EDITOR dizem qual é o editor)",
            br: "não foi possível executar `{editor}`: {why} (VISUAL e EDITOR dizem qual é o editor)",
        }
        editor_unchanged {
            en: "the editor ended without success: the input is as it was",
            pt: "o editor terminou sem sucesso: o texto ficou como estava",
        }
        editor_too_long(EditorTooLong { bytes, most, path }) {
            en: "{bytes} bytes are more than the input takes ({most}): they are kept in {path}",
            pt: "{bytes} bytes são mais do que cabe aqui ({most}): ficaram guardados em {path}",
        }
    }
}
