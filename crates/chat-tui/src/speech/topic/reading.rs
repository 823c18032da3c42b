//! Copying, and lists to choose from.

use crate::speech::sentence::topic;

topic! {
    /// Copying, and lists to choose from.
    Reading {
        copy_usage {
            en: "/copy",
            pt: "/copy",
        }
        copy {
            en: "copy the last message; /copy 2, /copy url (address)",
            pt: "copiar a última mensagem; /copy 2, /copy url (endereço)",
        }
        replies {
            en: "answer it: what it said stands above your answer",
            pt: "responder-lhe: o que foi dito fica por cima da sua resposta",
        }
        copies {
            en: "copy it",
            pt: "copiá-la",
        }
        message_keys {
            en: "r answer · + sign · e correct · y copy · Enter how it got here · Esc back",
            pt: "r responder · + sinal · e corrigir · y copiar · Enter como chegou · Esc voltar",
        }
        answering(quote) {
            en: "answers {quote} · Esc: no answer",
            pt: "responde a {quote} · Esc: não responder",
        }
        nothing_to_choose {
            en: "nobody has said anything here yet",
            pt: "ainda ninguém disse nada aqui",
        }
        cannot_reply {
            en: "only what was said in a room, and has its number there, can be answered",
            pt: "só se responde ao que foi dito numa sala e já tem lá o seu número",
        }
        has_no_number {
            en: "it has no number in a room: only of those it is kept how they got here",
            pt: "não tem número numa sala: só dessas se guarda como chegaram",
        }
        bare_usage {
            en: "/bare",
            pt: "/bare",
        }
        bare {
            en: "only the text, to select it",
            pt: "só o texto, para o selecionar",
        }
        present_usage {
            en: "/present",
            pt: "/present",
        }
        present {
            en: "only names and texts, far apart, for a projector",
            pt: "só nomes e textos, espaçados, para um projetor",
        }
        presenting {
            en: "for the projector",
            pt: "para o projetor",
        }
        go_usage {
            en: "/go NAME",
            pt: "/go NOME",
        }
        go {
            en: "go to the conversation that fits; /go lists them",
            pt: "ir à conversa que corresponde; /go lista-as",
        }
        go_by_name {
            en: "go to the conversation that fits",
            pt: "ir à conversa que corresponde",
        }
        mentions_usage {
            en: "/mentions",
            pt: "/mentions",
        }
        mentions {
            en: "all messages for you, in all conversations",
            pt: "todas as mensagens para si, em todas as conversas",
            br: "todas as mensagens para você, em todas as conversas",
        }
        rooms_usage {
            en: "/rooms",
            pt: "/rooms",
        }
        rooms {
            en: "show or hide the list of the conversations",
            pt: "mostrar ou esconder a lista das conversas",
        }
        people_usage {
            en: "/people",
            pt: "/people",
        }
        people {
            en: "show or hide who is here",
            pt: "mostrar ou esconder quem está",
        }
        message_copied {
            en: "message copied, if the terminal allows it",
            pt: "mensagem copiada, se o terminal o permitir",
        }
        url_copied {
            en: "address copied, if the terminal allows it",
            pt: "endereço copiado, se o terminal o permitir",
        }
        nothing_to_copy {
            en: "there is no such message here",
            pt: "não há essa mensagem aqui",
        }
        no_url {
            en: "there is no address here",
            pt: "não há endereço nenhum aqui",
        }
        too_long_to_copy {
            en: "too long for a clipboard",
            pt: "demasiado longo para a área de transferência",
            br: "longo demais para a área de transferência",
        }
        select {
            en: "select with the mouse",
            pt: "selecione com o rato",
            br: "selecione com o mouse",
        }
        go_prompt {
            en: "go to:",
            pt: "ir para:",
        }
        mentions_prompt {
            en: "for you:",
            pt: "para si:",
            br: "para você:",
        }
        nothing_fits {
            en: "nothing fits",
            pt: "nada corresponde",
        }
        no_mentions {
            en: "nobody has called you yet",
            pt: "ainda ninguém chamou por si",
            br: "ninguém chamou você ainda",
        }
        ignore_usage {
            en: "/ignore NAME",
            pt: "/ignore NOME",
        }
        ignore {
            en: "show nothing of somebody; /ignore alone lists them",
            pt: "não mostrar nada de alguém; /ignore sozinho lista-os",
        }
        unignore_usage {
            en: "/unignore NAME",
            pt: "/unignore NOME",
        }
        unignore {
            en: "show somebody again",
            pt: "voltar a mostrar alguém",
        }
        ignoring(names) {
            en: "not shown (and how many messages): {names}",
            pt: "não são mostrados (e quantas mensagens): {names}",
        }
        ignoring_nobody {
            en: "everybody is shown: /ignore NAME hides somebody",
            pt: "todos são mostrados: /ignore NOME esconde alguém",
        }
        ignored(name) {
            en: "{name} is not shown from now on: /unignore {name} undoes it",
            pt: "{name} deixa de ser mostrado: /unignore {name} desfaz",
        }
        ignored_later(name) {
            en: "nobody in your rooms is called {name}: not shown when they come; /unignore {name} undoes it",
            pt: "ninguém nas suas salas se chama {name}: não será mostrado quando vier; /unignore {name} desfaz",
        }
        unignored(name) {
            en: "{name} is shown again",
            pt: "{name} volta a ser mostrado",
        }
        not_ignored(name) {
            en: "{name} was shown already",
            pt: "{name} já era mostrado",
        }
        not_oneself {
            en: "one cannot ignore oneself",
            pt: "ninguém se pode ignorar a si próprio",
            br: "ninguém pode ignorar a si mesmo",
        }
        ignoring_too_many(most) {
            en: "{most} people are ignored already: /unignore NAME first",
            pt: "já há {most} pessoas ignoradas: primeiro /unignore NOME",
        }
        missing(Missing { count, room }) {
            en: "{count} {count:message|messages} of {room} {count:is|are} missing here: said while you were away, and no longer kept",
            pt: "{count:falta|faltam} aqui {count} {count:mensagem|mensagens} de {room}: {count:foi dita|foram ditas} na sua ausência e já ninguém {count:a|as} guarda",
            br: "{count:falta|faltam} aqui {count} {count:mensagem|mensagens} de {room}: {count:foi dita|foram ditas} na sua ausência e ninguém mais {count:a|as} guarda",
        }
    }
}
