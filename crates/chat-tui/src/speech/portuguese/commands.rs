//! The commands: how they are typed, what they do, and what a slip is told.

use crate::speech::topic::Commands;

pub(in crate::speech) const COMMANDS: Commands = Commands {
    join_usage: "/join SALA",
    join: "entrar numa sala; /join SALA PALAVRA-PASSE se a pedir",
    leave_usage: "/leave",
    leave: "sair desta sala ou conversa; /leave SALA sai de outra",
    msg_usage: "/msg NOME TEXTO",
    msg: "falar com uma só pessoa; /msg NOME abre a conversa",
    me_usage: "/me TEXTO",
    me: "o que faz: /me acena",
    nick_usage: "/nick NOME",
    nick: "mudar de nome",
    who_usage: "/who",
    who: "quem está aqui; /who SALA noutra sala",
    edit_usage: "/edit",
    edit: "escrever no seu próprio editor ($VISUAL, $EDITOR)",
    theme_usage: "/theme NOME",
    theme: "outras cores: terminal, dark, light, high-contrast",
    theme_names: "/theme {names}",
    clear_usage: "/clear",
    clear: "limpar o ecrã",
    help_usage: "/help",
    help: "esta página",
    quit_usage: "/quit",
    quit: "sair do programa",
    text_usage: "//TEXTO",
    text: "uma mensagem que começa por /",
    type_as: "escreva assim: {usage}",
};
