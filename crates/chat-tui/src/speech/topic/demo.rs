//! The demo: what its people say, and what is said of it.

use crate::speech::sentence::topic;

topic! {
    /// The demo: what its people say, and what is said of it.
    Demo {
        begins(names) {
            en: "a demo: {names} follow a script, over TCP, over UDP, and in plain lines as nc sends them. Nothing leaves this machine, and nothing is kept. Type something and one of them answers. /wire shows what passes; /weather drop 30% makes your datagrams get lost",
            pt: "uma demonstração: {names} seguem um guião, por TCP, por UDP, e em linhas simples como as de nc. Nada sai desta máquina e nada se guarda. Escreva, e um deles responde. /wire mostra o que passa; com /weather drop 30% os seus datagramas perdem-se",
            br: "uma demonstração: {names} seguem um roteiro, por TCP, por UDP, e em linhas simples como as de nc. Nada sai desta máquina e nada é guardado. Escreva, e um deles responde. /wire mostra o que passa; com /weather drop 30% os seus datagramas se perdem",
        }
        who_is_here {
            en: "hello, who is here?",
            pt: "olá, quem está aí?",
        }
        the_same_way {
            en: "me. are all of us connected in the same way?",
            pt: "eu. estamos todos ligados da mesma maneira?",
            br: "eu. estamos todos conectados da mesma maneira?",
        }
        two_ways {
            en: "no: some over TCP, some over UDP. type /wire and look",
            pt: "não: uns por TCP, outros por UDP. escrevam /wire e vejam",
        }
        which_order {
            en: "and how do all of us see the same order?",
            pt: "e como é que todos vemos a mesma ordem?",
        }
        one_order {
            en: "the server gives each line a number, and all of us get them in that order",
            pt: "o servidor dá um número a cada linha, e todos as recebemos nessa ordem",
        }
        if_lost {
            en: "what if a datagram gets lost?",
            pt: "e se um datagrama se perder?",
        }
        sent_again {
            en: "then it is sent again. try /weather drop 30%",
            pt: "então é enviado outra vez. experimentem /weather drop 30%",
        }
        over_tcp {
            en: "and over TCP?",
            pt: "e por TCP?",
        }
        by_itself {
            en: "there the system sends again by itself, and no program sees it",
            pt: "aí o sistema reenvia por si, e nenhum programa o vê",
            br: "aí o sistema reenvia sozinho, e nenhum programa vê isso",
        }
        half_lines {
            en: "one read may bring two lines, or half a line",
            pt: "uma leitura pode trazer duas linhas, ou meia",
        }
        what_ends {
            en: "so what ends a line?",
            pt: "então o que é que acaba uma linha?",
            br: "então o que termina uma linha?",
        }
        line_feed {
            en: "the line feed. TCP itself has no borders",
            pt: "o fim de linha. o TCP não tem fronteiras",
        }
        heard_you {
            en: "I can read you",
            pt: "estou a ler-te",
            br: "estou lendo você",
        }
        here_too {
            en: "that arrived here",
            pt: "isso chegou aqui",
        }
        came_here {
            en: "I have it too",
            pt: "também o recebi",
            br: "eu também recebi",
        }
        needs_a_terminal {
            en: "it is for a person at a terminal: standard input and output have to be one",
            pt: "é para uma pessoa num terminal: a entrada e a saída têm de ser um",
        }
    }
}
