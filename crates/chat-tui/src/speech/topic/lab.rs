//! Whether a class can talk, found out the day before.

use crate::speech::sentence::topic;

topic! {
    /// Whether a class can talk: a line for each thing that was tried.
    Lab {
        needs_host {
            en: "say which server: chat-tui --check-lab HOST",
            pt: "diga que servidor: chat-tui --check-lab HOST",
        }
        good {
            en: "ok",
            pt: "ok",
        }
        remark {
            en: "note",
            pt: "nota",
        }
        bad {
            en: "FAIL",
            pt: "FALHA",
        }
        name {
            en: "name",
            pt: "nome",
        }
        tcp {
            en: "TCP",
            pt: "TCP",
        }
        udp {
            en: "UDP",
            pt: "UDP",
        }
        length {
            en: "length",
            pt: "tamanho",
        }
        broadcast {
            en: "broadcast",
            pt: "difusão",
        }
        clock {
            en: "clock",
            pt: "relógio",
        }
        server {
            en: "server",
            pt: "servidor",
        }
        looked_up(LookedUp { host, addresses }) {
            en: "{host} is {addresses}",
            pt: "{host} é {addresses}",
        }
        is_address(address) {
            en: "{address} is an address: no name is looked up",
            pt: "{address} é um endereço: não há nome a procurar",
        }
        talked(ms) {
            en: "answers in {ms} ms; a message went there and back",
            pt: "responde em {ms} ms; uma mensagem foi e voltou",
        }
        linked(ms) {
            en: "answers in {ms} ms over a link; a message went there and back",
            pt: "responde em {ms} ms por uma ligação fiável (link); uma mensagem foi e voltou",
            br: "responde em {ms} ms por uma conexão confiável (link); uma mensagem foi e voltou",
        }
        answers(ms) {
            en: "answers in {ms} ms",
            pt: "responde em {ms} ms",
        }
        strange(port) {
            en: "something listens on port {port} that is no chat-server: end it, or start the server with another --port and write HOST:PORT here",
            pt: "há alguma coisa à escuta no porto {port} que não é um chat-server: termine-a, ou inicie o servidor com outro --port e escreva aqui HOST:PORTO",
            br: "há alguma coisa escutando na porta {port} que não é um chat-server: termine-a, ou inicie o servidor com outro --port e escreva aqui HOST:PORTA",
        }
        unsaid {
            en: "the server answers, but no message came back: try again; if it stays so, read what the server itself writes",
            pt: "o servidor responde, mas nenhuma mensagem voltou: tente outra vez; se continuar, leia o que o próprio servidor escreve",
        }
        refused(Refused { port, how }) {
            en: "refused at once: that machine is reached, but nobody listens on port {port}. Start `{how}` there, or check the port",
            pt: "recusado logo: chega-se a essa máquina, mas ninguém está à escuta no porto {port}. Inicie lá `{how}`, ou confirme o porto",
            br: "recusado logo: chega-se a essa máquina, mas ninguém escuta na porta {port}. Inicie lá `{how}`, ou confirme a porta",
        }
        silent(Silent { seconds, port }) {
            en: "no answer in {seconds} s: open port {port} in the firewall of that machine, or the address is wrong, or the network keeps its machines apart",
            pt: "sem resposta em {seconds} s: abra o porto {port} na firewall dessa máquina, ou o endereço está errado, ou a rede isola as máquinas",
            br: "sem resposta em {seconds} s: abra a porta {port} no firewall dessa máquina, ou o endereço está errado, ou a rede isola as máquinas",
        }
        unreachable(error) {
            en: "not reached: {error}. Is this machine on that network? Try `ping`",
            pt: "inalcançável: {error}. Esta máquina está nessa rede? Experimente `ping`",
        }
        long_pass(bytes) {
            en: "datagrams of {bytes} bytes come through both ways",
            pt: "os datagramas de {bytes} bytes passam nos dois sentidos",
        }
        long_arrive(bytes) {
            en: "datagrams of {bytes} bytes come through to the server; the way back is for whoever gets in",
            pt: "os datagramas de {bytes} bytes chegam ao servidor; o regresso só pode ser visto por quem entra",
            br: "os datagramas de {bytes} bytes chegam ao servidor; a volta só pode ser vista por quem entra",
        }
        long_lost(bytes) {
            en: "short datagrams come through, those of {bytes} bytes do not: a tunnel or VPN lets only shorter ones pass. Leave it, or let the class talk over TCP",
            pt: "os datagramas curtos passam, os de {bytes} bytes não: um túnel ou VPN só deixa passar os mais curtos. Saia dele, ou converse por TCP",
        }
        found {
            en: "`chat-tui --find` finds this server",
            pt: "`chat-tui --find` encontra este servidor",
        }
        own {
            en: "that is this machine itself: what passes between two machines is seen from another one only",
            pt: "é esta própria máquina: o que passa entre duas máquinas só se vê a partir de outra",
        }
        not_found {
            en: "broadcasts do not come through, so `chat-tui --find` finds nothing here: write the address on the board",
            pt: "as difusões não passam, e por isso `chat-tui --find` não encontra nada aqui: escreva o endereço no quadro",
        }
        hidden {
            en: "the server does not answer `chat-tui --find`: it was started with --hidden, or is in another network. Write the address on the board",
            pt: "o servidor não responde a `chat-tui --find`: foi iniciado com --hidden, ou está noutra rede. Escreva o endereço no quadro",
            br: "o servidor não responde a `chat-tui --find`: foi iniciado com --hidden, ou está em outra rede. Escreva o endereço no quadro",
        }
        others(count) {
            en: "{count} other {count:server answers|servers answer} on this network, so its machines do hear each other: check the address, `chat-tui --find` shows theirs",
            pt: "{count:responde|respondem} {count} {count:outro servidor|outros servidores} nesta rede, e por isso as máquinas ouvem-se: confirme o endereço, `chat-tui --find` mostra os deles",
            br: "{count:responde|respondem} {count} {count:outro servidor|outros servidores} nesta rede, e por isso as máquinas se ouvem: confirme o endereço, `chat-tui --find` mostra os deles",
        }
        nobody {
            en: "nobody on this network answers. Guest Wi-Fi keeps its machines apart: try two machines on a cable, or a Wi-Fi of your own (a telephone's hotspot serves)",
            pt: "ninguém responde nesta rede. O Wi-Fi de convidados isola as máquinas: experimente duas máquinas por cabo, ou um Wi-Fi próprio (o de um telemóvel serve)",
            br: "ninguém responde nesta rede. O Wi-Fi de visitantes isola as máquinas: experimente duas máquinas por cabo, ou um Wi-Fi próprio (o de um celular serve)",
        }
        clock_near(ms) {
            en: "this machine's and the server's are {ms} ms apart",
            pt: "o desta máquina e o do servidor diferem {ms} ms",
        }
        clock_ahead(seconds) {
            en: "the server's is {seconds} s ahead of this machine's: every time on a screen is the server's. Set the clock that is wrong",
            pt: "o do servidor está {seconds} s adiantado em relação ao desta máquina: as horas no ecrã são as do servidor. Acerte o que estiver errado",
            br: "o do servidor está {seconds} s adiantado em relação ao desta máquina: as horas na tela são as do servidor. Acerte o que estiver errado",
        }
        clock_behind(seconds) {
            en: "the server's is {seconds} s behind this machine's: every time on a screen is the server's. Set the clock that is wrong",
            pt: "o do servidor está {seconds} s atrasado em relação ao desta máquina: as horas no ecrã são as do servidor. Acerte o que estiver errado",
            br: "o do servidor está {seconds} s atrasado em relação ao desta máquina: as horas na tela são as do servidor. Acerte o que estiver errado",
        }
        no_password {
            en: "no password",
            pt: "sem palavra-passe",
            br: "sem senha",
        }
        password {
            en: "asks for a password",
            pt: "pede palavra-passe",
            br: "pede senha",
        }
        secrecy {
            en: "offers secrecy (--tls)",
            pt: "oferece ligações secretas (--tls)",
            br: "oferece conexões secretas (--tls)",
        }
        no_secrecy {
            en: "offers no secrecy",
            pt: "não oferece ligações secretas",
            br: "não oferece conexões secretas",
        }
        shut(why) {
            en: "nobody comes in just like that: {why}",
            pt: "não se entra sem mais: {why}",
        }
        class_can_talk {
            en: "a class can talk with this server, over TCP and over UDP",
            pt: "uma turma pode conversar com este servidor, por TCP e por UDP",
        }
        over_tcp_only {
            en: "a class can talk with this server over TCP. Lessons over UDP: each machine by itself, with a chat-server of its own",
            pt: "uma turma pode conversar com este servidor por TCP. Aulas sobre UDP: cada máquina por si, com um chat-server próprio",
        }
        over_udp_only {
            en: "a class can talk with this server over UDP only: chat-tui --udp HOST",
            pt: "uma turma só pode conversar com este servidor por UDP: chat-tui --udp HOST",
        }
        cannot_talk(server) {
            en: "a class cannot talk with {server}: begin with the first line that says FAIL",
            pt: "uma turma não pode conversar com {server}: comece pela primeira linha que diz FALHA",
        }
    }
}
