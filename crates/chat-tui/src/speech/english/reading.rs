//! Copying, and lists to choose from.

use crate::speech::topic::Reading;

pub(in crate::speech) const READING: Reading = Reading {
    copy_usage: "/copy",
    copy: "copy the last message; /copy 2, /copy url (address)",
    bare_usage: "/bare",
    bare: "only the text, to select it",
    go_usage: "/go NAME",
    go: "go to the conversation that fits; /go lists them",
    mentions_usage: "/mentions",
    mentions: "all messages for you, in all conversations",
    rooms_usage: "/rooms",
    rooms: "show or hide the list of the conversations",
    people_usage: "/people",
    people: "show or hide who is here",
    message_copied: "message copied, if the terminal allows it",
    url_copied: "address copied, if the terminal allows it",
    nothing_to_copy: "there is no such message here",
    no_url: "there is no address here",
    too_long_to_copy: "too long for a clipboard",
    select: "select with the mouse",
    go_prompt: "go to:",
    mentions_prompt: "for you:",
    nothing_fits: "nothing fits",
    no_mentions: "nobody has called you yet",
};
