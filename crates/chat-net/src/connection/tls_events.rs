//! What the layer of TLS has seen, as the events of a recording.

use chat_proto::trace::event::Event;
use chat_proto::trace::tls;
use chat_proto::trace::tls::RecordType;
use chat_proto::trace::weather;
use chat_secrecy::fingerprint::Fingerprint;
use chat_secrecy::noted::Content;
use chat_secrecy::noted::Kind;
use chat_secrecy::noted::Message;
use chat_secrecy::noted::Noted;
use chat_secrecy::noted::Open;
use chat_secrecy::noted::Record;
use chat_secrecy::noted::Way;
use chat_trust::words::SixWords;

/// The event of it.
pub fn of(noted: Noted) -> Event {
    match noted {
        Noted::Record(record) => Event::TlsRecord(Box::new(of_record(&record))),
        Noted::Open(open) => Event::TlsOpen(Box::new(of_open(open))),
        Noted::Failed(why) => Event::TlsFailed(tls::Failed { why: why.into() }),
    }
}

fn of_record(record: &Record) -> tls::Record {
    let is_encrypted = record.kind == Kind::ApplicationData;
    let inside = |kind| is_encrypted.then_some(kind);
    let mut told = tls::Record {
        way: match record.way {
            Way::In => weather::Way::In,
            Way::Out => weather::Way::Out,
        },
        kind: match record.kind {
            Kind::ChangeCipherSpec => RecordType::ChangeCipherSpec,
            Kind::Alert => RecordType::Alert,
            Kind::Handshake => RecordType::Handshake,
            Kind::ApplicationData => RecordType::ApplicationData,
        },
        bytes: record.bytes,
        message: None,
        inside: None,
        alert: None,
        plaintext: None,
        frames: None,
    };
    match record.content {
        Content::Message(message) => told.message = Some(of_message(message)),
        Content::Handshake => told.inside = inside(RecordType::Handshake),
        Content::Alert(why) => {
            told.inside = inside(RecordType::Alert);
            told.alert = why.map(alert);
        }
        Content::Talk { bytes, lines } => {
            told.inside = inside(RecordType::ApplicationData);
            (told.plaintext, told.frames) = (Some(bytes), Some(lines));
        }
        Content::Unknown => {}
    }
    told
}

fn of_message(message: Message) -> tls::Message {
    match message {
        Message::ClientHello => tls::Message::ClientHello,
        Message::ServerHello => tls::Message::ServerHello,
        Message::HelloRetryRequest => tls::Message::HelloRetryRequest,
        Message::Other => tls::Message::Other,
    }
}

fn of_open(open: Open) -> tls::Open {
    tls::Open {
        version: "TLS 1.3".into(),
        suite: open.suite.into(),
        group: open.group.into(),
        certificate: open.certificate.map(|print| words(&print)),
    }
}

/// The words that both screens show.
fn words(certificate: &Fingerprint) -> Box<str> {
    let first = certificate.bytes().first_chunk().copied();
    SixWords::of(first.unwrap_or_default()).to_string().into()
}

/// As RFC 8446, 6 calls it.
fn alert(why: u8) -> Box<str> {
    let known = ALERTS.iter().find(|(number, _)| *number == why);
    known
        .map_or_else(|| why.to_string(), |(_, name)| (*name).to_owned())
        .into()
}

/// Those that TLS 1.3 has.
const ALERTS: [(u8, &str); 27] = [
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (22, "record_overflow"),
    (40, "handshake_failure"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (120, "no_application_protocol"),
];
