//! What is said about what the person writes.

use crate::speech::topic::Writing;

pub(in crate::speech) const WRITING: Writing = Writing {
    ask_looks_like_one: "this looks like a command: {send} says it as text",
    ask_unknown: "there is no command /{word}: {send} says it as text",
    ask_pasted: "pasted, so no command: {send} says it as text",
    ask_place: "you are in {place} now: {send} says it there",
    ask_parts: "too long: {bytes} of {most} bytes: {send} sends it as {count} messages",
    ask_unsent: "{count} {count:message waits|messages wait} there and would not be sent: {send} leaves all the same",
    refused: "! not sent: {why} · {key}: edit it",
    unconfirmed: "? unconfirmed, may have arrived · {key}: send it again",
    nothing_to_mend: "nothing here was refused or is unconfirmed",
    draft_kept: "↑ brings back what you were writing",
    too_old: "too old to be known as the same message: Enter says it anew",
    paste_held: "{lines} {lines:line|lines}, {bytes} bytes: Enter sends it as one message, Esc drops it · Tab: edit",
    paste_held_parts: "{lines} {lines:line|lines}, {bytes} bytes: Enter sends it as {count} messages, Esc drops it · Tab: edit",
    paste_refused: "the paste was not taken: {bytes} bytes, and the input has room for {most}",
    dropped: "dropped; Ctrl-y puts it into the input",
    no_editor: "no editor is named: start with EDITOR=nano chat-tui, or set VISUAL or EDITOR for good",
    editor_failed: "`{editor}` cannot be run: {why} (VISUAL and EDITOR name the editor)",
    editor_unchanged: "the editor ended without success: the input is as it was",
    editor_too_long: "{bytes} bytes are more than the input takes ({most}): they are kept in {path}",
};
