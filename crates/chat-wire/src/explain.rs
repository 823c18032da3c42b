//! The sentence of a row: what happened, why, and what follows from it or cannot be known.
//! This is what teaches; so it is held to three rules. It says no number that the row does
//! not hold. It states a loss only where one is known. And every kind of row with every
//! mark has its words in each language, or the program does not compile.

mod datagram;
mod stream;
mod happening;
mod tls;
mod refusal;
pub mod sentence;

use sentence::Sentence;

use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;

/// What is to be said about a row.
pub fn explain(row: &Row, language: Language) -> String {
    sentence(row, language).of(language)
}

/// In all languages; numbers as one of them writes them.
fn sentence(row: &Row, numbers: Language) -> Sentence {
    let records = row.records.as_deref();
    match &row.what {
        What::Datagram(datagram) => datagram::sentence(row, datagram, numbers),
        What::Write(chunk) => records.map_or_else(
            || stream::written(row, chunk),
            |records| tls::of_stream(records, row.sender),
        ),
        What::Read(chunk) => records.map_or_else(
            || stream::read(chunk),
            |records| tls::of_stream(records, row.sender),
        ),
        What::Happening(happening) => happening::sentence(happening, numbers),
    }
}

#[cfg(test)]
mod tests;
