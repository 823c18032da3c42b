//! What is wrong with a configuration file, and with keys that somebody chose.

use crate::speech::topic::Configuration;

pub(in crate::speech) const CONFIGURATION: Configuration = Configuration {
    manual_keys: "The actions, as the table [keys] and --key name them, their usual keys, and what they do; where they do different things in the chat, in a search and on the help page, one after another.",
    manual_names: "In the file: {names}; and the table [keys].",
    manual: "Every option that is not for one run only can stand in config.toml, under the name it has here; server is the address. The file is in ~/.config/chat-tui on Linux (XDG_CONFIG_HOME is honoured), in ~/Library/Application Support/chat-tui on macOS, in %APPDATA%\\chat-tui\\config on Windows, or where --config says. The command line stands over it. chat-tui --write-config writes it, with what each option is for and with those that stand beside it on the command line; --print-config prints the same.",
    written: "written: {path}",
    no_place: "this system has no place for such files: name one with --config FILE",
    head: "chat-tui: the options that nobody chose stand behind a #, with what they are then",
    keys_head: "The keys: an action, and its keys or [] for none",
    line: "{file}:{line}: {what}",
    whole: "{file}: {what}",
    mend: "{what} (--no-config leaves the file out)",
    no_option: "there is no option `{name}`",
    listed: "{what}: chat-tui --no-config --print-config lists them",
    perhaps: "{what}: did you mean `{name}`?",
    one_run: "`{name}` is for one run of the program: give it on the command line, as --{name}",
    one_of: "`{name}` cannot be `{value}`: it is one of {allowed}",
    wrong_value: "`{name}` cannot be `{value}`: {why}",
    wants_switch: "`{name}` is true or false",
    wants_value: "`{name}` is one value, such as a text in quotes or a number",
    wants_list: "`{name}` is a value, or a list of values in brackets",
    wants_keys: "`keys` is a table: `[keys]`, and below it lines such as `next-room = \"F6\"`",
    not_both: "`{one}` and `{other}` cannot both be set: take one of them out",
    no_action: "no action is called `{name}`",
    no_key: "`{keys}` is no key: write Ctrl-n, Alt-Left, Shift-Up, F5, PgUp and the like, at most two after one another",
    text_key: "`{keys}` writes a character: hold Ctrl or Alt beside it, as in Alt-{keys}",
    same_key: "`{keys}` is {other} on a terminal: write {other}, or take another key",
    two_actions: "`{keys}` would do both `{chosen}` and `{other}`: give one of them other keys, as in `{other} = []`",
    needed: "`{name}` cannot be without a key",
    action_and_keys: "write ACTION=KEYS, as in next-room=F6",
};
