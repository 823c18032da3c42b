//! The weather, and datagrams that wait for a person.

use crate::speech::topic::Weather;

pub(in crate::speech) const WEATHER: Weather = Weather {
    usage: "/weather WORDS",
    what: "a bad network: drop 30%, delay 20..80ms; /weather shows the words, off ends it",
    hold_usage: "/hold",
    hold: "over UDP each datagram waits for /pass, /double or /kill; /hold off",
    order_usage: "/pass NUMBER, /double NUMBER, /kill NUMBER, or without one for the oldest",
    in_the_row: "weather: {words}",
    held_in_the_row: "{count} held: /pass /double /kill",
    begins: "weather: {words}, seed {seed}",
    blows: "the weather: {words}, seed {seed}; /weather off ends it",
    of_datagrams: "drop 30%, delay 20..80ms",
    of_streams: "slice 1..16, stall 2s+1s/5s",
    clear: "no weather: the network is as it is",
    there_are: "/weather {example}, seed 7 (one or several of {known}), or a sky with a name: {names}; /weather off",
    hold_begins: "every datagram waits for you now: /pass lets one through, /double twice, /kill never, each with a number or for the oldest; /pass all; /hold shows them, /hold off ends it. The other side still counts the seconds",
    hold_ends: "datagrams move by themselves again",
    hold_is_for_udp: "TCP has no datagrams to hold: come with --udp",
    hold_needs_a_screen: "a person decides, at a screen: leave --plain, --json and pipes out",
    nothing_is_held: "nothing is held: /hold begins it, over UDP",
    nothing_waits: "no datagram waits at the moment",
    held: "held {number} {arrow} {bytes} bytes  {gist}",
    no_such: "no datagram {number} waits: /hold shows those that do",
    too_many: "{most} datagrams wait: those that come now are lost",
};
