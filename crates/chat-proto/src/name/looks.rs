//! How a word looks: the same for any two that a reader takes for each other.
//!
//! The skeleton of Unicode's report 39, and what it leaves out: small capitals,
//! letters in boxes, and case. Which words may be names is not decided here.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// A word as it looks. Folded again until nothing changes, since a look-alike may be
/// a capital letter, or a small one that is drawn as one (`Н`, `н` and `ʜ` are `h`).
pub(super) fn fold(word: &str) -> String {
    let mut looks = word.to_owned();
    for _ in 0..ROUNDS {
        let next = once(&looks);
        if next == looks {
            break;
        }
        looks = next;
    }
    looks
}

fn once(word: &str) -> String {
    let mut drawn = String::with_capacity(word.len());
    for c in word.chars().nfkc() {
        match drawn_letters(c) {
            Some(letters) => drawn.push_str(letters),
            None => drawn.push(boxed_letter(c).unwrap_or(c)),
        }
    }
    // Capitals look like other letters than small ones: only then are they made small.
    // A small i has a dot; but a capital one, and what looks like it, is an l.
    let small = |c| if c == 'i' { 'l' } else { c };
    let alike = skeleton(&drawn).flat_map(char::to_lowercase);
    alike.map(small).collect()
}

/// A letter of ours in a box or a disc, or one half of a flag: `🅰`, `🅐`, `🇦`.
fn boxed_letter(c: char) -> Option<char> {
    let alphabets = ['\u{1F150}', '\u{1F170}', '\u{1F1E6}'];
    alphabets.into_iter().find_map(|first| {
        let at = u32::from(c).checked_sub(u32::from(first))?;
        let letter = u8::try_from(at).ok().filter(|at| *at < 26)?;
        Some(char::from(b'a' + letter))
    })
}

/// What is drawn as letters of ours, though Unicode's list of look-alikes does not
/// say so: small capitals, and words in a box.
fn drawn_letters(c: char) -> Option<&'static str> {
    let at = DRAWN.binary_search_by_key(&c, |(drawn, _)| *drawn).ok()?;
    DRAWN.get(at).map(|(_, letters)| *letters)
}

/// In the order of their numbers. The other small capitals are in Unicode's list.
const DRAWN: [(char, &str); 32] = [
    ('ɢ', "g"),
    ('ɪ', "i"),
    ('ɴ', "n"),
    ('ɶ', "oe"),
    ('ʀ', "r"),
    ('ʏ', "y"),
    ('ʙ', "b"),
    ('ʜ', "h"),
    ('ʟ', "l"),
    ('ᴀ', "a"),
    ('ᴁ', "ae"),
    ('ᴅ', "d"),
    ('ᴇ', "e"),
    ('ᴊ', "j"),
    ('ᴋ', "k"),
    ('ᴍ', "m"),
    ('ᴘ', "p"),
    ('ᴛ', "t"),
    ('ꜰ', "f"),
    ('ꜱ', "s"),
    ('ꞯ', "q"),
    ('\u{1F18E}', "ab"),
    ('\u{1F191}', "cl"),
    ('\u{1F192}', "cool"),
    ('\u{1F193}', "free"),
    ('\u{1F194}', "id"),
    ('\u{1F195}', "new"),
    ('\u{1F196}', "ng"),
    ('\u{1F197}', "ok"),
    ('\u{1F198}', "sos"),
    ('\u{1F199}', "up"),
    ('\u{1F19A}', "vs"),
];

/// One for a look-alike, one for what its capital or its small letter looks like, one
/// to see that it is done; and one more.
const ROUNDS: usize = 4;

#[cfg(test)]
mod tests {
    use unicode_script::Script;
    use unicode_script::UnicodeScript;

    use super::*;

    #[test]
    fn what_is_folded_stays() {
        for c in ('\0'..=char::MAX).filter(|c| c.script() != Script::Unknown) {
            let looks = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(once(&looks), looks, "{c:?} {:x}", u32::from(c));
        }
    }

    #[test]
    fn small_capitals_and_boxes_are_the_letters_in_them() {
        assert!(DRAWN.is_sorted());
        for (drawn, letters) in DRAWN {
            assert_eq!(fold(&drawn.to_string()), fold(letters), "{drawn}");
        }
        let capitals = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ";
        let ours: Vec<char> = ('a'..='z').collect();
        for (small, letter) in capitals.chars().zip(&ours) {
            assert_eq!(
                fold(&small.to_string()),
                fold(&letter.to_string()),
                "{small}"
            );
        }
        for alphabet in [
            '\u{24B6}',
            '\u{1F130}',
            '\u{1F150}',
            '\u{1F170}',
            '\u{1F1E6}',
        ] {
            for (boxed, letter) in (alphabet..).zip(&ours) {
                assert_eq!(
                    fold(&boxed.to_string()),
                    fold(&letter.to_string()),
                    "{boxed}"
                );
            }
        }
    }
}
