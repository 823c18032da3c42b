//! What is looked for, and the view for a projector, at four sizes in each language.

use chat_proto::frame::peer::Search;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;
use chat_proto::wanted::Words;

use super::*;
use crate::app::conversation::places::With;
use crate::app::focus::found::Found;
use crate::app::focus::found::Hit;

#[test]
fn an_expression_marks_what_fits_and_one_that_is_none_yet_says_what_is_missing() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('f')));
        write(app, "/accept|conn(ection)?s/");
    };
    check("expression", begin, |_| {});
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('f')));
        write(app, "/accept(");
    };
    check("no_expression", begin, |_| {});
}

#[test]
fn hits_in_all_conversations_bear_their_names_and_who_is_silent_stands_below() {
    let rooms = ["lobby", "lab"].map(|room| RoomName::parse(room).unwrap());
    let begin = |app: &mut App| {
        let asked = Search {
            words: Words::parse("psst").unwrap(),
            room: None,
            from: None,
            since: None,
            until: None,
            before: None,
            limit: 100,
            id: None,
        };
        let bob = With::Person(Whom::new("bob"));
        let here = app.places.timeline_of(&bob).unwrap().said();
        let here = here.map(|entry| Hit::here(entry, &bob)).collect();
        let mut found = Found::everywhere(rooms.to_vec(), asked, here);
        let (room, asked) = found.next_room().unwrap();
        let page = [(2, 21), (1, 18)].map(|(seq, minute)| {
            let line = format!(
                r#"{{"name":"Márcia","timestamp":"2026-11-20T16:{minute}:00.000Z","room":"lobby","seq":{seq},"history":true,"text":"psst, {seq}"}}"#
            );
            json::read_server(line.as_bytes()).unwrap()
        });
        found.on_page((&room, &asked), (&page, false), |_| false);
        // The other room is asked, but not by this session: it does not answer.
        found.next_room().unwrap();
        app.focus = Focus::Found(found);
    };
    check("found_in_all", begin, |_| {});
}

#[test]
fn a_projector_shows_the_same_at_any_size_in_any_language() {
    let present = |app: &mut App| {
        event(app, key(KeyModifiers::NONE, KeyCode::Esc));
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        enter(app, "/present");
    };
    check("present", |_| {}, present);
}
