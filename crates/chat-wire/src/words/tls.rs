//! What stands on a row that carries records of TLS, and beside it. The names of messages
//! and alerts are the same everywhere.

use chat_proto::trace::tls::Message;
use chat_proto::trace::tls::Open;

use crate::rows::records::Ended;
use crate::rows::records::Records;
use crate::rows::records::Sight;
use crate::rows::records::sight;
use crate::words::language::Language;

/// `ServerHello + 2 records`; `part of a record of 208`.
pub(in crate::words) fn carried(records: &Records, language: Language) -> String {
    if let (0, Some(bytes)) = (records.count(), records.open) {
        return language.of_three(
            format_args!("part of a record of {bytes}"),
            format_args!("parte de um registo de {bytes}"),
            format_args!("parte de um registro de {bytes}"),
        );
    }
    let named = records.ended.iter();
    let named = named.filter_map(|ended| name(sight(&ended.record), language));
    let mut words: Vec<String> = named.take(MOST_NAMES).collect();
    let is_filler = |ended: &&Ended| sight(&ended.record) == Sight::Filler;
    let fillers = records.ended.iter().filter(is_filler).count();
    let others = records.count() - words.len() - fillers;
    if words.is_empty() && others == 0 {
        words.push("ChangeCipherSpec".to_owned());
    }
    if others > 0 {
        let others = u64::try_from(others).unwrap_or(u64::MAX);
        words.push(language.count(
            others,
            ["record", "registo", "registro"],
            ["records", "registos", "registros"],
        ));
    }
    if records.open.is_some() {
        words.push("…".to_owned());
    }
    words.join(" + ")
}

/// What it is called, where it is more than a record.
pub fn name(sight: Sight<'_>, language: Language) -> Option<String> {
    let name = match sight {
        Sight::Hello(Message::ClientHello) => "ClientHello",
        Sight::Hello(Message::ServerHello) => "ServerHello",
        Sight::Hello(Message::HelloRetryRequest) => "HelloRetryRequest",
        Sight::Alert(Some(alert)) => return Some(chat_proto::text::quoted(alert)),
        Sight::Alert(None) => {
            return Some(language.of(format_args!("alert"), format_args!("alerta")));
        }
        Sight::Hello(Message::Other) | Sight::Handshake => "handshake",
        Sight::Talk(..) | Sight::Filler | Sight::Unknown => return None,
    };
    Some(name.to_owned())
}

/// What can be read of it, and how much more it is than what was said.
pub(in crate::words) fn beside(records: &Records, language: Language) -> Option<String> {
    if let Some((said, frames, around)) = records.talk() {
        let bytes = language.of(
            format_args!("{said} bytes + {around}"),
            format_args!("{said} bytes + {around}"),
        );
        if frames == 0 {
            return Some(bytes);
        }
        let frames = u64::try_from(frames).unwrap_or(u64::MAX);
        let frames = language.count(frames, ["frame", "mensagem"], ["frames", "mensagens"]);
        return Some(format!("{frames}: {bytes}"));
    }
    let is_clear = |sight| matches!(sight, Sight::Hello(_));
    let mut sights = records.ended.iter().map(|ended| sight(&ended.record));
    let clear = sights.clone().any(is_clear);
    let encrypted = sights.any(|sight| !is_clear(sight) && sight != Sight::Filler);
    Some(match (clear, encrypted) {
        (true, false) => language.of(format_args!("in the clear"), format_args!("às claras")),
        (true, true) => language.of(
            format_args!("the hello in the clear, the rest encrypted"),
            format_args!("o hello às claras, o resto cifrado"),
        ),
        (false, true) => language.of(format_args!("encrypted"), format_args!("cifrado")),
        (false, false) => return None,
    })
}

/// `secret from here: TLS_AES_256_GCM_SHA384`.
pub(in crate::words) fn agreed(open: &Open, language: Language) -> String {
    let suite = chat_proto::text::quoted(&open.suite);
    language.of(
        format_args!("secret from here: {suite}"),
        format_args!("secreto desde aqui: {suite}"),
    )
}

/// The certificate, as both screens show it.
pub(in crate::words) fn certificate(open: &Open) -> Option<String> {
    open.certificate.as_deref().map(chat_proto::text::quoted)
}

/// More names than fit on an arrow.
const MOST_NAMES: usize = 2;
