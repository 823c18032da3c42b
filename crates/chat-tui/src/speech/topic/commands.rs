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
            en: "enter a room, or go there; /join ROOM PASSWORD where asked",
            pt: "entrar numa sala; /join SALA PALAVRA-PASSE se a pedir",
            br: "entrar numa sala; /join SALA SENHA se a pedir",
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
            en: "/help",
            pt: "/help",
        }
        help {
            en: "this page",
            pt: "esta página",
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
