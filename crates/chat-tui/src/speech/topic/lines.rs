//! What is said where there are lines instead of a screen.

use crate::speech::sentence::topic;

topic! {
    /// What is said in lines.
    Lines {
        answers(quote) {
            en: "answers {quote}",
            pt: "responde a {quote}",
        }
        begins {
            en: "one line for each message; /help: the commands; Ctrl-d: quit",
            pt: "uma linha por mensagem; /help: os comandos; Ctrl-d: sair",
        }
        dumb {
            en: "this terminal draws no screen: it is told in lines",
            pt: "este terminal não desenha ecrãs: tudo é dito em linhas",
            br: "este terminal não desenha telas: tudo é dito em linhas",
        }
        waits {
            en: "not sent yet: it will be when the server is back",
            pt: "ainda não enviada: será quando o servidor voltar",
        }
        retrying {
            en: "trying again until it is back; Enter tries at once",
            pt: "a tentar de novo até voltar; Enter tenta já",
            br: "tentando de novo até voltar; Enter tenta já",
        }
        speaking_in(place) {
            en: "you speak in {place} now",
            pt: "agora fala em {place}",
        }
        speaking_to(who) {
            en: "you speak to {who} alone now",
            pt: "agora fala só com {who}",
        }
        marked(who) {
            en: "{who}, marked",
            pt: "{who}, assinalada",
            br: "{who}, marcada",
        }
        naming_you(who) {
            en: "{who}, naming you",
            pt: "{who} mencionou-o",
            br: "{who} mencionou você",
        }
        privately(who) {
            en: "{who}, privately",
            pt: "{who}, em privado",
        }
        came(Came { who, count }) {
            en: "{who} {count:came|came}",
            pt: "{count:entrou|entraram}: {who}",
        }
        left(Left { who, count }) {
            en: "{who} {count:left|left}",
            pt: "{count:saiu|saíram}: {who}",
        }
        line_long(most) {
            en: "that line had more than {most} bytes: nothing was said",
            pt: "essa linha tinha mais de {most} bytes: nada foi dito",
        }
        unconfirmed(count) {
            en: "the input has ended, and {count} {count:message was|messages were} not confirmed: not everybody may have heard",
            pt: "a entrada acabou, e {count} {count:mensagem ficou|mensagens ficaram} por confirmar: talvez nem todos tenham ouvido",
        }
        on_screen {
            en: "that needs the screen: start chat-tui without --lines",
            pt: "isso precisa do ecrã: inicie o chat-tui sem --lines",
            br: "isso precisa da tela: inicie o chat-tui sem --lines",
        }
    }
}
