//! The weather, and datagrams that wait for a person.

use crate::speech::sentence::topic;

topic! {
    /// What is said of `/weather` and `/hold`.
    Weather {
        usage {
            en: "/weather WORDS",
            pt: "/weather PALAVRAS",
        }
        what {
            en: "simulate a bad network: drop 30%, delay 20..80ms; /weather shows the words, off ends it",
            pt: "simular uma rede má: drop 30%, delay 20..80ms; /weather mostra as palavras, off acaba",
            br: "simular uma rede ruim: drop 30%, delay 20..80ms; /weather mostra as palavras, off acaba",
        }
        hold_usage {
            en: "/hold",
            pt: "/hold",
        }
        hold {
            en: "over UDP each datagram waits until you /pass, /double or /kill it; /hold off",
            pt: "sobre UDP cada datagrama espera por /pass, /double ou /kill; /hold off",
        }
        record_usage {
            en: "/record FILE",
            pt: "/record FICHEIRO",
            br: "/record ARQUIVO",
        }
        record {
            en: "write what happens on the wire to a file, one JSON object a line; /record off ends it",
            pt: "escrever num ficheiro o que se passa na rede, um objeto JSON por linha; /record off acaba",
            br: "escrever num arquivo o que se passa na rede, um objeto JSON por linha; /record off acaba",
        }
        recording_begins(path) {
            en: "the wire is recorded in {path}; /record off ends it",
            pt: "a rede fica gravada em {path}; /record off acaba",
        }
        recording_ends(path) {
            en: "the recording is in {path}",
            pt: "a gravação está em {path}",
        }
        recording_misses(RecordingMisses { path, count }) {
            en: "the recording is in {path}; {count} events are missing in it: the file took them too slowly",
            pt: "a gravação está em {path}; faltam-lhe {count} acontecimentos: o ficheiro foi lento a recebê-los",
            br: "a gravação está em {path}; faltam-lhe {count} acontecimentos: o arquivo foi lento a recebê-los",
        }
        recording_fails(RecordingFails { path, error }) {
            en: "cannot record in {path}: {error}",
            pt: "não se pode gravar em {path}: {error}",
        }
        is_there(path) {
            en: "{path} is there already and stays as it is: choose another name",
            pt: "{path} já existe e fica como está: escolha outro nome",
        }
        nothing_is_recorded {
            en: "nothing is recorded: /record FILE begins it",
            pt: "nada está a ser gravado: /record FICHEIRO começa",
            br: "nada está sendo gravado: /record ARQUIVO começa",
        }
        order_usage {
            en: "/pass NUMBER, /double NUMBER, /kill NUMBER, or without one for the oldest",
            pt: "/pass NÚMERO, /double NÚMERO, /kill NÚMERO, ou sem número para o mais antigo",
        }
        in_the_row(words) {
            en: "weather: {words}",
            pt: "mau tempo: {words}",
        }
        held_in_the_row(count) {
            en: "{count} held: /pass /double /kill",
            pt: "{count} {count:retido|retidos}: /pass /double /kill",
        }
        begins(Begins { words, seed }) {
            en: "weather: {words}, seed {seed}",
            pt: "mau tempo: {words}, seed {seed}",
        }
        active(Active { words, seed }) {
            en: "the active weather: {words}, seed {seed}; /weather off ends it",
            pt: "o mau tempo ativo: {words}, seed {seed}; /weather off acaba com ele",
        }
        of_datagrams {
            en: "drop 30%, delay 20..80ms",
            pt: "drop 30%, delay 20..80ms",
        }
        of_streams {
            en: "slice 1..16, stall 2s+1s/5s",
            pt: "slice 1..16, stall 2s+1s/5s",
        }
        clear {
            en: "no weather: the network is as it is",
            pt: "sem mau tempo: a rede é a que é",
        }
        there_are(ThereAre { example, known, names }) {
            en: "/weather {example}, seed 7 (one or several of {known}), or a named profile: {names}; /weather off",
            pt: "/weather {example}, seed 7 (um ou vários de {known}), ou um perfil com nome: {names}; /weather off",
        }
        hold_begins {
            en: "every datagram waits until you release it: /pass sends it on, /double sends it twice, /kill loses it, each with a number or for the oldest; /pass all; /hold lists them, /hold off ends it. The timers of the other side keep running",
            pt: "cada datagrama espera até que o liberte: /pass envia-o, /double envia-o duas vezes, /kill perde-o, cada um com um número ou para o mais antigo; /pass all; /hold mostra-os, /hold off acaba. Os temporizadores do outro lado continuam a contar",
            br: "cada datagrama espera até que o liberte: /pass envia-o, /double envia-o duas vezes, /kill perde-o, cada um com um número ou para o mais antigo; /pass all; /hold mostra-os, /hold off acaba. Os temporizadores do outro lado continuam contando",
        }
        hold_ends {
            en: "datagrams are no longer held",
            pt: "os datagramas já não ficam retidos",
        }
        hold_is_for_udp {
            en: "TCP has no datagrams to hold: connect with --udp",
            pt: "o TCP não tem datagramas para reter: entre com --udp",
        }
        hold_needs_a_screen {
            en: "--hold needs the screen; it does not work with --plain, --json or pipes",
            pt: "--hold precisa do ecrã; não funciona com --plain, --json nem pipes",
            br: "--hold precisa da tela; não funciona com --plain, --json nem pipes",
        }
        nothing_is_held {
            en: "nothing is held: /hold begins it, over UDP",
            pt: "nada está retido: /hold começa, sobre UDP",
        }
        nothing_waits {
            en: "no datagram is held at the moment",
            pt: "neste momento nenhum datagrama está retido",
        }
        held(Held { number, arrow, bytes, gist }) {
            en: "held {number} {arrow} {bytes} bytes  {gist}",
            pt: "retido {number} {arrow} {bytes} bytes  {gist}",
        }
        no_such(number) {
            en: "datagram {number} is not held: /hold lists those that are",
            pt: "o datagrama {number} não está retido: /hold mostra os que estão",
        }
        too_many(most) {
            en: "{most} datagrams are held: those that arrive now are lost",
            pt: "{most} datagramas retidos: os que chegarem agora perdem-se",
        }
    }
}
