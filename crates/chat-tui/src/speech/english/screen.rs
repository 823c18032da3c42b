//! What stands around the history: title, people, conversations, rules.

use crate::speech::topic::Screen;

pub(in crate::speech) const SCREEN: Screen = Screen {
    only_you_two: "only you two",
    in_no_room_of_yours: "in none of your rooms",
    no_room: "no room",
    no_room_yet: "no room: /join ROOM",
    others_come: "others come with: {how}",
    unread: "{count} new",
    more: "and {count} more",
    search: "search:",
    search_inputs: "search your inputs:",
    commands: "Commands",
    keys: "Keys",
};
