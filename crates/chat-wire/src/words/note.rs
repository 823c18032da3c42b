//! What stands beside an arrow: its sign, and what was learnt about it.

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Fate;
use crate::record::event::Happening;
use crate::record::event::Why;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;
use crate::words::tls;

/// The words beside a row.
pub fn beside(row: &Row, language: Language, ascii: bool) -> String {
    let said = row
        .notes
        .iter()
        .any(|note| matches!(note, Note::Said { .. }));
    let sign = match (row.mark, said) {
        (Mark::Plain, true) => Mark::Came.sign(ascii),
        (mark, _) => mark.sign(ascii),
    };
    // What is lost says nothing to anybody.
    let told = |note: &&Note| row.mark != Mark::Lost || is_of_the_way(note);
    let notes = row.notes.iter().filter(told);
    let mut words: Vec<_> = notes.filter_map(|note| of_note(note, language)).collect();
    if row.leg == Leg::Lands {
        words.insert(0, late(row, language));
    }
    let unanswered = row.mark == Mark::Presumed && words.is_empty();
    if unanswered {
        words.push(language.of(format_args!("no answer"), format_args!("sem resposta")));
    }
    words.extend(of_tls(row, language).filter(|_| row.mark != Mark::Lost));
    let words = words.join(" · ");
    format!("{sign} {words}").trim().to_owned()
}

/// What of TLS can be told beside it.
fn of_tls(row: &Row, language: Language) -> Option<String> {
    match (&row.what, &row.records) {
        (What::Happening(Happening::Secret(open)), _) => tls::certificate(open),
        (What::Happening(_), _) | (_, None) => None,
        (What::Datagram(_) | What::Write(_) | What::Read(_), Some(records)) => {
            tls::beside(records, language)
        }
    }
}

/// Whether it tells of the way, and not of what came of the arrival.
fn is_of_the_way(note: &Note) -> bool {
    match note {
        Note::Fate(..) | Note::Again(..) | Note::NotTaken(_) | Note::SameAgain | Note::NotThere => {
            true
        }
        Note::Arrived
        | Note::Absent
        | Note::Confirmed { .. }
        | Note::Kept { .. }
        | Note::CameBefore { .. }
        | Note::Refused { .. }
        | Note::Said { .. }
        | Note::Overtaken { .. }
        | Note::ReadAs(_) => false,
    }
}

/// What comes at last has no room on its arrow.
fn late(row: &Row, language: Language) -> String {
    let frame = row.payload().and_then(Payload::frame);
    match frame {
        Some((n, copy)) => language.of_three(
            format_args!("t{copy} of {n}, late"),
            format_args!("t{copy} da {n}, atrasada"),
            format_args!("t{copy} do {n}, atrasado"),
        ),
        None => language.of(format_args!("late"), format_args!("atrasado")),
    }
}

fn of_note(note: &Note, language: Language) -> Option<String> {
    Some(match note {
        Note::Fate(fate, drew) => of_fate(*fate, *drew, language),
        Note::Again(Why::New, _) | Note::Arrived => return None,
        Note::Again(Why::Timeout, None) => language.of(
            format_args!("again: no answer"),
            format_args!("outra vez: sem resposta"),
        ),
        // What was waited for before is not told: this is the wait that begins.
        Note::Again(Why::Timeout, Some(wait)) => {
            let wait = language.time(*wait);
            language.of(
                format_args!("again: no answer; waits {wait} now"),
                format_args!("outra vez: sem resposta; espera {wait}"),
            )
        }
        Note::Again(Why::Overtaken, _) => language.of_three(
            format_args!("again: overtaken"),
            format_args!("outra vez: ultrapassada"),
            format_args!("outra vez: ultrapassado"),
        ),
        Note::Absent => language.of(
            format_args!("another copy came, this one had not"),
            format_args!("veio outra cópia, esta ainda não"),
        ),
        Note::Confirmed { after, tries } => confirmed(*after, *tries, language)?,
        Note::Kept { n, missing } => language.of_three(
            format_args!("keeps {n}: {missing} is missing"),
            format_args!("guarda a {n}: falta a {missing}"),
            format_args!("guarda o {n}: falta o {missing}"),
        ),
        Note::CameBefore { n, .. } => language.of_three(
            format_args!("{n} had come before"),
            format_args!("a {n} já tinha chegado"),
            format_args!("o {n} já tinha chegado"),
        ),
        Note::Refused { why, from } => refused(why, from.as_deref(), language),
        Note::Said { seq, room, after } => said(*seq, room.as_deref(), *after, language),
        Note::Overtaken { n, by } => language.of_three(
            format_args!("{n} was overtaken by {by}"),
            format_args!("a {n} foi ultrapassada pela {by}"),
            format_args!("o {n} foi ultrapassado pelo {by}"),
        ),
        Note::NotTaken(why) => language.of_three(
            format_args!("not sent: {why}"),
            format_args!("não foi enviada: {why}"),
            format_args!("não foi enviado: {why}"),
        ),
        Note::ReadAs(bytes) => {
            language.of(format_args!("read {bytes}"), format_args!("lida: {bytes}"))
        }
        Note::SameAgain => language.of(
            format_args!("the same again"),
            format_args!("a mesma outra vez"),
        ),
        Note::NotThere => language.of(
            format_args!("not in the other recording"),
            format_args!("não está na outra gravação"),
        ),
    })
}

/// A frame that needed one transmission is confirmed like any other: nothing to tell.
fn confirmed(after: Option<i64>, tries: u16, language: Language) -> Option<String> {
    let after = language.time(after?);
    (tries > 1).then(|| {
        language.of_three(
            format_args!("confirmed after {after}"),
            format_args!("confirmada após {after}"),
            format_args!("confirmado após {after}"),
        )
    })
}

fn said(seq: Option<u64>, room: Option<&str>, after: i64, language: Language) -> String {
    let after = language.time(after);
    match (seq, room) {
        (Some(seq), Some(room)) => language.of(
            format_args!("said: no. {seq} of #{room} · {after}"),
            format_args!("dita: n.º {seq} de #{room} · {after}"),
        ),
        (Some(seq), None) => language.of(
            format_args!("said: no. {seq} · {after}"),
            format_args!("dita: n.º {seq} · {after}"),
        ),
        (None, _) => language.of(
            format_args!("said · {after}"),
            format_args!("dita · {after}"),
        ),
    }
}

fn refused(why: &str, from: Option<&str>, language: Language) -> String {
    let why = why.replace('_', " ");
    match from {
        Some(from) => language.of_three(
            format_args!("refused: {why}, from {from}"),
            format_args!("recusada: {why}, de {from}"),
            format_args!("recusado: {why}, de {from}"),
        ),
        None => language.of_three(
            format_args!("refused: {why}"),
            format_args!("recusada: {why}"),
            format_args!("recusado: {why}"),
        ),
    }
}

fn of_fate(fate: Fate, drew: Option<u32>, language: Language) -> String {
    let of = |english, portuguese| language.word([english, portuguese]).to_owned();
    // A frame is feminine in Portugal and masculine in Brazil.
    let of_three = |words: [&'static str; 3]| language.word(words).to_owned();
    let what = match fate {
        Fate::Dropped => of_three([
            "weather: lost",
            "rede simulada: perdida",
            "rede simulada: perdido",
        ]),
        Fate::Blackout => of("weather: blackout", "rede simulada: apagão"),
        Fate::TooLong => of_three([
            "weather: too long",
            "rede simulada: longa demais",
            "rede simulada: longo demais",
        ]),
        Fate::Overflow => of("weather: queue full", "rede simulada: fila cheia"),
        Fate::Corrupted => of("weather: a bit is wrong", "rede simulada: um bit errado"),
        Fate::Killed => of_three(["killed by hand", "morta à mão", "morto à mão"]),
        Fate::Doubled => of("weather: twice", "rede simulada: duas vezes"),
        Fate::Held => of_three(["held by hand", "retida à mão", "retido à mão"]),
        Fate::Released => of_three(["released by hand", "solta à mão", "solto à mão"]),
        Fate::Delayed(us) => {
            let time = language.time(us);
            language.of(
                format_args!("weather: +{time}"),
                format_args!("rede simulada: +{time}"),
            )
        }
        Fate::Queued(us) => {
            let time = language.time(us);
            language.of(
                format_args!("weather: queued {time}"),
                format_args!("rede simulada: {time} na fila"),
            )
        }
        Fate::Reordered(past) => language.of(
            format_args!("weather: {past} may pass"),
            format_args!("rede simulada: {past} podem passar"),
        ),
    };
    match drew {
        Some(drew) => {
            let drew = language.drawn(drew);
            let drew = language.of(format_args!("drew {drew}"), format_args!("saiu {drew}"));
            format!("{what}, {drew}")
        }
        None => what,
    }
}
