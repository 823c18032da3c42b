//! The parts of the window on the wire, in a part of the screen or in all of it.

use crate::areas::Area;

/// Where everything stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireParts {
    /// What is shown, and how one goes on.
    pub head: Area,
    /// How the lanes are called, where there is height for it.
    pub titles: Option<Area>,
    /// The rows.
    pub rows: Area,
    /// The bytes of the chosen row, where they are shown.
    pub bytes: Option<Area>,
    /// What is said about the chosen row.
    pub sentence: Area,
    /// What there was, in numbers, where there is height for it.
    pub counts: Option<Area>,
    /// The keys, or the filter that is being written.
    pub keys: Option<Area>,
}

/// What stands below the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BelowRows {
    /// A sentence about the chosen row.
    Sentence,
    /// A question with its choices.
    Question,
    /// Nothing.
    Nothing,
}

/// What is wanted besides the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extras {
    /// The bytes of the chosen row.
    pub bytes: bool,
    /// What stands below the rows.
    pub below: BelowRows,
}

/// Below what was said.
pub fn pane(area: Area) -> WireParts {
    above(area, sentence(area))
}

/// Head, titles and rows above a sentence of this height.
fn above(area: Area, sentence: u16) -> WireParts {
    let titles = u16::from(area.height >= WITH_TITLES);
    let rows = area.height.saturating_sub(1 + titles + sentence);
    let row = |y: u16, height| Area {
        y: area.y + y,
        height,
        ..area
    };
    WireParts {
        head: row(0, 1),
        titles: (titles > 0).then(|| row(1, 1)),
        rows: row(1 + titles, rows),
        bytes: None,
        sentence: row(1 + titles + rows, sentence),
        counts: None,
        keys: None,
    }
}

/// Over the whole screen, with the bytes of a row where they are wanted: beside the rows
/// where it is wide, else below them.
pub fn whole(width: u16, height: u16, wanted: Extras) -> WireParts {
    let area = Area {
        x: 0,
        y: 0,
        width,
        height,
    };
    let counts = u16::from(height >= WITH_COUNTS);
    let keys = u16::from(height >= WITH_TITLES);
    let inner = Area {
        height: height.saturating_sub(counts + keys),
        ..area
    };
    let below = match wanted.below {
        BelowRows::Sentence => sentence(inner),
        BelowRows::Question => question(inner),
        BelowRows::Nothing => 0,
    };
    let parts = above(inner, below);
    let row = |from_below: u16| Area {
        y: height.saturating_sub(from_below),
        height: 1,
        ..area
    };
    let (rows, bytes) = if wanted.bytes {
        split(parts.rows, parts.titles)
    } else {
        (parts.rows, None)
    };
    WireParts {
        titles: parts.titles.map(|titles| Area {
            width: rows.width,
            ..titles
        }),
        rows,
        bytes,
        counts: (counts > 0).then(|| row(counts + keys)),
        keys: (keys > 0).then(|| row(keys)),
        ..parts
    }
}

/// Whether the bytes stand beside the rows without being asked for.
pub fn shows_bytes(width: u16) -> bool {
    width >= BESIDE_FROM
}

/// The rows, and the bytes beside or below them.
fn split(rows: Area, titles: Option<Area>) -> (Area, Option<Area>) {
    if rows.width >= BESIDE_FROM {
        let wide = (rows.width / 3).min(WIDEST);
        let above = titles.map_or(0, |titles| titles.height);
        let bytes = Area {
            x: rows.x + rows.width - wide,
            y: rows.y - above,
            width: wide,
            height: rows.height + above,
        };
        let rows = Area {
            width: rows.width - wide,
            ..rows
        };
        return (rows, Some(bytes));
    }
    let below = rows.height * 2 / 3;
    if below == 0 {
        return (rows, None);
    }
    let bytes = Area {
        y: rows.y + rows.height - below,
        height: below,
        ..rows
    };
    let rows = Area {
        height: rows.height - below,
        ..rows
    };
    (rows, Some(bytes))
}

/// What the longest sentences need, where there is height for it; else less is said.
fn sentence(area: Area) -> u16 {
    let most = match area.width {
        0..NARROW => 5,
        NARROW..WIDE => 4,
        WIDE.. => 3,
    };
    match area.height {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        10..=15 => most.min(if area.width < NARROW { 4 } else { 3 }),
        _ => most,
    }
}

/// A question with four choices, which may take two rows each in a narrow window; half
/// of the window at most.
fn question(area: Area) -> u16 {
    let wanted = if area.width < NARROW { 13 } else { 9 };
    wanted.min(area.height / 2)
}

const WITH_TITLES: u16 = 6;
const WITH_COUNTS: u16 = 14;
const NARROW: u16 = 80;
const WIDE: u16 = 110;
/// Lanes, notes and bytes side by side.
const BESIDE_FROM: u16 = 118;
/// The bytes need no more.
const WIDEST: u16 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_cover_the_window_and_nothing_overlaps() {
        for (width, height) in (12..200).flat_map(|width| (3..60).map(move |h| (width, h))) {
            let below = [BelowRows::Sentence, BelowRows::Question, BelowRows::Nothing];
            let wanted = below
                .into_iter()
                .flat_map(|below| [true, false].map(|bytes| Extras { bytes, below }));
            for wanted in wanted {
                let parts = whole(width, height, wanted);
                let side = parts.bytes.filter(|bytes| bytes.x > 0);
                let all = [
                    Some(parts.head),
                    parts.titles,
                    Some(parts.rows),
                    parts.bytes,
                    Some(parts.sentence),
                    parts.counts,
                    parts.keys,
                ];
                let covered = |area: Area| usize::from(area.width) * usize::from(area.height);
                let covered: usize = all.into_iter().flatten().map(covered).sum();
                assert_eq!(
                    covered,
                    usize::from(width) * usize::from(height),
                    "{width}×{height} {parts:?}"
                );
                assert!(side.is_none_or(|side| side.x == parts.rows.width));
                assert!(parts.rows.height >= 1);
            }
        }
    }
}
