//! What is said where there are lines instead of a screen.

use crate::speech::topic::Lines;

pub(in crate::speech) const LINES: Lines = Lines {
    begins: "one line for each message; /help: the commands; Ctrl-d: quit",
    dumb: "this terminal draws no screen: it is told in lines",
    waits: "not sent yet: it will be when the server is back",
    retrying: "trying again until it is back; Enter tries at once",
    speaking_in: "you speak in {place} now",
    speaking_to: "you speak to {who} alone now",
    naming_you: "{who}, naming you",
    privately: "{who}, privately",
    came: "{who} {count:came|came}",
    left: "{who} {count:left|left}",
    line_long: "that line had more than {most} bytes: nothing was said",
    unconfirmed: "the input has ended, and {count} {count:message was|messages were} not confirmed: not everybody may have heard",
    on_screen: "that needs the screen: start chat-tui without --lines",
};
