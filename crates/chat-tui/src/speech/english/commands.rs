//! The commands: how they are typed, what they do, and what a slip is told.

use crate::speech::topic::Commands;

pub(in crate::speech) const COMMANDS: Commands = Commands {
    join_usage: "/join ROOM",
    join: "enter a room, or go there; /join ROOM PASSWORD where asked",
    leave_usage: "/leave",
    leave: "leave this room or conversation; /leave ROOM another one",
    msg_usage: "/msg NAME TEXT",
    msg: "say it to one person; /msg NAME opens the conversation",
    me_usage: "/me TEXT",
    me: "what you do: /me waves",
    nick_usage: "/nick NAME",
    nick: "take another name",
    who_usage: "/who",
    who: "who is here; /who ROOM elsewhere",
    edit_usage: "/edit",
    edit: "write in an editor of your own ($VISUAL, $EDITOR)",
    theme_usage: "/theme NAME",
    theme: "other colours: terminal, dark, light, high-contrast",
    theme_names: "/theme {names}",
    clear_usage: "/clear",
    clear: "an empty screen",
    help_usage: "/help",
    help: "this page",
    quit_usage: "/quit",
    quit: "leave",
    text_usage: "//TEXT",
    text: "a message that begins with /",
    type_as: "type it as: {usage}",
};
