//! Records of TLS, cut at their parts: what can be read, and how long is what cannot.

use crate::detail::part::Part;
use crate::rows::records::Ended;
use crate::rows::records::Records;
use crate::rows::records::Sight;
use crate::rows::records::sight;
use crate::words::language::Language;
use crate::words::tls;

/// The parts of a row of so many bytes.
pub(in crate::detail) fn of(records: &Records, bytes: usize, language: Language) -> Vec<Part> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for ended in &records.ended {
        let here = ended.at.saturating_sub(from);
        if here < ended.record.bytes {
            parts.push(rest(here, language));
        } else {
            parts.extend(of_record(ended, language));
        }
        from = ended.at;
    }
    let after = bytes.saturating_sub(from);
    if after > 0 {
        parts.push(begun(after, language));
    }
    parts
}

/// Header, what is in it, and what is around that.
fn of_record(ended: &Ended, language: Language) -> Vec<Part> {
    let sight = sight(&ended.record);
    let body = ended.record.bytes.saturating_sub(HEADER_BYTES);
    let name = tls::name(sight, language).unwrap_or_else(|| "…".to_owned());
    let header = part(
        "TLS",
        ended.record.bytes - body,
        language.of_three(
            format_args!("the record's header, in the clear: type, version, length"),
            format_args!("o cabeçalho do registo, às claras: tipo, versão, comprimento"),
            format_args!("o cabeçalho do registro, às claras: tipo, versão, comprimento"),
        ),
    );
    let mut parts = vec![header];
    match sight {
        Sight::Talk(said, _) => {
            let said = said.min(body);
            parts.push(part("…", said, talk(language)));
            parts.push(part("…", body - said, tag(language)));
        }
        Sight::Hello(_) => parts.push(part(&name, body, clear(language))),
        Sight::Filler => parts.push(part("ChangeCipherSpec", body, clear(language))),
        Sight::Handshake | Sight::Alert(_) | Sight::Unknown => {
            parts.push(part(&name, body, encrypted(language)));
        }
    }
    parts
}

fn talk(language: Language) -> String {
    language.of(
        format_args!("what was said, encrypted: as long as it was"),
        format_args!("o que se disse, cifrado: do mesmo comprimento"),
    )
}

fn tag(language: Language) -> String {
    language.of(
        format_args!("the true type, encrypted, and the tag: any change is found out by it"),
        format_args!("o tipo verdadeiro, cifrado, e a etiqueta: denuncia qualquer mudança"),
    )
}

fn clear(language: Language) -> String {
    language.of(format_args!("in the clear"), format_args!("às claras"))
}

fn encrypted(language: Language) -> String {
    language.of(
        format_args!("encrypted, with its true type and its tag"),
        format_args!("cifrado, com o tipo verdadeiro e a etiqueta"),
    )
}

fn rest(bytes: usize, language: Language) -> Part {
    let meaning = language.of_three(
        format_args!("the rest of a record that began before"),
        format_args!("o resto de um registo que começou antes"),
        format_args!("o resto de um registro que começou antes"),
    );
    part("…", bytes, meaning)
}

fn begun(bytes: usize, language: Language) -> Part {
    let meaning = language.of_three(
        format_args!("of a record that goes on"),
        format_args!("de um registo que continua"),
        format_args!("de um registro que continua"),
    );
    part("…", bytes, meaning)
}

fn part(text: &str, bytes: usize, meaning: String) -> Part {
    Part {
        text: text.to_owned(),
        bytes,
        meaning,
        is_own: true,
    }
}

/// Type, version, length.
const HEADER_BYTES: usize = 5;
