//! Servers that were found, a line for each.

use crate::speech::sentence::topic;

topic! {
    /// Servers that were found, a line for each.
    Finding {
        untitled {
            en: "(no title)",
            pt: "(sem título)",
        }
        people(count) {
            en: "{count} {count:person|people}",
            pt: "{count} {count:pessoa|pessoas}",
        }
        password {
            en: "password",
            pt: "palavra-passe",
            br: "senha",
        }
        secret(words) {
            en: "secret: {words}",
            pt: "ligação secreta: {words}",
            br: "conexão secreta: {words}",
        }
        known {
            en: "known",
            pt: "conhecido",
        }
        near {
            en: "servers near here:",
            pt: "servidores perto daqui:",
        }
        host_here {
            en: "none of these: host a chat on this machine",
            pt: "nenhum destes: alojar uma conversa nesta máquina",
            br: "nenhum destes: hospedar uma conversa nesta máquina",
        }
        which {
            en: "which one? (a number, or h; Ctrl-C leaves)",
            pt: "qual? (um número, ou h; Ctrl-C sai)",
        }
        nobody_near {
            en: "no server answered on this network, so this machine hosts one. Some Wi-Fi keeps its machines apart, and a server with --bind or --hidden does not hear such questions: then leave, and type the address that its screen shows, as in `chat-tui HOST`",
            pt: "nenhum servidor respondeu nesta rede, e por isso esta máquina aloja um. Há redes Wi-Fi que isolam as máquinas, e um servidor com --bind ou --hidden não ouve tais perguntas: nesse caso saia, e escreva o endereço que o ecrã dele mostra, como em `chat-tui HOST`",
            br: "nenhum servidor respondeu nesta rede, e por isso esta máquina hospeda um. Há redes Wi-Fi que isolam as máquinas, e um servidor com --bind ou --hidden não ouve tais perguntas: nesse caso saia, e escreva o endereço que a tela dele mostra, como em `chat-tui HOST`",
        }
        alike {
            en: "looks like another title",
            pt: "título igual ou parecido a outro",
        }
    }
}
