//! What the terminal tells of the mouse, as far as anything follows from it.

use crossterm::event::MouseButton;
use crossterm::event::MouseEvent;
use crossterm::event::MouseEventKind;

use crate::app::event::Mouse;

/// A notch of the wheel, or the first button.
pub(crate) fn meant(event: MouseEvent) -> Option<Mouse> {
    let MouseEvent {
        kind, column, row, ..
    } = event;
    match kind {
        MouseEventKind::ScrollUp => Some(Mouse::Wheel { older: true }),
        MouseEventKind::ScrollDown => Some(Mouse::Wheel { older: false }),
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Click { x: column, y: row }),
        MouseEventKind::Down(_)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => None,
    }
}
