//! What is wrong with the words of a weather.

use crate::speech::sentence::translated;

translated! {
    /// What a slip is told, where the language is not that of the command line.
    Slips {
        share(what) {
            pt: "`{what}` não é uma parte dos datagramas: escreva 30%, 0.3, #2 para o segundo, ou every:3",
        }
        all_or_first(word) {
            pt: "`{word} 1` é ambíguo: escreva 100% para todos os datagramas, #1 para o primeiro",
        }
        number(what) {
            pt: "`{what}` não é o número de um datagrama: o primeiro é #1",
        }
        every(what) {
            pt: "`{what}`: escreva every:3 para um em cada três",
        }
        burst(what) {
            pt: "`{what}`: escreva burst:5%/30% (uma rajada começa com 5 %, acaba com 30 %), ambos acima de 0",
        }
        past(what) {
            pt: "`{what}`: escreva reorder 20%:3, em que 1 a 64 datagramas ultrapassam",
        }
        time(what) {
            pt: "`{what}` não é uma duração: escreva 80ms ou 2s, no máximo uma hora",
        }
        backwards(what) {
            pt: "`{what}`: escreva primeiro o tempo mais curto",
        }
        rate(what) {
            pt: "`{what}` não é um débito: escreva 64kbps ou 2mbps, no mínimo 1kbps",
            br: "`{what}` não é uma taxa: escreva 64kbps ou 2mbps, no mínimo 1kbps",
        }
        length(what) {
            pt: "`{what}` não é o tamanho de um datagrama: escreva bytes, como 576",
        }
        spell(what) {
            pt: "`{what}`: escreva 10s+5s (aos 10 s, durante 5 s) ou 10s+5s/30s (de 30 em 30 s)",
        }
        piece(what) {
            pt: "`{what}` não é o tamanho de um pedaço: escreva 5 ou 1..16",
        }
        seed(what) {
            pt: "`{what}` não é uma semente: escreva um número inteiro, como 7",
        }
        alone(word) {
            pt: "`{word}` não leva valor: escreva-o sozinho",
        }
        on_datagrams(word) {
            pt: "`{word}` é para UDP: o TCP esconde a perda com a retransmissão do sistema operativo; use slice, glue, stall, reset, delay ou rate, ou entre com --udp",
            br: "`{word}` é para UDP: o TCP esconde a perda com a retransmissão do sistema operacional; use slice, glue, stall, reset, delay ou rate, ou entre com --udp",
        }
        on_streams(word) {
            pt: "`{word}` é para TCP, um fluxo de bytes: sobre UDP há drop, delay, dup, reorder, corrupt, mtu, rate, blackout",
        }
        unknown(Unknown { word, known, profiles }) {
            pt: "mau tempo desconhecido: `{word}`: há {known}, seed, e os perfis {profiles}",
        }
        endless(what) {
            pt: "`{what}` nunca acaba: a duração (5s) tem de ser menor do que o intervalo (30s), como em 10s+5s/30s",
        }
        at_once(what) {
            pt: "`{what}` corta cada ligação antes de algo ser dito: escreva 20s",
            br: "`{what}` corta cada conexão antes de algo ser dito: escreva 20s",
        }
        kind(Kind { what, kinds }) {
            pt: "`{what}` não é um tipo de trama: escreva ack:50%, ou um de {kinds}",
            br: "`{what}` não é um tipo de quadro: escreva ack:50%, ou um de {kinds}",
        }
        twice(what) {
            pt: "`{what}` dá dois valores: escreva um, ou in:30%,out:10%",
        }
        bare(Bare { word, example }) {
            pt: "`{word}` precisa de um valor: escreva {example}",
        }
    }
}
