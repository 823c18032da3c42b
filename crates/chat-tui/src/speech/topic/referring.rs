//! What is said about another message.

use crate::speech::sentence::topic;

topic! {
    /// What is said about another message.
    Referring {
        reacts {
            en: "give it a sign, which is counted below it; the same again takes it back",
            pt: "reagir com um sinal, contado por baixo; o mesmo outra vez retira-o",
        }
        edits {
            en: "say it better, if it is yours",
            pt: "corrigi-la, se for sua",
        }
        shows_before {
            en: "how it was said before it was corrected (✎)",
            pt: "como foi dita antes de corrigida (✎)",
        }
        signs(all) {
            en: "{all} · the same again takes it back · Esc none",
            pt: "{all} · o mesmo outra vez retira-o · Esc nenhum",
        }
        correcting(quote) {
            en: "corrects {quote} · Esc: a new message",
            pt: "corrige {quote} · Esc: mensagem nova",
        }
        only_ones_own {
            en: "only what you have said yourself in a room can be corrected",
            pt: "só se corrige o que a própria pessoa disse numa sala",
        }
        never_edited {
            en: "it is as it was said",
            pt: "está como foi dita",
        }
        was_said(WasSaid { at, who, text }) {
            en: "{at} {who}: {text}",
            pt: "{at} {who}: {text}",
        }
        nothing_fits {
            en: "there is no such message in this room",
            pt: "não há essa mensagem nesta sala",
        }
        no_sign {
            en: "a sign is up to four characters without a blank: +1, :-), 👍",
            pt: "um sinal tem até quatro caracteres sem espaço: +1, :-), 👍",
        }
        corrects(quote) {
            en: "instead of {quote}",
            pt: "em vez de {quote}",
        }
        reply_usage {
            en: "/reply [@NAME] TEXT",
            pt: "/reply [@NOME] TEXTO",
        }
        reply {
            en: "answer the last message, or the last one of somebody",
            pt: "responder à última mensagem, ou à última de alguém",
        }
        reply_example {
            en: "/reply @bob yes, it waits",
            pt: "/reply @bob sim, espera",
        }
        react_usage {
            en: "/react [@NAME] [SIGN]",
            pt: "/react [@NOME] [SINAL]",
        }
        react {
            en: "give that message a sign: +1, -1, :D, ?, or one of your own",
            pt: "reagir a essa mensagem com um sinal: +1, -1, :D, ? ou outro",
        }
        correct_usage {
            en: "/correct TEXT",
            pt: "/correct TEXTO",
        }
        correct {
            en: "say your last message better",
            pt: "corrigir a sua última mensagem",
        }
        correct_example {
            en: "/correct the red cable",
            pt: "/correct o cabo vermelho",
        }
    }
}
