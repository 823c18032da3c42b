//! Several servers at once.

use crate::speech::sentence::topic;

topic! {
    /// Several servers at once.
    Several {
        connect_usage {
            en: "/connect HOST[:PORT]",
            pt: "/connect SERVIDOR[:PORTO]",
            br: "/connect SERVIDOR[:PORTA]",
        }
        connect {
            en: "one more server beside this one; /connect udp HOST over UDP",
            pt: "mais um servidor ao lado deste; /connect udp SERVIDOR por UDP",
        }
        disconnect {
            en: "leave this server, and stay at the others",
            pt: "sair deste servidor e ficar nos outros",
        }
        only_one {
            en: "this is the only server: /quit leaves",
            pt: "este é o único servidor: /quit sai",
        }
        too_many(most) {
            en: "no more than {most} servers at once: /disconnect leaves this one",
            pt: "não mais de {most} servidores ao mesmo tempo: /disconnect sai deste",
        }
        not_opened(why) {
            en: "no connection to one more server: {why}",
            pt: "não há ligação a mais um servidor: {why}",
            br: "não há conexão com mais um servidor: {why}",
        }
        now_on(NowOn { you, server, address }) {
            en: "{you}: now on {server} ({address})",
            pt: "{you}: agora em {server} ({address})",
        }
        now_at(NowAt { you, address }) {
            en: "{you}: now at {address}",
            pt: "{you}: agora em {address}",
        }
        offline {
            en: "no connection",
            pt: "sem ligação",
            br: "sem conexão",
        }
        only_on_a_screen {
            en: "several servers need a screen: here it is one at a time",
            pt: "vários servidores precisam de um ecrã: aqui é um de cada vez",
            br: "vários servidores precisam de uma tela: aqui é um de cada vez",
        }
    }
}
