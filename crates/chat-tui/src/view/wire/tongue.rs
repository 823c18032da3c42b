//! In which language the rows are, and how they look.

use chat_wire::page::Look;
use chat_wire::words::language::Language;

use crate::app::App;

/// The language of the rows.
pub(in crate::view::wire) fn language(app: &App) -> Language {
    app.speech.language.into()
}

/// How the rows look in so many columns.
pub(in crate::view::wire) fn look(app: &App, width: u16) -> Look {
    Look {
        language: language(app),
        width: usize::from(width),
        ascii: false,
    }
}
