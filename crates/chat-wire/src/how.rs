//! How one message got here, or from here to everybody: every transmission, what became
//! of it, what it waited for, and what is not known, in the order of time.

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Data;
use crate::rows::Ladder;
use crate::rows::party::Side;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;
use crate::words::note::beside;

/// Which message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// One's own, so many from the last, which is 1.
    Own(usize),
    /// The one of this number in a room.
    Number {
        /// The number.
        seq: u64,
        /// The room.
        room: String,
    },
    /// The one that its sender calls so.
    Id(String),
}

/// Its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Which message it is.
    pub title: String,
    /// What happened, in the order of time.
    pub steps: Vec<Step>,
    /// What is to be said of all of it.
    pub sum: String,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Microseconds since the first.
    pub after: i64,
    /// What.
    pub what: String,
    /// What is known of it.
    pub known: String,
    /// The row of it.
    pub row: usize,
}

/// The way of a message, as far as its rows are kept.
pub fn how(ladder: &Ladder, which: &Which, language: Language) -> Option<How> {
    let wanted = Wanted::of(ladder, which)?;
    let mut rows: Vec<usize> = Vec::new();
    for (at, row) in ladder.rows.numbered() {
        if wanted.is_said_by(row) {
            // With those of its transmissions of which nothing else is known.
            rows.extend(ladder.transmissions(at));
        }
    }
    rows.extend(answers(ladder, &rows));
    rows.extend(in_the_way(ladder, &rows));
    rows.sort_unstable();
    rows.dedup();
    let first = rows.first().and_then(|at| ladder.rows.get(*at))?.at;
    let steps = rows.iter().filter_map(|at| {
        let row = ladder.rows.get(*at)?;
        Some(Step {
            after: row.at - first,
            what: what(row, &wanted, language),
            known: beside(row, language, false),
            row: *at,
        })
    });
    let steps: Vec<_> = steps.collect();
    Some(How {
        title: wanted.title(ladder, &rows),
        sum: sum(ladder, &rows, language),
        steps,
    })
}

/// What a message is found by.
#[derive(Debug, Default)]
struct Wanted {
    id: Option<String>,
    number: Option<(u64, String)>,
}

impl Wanted {
    fn of(ladder: &Ladder, which: &Which) -> Option<Self> {
        let id = |id: &str| Self {
            id: Some(id.to_owned()),
            number: None,
        };
        match which {
            Which::Id(known) => Some(id(known)),
            Which::Own(from_last) => {
                let own = own_ids(ladder);
                let at = own.len().checked_sub(*from_last)?;
                own.get(at).map(|known| id(known))
            }
            Which::Number { seq, room } => {
                let mut wanted = Self {
                    id: None,
                    number: Some((*seq, room.clone())),
                };
                let said = ladder.rows.iter().find(|row| wanted.is_said_by(row))?;
                wanted.id = payloads(said)
                    .find(|payload| wanted.is(payload))
                    .and_then(|payload| payload.id);
                Some(wanted)
            }
        }
    }

    fn is_said_by(&self, row: &Row) -> bool {
        self.may_be_in(row) && payloads(row).any(|payload| self.is(&payload))
    }

    fn is(&self, payload: &Payload) -> bool {
        let speaks = payload.text.is_some() && (payload.is("msg") || payload.kind.is_none());
        let same_id = self.id.is_some() && payload.id == self.id;
        let same_number = self.number.as_ref().is_some_and(|(seq, room)| {
            payload.seq == Some(*seq) && payload.room.as_deref().is_none_or(|there| there == room)
        });
        speaks && (same_id || same_number)
    }

    /// A look that costs little: most rows are of something else.
    fn may_be_in(&self, row: &Row) -> bool {
        let Some(Data::Text(text)) = data(row) else {
            return true;
        };
        let has = |words: &str| text.contains(words);
        self.id.as_deref().is_some_and(has)
            || self
                .number
                .as_ref()
                .is_some_and(|(seq, _)| has(&seq.to_string()))
    }

    fn title(&self, ladder: &Ladder, rows: &[usize]) -> String {
        let rows = rows.iter().filter_map(|at| ladder.rows.get(*at));
        let said = rows.flat_map(payloads).filter(|payload| self.is(payload));
        let said = said.fold(Payload::default(), Payload::or);
        let text = said.text.map(|text| format!("\"{text}\""));
        let room = said.room.unwrap_or_default();
        let number = said.seq.map(|seq| format!("#{room} {seq}"));
        let words: Vec<_> = text.into_iter().chain(number).collect();
        words.join(" · ")
    }
}

/// The marks of one's own messages, in the order in which they left first.
fn own_ids(ladder: &Ladder) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let is_ours = |row: &&Row| ladder.own.is_none_or(|lane| row.from == lane);
    let own = ladder.rows.iter().filter(|row| is_own(row));
    let own = own.filter(is_ours);
    for payload in own.flat_map(payloads) {
        let says = payload.is("msg") && payload.text.is_some();
        if let Some(id) = payload.id.filter(|_| says)
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    ids
}

fn is_own(row: &Row) -> bool {
    row.sender == Side::Client && row.from != row.to
}

/// What a row says: of a stream every line that its call moved.
fn payloads(row: &Row) -> impl Iterator<Item = Payload> {
    let is_stream = matches!(row.what, What::Write(_) | What::Read(_));
    let lines = match data(row) {
        Some(Data::Text(text)) if is_stream => Some(text),
        Some(Data::Text(_) | Data::Bytes(_) | Data::None) | None => None,
    };
    let whole = row.payload().filter(|_| lines.is_none()).cloned();
    let lines = lines.into_iter().flat_map(|text| text.lines());
    whole.into_iter().chain(lines.map(Payload::of_text))
}

fn data(row: &Row) -> Option<&Data> {
    match &row.what {
        What::Datagram(datagram) => Some(&datagram.data),
        What::Write(chunk) | What::Read(chunk) => Some(&chunk.data),
        What::Happening(_) => None,
    }
}

/// The acknowledgements by which one learnt that it has come: the first that says so.
fn answers(ladder: &Ladder, rows: &[usize]) -> Vec<usize> {
    let own = rows
        .iter()
        .filter_map(|at| ladder.rows.get(*at))
        .filter(|row| is_own(row));
    let mut sent: Vec<_> = own
        .filter_map(|row| Some((row.conversation?, row.payload()?.n?)))
        .collect();
    sent.dedup();
    let first = rows.first().copied().unwrap_or_default();
    let confirms = |row: &Row, (conversation, n): (usize, u32)| {
        let payload = row.payload();
        row.conversation == Some(conversation)
            && row.sender == Side::Server
            && row.mark != Mark::Lost
            && payload.is_some_and(|payload| {
                payload.ack.is_some_and(|ack| ack >= n) || payload.got.contains(&n)
            })
    };
    let mut later = Vec::new();
    for frame in sent {
        let mut rows = ladder.rows.numbered().filter(|(at, _)| *at > first);
        later.extend(rows.find(|(_, row)| confirms(row, frame)).map(|(at, _)| at));
    }
    later
}

/// What had to come before it could be handed on: every transmission of the frame that
/// was missing.
fn in_the_way(ladder: &Ladder, rows: &[usize]) -> Vec<usize> {
    let kept = rows.iter().filter_map(|at| ladder.rows.get(*at));
    let kept = kept.filter(|row| row.is_received);
    let missing = kept.filter_map(|row| Some((row.conversation?, row.sender, row.waits_for()?)));
    let missing: Vec<_> = missing.collect();
    let all = ladder.rows.numbered().filter(|(_, row)| {
        let n = row.payload().and_then(|payload| payload.n);
        let frame = row.conversation.zip(n);
        missing.iter().any(|(conversation, sender, missing)| {
            frame == Some((*conversation, *missing)) && row.sender == *sender
        })
    });
    all.map(|(at, _)| at).collect()
}

/// A row's part in it.
fn what(row: &Row, wanted: &Wanted, language: Language) -> String {
    let payload = row.payload().cloned().unwrap_or_default();
    let frame = payload.frame();
    let copy = frame.map_or(1, |(_, copy)| copy);
    let is_it = payloads(row).any(|payload| wanted.is(&payload));
    if payload.is("ack") {
        return language.of_three(
            format_args!("the server has it"),
            format_args!("o servidor tem-na"),
            format_args!("já está no servidor"),
        );
    }
    match (&row.what, is_own(row)) {
        (What::Write(chunk), _) => {
            let bytes = chunk.bytes;
            language.of(
                format_args!("written: {bytes} bytes"),
                format_args!("escrita: {bytes} bytes"),
            )
        }
        (What::Read(chunk), _) => {
            let bytes = chunk.bytes;
            language.of(
                format_args!("read: {bytes} bytes"),
                format_args!("lida: {bytes} bytes"),
            )
        }
        (_, true) => language.of(
            format_args!("transmission {copy} leaves"),
            format_args!("sai a transmissão {copy}"),
        ),
        (_, false) if is_it || frame.is_none() => language.of_three(
            format_args!("the server says it, transmission {copy}"),
            format_args!("o servidor di-la, transmissão {copy}"),
            format_args!("o servidor a diz, transmissão {copy}"),
        ),
        (_, false) => {
            let n = frame.map_or(0, |(n, _)| n);
            language.of_three(
                format_args!("frame {n} of the server, transmission {copy}"),
                format_args!("a {n} do servidor, transmissão {copy}"),
                format_args!("o {n} do servidor, transmissão {copy}"),
            )
        }
    }
}

/// What is to be said of all of it.
fn sum(ladder: &Ladder, rows: &[usize], language: Language) -> String {
    let rows: Vec<_> = rows.iter().filter_map(|at| ladder.rows.get(*at)).collect();
    let own: Vec<_> = rows.iter().filter(|row| is_own(row)).collect();
    let said = rows.iter().find_map(|row| row.receipt_after());
    if own.is_empty() {
        return language.of(
            format_args!(
                "How it came to the server is not known here: its sender's client does not tell."
            ),
            format_args!(
                "Como chegou ao servidor não se sabe aqui: o cliente de quem a enviou não o diz."
            ),
        );
    }
    let datagrams = own
        .iter()
        .filter(|row| matches!(row.what, What::Datagram(_)));
    let times = u64::try_from(datagrams.count()).unwrap_or(u64::MAX);
    let lost = rows.iter().filter(|row| row.mark == Mark::Lost).count();
    let Some(took) = said.map(|took| language.time(took)) else {
        return language.of(
            format_args!("There is no receipt so far: whether it has been said is not known here."),
            format_args!("Ainda não há recibo: aqui não se sabe se já foi dita."),
        );
    };
    if times <= 1 && lost == 0 {
        return language.of_three(
            format_args!("From its leaving to its receipt it took {took}. Who else has it on a screen is not known here: other clients do not tell."),
            format_args!("Da saída ao recibo passaram {took}. Quem mais a tem no ecrã não se sabe aqui: os outros clientes não o dizem."), format_args!("Da saída ao recibo passaram {took}. Quem mais a tem na tela não se sabe aqui: os outros clientes não o dizem."),
        );
    }
    let lost = u64::try_from(lost).unwrap_or(u64::MAX);
    let times = language.count(times, ["time", "vez"], ["times", "vezes"]);
    let lost = language.count(
        lost,
        [
            "datagram is known to be lost",
            "datagrama perdeu-se de certeza",
            "datagrama se perdeu com certeza",
        ],
        [
            "datagrams are known to be lost",
            "datagramas perderam-se de certeza",
            "datagramas se perderam com certeza",
        ],
    );
    language.of_three(
        format_args!("From its leaving to its receipt it took {took}: it left {times}, and of what is listed here {lost}. No sender is told of a loss: it finds out by waiting."),
        format_args!("Da saída ao recibo passaram {took}: saiu {times}, e do que aqui se vê {lost}. Ninguém avisa quem envia de uma perda: descobre-a esperando."), format_args!("Da saída ao recibo passaram {took}: saiu {times}, e do que se vê aqui {lost}. Ninguém avisa quem envia de uma perda: descobre esperando."),
    )
}

#[cfg(test)]
mod tests;
