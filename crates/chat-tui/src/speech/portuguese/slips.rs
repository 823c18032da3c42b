//! What is wrong with words of the weather.

use crate::speech::topic::Slips;

pub(in crate::speech) const SLIPS: Slips = Slips {
    share: "`{what}` não é uma parte: escreva 30%, 0.3, #2 para o segundo, ou every:3",
    all_or_first: "`{word} 1`: 1 são todos, ou o primeiro datagrama? escreva 100% ou #1",
    number: "`{what}` não é um datagrama: o primeiro é #1",
    every: "`{what}`: escreva every:3 para um em cada três",
    burst: "`{what}`: escreva burst:5%/30%, para entrar no mau tempo e para sair dele, ambos acima de 0",
    past: "`{what}`: escreva reorder 20%:3, e 1 a 64 que passam à frente",
    time: "`{what}` não é um tempo: escreva 80ms ou 2s, no máximo uma hora",
    backwards: "`{what}` anda para trás: o tempo mais curto vem primeiro",
    rate: "`{what}` não é um débito: escreva 64kbps ou 2mbps, no mínimo 1kbps",
    length: "`{what}` não é o tamanho de um datagrama: escreva bytes, como 576",
    spell: "`{what}`: escreva 10s+5s (aos 10 s, durante 5 s) ou 10s+5s/30s (de 30 em 30 s)",
    piece: "`{what}` não é o tamanho de um pedaço: escreva 5 ou 1..16",
    seed: "`{what}` não é uma semente: escreva um número inteiro, como 7",
    alone: "`{word}` não leva valor: escreva-o sozinho",
    on_datagrams: "`{word}` é para UDP: o TCP esconde a perda, volta a enviar por baixo e ninguém a veria; use slice, glue, stall, reset, delay ou rate, ou entre com --udp",
    on_streams: "`{word}` é para TCP, onde correm bytes: sobre UDP há drop, delay, dup, reorder, corrupt, mtu, rate, blackout",
    unknown: "não há tempo `{word}`: há {known}, seed, e os céus {skies}",
    endless: "`{what}` nunca acaba: escreva 10s+5s/30s, durante menos tempo do que vai de um ao seguinte",
    at_once: "`{what}` corta cada ligação antes de algo ser dito: escreva 20s",
    kind: "`{what}` não é um tipo de frame: escreva ack:50%, ou um de {kinds}",
    twice: "`{what}`: qual dos dois vale? escreva um, ou in:30%,out:10%",
    bare: "`{word}` precisa de um valor: escreva {example}",
};
