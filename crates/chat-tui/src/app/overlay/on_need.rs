//! What only the person knows, asked for before the server lets us in: the password, or
//! whose name it is.

use crate::app::errand::Errand;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::answer;
use crate::app::focus::answer::Answer;
use crate::app::on_server;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
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
    if action == Action::EndOfInput {
        return leave(app);
    }
    match meaning::meant(app, action) {
        Meant::Take => return give(app, answer),
        // Another server that shares the conversation may be known.
        Meant::Leave if app.session.pass_over(app.now) => return,
        Meant::Leave => return leave(app),
        Meant::Help => return app.focus = Focus::Answer(answer).with_help(),
        Meant::Up | Meant::Down | Meant::Scroll(_) | Meant::Open(_) | Meant::Nothing => {}
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

fn leave(app: &mut App) {
    // At several servers it is this one that is left.
    if !app.beside.is_empty() {
        return on_server::disconnect(app);
    }
    app.session.quit(app.now);
    app.effects.push(Effect::Quit);
}

fn give(app: &mut App, mut answer: Answer) {
    match answer.meant(app.speech) {
        Ok(answer::Meant::Password(password)) => app.session.give_password(app.now, password),
        Ok(answer::Meant::Name(name)) => app.session.call_oneself(app.now, name),
        Ok(answer::Meant::Server) => app.session.trust_server(app.now),
        Ok(answer::Meant::Words(words)) => {
            // Making the key takes a moment: what goes wrong with it is told here.
            app.effects
                .push(Effect::Errand(Errand::Identify(Some(words))));
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
