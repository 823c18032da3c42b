//! A text that is too long for one message, in parts that are not.

use unicode_segmentation::GraphemeCursor;

/// The parts, in order, each of at most `most` bytes. A part ends where a
/// paragraph does, or else a line, a word, a cluster; the line ends and blanks
/// at which a text was parted belong to no part. One part where all fits.
pub fn parts(text: &str, most: usize) -> Vec<&str> {
    let most = most.max(LONGEST_CHAR);
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > most {
        let end = border(rest, most);
        let (part, after) = rest.split_at(end);
        parts.push(part.trim_end());
        rest = after.trim_start_matches(is_gap);
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts
}

/// A text without the blank lines before and after it. What its first line is set
/// in by stays.
pub fn without_blank_ends(text: &str) -> &str {
    if text.trim().is_empty() {
        return "";
    }
    let blank = text.len() - text.trim_start().len();
    let gap = text.get(..blank).unwrap_or_default();
    let start = gap.rfind('\n').map_or(0, |at| at + 1);
    let from = text.get(start..).unwrap_or_default();
    let words = from.trim_end().len();
    let rest = from.get(words..).unwrap_or_default();
    let end = rest.find('\n').map_or(from.len(), |at| words + at);
    from.get(..end).unwrap_or_default()
}

/// Where the first part of a text ends that is longer than a part may be.
fn border(text: &str, most: usize) -> usize {
    let fits = text.get(..char_border(text, most)).unwrap_or(text);
    // A part that is nearly empty for the sake of a paragraph helps nobody.
    let enough = |at: &usize| *at >= most / 3;
    let paragraph = fits.rfind("\n\n").filter(enough);
    let line = || fits.rfind('\n').filter(enough);
    let word = || fits.rfind(char::is_whitespace).filter(enough);
    let cluster = || cluster_border(text, most);
    paragraph
        .or_else(line)
        .or_else(word)
        .unwrap_or_else(cluster)
}

fn cluster_border(text: &str, most: usize) -> usize {
    let most = char_border(text, most);
    let mut cursor = GraphemeCursor::new(most, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return most;
    }
    let before = cursor.prev_boundary(text, 0).ok().flatten();
    // A cluster that is longer than a message is no letter: it is cut.
    before.filter(|at| *at > 0).unwrap_or(most)
}

/// The last place between two characters that is not beyond this one.
fn char_border(text: &str, most: usize) -> usize {
    let mut places = (0..=most).rev();
    let found = places.find(|at| text.is_char_boundary(*at));
    found.unwrap_or(0)
}

fn is_gap(c: char) -> bool {
    c == '\n' || c == ' ' || c == '\t'
}

/// Bytes of the longest character.
const LONGEST_CHAR: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[track_caller]
    fn check(text: &str, most: usize, expected: &[&str]) {
        assert_eq!(parts(text, most), expected);
    }

    #[test]
    fn a_text_is_parted_at_paragraphs_lines_words_and_clusters_in_this_order() {
        check("short", 10, &["short"]);
        check("one two\n\nthree\nfour", 16, &["one two", "three\nfour"]);
        check("one two\nthree four", 12, &["one two", "three four"]);
        check("one two three", 9, &["one two", "three"]);
        check("aaaaaaaaaa", 4, &["aaaa", "aaaa", "aa"]);
        check("ééé", 5, &["éé", "é"]);
        check("👩‍👩‍👧👩‍👩‍👧", 20, &["👩‍👩‍👧", "👩‍👩‍👧"]);
        check("a line\n\n\n    indented", 10, &["a line", "indented"]);
    }

    proptest! {
        #[test]
        fn blank_lines_at_both_ends_are_never_said(text in "([a é]{0,3}|\n|\t){0,20}") {
            let bare = without_blank_ends(&text);
            let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
            let blank = |line: &&String| line.trim().is_empty();
            let all = lines(&text);
            let from = all.iter().take_while(blank).count();
            let till = all.len() - all.iter().rev().take_while(blank).count();
            let expected = all.get(from..till).unwrap_or_default();
            prop_assert_eq!(lines(bare), expected.to_vec());
            prop_assert!(!bare.ends_with('\n'));
        }

        #[test]
        fn nothing_but_gaps_is_lost_and_every_part_fits(
            text in "([a-zé ]{0,12}|\n{1,3}|👩‍👩‍👧|🇵🇹|漢|e\u{301}\u{302}|\t){0,60}",
            most in 30usize..90,
        ) {
            let parts = parts(&text, most);
            for part in &parts {
                prop_assert!(part.len() <= most && !part.is_empty());
            }
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&parts.concat()), squeeze(&text));
            // No cluster is in two parts.
            let clusters = |s: &str| s.graphemes(true).filter(|c| !c.trim().is_empty()).count();
            let all: usize = parts.iter().map(|part| clusters(part)).sum();
            prop_assert_eq!(all, clusters(&text));
            // Two parts that follow each other would not have been one.
            let few = 3 * text.len() / most + 2;
            prop_assert!(parts.len() <= few, "{} parts", parts.len());
        }
    }
}
