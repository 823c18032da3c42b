//! What keys mean while the window asks what happens next.

use crate::app::event::Action;
use crate::app::state::App;
use crate::app::wire::quiz::Stand;

/// Begins to ask, or asks the next.
pub(in crate::app::on_wire) fn ask(app: &mut App) {
    app.wire.hide_how();
    app.wire.ask(app.now.mono, app.speech.language.into());
}

/// False: it means what it means in any case.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other key goes on as it is"
)]
pub(in crate::app::on_wire) fn on_action(app: &mut App, action: Action) -> bool {
    let Some(quiz) = app.wire.quiz() else {
        return false;
    };
    let is_answered = matches!(quiz.stand(), Stand::Answered(..));
    match action {
        Action::Insert(digit) if digit.is_ascii_digit() => {
            let choice = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
            let choice = choice.and_then(|choice| usize::try_from(choice).ok());
            // Whatever is no answer is not taken for a view either.
            choice.is_none_or(|choice| app.wire.answer(choice)) || !is_answered
        }
        Action::Send if is_answered => {
            ask(app);
            true
        }
        Action::Send => true,
        Action::Escape | Action::Interrupt => app.wire.end_quiz(),
        _ => false,
    }
}
