//! What is wrong with the arguments.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with the arguments.
    Usage {
        no_socket_files {
            en: "the chat has no socket files on this system: leave it out, and name the machine, as in chat-tui 127.0.0.1",
            pt: "neste sistema o chat não tem ficheiros de socket: retire esta opção e indique a máquina, como em chat-tui 127.0.0.1",
            br: "neste sistema o chat não tem arquivos de socket: retire esta opção e indique a máquina, como em chat-tui 127.0.0.1",
        }
        needs_host {
            en: "needs HOST[:PORT]: whom to talk to",
            pt: "precisa de HOST[:PORTO]: com quem falar",
            br: "precisa de HOST[:PORTA]: com quem falar",
        }
        host_and_port(together) {
            en: "the port belongs to the host: write it as {together}",
            pt: "o porto vai junto com a máquina: escreva {together}",
            br: "a porta vai junto com a máquina: escreva {together}",
        }
        too_many(shown) {
            en: "`{shown}` is one word too many: chat-tui takes one HOST[:PORT], and all else as an option (chat-tui --help)",
            pt: "`{shown}` está a mais: o chat-tui aceita um HOST[:PORTO], e tudo o resto como opção (chat-tui --help)",
            br: "`{shown}` está sobrando: o chat-tui aceita um HOST[:PORTA], e todo o resto como opção (chat-tui --help)",
        }
        log_needs_a_reader {
            en: "a log is kept of the screen and of --lines: elsewhere standard output has it all, as in chat-tui HOST > FILE",
            pt: "só o ecrã e --lines têm registo: fora deles está tudo na saída, como em chat-tui HOST > FICHEIRO",
            br: "só a tela e --lines têm registro: fora deles está tudo na saída, como em chat-tui HOST > ARQUIVO",
        }
        no_address(NoAddress { shown, why }) {
            en: "`{shown}` is no address ({why}): write HOST, HOST:PORT or [IPv6]:PORT",
            pt: "`{shown}` não é um endereço ({why}): escreva HOST, HOST:PORTO ou [IPv6]:PORTO",
            br: "`{shown}` não é um endereço ({why}): escreva HOST, HOST:PORTA ou [IPv6]:PORTA",
        }
        any_port {
            en: "a port is a number from 0 to 65535",
            pt: "um porto é um número de 0 a 65535",
            br: "uma porta é um número de 0 a 65535",
        }
        ports {
            en: "a port is 1 to 65535",
            pt: "um porto vai de 1 a 65535",
            br: "uma porta vai de 1 a 65535",
        }
        no_bracket {
            en: "no `]`",
            pt: "falta `]`",
        }
        only_a_port {
            en: "nothing but `:PORT` follows `]`",
            pt: "depois de `]` só pode vir `:PORTO`",
            br: "depois de `]` só pode vir `:PORTA`",
        }
        no_host {
            en: "no host name",
            pt: "falta o nome da máquina",
        }
    }
}
