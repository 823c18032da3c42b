//! The weather, and datagrams that wait for a person.

use crate::speech::topic::Weather;

pub(in crate::speech) const WEATHER: Weather = Weather {
    usage: "/weather WORDS",
    what: "simulate a bad network: drop 30%, delay 20..80ms; /weather shows the words, off ends it",
    hold_usage: "/hold",
    hold: "over UDP each datagram waits until you /pass, /double or /kill it; /hold off",
    order_usage: "/pass NUMBER, /double NUMBER, /kill NUMBER, or without one for the oldest",
    in_the_row: "weather: {words}",
    held_in_the_row: "{count} held: /pass /double /kill",
    begins: "weather: {words}, seed {seed}",
    active: "the active weather: {words}, seed {seed}; /weather off ends it",
    of_datagrams: "drop 30%, delay 20..80ms",
    of_streams: "slice 1..16, stall 2s+1s/5s",
    clear: "no weather: the network is as it is",
    there_are: "/weather {example}, seed 7 (one or several of {known}), or a named profile: {names}; /weather off",
    hold_begins: "every datagram waits until you release it: /pass sends it on, /double sends it twice, /kill loses it, each with a number or for the oldest; /pass all; /hold lists them, /hold off ends it. The timers of the other side keep running",
    hold_ends: "datagrams are no longer held",
    hold_is_for_udp: "TCP has no datagrams to hold: connect with --udp",
    hold_needs_a_screen: "--hold needs the screen; it does not work with --plain, --json or pipes",
    nothing_is_held: "nothing is held: /hold begins it, over UDP",
    nothing_waits: "no datagram is held at the moment",
    held: "held {number} {arrow} {bytes} bytes  {gist}",
    no_such: "datagram {number} is not held: /hold lists those that are",
    too_many: "{most} datagrams are held: those that arrive now are lost",
};
