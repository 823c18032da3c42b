//! What is said where there are lines instead of a screen.

use crate::speech::topic::Lines;

pub(in crate::speech) const LINES: Lines = Lines {
    begins: "uma linha por mensagem; /help: os comandos; Ctrl-d: sair",
    dumb: "este terminal não desenha ecrãs: tudo é dito em linhas",
    waits: "ainda não enviada: será quando o servidor voltar",
    retrying: "a tentar de novo até voltar; Enter tenta já",
    speaking_in: "agora fala em {place}",
    speaking_to: "agora fala só com {who}",
    naming_you: "{who}, a falar de si",
    privately: "{who}, em privado",
    came: "{count:entrou|entraram}: {who}",
    left: "{count:saiu|saíram}: {who}",
    line_long: "essa linha tinha mais de {most} bytes: nada foi dito",
    unconfirmed: "a entrada acabou, e {count} {count:mensagem ficou|mensagens ficaram} por confirmar: talvez nem todos tenham ouvido",
    on_screen: "isso precisa do ecrã: inicie o chat-tui sem --lines",
};
