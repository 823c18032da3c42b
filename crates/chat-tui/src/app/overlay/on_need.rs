//! What only the person knows, asked for before the server lets us in: the password, or
//! whose name it is.

use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::answer::Answer;
use crate::app::focus::answer::Meant;
use crate::app::overlay::query;
use crate::app::state::App;
use crate::session::need::Need;

/// Something is lacking.
pub(in crate::app) fn begin(app: &mut App, need: Need) {
    let answer = Answer::new(need);
    let question = answer.question(app.speech);
    app.trouble(&question);
    app.focus = Focus::Answer(answer);
}

/// What a key means while one answers.
pub(in crate::app) fn on_action(app: &mut App, mut answer: Answer, action: Action) {
    if query::edit(&mut answer.typed, action) {
        return app.focus = Focus::Answer(answer);
    }
    match action {
        Action::Send => return give(app, answer),
        Action::Escape | Action::Interrupt | Action::EndOfInput => {
            app.session.quit(app.now);
            return app.effects.push(Effect::Quit);
        }
        Action::Help => return app.focus = Focus::Answer(answer).with_help(),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Insert(_)
        | Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Up
        | Action::Down
        | Action::Scroll(_)
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::Wire(_) => {}
    }
    app.focus = Focus::Answer(answer);
}

/// What was pasted stands in it as if it were typed; its line ends say nothing.
pub(in crate::app) fn on_paste(app: &mut App, text: &str) {
    if let Focus::Answer(answer) = &mut app.focus {
        for c in text.chars().filter(|c| !c.is_control()) {
            query::edit(&mut answer.typed, Action::Insert(c));
        }
    }
}

fn give(app: &mut App, mut answer: Answer) {
    match answer.meant(app.speech) {
        Ok(Meant::Password(password)) => app.session.give_password(app.now, password),
        Ok(Meant::Name(name)) => app.session.call_oneself(app.now, name),
        Ok(Meant::Words(words)) => {
            // Making the key takes a moment: what goes wrong with it is told here.
            app.effects.push(Effect::Identify(Some(words)));
            answer.typed.clear();
            app.flash = Some(app.speech.trust.making_key().into());
            app.focus = Focus::Answer(answer);
        }
        Err(why) => {
            app.trouble(&why);
            app.focus = Focus::Answer(answer);
        }
    }
}
