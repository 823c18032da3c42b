//! The weather, and datagrams that wait for a person.

use crate::speech::topic::Weather;

pub(in crate::speech) const WEATHER: Weather = Weather {
    usage: "/weather PALAVRAS",
    what: "simular uma rede má: drop 30%, delay 20..80ms; /weather mostra as palavras, off acaba",
    hold_usage: "/hold",
    hold: "sobre UDP cada datagrama espera por /pass, /double ou /kill; /hold off",
    order_usage: "/pass NÚMERO, /double NÚMERO, /kill NÚMERO, ou sem número para o mais antigo",
    in_the_row: "tempo: {words}",
    held_in_the_row: "{count} {count:retido|retidos}: /pass /double /kill",
    begins: "tempo: {words}, seed {seed}",
    active: "o tempo ativo: {words}, seed {seed}; /weather off acaba com ele",
    of_datagrams: "drop 30%, delay 20..80ms",
    of_streams: "slice 1..16, stall 2s+1s/5s",
    clear: "sem mau tempo: a rede é a que é",
    there_are: "/weather {example}, seed 7 (um ou vários de {known}), ou um perfil com nome: {names}; /weather off",
    hold_begins: "cada datagrama espera até que o liberte: /pass envia-o, /double envia-o duas vezes, /kill perde-o, cada um com um número ou para o mais antigo; /pass all; /hold mostra-os, /hold off acaba. Os temporizadores do outro lado continuam a contar",
    hold_ends: "os datagramas já não ficam retidos",
    hold_is_for_udp: "o TCP não tem datagramas para reter: entre com --udp",
    hold_needs_a_screen: "--hold precisa do ecrã; não funciona com --plain, --json nem pipes",
    nothing_is_held: "nada está retido: /hold começa, sobre UDP",
    nothing_waits: "de momento nenhum datagrama está retido",
    held: "retido {number} {arrow} {bytes} bytes  {gist}",
    no_such: "o datagrama {number} não está retido: /hold mostra os que estão",
    too_many: "{most} datagramas retidos: os que chegarem agora perdem-se",
};
