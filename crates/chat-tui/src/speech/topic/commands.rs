//! The commands: how they are typed, what they do, and what a slip is told.

use crate::speech::sentence::topic;

topic! {
    /// The commands.
    Commands {
        join_usage {
            en: "/join ROOM",
            pt: "/join SALA",
        }
        join {
            en: "enter a room, or go there; Tab: the rooms there are",
            pt: "entrar numa sala, ou ir para ela; Tab: as salas que há",
        }
        leave_usage {
            en: "/leave",
            pt: "/leave",
        }
        leave {
            en: "leave this room or conversation; /leave ROOM another one",
            pt: "sair desta sala ou conversa; /leave SALA sai de outra",
        }
        msg_usage {
            en: "/msg NAME TEXT",
            pt: "/msg NOME TEXTO",
        }
        msg {
            en: "say it to one person; /msg NAME opens the conversation",
            pt: "falar com uma só pessoa; /msg NOME abre a conversa",
        }
        me_usage {
            en: "/me TEXT",
            pt: "/me TEXTO",
        }
        me {
            en: "what you do: /me waves",
            pt: "o que faz: /me acena",
        }
        nick_usage {
            en: "/nick NAME",
            pt: "/nick NOME",
        }
        nick {
            en: "take another name",
            pt: "mudar de nome",
        }
        who_usage {
            en: "/who",
            pt: "/who",
        }
        who {
            en: "who is here; /who ROOM elsewhere",
            pt: "quem está aqui; /who SALA noutra sala",
            br: "quem está aqui; /who SALA em outra sala",
        }
        edit_usage {
            en: "/edit",
            pt: "/edit",
        }
        edit {
            en: "write in an editor of your own ($VISUAL, $EDITOR)",
            pt: "escrever no seu próprio editor ($VISUAL, $EDITOR)",
        }
        theme_usage {
            en: "/theme NAME",
            pt: "/theme NOME",
        }
        theme {
            en: "other colours: terminal, dark, light, high-contrast",
            pt: "outras cores: terminal, dark, light, high-contrast",
        }
        theme_names(names) {
            en: "/theme {names}",
            pt: "/theme {names}",
        }
        clear_usage {
            en: "/clear",
            pt: "/clear",
        }
        clear {
            en: "an empty screen",
            pt: "limpar o ecrã",
            br: "limpar a tela",
        }
        help_usage {
            en: "/help [COMMAND]",
            pt: "/help [COMANDO]",
        }
        help {
            en: "all keys and commands; /help join explains one",
            pt: "todas as teclas e comandos; /help join explica um",
        }
        for_example(command) {
            en: "for example: {command}",
            pt: "por exemplo: {command}",
        }
        also(names) {
            en: "also: {names}",
            pt: "também: {names}",
        }
        no_such(asked) {
            en: "there is no command /{asked}: /help lists them",
            pt: "não existe o comando /{asked}: /help lista-os",
        }
        no_such_but(NoSuchBut { asked, near }) {
            en: "there is no command /{asked}: did you mean /{near}?",
            pt: "não existe o comando /{asked}: queria dizer /{near}?",
        }
        msg_example {
            en: "/msg bob which port is yours?",
            pt: "/msg bob qual é o teu porto?",
            br: "/msg bob qual é a sua porta?",
        }
        me_example {
            en: "/me waves",
            pt: "/me acena",
        }
        announce_example {
            en: "/announce break until 16:40",
            pt: "/announce intervalo até às 16:40",
        }
        kick_example {
            en: "/kick bob the server is not a game",
            pt: "/kick bob o servidor não é um jogo",
        }
        poll_example {
            en: "/poll Does accept block? | yes | no",
            pt: "/poll O accept bloqueia? | sim | não",
        }
        quit_usage {
            en: "/quit",
            pt: "/quit",
        }
        quit {
            en: "leave",
            pt: "sair do programa",
        }
        text_usage {
            en: "//TEXT",
            pt: "//TEXTO",
        }
        text {
            en: "a message that begins with /",
            pt: "uma mensagem que começa por /",
        }
        type_as(usage) {
            en: "type it as: {usage}",
            pt: "escreva assim: {usage}",
        }
    }
}
