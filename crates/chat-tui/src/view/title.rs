//! The row above all: the room, the day, how many are there, how others come here.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::areas::Area;
use crate::view::date;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    paint::fill(buffer, area.y, area.x, area.width, theme.bar);
    let words = &app.speech.screen;
    let room = match &app.places.shown().with {
        With::Room(room) => format!(" #{room}"),
        With::Person(whom) if app.roster.lacks(&whom.shown) => {
            format!(" {}  {}", whom.shown, words.in_no_room_of_yours())
        }
        With::Person(whom) => format!(" {}  {}", whom.shown, words.only_you_two()),
        With::Nobody => format!(" {}", words.no_room_yet()),
    };
    let at = paint::put(buffer, (area.x, area.y), area.width, &room, theme.accent);
    let led = app.class.room(app.room());
    let topic = led.and_then(|led| led.topic.as_deref());
    let topic = topic.map_or(String::new(), |topic| {
        format!("  {}", wrap::shortened(topic, usize::from(area.width / 3)))
    });
    let at = paint::put(buffer, (at, area.y), area.width - at, &topic, theme.bar);
    // The day of what stands below, wherever one looks.
    let day = app.timeline().day_at_top(app.window());
    let day = day.map_or(String::new(), |day| {
        format!("  {}", date::short(day, &app.speech.dates))
    });
    let at = paint::put(buffer, (at, area.y), area.width - at, &day, theme.bar);
    let others = app.invitation.as_ref().map(|how| words.others_come(how));
    let help = app.key(Action::Help);
    let help = help.map(|key| format!("{key} {}", app.speech.keys.help_hint()));
    let both = others.as_ref().zip(help.as_ref());
    let both = both.map(|(others, help)| format!("{others}  {help}"));
    // As much as there is room for.
    for right in [both, others, help].into_iter().flatten() {
        let wide = u16::try_from(wrap::width(&right) + 1).unwrap_or(u16::MAX);
        let end = area.x + area.width;
        if at.saturating_add(wide).saturating_add(2) <= end {
            paint::put(buffer, (end - wide, area.y), wide, &right, theme.bar);
            return;
        }
    }
}
