//! What stands on an arrow.

use crate::payload::Payload;
use crate::record::event::Happening;
use crate::rows::row::Chunk;
use crate::rows::row::Datagram;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;
use crate::words::reason;
use crate::words::tls::agreed;
use crate::words::tls::carried;

/// The words on a row's arrow, or beside its dot.
pub fn label(row: &Row, language: Language) -> String {
    match &row.what {
        What::Datagram(datagram) => of_datagram(row, datagram, language),
        What::Write(chunk) => told(&written(chunk, language), (row, chunk), language),
        What::Read(chunk) => told(&read(chunk, language), (row, chunk), language),
        What::Happening(happening) => happened(happening, language),
    }
}

fn of_datagram(row: &Row, datagram: &Datagram, language: Language) -> String {
    let payload = &datagram.payload;
    let mut words = frame(payload);
    if let Some(records) = &row.records {
        words = format!("{words}: {}", carried(records, language));
    }
    if payload.is("ack") {
        words = acknowledged(payload, language);
    } else if let Some(ack) = payload.ack {
        words = format!("{words} · ack {ack}");
    }
    if payload.kind.is_none() && payload.n.is_none() {
        let bytes = datagram.bytes;
        if bytes > 0 {
            words = format!("{words} {bytes} bytes");
        }
    }
    words.trim().to_owned()
}

/// `9 msg t2 #3 "tres"`.
fn frame(payload: &Payload) -> String {
    let mut words = Vec::new();
    if let Some((n, copy)) = payload.frame() {
        words.push(n.to_string());
        words.extend(payload.kind.clone());
        words.extend((copy > 1).then(|| format!("t{copy}")));
    } else {
        words.extend(payload.kind.clone());
    }
    if let Some((which, of)) = payload.part {
        words.push(format!("{which}/{of}"));
    }
    words.extend(
        payload
            .cookie
            .then_some("+ cookie")
            .filter(|_| payload.is("hello"))
            .map(str::to_owned),
    );
    words.extend(payload.again.then(|| "again".to_owned()));
    words.extend(payload.seq.map(|seq| format!("#{seq}")));
    let speaks = payload.kind.is_none() || payload.is("msg") || payload.is("part");
    if let Some(text) = payload.text.as_deref().filter(|_| speaks) {
        words.push(format!("\"{text}\""));
    }
    words.join(" ")
}

/// `ack 7 +9 · for 8 t2 · came t1 t2`.
fn acknowledged(payload: &Payload, language: Language) -> String {
    let mut words = "ack".to_owned();
    if let Some(ack) = payload.ack {
        words = format!("ack {ack}");
    }
    for n in payload.got.iter().take(SHOWN) {
        words = format!("{words} +{n}");
    }
    if let Some((n, copy)) = payload
        .answers
        .filter(|(n, copy)| *copy > 1 || payload.ack != Some(*n))
    {
        let copy = if copy > 1 {
            format!(" t{copy}")
        } else {
            String::new()
        };
        let answer = language.of_three(
            format_args!("for {n}{copy}"),
            format_args!("pela {n}{copy}"),
            format_args!("pelo {n}{copy}"),
        );
        words = format!("{words} · {answer}");
    }
    if payload.tries.len() > 1 {
        let tries: Vec<_> = payload
            .tries
            .iter()
            .take(SHOWN)
            .map(|t| format!("t{t}"))
            .collect();
        let tries = tries.join(" ");
        let came = language.of(format_args!("came {tries}"), format_args!("vieram {tries}"));
        words = format!("{words} · {came}");
    }
    words
}

fn written(chunk: &Chunk, language: Language) -> String {
    let (bytes, offered) = (chunk.bytes, chunk.offered);
    if bytes < offered {
        language.of(
            format_args!("write {bytes} of {offered}"),
            format_args!("escreve {bytes} de {offered}"),
        )
    } else {
        language.of(
            format_args!("write {bytes}"),
            format_args!("escreve {bytes}"),
        )
    }
}

fn read(chunk: &Chunk, language: Language) -> String {
    let bytes = chunk.bytes;
    language.of(format_args!("read {bytes}"), format_args!("lê {bytes}"))
}

/// What a call moved: records where there are any, its frame where there is one and it is known, else how many.
fn told(call: &str, (row, chunk): (&Row, &Chunk), language: Language) -> String {
    if let Some(records) = &row.records {
        return format!("{call}: {}", carried(records, language));
    }
    // What a write has begun, the next one ends: nothing is kept.
    let is_write = chunk.offered > 0;
    let frame = frame(&chunk.payload);
    let kept = chunk.kept.filter(|kept| *kept > 0);
    let begun_before = begun_before(chunk, language);
    let is_one = chunk.lines == 1 && begun_before.is_none();
    if is_one && (is_write || kept.is_none()) && !frame.is_empty() {
        return format!("{call}: {frame}");
    }
    let lines = begun_before.unwrap_or_else(|| {
        language.count(chunk.lines, ["frame", "mensagem"], ["frames", "mensagens"])
    });
    match kept.filter(|_| !is_write) {
        None if chunk.lines == 0 => call.to_owned(),
        Some(kept) if chunk.lines == 0 => {
            let kept = language.of(
                format_args!("{kept} kept"),
                format_args!("{kept} guardados"),
            );
            format!("{call}: {kept}")
        }
        Some(kept) => {
            let kept = language.of(
                format_args!("{kept} kept"),
                format_args!("{kept} guardados"),
            );
            format!("{call}: {lines}, {kept}")
        }
        None => format!("{call}: {lines}"),
    }
}

/// Of one frame that began in a read before: the last bytes of it alone tell nothing.
fn begun_before(chunk: &Chunk, language: Language) -> Option<String> {
    let end = chunk.ends.first()?;
    (chunk.lines == 1 && chunk.begun > 0).then(|| {
        let whole = chunk.begun.saturating_add(*end);
        language.of(
            format_args!("1 frame of {whole}"),
            format_args!("1 mensagem de {whole}"),
        )
    })
}

fn happened(happening: &Happening, language: Language) -> String {
    let of = |english, portuguese| language.word([english, portuguese]).to_owned();
    let of_three = |words: [&'static str; 3]| language.word(words).to_owned();
    match happening {
        Happening::Opened => of_three(["connected", "ligado", "conectado"]),
        Happening::Closed(why) => closed(why, language),
        Happening::Broken => of_three([
            "the weather broke it",
            "a rede simulada cortou-a",
            "a rede simulada a cortou",
        ]),
        Happening::Ended { why, unacked } => ended(why, *unacked, language),
        Happening::Secret(open) => agreed(open, language),
        Happening::NoTls(why) => language.of(
            format_args!("no TLS: {why}"),
            format_args!("não é TLS: {why}"),
        ),
        Happening::Blocked => of(
            "blocked: the system is full",
            "parado: o sistema está cheio",
        ),
        Happening::Unblocked(after) => goes_on(*after, language),
        Happening::Impairments { words, seed } => impaired(words, *seed, language),
        Happening::Unanswered => of("nobody answers", "ninguém responde"),
        Happening::NoLink => of_three([
            "the server has no links",
            "o servidor não tem ligações fiáveis",
            "o servidor não tem conexões confiáveis",
        ]),
        Happening::Retry(None) => of("tries again", "tenta de novo"),
        Happening::Retry(Some(after)) => {
            let after = language.time(*after);
            language.of(
                format_args!("tries again in {after}"),
                format_args!("tenta de novo em {after}"),
            )
        }
        Happening::Resent { more, .. } => resent(*more, language),
        Happening::NoRoom { next, .. } => no_room(*next, language),
        Happening::TooSlow => of("reads too slowly: closed", "lê devagar demais: fechado"),
        Happening::Missed(n) => language.of(
            format_args!("{n} events are missing here"),
            format_args!("faltam aqui {n} eventos"),
        ),
        Happening::BackoffReset { wait, .. } => reset(*wait, language),
        Happening::WindowFull { in_flight, waiting } => language.of_three(
            format_args!("window full: {in_flight} on their way, {waiting} wait"),
            format_args!("janela cheia: {in_flight} a caminho, {waiting} à espera"),
            format_args!("janela cheia: {in_flight} a caminho, {waiting} esperando"),
        ),
        Happening::Full => of_three([
            "the file was full",
            "o ficheiro ficou cheio",
            "o arquivo ficou cheio",
        ]),
    }
}

fn closed(why: &str, language: Language) -> String {
    let why = reason::closed(why, language);
    language.of(
        format_args!("closed: {why}"),
        format_args!("fechado: {why}"),
    )
}

fn goes_on(after: Option<i64>, language: Language) -> String {
    let Some(after) = after.map(|after| language.time(after)) else {
        return language.of(format_args!("goes on"), format_args!("continua"));
    };
    language.of(
        format_args!("goes on after {after}"),
        format_args!("continua após {after}"),
    )
}

fn reset(wait: Option<i64>, language: Language) -> String {
    let Some(wait) = wait.map(|wait| language.time(wait)) else {
        return language.of(
            format_args!("heard again: the backoff is over"),
            format_args!("ouve-se outra vez: acabou o recuo"),
        );
    };
    language.of(
        format_args!("heard again: the wait is {wait} now"),
        format_args!("ouve-se outra vez: a espera é agora {wait}"),
    )
}

fn resent(more: u32, language: Language) -> String {
    language.count(
        u64::from(more),
        [
            "segment sent again by the system",
            "segmento reenviado pelo sistema",
        ],
        [
            "segments sent again by the system",
            "segmentos reenviados pelo sistema",
        ],
    )
}

fn no_room(next: Option<i64>, language: Language) -> String {
    let Some(next) = next.map(|next| language.time(next)) else {
        return language.of(
            format_args!("no room there"),
            format_args!("lá não há espaço"),
        );
    };
    language.of(
        format_args!("no room there: asks again in {next}"),
        format_args!("lá não há espaço: pergunta daqui a {next}"),
    )
}

fn ended(why: &str, unacked: Option<u64>, language: Language) -> String {
    let why = reason::ended(why, language);
    let over = language.of(format_args!("over: {why}"), format_args!("acabou: {why}"));
    match unacked.filter(|count| *count > 0) {
        Some(count) => {
            let open = language.of(
                format_args!("{count} without answer"),
                format_args!("{count} sem resposta"),
            );
            format!("{over}, {open}")
        }
        None => over,
    }
}

fn impaired(words: &str, seed: Option<u64>, language: Language) -> String {
    if words.is_empty() {
        return language.of(
            format_args!("weather: clear"),
            format_args!("rede simulada: boa"),
        );
    }
    let seed = seed
        .map(|seed| format!(", seed {seed}"))
        .unwrap_or_default();
    language.of(
        format_args!("weather: {words}{seed}"),
        format_args!("rede simulada: {words}{seed}"),
    )
}

/// More numbers than fit on an arrow.
const SHOWN: usize = 8;
