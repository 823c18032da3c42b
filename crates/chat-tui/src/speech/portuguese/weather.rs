//! The weather, and datagrams that wait for a person.

use crate::speech::topic::Weather;

pub(in crate::speech) const WEATHER: Weather = Weather {
    usage: "/weather PALAVRAS",
    what: "uma rede má: drop 30%, delay 20..80ms; /weather mostra as palavras, off acaba",
    hold_usage: "/hold",
    hold: "sobre UDP cada datagrama espera por /pass, /double ou /kill; /hold off",
    order_usage: "/pass NÚMERO, /double NÚMERO, /kill NÚMERO, ou sem número para o mais antigo",
    in_the_row: "tempo: {words}",
    held_in_the_row: "{count} {count:retido|retidos}: /pass /double /kill",
    begins: "tempo: {words}, seed {seed}",
    blows: "o tempo: {words}, seed {seed}; /weather off acaba com ele",
    of_datagrams: "drop 30%, delay 20..80ms",
    of_streams: "slice 1..16, stall 2s+1s/5s",
    clear: "sem mau tempo: a rede é a que é",
    there_are: "/weather {example}, seed 7 (um ou vários de {known}), ou um céu com nome: {names}; /weather off",
    hold_begins: "a partir de agora cada datagrama espera por si: /pass deixa passar um, /double duas vezes, /kill nunca, cada um com um número ou para o mais antigo; /pass all; /hold mostra-os, /hold off acaba. O outro lado continua a contar os segundos",
    hold_ends: "os datagramas voltam a andar sozinhos",
    hold_is_for_udp: "o TCP não tem datagramas para reter: entre com --udp",
    hold_needs_a_screen: "quem decide é uma pessoa, num ecrã: deixe de fora --plain, --json e pipes",
    nothing_is_held: "nada está retido: /hold começa, sobre UDP",
    nothing_waits: "de momento nenhum datagrama espera",
    held: "retido {number} {arrow} {bytes} bytes  {gist}",
    no_such: "nenhum datagrama {number} espera: /hold mostra os que esperam",
    too_many: "{most} datagramas esperam: os que vierem agora perdem-se",
};
