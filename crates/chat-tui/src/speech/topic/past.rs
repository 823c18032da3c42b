//! What was said before: fetched, looked for, gone back to.

use crate::speech::sentence::topic;

topic! {
    /// What is said of what was said before.
    Past {
        gap(count) {
            en: "{count} not here yet",
            pt: "{count} ainda não {count:está|estão} aqui",
        }
        before {
            en: "before you came",
            pt: "antes de chegar",
            br: "antes de você chegar",
        }
        older(count) {
            en: "{count} older",
            pt: "mais {count} {count:anterior|anteriores}",
        }
        start {
            en: "the first message that is kept",
            pt: "a primeira mensagem guardada",
        }
        fetched(count) {
            en: "{count} missed, fetched",
            pt: "{count} {count:perdida, recuperada|perdidas, recuperadas}",
        }
        search_usage {
            en: "/search WORDS",
            pt: "/search PALAVRAS",
        }
        search {
            en: "look in everything kept; wor*, from:ana, in:lab, in:all, before:2026-11-20, after:…",
            pt: "procurar em tudo o que foi guardado; pal*, de:ana, em:lab, em:todas, antes:2026-11-20, desde:…",
        }
        last_usage {
            en: "/last",
            pt: "/last",
        }
        last {
            en: "go to the newest message; with --lines /last 20 shows the last ones",
            pt: "ir à mensagem mais recente; com --lines, /last 20 mostra as últimas",
            br: "ir à mensagem mais recente; com --lines, /last 20 mostra as últimas",
        }
        goto_usage {
            en: "/goto DAY",
            pt: "/goto DIA",
        }
        goto {
            en: "go back to 2026-11-20, today, yesterday or message 1234",
            pt: "voltar a 2026-11-20, hoje, ontem ou à mensagem 1234",
        }
        bad_search {
            en: "/search WORDS, with 1 to 32 words of letters or digits; from:ana, in:lab, in:all, before:2026-11-20",
            pt: "/search PALAVRAS, com 1 a 32 palavras de letras ou algarismos; de:ana, em:lab, em:todas, antes:2026-11-20",
        }
        bad_goto {
            en: "/goto 1234, /goto yesterday, /goto 2026-11-20",
            pt: "/goto 1234, /goto ontem, /goto 2026-11-20",
        }
        bad_last {
            en: "/last, /last 20 (1 to 100)",
            pt: "/last, /last 20 (1 a 100)",
        }
        not_kept {
            en: "nothing to look in: the server keeps no history, or there is no connection to this room",
            pt: "não há onde procurar: o servidor não guarda histórico, ou não há ligação a esta sala",
            br: "não há onde procurar: o servidor não guarda histórico, ou não há conexão com esta sala",
        }
        nothing_since {
            en: "nothing was said since: this is the newest",
            pt: "nada se disse desde então: isto é o mais recente",
            br: "nada foi dito desde então: isto é o mais recente",
        }
        no_answer {
            en: "the server has not answered: try again",
            pt: "o servidor não respondeu: tente outra vez",
        }
        searching {
            en: "searching …",
            pt: "a procurar …",
            br: "procurando …",
        }
        searching_in(room) {
            en: "searching #{room} …",
            pt: "a procurar em #{room} …",
            br: "procurando em #{room} …",
        }
        not_answered(rooms) {
            en: "not answered: {rooms}",
            pt: "sem resposta: {rooms}",
        }
        older_hits {
            en: "there are older ones: before:2026-11-20 finds them",
            pt: "há mais antigas: antes:2026-11-20 encontra-as",
        }
        nothing_found(words) {
            en: "nothing found for {words}",
            pt: "nada encontrado para {words}",
        }
        of(Of { at, all }) {
            en: "{at} of {all}",
            pt: "{at} de {all}",
        }
        how {
            en: "Enter goes there · Esc back",
            pt: "Enter vai lá · Esc volta",
        }
    }
}
