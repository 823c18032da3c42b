//! The keys that somebody chose, `ACTION=KEYS`, to a [`Keymap`]; and what is
//! wrong with them, in words.

use crate::app::keys::Fault;
use crate::app::keys::Keymap;
use crate::app::keys::chord;
use crate::app::keys::chord::Sequence;
use crate::app::keys::table::TABLE;
use crate::near;
use crate::speech::Speech;
use crate::speech::topic::configuration;

/// An action, and a key for it or none.
pub(in crate::cli) type Chosen = (String, Option<Sequence>);

/// Reads `ACTION=KEYS`; with nothing after the sign the action has no key.
pub(in crate::cli) fn read(written: &str, speech: &Speech) -> Result<Chosen, String> {
    let words = &speech.configuration;
    let (action, keys) = written
        .split_once('=')
        .ok_or_else(|| words.action_and_keys().to_owned())?;
    if !TABLE.iter().any(|binding| binding.name == action) {
        return Err(no_action(action, speech));
    }
    if keys.is_empty() {
        return Ok((action.to_owned(), None));
    }
    let keys = keys.parse().map_err(|fault| told(&fault, speech))?;
    Ok((action.to_owned(), Some(keys)))
}

/// The table of keys with those that were chosen; else what is wrong, and the
/// action that it is about.
pub(in crate::cli) fn keymap(
    chosen: &[Chosen],
    speech: &Speech,
) -> Result<Keymap, (String, String)> {
    let mut gathered: Vec<(String, Vec<Sequence>)> = Vec::new();
    for (action, keys) in chosen {
        match gathered.iter_mut().find(|(known, _)| known == action) {
            Some((_, all)) => all.extend(*keys),
            None => gathered.push((action.clone(), keys.iter().copied().collect())),
        }
    }
    let words = &speech.configuration;
    Keymap::with(&gathered).map_err(|fault| match fault {
        Fault::NoAction(name) => (no_action(&name, speech), name),
        Fault::Needed(name) => (words.needed(name), name.to_owned()),
        Fault::Collision {
            keys,
            chosen,
            other,
        } => {
            let what = words.two_actions(configuration::TwoActions {
                keys,
                chosen,
                other,
            });
            (what, chosen.to_owned())
        }
    })
}

fn no_action(name: &str, speech: &Speech) -> String {
    let words = &speech.configuration;
    let what = words.no_action(name);
    match near::nearest(name, TABLE.iter().map(|binding| binding.name)) {
        Some(near) => words.perhaps(configuration::Perhaps { what, name: near }),
        None => words.listed(what),
    }
}

fn told(fault: &chord::Fault, speech: &Speech) -> String {
    let words = &speech.configuration;
    match fault {
        chord::Fault::Unknown(keys) | chord::Fault::Count(keys) => words.no_key(keys),
        chord::Fault::Text(keys) => words.text_key(keys),
        chord::Fault::Really(keys, chord) => {
            words.same_key(configuration::SameKey { keys, other: chord })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    #[track_caller]
    fn refused(chosen: &[&str]) -> String {
        let speech = speech::of(Language::English);
        let read: Result<Vec<_>, _> = chosen.iter().map(|one| read(one, speech)).collect();
        match read {
            Err(what) => what,
            Ok(read) => keymap(&read, speech).unwrap_err().0,
        }
    }

    #[test]
    fn what_is_wrong_with_a_key_is_told_with_what_is_right() {
        for (chosen, told) in [
            (
                &["next-rom=F6"][..],
                "no action is called `next-rom`: did you mean `next-room`?",
            ),
            (&["next-room"], "write ACTION=KEYS, as in next-room=F6"),
            (
                &["undo=Hyper-x"],
                "`Hyper-x` is no key: write Ctrl-n, Alt-Left, Shift-Up, F5, PgUp and the like, at most two after one another",
            ),
            (
                &["undo=x"],
                "`x` writes a character: hold Ctrl or Alt beside it, as in Alt-x",
            ),
            (
                &["undo=Ctrl-i"],
                "`Ctrl-i` is Tab on a terminal: write Tab, or take another key",
            ),
            (
                &["undo=Ctrl-k"],
                "`Ctrl-k` would do both `undo` and `cut-to-end`: give one of them other keys, as in `cut-to-end = []`",
            ),
            (
                &["zzz=F6"],
                "no action is called `zzz`: chat-tui --no-config --print-config lists them",
            ),
            (&["send="], "`send` cannot be without a key"),
        ] {
            assert_eq!(refused(chosen), told);
        }
    }

    #[test]
    fn an_action_may_have_several_keys_and_another_one_none() {
        let speech = speech::of(Language::English);
        let chosen = ["undo=Ctrl-k", "undo=F5", "cut-to-end="];
        let chosen = chosen.map(|one| read(one, speech).unwrap());
        let map = keymap(&chosen, speech).unwrap();
        let keys = |name: &str| {
            let mut rows = map.rows().iter();
            let row = rows.find(|row| row.binding.name == name).unwrap();
            row.keys.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(keys("undo"), ["Ctrl-k", "F5"]);
        assert!(keys("cut-to-end").is_empty());
    }
}
