//! What is wrong with the words of a weather.

use crate::speech::topic::Slips;

pub(in crate::speech) const SLIPS: Slips = Slips {
    share: "`{what}` não é uma parte dos datagramas: escreva 30%, 0.3, #2 para o segundo, ou every:3",
    all_or_first: "`{word} 1` é ambíguo: escreva 100% para todos os datagramas, #1 para o primeiro",
    number: "`{what}` não é o número de um datagrama: o primeiro é #1",
    every: "`{what}`: escreva every:3 para um em cada três",
    burst: "`{what}`: escreva burst:5%/30% (uma rajada começa com 5 %, acaba com 30 %), ambos acima de 0",
    past: "`{what}`: escreva reorder 20%:3, em que 1 a 64 datagramas ultrapassam",
    time: "`{what}` não é uma duração: escreva 80ms ou 2s, no máximo uma hora",
    backwards: "`{what}`: escreva primeiro o tempo mais curto",
    rate: "`{what}` não é um débito: escreva 64kbps ou 2mbps, no mínimo 1kbps",
    length: "`{what}` não é o tamanho de um datagrama: escreva bytes, como 576",
    spell: "`{what}`: escreva 10s+5s (aos 10 s, durante 5 s) ou 10s+5s/30s (de 30 em 30 s)",
    piece: "`{what}` não é o tamanho de um pedaço: escreva 5 ou 1..16",
    seed: "`{what}` não é uma semente: escreva um número inteiro, como 7",
    alone: "`{word}` não leva valor: escreva-o sozinho",
    on_datagrams: "`{word}` é para UDP: o TCP esconde a perda com a retransmissão do sistema operativo; use slice, glue, stall, reset, delay ou rate, ou entre com --udp",
    on_streams: "`{word}` é para TCP, um fluxo de bytes: sobre UDP há drop, delay, dup, reorder, corrupt, mtu, rate, blackout",
    unknown: "tempo desconhecido `{word}`: há {known}, seed, e os perfis {profiles}",
    endless: "`{what}` nunca acaba: a duração (5s) tem de ser menor do que o intervalo (30s), como em 10s+5s/30s",
    at_once: "`{what}` corta cada ligação antes de algo ser dito: escreva 20s",
    kind: "`{what}` não é um tipo de trama: escreva ack:50%, ou um de {kinds}",
    twice: "`{what}` dá dois valores: escreva um, ou in:30%,out:10%",
    bare: "`{word}` precisa de um valor: escreva {example}",
};
