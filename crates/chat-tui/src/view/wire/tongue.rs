//! In which language the rows are, and how they look.

use chat_wire::page::Look;
use chat_wire::words::language::Language;

use crate::app::App;

/// The language of the rows.
pub(in crate::view::wire) fn language(app: &App) -> Language {
    app.speech.language.into()
}

/// A sign, or what stands for it where only ASCII can be shown.
pub(in crate::view::wire) fn glyph(
    app: &App,
    sign: &'static str,
    ascii: &'static str,
) -> &'static str {
    if app.settings.is_ascii() { ascii } else { sign }
}

/// How the rows look in so many columns.
pub(in crate::view::wire) fn look(app: &App, width: u16) -> Look {
    Look {
        language: language(app),
        width: usize::from(width),
        ascii: app.settings.is_ascii(),
        passed: app.wire.passed_over(),
    }
}
