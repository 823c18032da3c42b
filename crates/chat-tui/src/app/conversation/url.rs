//! Addresses in a text that a person may follow: only where what they lead to is
//! exactly what one reads.

use std::ops::Range;

/// Where they are, in order. Each is printable ASCII, beginning with `http://`,
/// `https://` or `mailto:`, without the marks that belong to the sentence around
/// it. What holds another letter leads elsewhere than a terminal would go, and is
/// none.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = next_start(text, from) {
        let rest = text.get(start..).unwrap_or_default();
        let len = length(rest);
        if len > 0 {
            found.push(start..start + len);
        }
        from = start + len.max(1);
    }
    found
}

/// The first place from there on where a scheme begins a word.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(colon) = bytes.get(at..)?.iter().position(|byte| *byte == b':') {
        let colon = at + colon;
        for scheme in SCHEMES {
            let Some(start) = (colon + 1).checked_sub(scheme.len()) else {
                continue;
            };
            let here = bytes.get(start..=colon).unwrap_or_default();
            if start >= from && here.eq_ignore_ascii_case(scheme) && begins_word(text, start) {
                return Some(start);
            }
        }
        at = colon + 1;
    }
    None
}

fn begins_word(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().chars().next_back();
    before.is_none_or(|c| {
        c.is_whitespace() || (c.is_ascii() && !c.is_alphanumeric()) || OPENING.contains(&c)
    })
}

/// How many bytes of it are an address; nothing, where it is none.
fn length(text: &str) -> usize {
    let allowed = |c: &char| c.is_ascii_graphic() && !FORBIDDEN.contains(c);
    let end: usize = text.chars().take_while(allowed).map(char::len_utf8).sum();
    let (address, after) = text.split_at(end);
    let ends = |c: char| c.is_whitespace() || c.is_ascii() || CLOSING.contains(&c);
    if !after.chars().next().is_none_or(ends) {
        return 0;
    }
    let address = without_punctuation(address);
    let known = leads_somewhere(address) && address.len() <= LONGEST;
    if known { address.len() } else { 0 }
}

/// Without the end of the sentence, and the bracket that was opened before it.
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    loop {
        let count = |c| address.matches(c).count();
        let shorter = match address.chars().next_back() {
            Some(c) if ".,;:!?'*".contains(c) => address.strip_suffix(c),
            Some(')') if count(')') > count('(') => address.strip_suffix(')'),
            Some(']') if count(']') > count('[') => address.strip_suffix(']'),
            Some(_) | None => None,
        };
        match shorter {
            Some(shorter) => address = shorter,
            None => return address,
        }
    }
}

fn leads_somewhere(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else {
        return false;
    };
    if scheme.eq_ignore_ascii_case("mailto") {
        let (who, place) = rest.split_once('@').unwrap_or_default();
        return !who.is_empty() && place.starts_with(|c: char| c.is_ascii_alphanumeric());
    }
    let host = rest.strip_prefix("//").unwrap_or_default();
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
}

const SCHEMES: [&[u8]; 3] = [b"http:", b"https:", b"mailto:"];
/// What no address has, by RFC 3986.
const FORBIDDEN: [char; 9] = ['<', '>', '"', '{', '}', '|', '\\', '^', '`'];
/// Marks around an address that are not ASCII.
const OPENING: [char; 7] = ['“', '‘', '«', '‹', '（', '「', '『'];
const CLOSING: [char; 13] = [
    '”', '’', '»', '›', '…', '–', '—', '。', '，', '、', '）', '」', '』',
];
/// It is repeated on each row that shows it: a screen full of long ones would be
/// a flood of bytes.
const LONGEST: usize = 512;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find(text);
        let found: Vec<_> = found.into_iter().map(|at| text.get(at).unwrap()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn only_addresses_of_the_web_and_of_people_are_followed() {
        check("see http://a.pt/x?y=1&z#q now", &["http://a.pt/x?y=1&z#q"]);
        check("HTTPS://A.PT", &["HTTPS://A.PT"]);
        check("mailto:ana@lab.pt, ana@lab.pt", &["mailto:ana@lab.pt"]);
        check("http://[::1]:1234/", &["http://[::1]:1234/"]);
        check("http://a.pt,http://b.pt/", &["http://a.pt,http://b.pt/"]);
        check("file:///etc/passwd javascript:alert(1) ftp://a.pt", &[]);
        check("www.a.pt a.pt http:// https:///x mailto:x http:a.pt", &[]);
        check("xhttp://a.pt áhttp://a.pt", &[]);
    }

    #[test]
    fn the_marks_of_the_sentence_are_not_part_of_it() {
        check("Look: http://a.pt/x.", &["http://a.pt/x"]);
        check("(http://a.pt/x), really?!", &["http://a.pt/x"]);
        check("http://a.pt/x_(y) and", &["http://a.pt/x_(y)"]);
        check("[http://a.pt/x]...", &["http://a.pt/x"]);
        check("<http://a.pt/x>", &["http://a.pt/x"]);
        check("“http://a.pt/x”", &["http://a.pt/x"]);
        check("**http://a.pt/x**", &["http://a.pt/x"]);
        check("http://a.pt/?", &["http://a.pt/"]);
    }

    #[test]
    fn what_leads_elsewhere_than_one_reads_is_none() {
        check("https://pt.wikipedia.org/wiki/Olá", &[]);
        check("https://gооgle.com/", &[]);
        check("https://a.pt/e\u{301}", &[]);
        check("https://a.pt/#\u{fe0f}", &[]);
        check("\u{600}https://a.pt/", &[]);
    }

    #[test]
    fn a_long_one_is_only_text() {
        let long = format!("http://a.pt/{}", "x".repeat(LONGEST));
        check(&format!("{long} http://b.pt"), &["http://b.pt"]);
    }

    proptest! {
        #[test]
        fn whatever_is_found_can_be_written_to_a_terminal(
            text in "(https?://|mailto:|[a-z.,)(@/ ]{0,5}|\\PC{0,3}|[\n\t;\u{7}\u{1b}\u{9b}]){0,20}",
        ) {
            let mut before = 0;
            for at in find(&text) {
                prop_assert!(at.start >= before && at.end > at.start);
                before = at.end;
                let address = text.get(at).unwrap();
                prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert!(address.len() <= LONGEST);
            }
        }
    }
}
