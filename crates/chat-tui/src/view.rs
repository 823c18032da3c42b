//! Paints the app; changes nothing.
//!
//! ```text
//!  #lobby                                   others: chat-tui 192.168.1.7     title
//!  16:20        ana  does accept() block?                    | 3 here        timeline, people
//!               bob  until someone connects                  | ana
//!                 *  zed joined                              | bob
//!                me  like this?                            … | zed
//!  #lobby  tcp 192.168.1.7:1234  0.4 ms      12 new below    F1 help         status
//!  ana> _                                                                    input
//! ```
//!
//! Where the parts are is decided in [`crate::areas`]; which rows are looked at
//! in [`crate::app::timeline`].

mod title;
mod history;
mod people;
mod status;
mod rooms;
mod input;
mod help;
mod date;
mod paint;
pub mod theme;

use ratatui::Frame;

use crate::app::App;
use crate::app::state::Focus;
use crate::areas::Areas;

use theme::Theme;

/// How things stand, as the status row says it, the most important first.
pub fn in_words(app: &App) -> Vec<String> {
    status::parts(app)
}

/// Paints everything.
pub fn draw(frame: &mut Frame<'_>, app: &App, theme: &Theme) {
    match (app.areas(), &app.focus) {
        (Areas::TooSmall, _) => status::too_small(frame.buffer_mut(), app, theme),
        (Areas::Parts(_), Focus::Help { row, over }) => {
            help::draw(frame.buffer_mut(), app, (*row, over.scope()), theme);
        }
        (Areas::Parts(parts), Focus::Chat | Focus::Search(_)) => {
            let buffer = frame.buffer_mut();
            if let Some(area) = parts.title {
                title::draw(buffer, area, app, theme);
            }
            history::draw(buffer, parts, app, theme);
            if let Some(area) = parts.rooms {
                rooms::draw(buffer, area, app, theme);
            }
            if let Some(area) = parts.people {
                people::draw(buffer, area, app, theme);
            }
            status::draw(buffer, parts.status, app, theme);
            let cursor = input::draw(buffer, parts.input, app, theme);
            frame.set_cursor_position(cursor);
        }
    }
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
