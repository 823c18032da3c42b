//! What is wrong with the arguments.

use crate::speech::topic::Usage;

pub(in crate::speech) const USAGE: Usage = Usage {
    needs_host: "precisa de HOST[:PORTA]: com quem falar",
    no_address: "`{shown}` não é um endereço ({why}): escreva HOST, HOST:PORTA ou [IPv6]:PORTA",
    ports: "uma porta vai de 0 a 65535",
    no_bracket: "falta `]`",
    only_a_port: "depois de `]` só pode vir `:PORTA`",
    no_host: "falta o nome da máquina",
    weather_over_tcp: "o TCP reenvia o que se perde, e ninguém o veria: use --udp",
};
