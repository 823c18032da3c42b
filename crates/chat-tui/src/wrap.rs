//! Text to rows of a width, by words where that is possible.
//!
//! Pure arithmetic on grapheme clusters: one width function for wrapping,
//! cursor and painting. Painting itself is the view's.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The rows of a text, as ranges of its bytes. At least one, also for an empty
/// text; line ends and the blanks at which a row was broken belong to no row.
/// A cluster is never split; one that is wider than the row has a row of its own.
pub fn rows(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, width, &mut rows);
        start += line.len() + 1;
    }
    rows
}

/// The same, cut where a row is full, whatever stands there: so that a terminal
/// can join them again.
pub fn cut(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut offset = 0;
    for line in text.split('\n') {
        let (mut start, mut used) = (0, 0);
        for (at, cluster) in clusters(line) {
            let wide = cells(cluster);
            if used + wide > width && at > start {
                rows.push(offset + start..offset + at);
                (start, used) = (at, 0);
            }
            used += wide;
        }
        rows.push(offset + start..offset + line.len());
        offset += line.len() + 1;
    }
    rows
}

/// The row that shows the byte at `offset`.
pub fn row_of(rows: &[Range<usize>], offset: usize) -> usize {
    rows.partition_point(|row| row.start <= offset)
        .saturating_sub(1)
}

/// The columns that a cluster takes.
pub fn cells(cluster: &str) -> usize {
    match cluster.as_bytes() {
        b"\t" => TAB_CELLS,
        [_] => 1,
        _ => cluster.width(),
    }
}

/// What is seen as one letter, and where it begins.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // Most of what people say needs no table to be taken apart.
    let plain = text.is_ascii();
    let letters = plain.then(|| (0..text.len()).filter_map(|at| Some((at, text.get(at..=at)?))));
    let others = (!plain).then(|| text.grapheme_indices(true));
    let letters = letters.into_iter().flatten();
    letters.chain(others.into_iter().flatten())
}

/// The columns that a text takes on one row.
pub fn width(text: &str) -> usize {
    clusters(text).map(|(_, cluster)| cells(cluster)).sum()
}

/// The beginning that fits so many columns.
pub fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in clusters(text) {
        used += cells(cluster);
        if used > room {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The end that fits so many columns.
pub fn tail(text: &str, room: usize) -> &str {
    let mut left = width(text);
    for (at, cluster) in clusters(text) {
        if left <= room {
            return text.get(at..).unwrap_or_default();
        }
        left = left.saturating_sub(cells(cluster));
    }
    ""
}

/// As much of the text as fits, with `…` where something was left out.
pub fn shortened(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for (_, cluster) in clusters(text) {
        used += cells(cluster);
        if used > room {
            break;
        }
        kept.push_str(cluster);
    }
    if room > 0 {
        kept.push('…');
    }
    kept
}

/// The same with `…` in the middle: what is told apart by its end, as addresses are.
pub fn narrowed(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let left = room.saturating_sub(1);
    // The longer half is the end.
    let end = tail(text, left.div_ceil(2) + left / 8);
    let begin = head(text, left.saturating_sub(width(end)));
    format!("{begin}…{end}")
}

fn wrap_line(line: &str, offset: usize, width: usize, rows: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut used = 0;
    // Where the row could end and the next one begin: around the last blank.
    let mut blank: Option<(usize, usize)> = None;
    for (at, cluster) in clusters(line) {
        let wide = cells(cluster);
        if used + wide > width && at > start {
            let is_blank = cluster == " " || cluster == "\t";
            let (end, next) = match blank {
                _ if is_blank => (at, at + cluster.len()),
                Some((end, next)) if end > start => (end, next),
                Some(_) | None => (at, at),
            };
            rows.push(offset + start..offset + end);
            start = next;
            blank = None;
            if is_blank {
                used = 0;
                continue;
            }
            used = self::width(line.get(start..at).unwrap_or_default());
        }
        if cluster == " " || cluster == "\t" {
            blank = Some((at, at + cluster.len()));
        }
        used += wide;
    }
    rows.push(offset + start.min(line.len())..offset + line.len());
}

/// A tab is shown as this many blanks: a stop that depends on the column would
/// make a row's width depend on the rows before it.
pub const TAB_CELLS: usize = 4;

#[cfg(test)]
#[expect(
    clippy::string_slice,
    reason = "a range inside a character is what these tests must catch"
)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &[&str]) {
        let shown: Vec<_> = rows(text, width).into_iter().map(|r| &text[r]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        check("", 5, &[""]);
        check("does accept block", 8, &["does", "accept", "block"]);
        check("does accept block", 11, &["does accept", "block"]);
        check("a\n\nb", 5, &["a", "", "b"]);
        check("abc ", 3, &["abc", ""]);
    }

    #[test]
    fn a_word_longer_than_the_row_is_cut_and_begins_on_the_same_row() {
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("ab http://x", 5, &["ab", "http:", "//x"]);
    }

    #[test]
    fn what_is_cut_can_be_joined_again() {
        let text = "does accept() block?\n漢字漢";
        let cut: Vec<_> = cut(text, 5).into_iter().map(|r| &text[r]).collect();
        assert_eq!(cut, ["does ", "accep", "t() b", "lock?", "漢字", "漢"]);
    }

    #[test]
    fn wide_clusters_are_never_split() {
        check("漢字漢", 4, &["漢字", "漢"]);
        check("漢字", 1, &["漢", "字"]);
        check("👩‍👩‍👧👩‍👩‍👧", 2, &["👩‍👩‍👧", "👩‍👩‍👧"]);
    }

    #[test]
    fn a_shortened_text_says_so() {
        assert_eq!(shortened("abcdef", 4), "abc…");
        assert_eq!(shortened("abcd", 4), "abcd");
        assert_eq!(shortened("漢字漢", 4), "漢…");
        assert_eq!(shortened("abc", 0), "");
    }

    proptest! {
        #[test]
        fn any_text_wraps_in_bounded_steps_without_splitting_a_cluster(
            text in "([a-z ]{0,9}|[\\PC\n\t]{0,6}|👩‍👩‍👧|🇵🇹|é\u{301}\u{302}|漢){0,30}",
            width in 1usize..=200,
        ) {
            let rows = rows(&text, width);
            prop_assert!(rows.len() <= text.len() + 1);
            let mut end_before = 0;
            for row in &rows {
                let shown = &text[row.clone()];
                prop_assert!(row.start >= end_before);
                end_before = row.end;
                // Nothing but blanks is left out between two rows.
                let one = shown.graphemes(true).count() <= 1;
                prop_assert!(super::width(shown) <= width || one, "{shown:?}");
            }
            let shown: String = rows.iter().map(|r| &text[r.clone()]).collect();
            let squeeze = |s: &str| s.replace([' ', '\n', '\t'], "");
            prop_assert_eq!(squeeze(&shown), squeeze(&text));
        }

        #[test]
        fn every_offset_has_its_row(text in "[a-z \n]{0,80}", width in 1usize..30, at in 0usize..80) {
            let rows = rows(&text, width);
            let row = row_of(&rows, at);
            prop_assert!(row < rows.len());
            prop_assert!(row == 0 || rows[row].start <= at);
        }
    }
}
