//! What is wrong with the arguments.

use crate::speech::topic::Usage;

pub(in crate::speech) const USAGE: Usage = Usage {
    needs_host: "precisa de HOST[:PORTA]: com quem falar",
    host_and_port: "a porta vai junto com a máquina: escreva {together}",
    too_many: "`{shown}` está a mais: o chat-tui aceita um HOST[:PORTA], e tudo o resto como opção (chat-tui --help)",
    log_needs_a_reader: "só o ecrã e --lines têm registo: fora deles está tudo na saída, como em chat-tui HOST > FICHEIRO",
    no_address: "`{shown}` não é um endereço ({why}): escreva HOST, HOST:PORTA ou [IPv6]:PORTA",
    any_port: "uma porta é um número de 0 a 65535",
    ports: "uma porta vai de 1 a 65535",
    no_bracket: "falta `]`",
    only_a_port: "depois de `]` só pode vir `:PORTA`",
    no_host: "falta o nome da máquina",
};
