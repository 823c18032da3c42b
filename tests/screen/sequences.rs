//! What the bytes that reached a terminal make it do.
//!
//! Only what the client's own painting needs is known here; everything else is
//! a stranger, whoever sent it.

/// Whatever a screen program of ours never sends.
pub(crate) fn strangers(raw: &[u8]) -> Vec<String> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text,
        Err(error) => return vec![format!("not UTF-8: {error}")],
    };
    // After the screen was given back, lines end as lines do.
    let (screen, after) = text.rsplit_once(LEAVE).unwrap_or((text, ""));
    let after: String = after.chars().filter(|c| !"\r\n".contains(*c)).collect();
    [screen, &after]
        .into_iter()
        .flat_map(strange_parts)
        .collect()
}

/// Every sequence that sets a colour, other than the usual one.
pub(crate) fn colours(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let styles = text.split("\x1b[").filter_map(|part| {
        let (params, _) = part.split_once('m')?;
        let digits = |c: char| c.is_ascii_digit() || c == ';';
        params.chars().all(digits).then(|| params.to_owned())
    });
    let sets = |param: &str| {
        let number: u32 = param.parse().unwrap_or(0);
        matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
    };
    styles.filter(|style| style.split(';').any(sets)).collect()
}

fn strange_parts(text: &str) -> Vec<String> {
    let mut parts = text.split('\x1b');
    // Before the first sequence there is only text.
    let plain = parts.next().unwrap_or_default();
    let mut strange = strange_letters(plain);
    for part in parts {
        match after_known(part) {
            Some(rest) => strange.extend(strange_letters(rest)),
            None => strange.push(format!(
                "ESC{:?}",
                part.chars().take(40).collect::<String>()
            )),
        }
    }
    strange
}

/// What follows a sequence of ours; nothing where it is none.
fn after_known(part: &str) -> Option<&str> {
    if let Some(rest) = part.strip_prefix('\\') {
        return Some(rest);
    }
    if let Some(link) = part.strip_prefix("]8;") {
        // Its end is the next part.
        return is_link(link).then_some("");
    }
    let body = part.strip_prefix('[')?;
    let end = body.find(|c: char| c.is_ascii_alphabetic())?;
    let (params, rest) = body.split_at(end);
    let (sign, rest) = rest.split_at(1);
    let digits = params.chars().all(|c| c.is_ascii_digit() || c == ';');
    let known = match sign {
        // Places, styles, and rows that move between margins.
        "C" | "H" | "J" | "K" | "L" | "M" | "m" | "r" => digits,
        // Cursor, screen, whether the window is looked at, pastes, whole frames.
        "h" | "l" => {
            ["?25", "?1049", "?1000", "?1004", "?1006", "?2004", "?2026"].contains(&params)
        }
        // Which keys does it tell apart? And it may, or need not any more.
        "u" => ["?", ">1", "<1"].contains(&params),
        // Where is the cursor?
        "n" => params == "6",
        _ => false,
    };
    known.then_some(rest)
}

/// Where cells lead, as ours says it: an address of the web or of a person, in
/// plain ASCII; or nowhere any more.
fn is_link(link: &str) -> bool {
    let Some((id, target)) = link.split_once(';') else {
        return false;
    };
    let number = id.strip_prefix("id=").unwrap_or("-");
    let known = ["http://", "https://", "mailto:"];
    let scheme = known.iter().any(|scheme| target.starts_with(scheme));
    let plain = target.bytes().all(|byte| byte.is_ascii_graphic());
    link == ";" || (number.bytes().all(|byte| byte.is_ascii_digit()) && scheme && plain)
}

fn strange_letters(text: &str) -> Vec<String> {
    let strange = text.chars().filter(|c| steers(*c));
    strange.map(|c| format!("U+{:04X}", u32::from(c))).collect()
}

/// Controls, and what turns or hides the text around it.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The end of the alternate screen.
pub(crate) const LEAVE: &str = "\x1b[?1049l";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_screen_program_sends_is_known() {
        let raw = "\x1b[?1049h\x1b[?2004h\x1b[2J\x1b[3;4Holá\x1b[1;31m漢\x1b[0m\x1b]8;id=7;http://a.pt\x1b\\a\x1b]8;;\x1b\\\x1b[?1049l\r\nbye\r\n";
        assert_eq!(strangers(raw.as_bytes()), [""; 0]);
        assert_eq!(colours(raw.as_bytes()), ["1;31"]);
    }

    #[test]
    fn everything_else_is_strange() {
        for trick in crate::tricks::ALL {
            let raw = format!("\x1b[?1049hbefore{trick}after");
            let strange = !strangers(raw.as_bytes()).is_empty();
            assert!(
                strange || crate::tricks::OURS_TOO.contains(trick),
                "{trick:?}"
            );
        }
        assert!(!strangers(b"\xff").is_empty());
        for link in [
            "id=7;file:///x",
            "id=7;http://á",
            "7;http://a",
            "id=7;http://a b",
        ] {
            let raw = format!("\x1b]8;{link}\x1b\\");
            assert!(!strangers(raw.as_bytes()).is_empty(), "{link}");
        }
    }
}
