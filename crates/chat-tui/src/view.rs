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
//! in [`crate::app::conversation::timeline`].

mod ascii;
mod bare;
mod present;
mod title;
mod class;
mod input;
mod popup;
mod choice;
mod found;
mod recall;
mod history;
mod searched;
mod people;
mod status;
mod asked;
mod rooms;
mod help;
mod wire;
mod date;
mod paint;
pub mod look;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::focus::Focus;
use crate::app::writing::popup::Popup;
use crate::areas::Areas;
use crate::painted::Painted;

use theme::Theme;

/// Paints everything.
pub fn draw(buffer: &mut Buffer, app: &App, theme: &Theme) -> Painted {
    let painted = paint_all(buffer, app, theme);
    if app.settings.is_ascii() {
        ascii::reduce(buffer);
    }
    painted
}

fn paint_all(buffer: &mut Buffer, app: &App, theme: &Theme) -> Painted {
    let mut painted = Painted::default();
    // Where nothing stands the palette's background does.
    buffer.set_style(*buffer.area(), theme.text);
    match (app.areas(), &app.focus) {
        (Areas::TooSmall, _) => status::too_small(buffer, app, theme),
        (Areas::Parts(_), Focus::Help { row, over }) => {
            help::draw(buffer, app, (*row, over.scope()), theme);
        }
        (Areas::Parts(_), Focus::Copy(_)) => return bare::draw(buffer, app, theme),
        (Areas::Parts(_), Focus::Present(_)) => return present::draw(buffer, app, theme),
        (Areas::Parts(_), Focus::Wire | Focus::WireFilter) => {
            if let Some(parts) = app.wire_parts() {
                painted.cursor = wire::draw(buffer, parts, app, theme);
            }
        }
        (
            Areas::Parts(parts),
            Focus::Chat
            | Focus::Answer(_)
            | Focus::Message(_)
            | Focus::Search(_)
            | Focus::Recall(_)
            | Focus::Choice(_)
            | Focus::Found(_),
        ) => {
            if let Some(area) = parts.title {
                title::draw(buffer, area, app, theme);
            }
            if let Some(area) = parts.banner {
                class::draw(buffer, area, app, theme);
            }
            if let Focus::Choice(choice) = &app.focus {
                choice::draw(buffer, parts, choice, (app, theme));
            } else if let Focus::Found(found) = &app.focus {
                found::draw(buffer, parts, found, (app, theme));
            } else {
                painted.links = history::draw(buffer, parts, app, theme);
            }
            if let Some(popup) = Popup::of(app) {
                let covered = popup::draw(buffer, parts.timeline, &popup, theme);
                painted.links.retain(|link| !covered.contains(&link.y));
            }
            if let Some(area) = parts.rooms {
                rooms::draw(buffer, area, app, theme);
            }
            if let Some(area) = parts.people {
                people::draw(buffer, area, app, theme);
            }
            if let Some(wire) = app.wire_parts() {
                wire::draw(buffer, wire, app, theme);
            }
            status::draw(buffer, parts.status, app, theme);
            painted.cursor = Some(input::draw(buffer, parts.input, app, theme));
        }
    }
    painted
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
