//! Why there is no connection, why it is over, why a message was not said: the
//! session's reasons in the person's language.

use crate::session::reason::Reason;
use crate::session::reason::Refusal;
use crate::speech::Speech;

/// In words, for the person.
pub fn said(why: &Reason, speech: &Speech) -> String {
    let words = &speech.reasons;
    match why {
        Reason::Told(words) => words.clone(),
        Reason::Closed(told) if told.is_empty() => words.closed().to_owned(),
        Reason::Closed(told) => words.closed_saying(told),
        Reason::Silent(seconds) => words.silent(seconds),
        Reason::Stranger(place) => words.not_known(place),
        Reason::Forgotten => words.forgotten().to_owned(),
        Reason::NotAChat(address) => words.not_a_chat(address),
        Reason::NoWelcome(address) => words.no_welcome(address),
        Reason::Refused(refusal) => refused(refusal, speech),
        Reason::NotLetIn(refusal) => words.not_let_in(refused(refusal, speech)),
        Reason::ChooseRoom(refusal) => words.choose_room(refused(refusal, speech)),
        Reason::ChooseName(refusal) => words.choose_name(refused(refusal, speech)),
        Reason::GivePassword(refusal) => words.give_password(refused(refusal, speech)),
        Reason::PasswordAsked => words.give_password(words.password_asked()),
        Reason::OnlyClear => words.only_clear().to_owned(),
        Reason::Impostor => words.impostor().to_owned(),
        Reason::AsksForAnother(name) => words.asks_for_another(name),
        Reason::OddRounds(rounds) => words.odd_rounds(rounds),
        Reason::Dismissed(why) => words.dismissed(why),
        Reason::NamesTaken(name) => words.names_taken(name),
        Reason::NotIn(room) => words.not_in(room),
        Reason::YouLeft => words.you_left().to_owned(),
    }
}
fn refused(refusal: &Refusal, speech: &Speech) -> String {
    speech.refusal(refusal.code, refusal.wait, &refusal.text)
}
