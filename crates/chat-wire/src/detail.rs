//! One row with every byte of it accounted for: what the system puts before it, each
//! field with its length and what it is for, and what else is known.

mod fields;
mod records;
mod meaning;
pub mod part;

use crate::detail::part::Part;
use crate::payload::Payload;
use crate::record::event::Data;
use crate::record::event::Happening;
use crate::rows::Ladder;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::row::Chunk;
use crate::rows::row::Datagram;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;
use crate::words::title::short;

/// All that is known of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// What it is.
    pub title: String,
    /// What is known of it, each with a word before it.
    pub facts: Vec<(String, String)>,
    /// Its bytes, in their order.
    pub parts: Vec<Part>,
}

impl Detail {
    /// How long all of it is, with what the system puts before it.
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.bytes).sum()
    }
}

/// What is known of a row; nothing where it is not kept any more.
pub fn detail(ladder: &Ladder, at: usize, language: Language) -> Option<Detail> {
    let row = ladder.rows.get(at)?;
    Some(Detail {
        title: label(row, language),
        facts: facts(ladder, (at, row), language),
        parts: parts(ladder, row, language),
    })
}

fn facts(ladder: &Ladder, (at, row): (usize, &Row), language: Language) -> Vec<(String, String)> {
    let word = |english: &str, portuguese: &str| {
        language.of(format_args!("{english}"), format_args!("{portuguese}"))
    };
    let mut facts = Vec::new();
    let conversation = row.conversation.and_then(|at| ladder.conversations.get(at));
    if let Some(conversation) = conversation {
        facts.push((
            word("from", "de"),
            way(ladder, conversation, (row.from, row.to)),
        ));
    }
    let known = beside(row, language, false);
    if !known.is_empty() {
        facts.push((word("known", "sabe-se"), known));
    }
    facts.extend(agreed(row, language));
    let copies = ladder.transmissions(at);
    if copies.len() > 1 {
        let told = copies.iter().filter_map(|at| ladder.rows.get(*at));
        let told: Vec<_> = told.map(copy).collect();
        facts.push((word("copies", "cópias"), told.join(" · ")));
    }
    if let Some(x) = row.fingerprint() {
        facts.push((word("name", "nome"), format!("{x:08x}")));
    }
    facts
}

/// What both sides of TLS have agreed on.
fn agreed(row: &Row, language: Language) -> Vec<(String, String)> {
    let What::Happening(Happening::Secret(open)) = &row.what else {
        return Vec::new();
    };
    let word = |english: &str, portuguese: &str| {
        language.of(format_args!("{english}"), format_args!("{portuguese}"))
    };
    let fact = |word: String, told: &str| (word, chat_proto::text::quoted(told));
    vec![
        fact(word("protocol", "protocolo"), &open.version),
        fact(word("cipher", "cifra"), &open.suite),
        fact(word("keys by", "chaves por"), &open.group),
    ]
}

/// `udp :4040 → :1234`.
fn way(ladder: &Ladder, conversation: &Conversation, (from, to): (usize, usize)) -> String {
    let address = |lane: usize| {
        let party = ladder.parties.get(lane);
        party.map_or_else(String::new, |party| short(&party.address))
    };
    let transport = conversation.transport.as_str();
    if from == to {
        return format!("{transport} {}", address(from));
    }
    format!("{transport} {} → {}", address(from), address(to))
}

/// `t2 ✗`.
fn copy(row: &Row) -> String {
    let copy = row.payload().and_then(Payload::frame);
    let copy = copy.map_or(1, |(_, copy)| copy);
    let sign = row.mark.sign(false);
    format!("t{copy} {sign}").trim_end().to_owned()
}

fn parts(ladder: &Ladder, row: &Row, language: Language) -> Vec<Part> {
    match &row.what {
        What::Datagram(datagram) => of_datagram(ladder, row, datagram, language),
        What::Write(chunk) | What::Read(chunk) => match &row.records {
            Some(records) => records::of(records, chunk.bytes, language),
            None => of_chunk(chunk, language),
        },
        What::Happening(_) => Vec::new(),
    }
}

fn of_datagram(ladder: &Ladder, row: &Row, datagram: &Datagram, language: Language) -> Vec<Part> {
    let mut parts = Vec::new();
    let to = ladder.parties.get(row.to);
    if datagram.is_on_wire {
        parts.extend(headers(to, language));
    }
    parts.extend(contents(datagram.bytes, &datagram.data, language));
    parts
}

/// What the system puts before a datagram.
fn headers(to: Option<&Party>, language: Language) -> [Part; 2] {
    let is_six = to.is_some_and(|party| party.address.starts_with('['));
    let (name, bytes) = if is_six { ("IPv6", 40) } else { ("IPv4", 20) };
    let part = |text: &str, bytes, meaning: String| Part {
        text: text.to_owned(),
        bytes,
        meaning,
        is_own: false,
    };
    [
        part(
            name,
            bytes,
            language.of(
                format_args!("from which machine to which"),
                format_args!("de que máquina para que máquina"),
            ),
        ),
        part(
            "UDP",
            8,
            language.of_three(
                format_args!("from which port to which, the length, a checksum"),
                format_args!("de que porto para que porto, o comprimento, uma soma"),
                format_args!("de que porta para que porta, o comprimento, uma soma"),
            ),
        ),
    ]
}

/// A stream has no headers of its own: the system cuts it into segments as it likes.
fn of_chunk(chunk: &Chunk, language: Language) -> Vec<Part> {
    let Data::Text(text) = &chunk.data else {
        return contents(chunk.bytes, &chunk.data, language);
    };
    if chunk.lines == 1 && text.ends_with('\n') {
        return contents(chunk.bytes, &chunk.data, language);
    }
    let lines = text.split_inclusive('\n').take(MOST_LINES);
    let mut parts: Vec<_> = lines.map(|line| frame(line, language)).collect();
    parts.extend(rest(&parts, chunk.bytes, language));
    parts
}

/// A line of a stream, or what has come of it.
fn frame(line: &str, language: Language) -> Part {
    let is_whole = line.ends_with('\n');
    Part {
        text: chat_proto::text::quoted(line.trim_end()),
        bytes: line.len(),
        meaning: if is_whole {
            language.of(
                format_args!("a frame with its line end"),
                format_args!("uma mensagem com o seu fim de linha"),
            )
        } else {
            language.of_three(
                format_args!("without a line end: the rest comes in another read"),
                format_args!("sem fim de linha: o resto vem noutra leitura"),
                format_args!("sem fim de linha: o resto vem em outra leitura"),
            )
        },
        is_own: true,
    }
}

/// What a datagram says, or one line of a stream.
fn contents(bytes: usize, data: &Data, language: Language) -> Vec<Part> {
    let mut parts = match data {
        Data::Text(text) => fields::of(text, language),
        Data::Bytes(_) | Data::None => Vec::new(),
    };
    parts.extend(rest(&parts, bytes, language));
    parts
}

/// What is not accounted for yet.
fn rest(parts: &[Part], bytes: usize, language: Language) -> Option<Part> {
    let told: usize = parts.iter().map(|part| part.bytes).sum();
    let bytes = bytes.checked_sub(told).filter(|rest| *rest > 0)?;
    let meaning = if parts.is_empty() {
        language.of(
            format_args!("the program's own; what they were is not kept here"),
            format_args!("do programa; o que eram não está guardado aqui"),
        )
    } else {
        language.of(format_args!("and the rest"), format_args!("e o resto"))
    };
    Some(Part {
        text: "…".to_owned(),
        bytes,
        meaning,
        is_own: true,
    })
}

/// Frames of one read that are listed.
const MOST_LINES: usize = 64;

#[cfg(test)]
mod tests;
