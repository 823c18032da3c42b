//! Messages as the archive has them, which knows only the numbers of those that they refer
//! to: with the beginnings of these.

use std::collections::BTreeMap;
use std::sync::Arc;

use chat_archive::Kept;
use chat_proto::frame::reference::Citation;
use chat_proto::frame::reference::Quote;
use chat_proto::frame::reference::Reference;

use crate::hub::book::Book;
use crate::page::Past;

/// Some messages of the room of this book, as they are told. What one of them refers to is
/// quoted where it stands among them or is remembered, so not where it was taken back.
pub fn past(book: Option<&Book>, rows: Vec<Kept>) -> Vec<Past> {
    let quotes = quotes(book, &rows);
    let cites = |of: Reference| Citation {
        of,
        said: quotes.get(&of.seq).cloned().flatten(),
    };
    let past = |kept: Kept| Past {
        seq: kept.seq,
        at: kept.at,
        name: kept.name,
        session: kept.session,
        text: kept.text,
        id: kept.id,
        manner: kept.manner,
        cites: kept.refers.map(cites),
    };
    rows.into_iter().map(past).collect()
}

/// What they refer to, by its number.
fn quotes(book: Option<&Book>, rows: &[Kept]) -> BTreeMap<u64, Option<Arc<Quote>>> {
    let cited = rows.iter().filter_map(|row| row.refers);
    let cited = cited.map(|refers| refers.seq);
    let mut quotes: BTreeMap<_, _> = cited.map(|seq| (seq, None)).collect();
    if quotes.is_empty() {
        return quotes;
    }
    for row in rows {
        if let Some(quote) = quotes.get_mut(&row.seq) {
            *quote = Some(Arc::new(Quote::new(&row.name, row.text.as_str())));
        }
    }
    for (seq, quote) in quotes.iter_mut().filter(|(_, quote)| quote.is_none()) {
        *quote = book
            .and_then(|book| book.history.get(*seq))
            .map(Past::quote);
    }
    quotes
}
