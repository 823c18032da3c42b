//! Datagrams of both sides, compared by their fingerprints.

use std::collections::BTreeMap;

use crate::check::span::Span;
use crate::merge::Merged;
use crate::record::Recording;
use crate::record::event::Event;
use crate::rows::party::Side;
use crate::words::language::Language;

/// What one fingerprint met, on its way from one side.
#[derive(Default)]
struct Met {
    /// Lengths that left.
    left: Vec<usize>,
    /// Those that were taken before the socket.
    taken: usize,
    /// Lengths that came, and when first.
    came: Vec<usize>,
    first: i64,
}

/// Compares; gives how many were.
pub(in crate::check) fn compare(
    (recordings, merged, conversation): (&[Recording], &Merged, usize),
    (names, spans): (&[String; 2], &[Span; 2]),
    (faults, language): (&mut Vec<String>, Language),
) -> usize {
    let met = gathered(recordings, merged, conversation);
    let mut compared = 0;
    for ((side, x), met) in &met {
        let [client, server] = names;
        let ((sender, receiver), span) = match side {
            Side::Client => ((client, server), spans.first()),
            Side::Server => ((server, client), spans.last()),
        };
        compared += met.came.len();
        // Whoever began to write later, or wrote with gaps, proves nothing.
        let silent = span.is_none_or(|span| span.has_gaps || met.first < span.from);
        let fault =
            fault(met, (*x, sender, receiver), language).filter(|(sure, _)| *sure || !silent);
        faults.extend(fault.map(|(_, fault)| fault));
    }
    compared
}

/// What is wrong, and whether that is so whatever one side did not write down.
fn fault(
    met: &Met,
    (x, sender, receiver): (u32, &str, &str),
    language: Language,
) -> Option<(bool, String)> {
    let came = met.came.first()?;
    let other = met.came.iter().find(|length| !met.left.contains(length));
    match (met.left.first(), other) {
        (Some(left), Some(came)) => Some((
            true,
            language.of(
                format_args!("datagram {x:08x} left {sender} with {left} bytes and came to {receiver} with {came}"),
                format_args!("o datagrama {x:08x} saiu de {sender} com {left} bytes e chegou a {receiver} com {came}"),
            ),
        )),
        (Some(_), None) if met.taken == 0 || met.came.len() <= met.left.len() => None,
        (_, _) if met.taken > 0 => Some((
            true,
            language.of(
                format_args!("datagram {x:08x} was taken by the weather of {sender} before the socket, and yet came to {receiver}"),
                format_args!("o datagrama {x:08x} foi levado pela rede simulada de {sender} antes do socket, e contudo chegou a {receiver}"),
            ),
        )),
        (_, _) => Some((
            false,
            language.of(
                format_args!("datagram {x:08x} ({came} bytes) came to {receiver} and never left {sender}"),
                format_args!("o datagrama {x:08x} ({came} bytes) chegou a {receiver} e nunca saiu de {sender}"),
            ),
        )),
    }
}

fn gathered(
    recordings: &[Recording],
    merged: &Merged,
    conversation: usize,
) -> BTreeMap<(Side, u32), Met> {
    let mut all = BTreeMap::<(Side, u32), Met>::new();
    for (at, (recording, number)) in &merged.order {
        let entry = recordings
            .get(*recording)
            .and_then(|one| one.entries.get(*number));
        let Some(entry) = entry else { continue };
        let place = merged.joined.side(*recording, entry.flow);
        let Some((_, side)) = place.filter(|(known, _)| *known == conversation) else {
            continue;
        };
        if let Event::Out(datagram) = &entry.event
            && let Some(x) = datagram.x.filter(|_| datagram.failed.is_none())
        {
            all.entry((side, x)).or_default().left.push(datagram.bytes);
        } else if let Event::In(datagram) = &entry.event
            && let Some(x) = datagram.x
        {
            let met = all.entry((side.other(), x)).or_default();
            if met.came.is_empty() {
                met.first = *at;
            }
            met.came.push(datagram.bytes);
        } else if let Event::Weather(weather) = &entry.event
            && let Some(x) = weather.datagram.x
            && weather.fate.is_loss()
            && !weather.inward
        {
            all.entry((side, x)).or_default().taken += 1;
        }
    }
    all
}
