//! Records of TLS under a ruler: where each ends, what it is called, and where in it lies
//! what was said.

use crate::rows::records::Records;
use crate::rows::records::Sight;
use crate::rows::records::sight;
use crate::words::language::Language;
use crate::words::tls;

/// What was said in one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ruler) struct Said {
    /// Where it begins, counted from the first byte of the row; before it, where the record
    /// began in an earlier one.
    pub(in crate::ruler) from: isize,
    /// How many bytes it is.
    pub(in crate::ruler) bytes: usize,
    /// How many frames end in it.
    pub(in crate::ruler) frames: usize,
}

/// Where records end.
pub(in crate::ruler) fn ends(records: &Records) -> Vec<usize> {
    records.ended.iter().map(|ended| ended.at).collect()
}

/// What they are called.
pub(in crate::ruler) fn names(records: &Records, language: Language) -> Vec<String> {
    let name = |sight| {
        let other = || match sight {
            Sight::Filler => "ChangeCipherSpec".to_owned(),
            Sight::Hello(_)
            | Sight::Handshake
            | Sight::Alert(_)
            | Sight::Talk(..)
            | Sight::Unknown => language.of_three(
                format_args!("record"),
                format_args!("registo"),
                format_args!("registro"),
            ),
        };
        tls::name(sight, language).unwrap_or_else(other)
    };
    let sights = records.ended.iter().map(|ended| sight(&ended.record));
    sights.map(name).collect()
}

/// What was said in those that end in a row.
pub(in crate::ruler) fn said(records: &Records) -> Vec<Said> {
    let said = records.ended.iter().filter_map(|ended| {
        let Sight::Talk(bytes, frames) = sight(&ended.record) else {
            return None;
        };
        let end = isize::try_from(ended.at).ok()?;
        let record = isize::try_from(ended.record.bytes).ok()?;
        Some(Said {
            from: end - record + HEADER_BYTES,
            bytes,
            frames,
        })
    });
    said.collect()
}

/// What is said of it.
pub(in crate::ruler) fn sentence(language: Language) -> String {
    language.of_three(
        format_args!("What was said lies inside of records, with the line ends: whoever listens sees the borders of the records, which each header tells, and how long each is. A record is decrypted when all of it has come."),
        format_args!("O que se disse vai dentro de registos, fins de linha incluídos: quem escuta vê as fronteiras dos registos, que cada cabeçalho indica, e o comprimento de cada um. Um registo decifra-se quando veio todo."), format_args!("O que se disse vai dentro de registros, fins de linha incluídos: quem escuta vê as fronteiras dos registros, que cada cabeçalho indica, e o comprimento de cada um. Um registro é decifrado quando veio inteiro."),
    )
}

/// Type, version, length.
const HEADER_BYTES: isize = 5;
