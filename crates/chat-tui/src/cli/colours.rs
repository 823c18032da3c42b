//! Which colours the environment lets us have.

use std::ffi::OsString;

use crate::app::settings::Depth;

/// None where anything speaks against them; else as many as the terminal says it has.
pub(in crate::cli) fn of(variable: impl Fn(&str) -> Option<OsString>) -> Depth {
    let is = |name, value: &str| variable(name).is_some_and(|set| set == value);
    let unwanted = variable("NO_COLOR").is_some_and(|set| !set.is_empty());
    if unwanted || is("CLICOLOR", "0") || is("TERM", "dumb") {
        return Depth::Nothing;
    }
    if is("COLORTERM", "truecolor") || is("COLORTERM", "24bit") {
        return Depth::Full;
    }
    match variable("TERM") {
        // The console of Windows has no such variable.
        None if cfg!(windows) => Depth::Indexed,
        Some(term)
            if RICH
                .iter()
                .any(|rich| term.to_string_lossy().contains(rich)) =>
        {
            Depth::Indexed
        }
        Some(_) | None => Depth::Sixteen,
    }
}

/// What the names of terminals have in them that know 256 colours.
const RICH: [&str; 7] = [
    "256color",
    "direct",
    "kitty",
    "alacritty",
    "ghostty",
    "foot",
    "wezterm",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_which_colours_there_are() {
        let check = |set: &[(&str, &str)], expected: Depth| {
            let value = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| OsString::from(value))
            };
            assert_eq!(of(value), expected, "{set:?}");
        };
        check(&[("TERM", "xterm"), ("NO_COLOR", "")], Depth::Sixteen);
        check(
            &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")],
            Depth::Nothing,
        );
        check(&[("CLICOLOR", "0")], Depth::Nothing);
        check(&[("TERM", "xterm"), ("CLICOLOR", "1")], Depth::Sixteen);
        check(&[("TERM", "dumb")], Depth::Nothing);
        check(&[("TERM", "linux")], Depth::Sixteen);
        check(&[("TERM", "tmux-256color")], Depth::Indexed);
        check(&[("TERM", "xterm"), ("COLORTERM", "24bit")], Depth::Full);
    }
}
