//! By what people are told apart: the colour of a name, and what stands in the middle of
//! one that is cut.
//!
//! Colours are numbers; what they are is the theme's. They are dealt out among those who
//! are there, so that no two of them, and above all no two neighbours of the list, share
//! one as long as there are enough; whoever has one keeps it.

use std::collections::HashMap;

use crate::wrap;

/// Everybody whose name was seen, as far as there is room.
#[derive(Debug)]
pub struct Faces {
    /// At most [`KNOWN`].
    known: HashMap<String, Face>,
    /// How many of them look alike where they are cut.
    alike: HashMap<(String, String), u8>,
    /// How many of them have each colour.
    worn: [u32; HUES],
}

/// What tells one name from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// The number of the colour.
    pub hue: u8,
    /// How many were seen before that are the same at both ends.
    twin: u8,
}

impl Default for Faces {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            alike: HashMap::new(),
            worn: [0; HUES],
        }
    }
}

impl Faces {
    /// Whether this name was seen.
    pub fn knows(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// The face of a name; of one that was never seen, by its letters.
    pub fn of(&self, name: &str) -> Face {
        let stray = || Face {
            hue: u8::try_from(preferred(name)).unwrap_or(0),
            twin: 0,
        };
        self.known.get(name).copied().unwrap_or_else(stray)
    }

    /// Somebody is seen, between these neighbours, among these people.
    pub fn meet(&mut self, name: &str, beside: &[&str], company: &[&str]) {
        if self.knows(name) {
            return;
        }
        self.make_room();
        let hue = self.free_hue(name, beside, company);
        self.give(name, u8::try_from(hue).unwrap_or(0));
    }

    /// Somebody is called otherwise, and stays the same.
    pub fn renamed(&mut self, was: &str, now: &str) {
        if let Some(face) = self.known.get(was).copied().filter(|_| !self.knows(now)) {
            self.make_room();
            self.give(now, face.hue);
        }
    }

    fn give(&mut self, name: &str, hue: u8) {
        let same = self.alike.entry(ends(name)).or_default();
        let twin = *same;
        *same = same.saturating_add(1).min(TWINS);
        if let Some(worn) = self.worn.get_mut(usize::from(hue)) {
            *worn = worn.saturating_add(1);
        }
        self.known.insert(name.to_owned(), Face { hue, twin });
    }

    /// Whoever was seen in so long a time begins anew.
    fn make_room(&mut self) {
        if self.known.len() >= KNOWN {
            *self = Self::default();
        }
    }

    /// The colour that fits best: unlike the neighbours' also where a terminal has few,
    /// worn by the fewest here, by the fewest at all, one of the first dozen, and of
    /// these the one that the name has on every day.
    fn free_hue(&self, name: &str, beside: &[&str], company: &[&str]) -> usize {
        let hues = |names: &[&str]| {
            let known = names.iter().filter_map(|name| self.known.get(*name));
            let hues: Vec<_> = known.map(|face| usize::from(face.hue)).collect();
            hues
        };
        let (beside, company) = (hues(beside), hues(company));
        let wish = preferred(name);
        let cost = |hue: &usize| {
            let few = beside.iter().any(|other| other % FEW == hue % FEW);
            let here = company.iter().filter(|other| *other == hue).count();
            let worn = self.worn.get(*hue).copied().unwrap_or(0);
            let way = (hue + DOZEN - wish) % DOZEN;
            (beside.contains(hue), here, few, *hue >= DOZEN, worn, way)
        };
        (0..HUES).min_by_key(cost).unwrap_or(0)
    }
}

impl Face {
    /// The name in so many cells, nine at least. What does not fit is left out in the
    /// middle; of names that are the same at both ends, all but the first say which they
    /// are, so that no two look the same.
    pub fn fit(self, name: &str, room: usize) -> String {
        if wrap::width(name) <= room {
            return name.to_owned();
        }
        let middle = match self.twin {
            0 => "…".to_owned(),
            twin => format!("…{}…", u16::from(twin) + 1),
        };
        let left = room.saturating_sub(wrap::width(&middle));
        let head = wrap::head(name, left.div_ceil(2));
        format!("{head}{middle}{}", wrap::tail(name, left / 2))
    }
}

/// What is shown of a name also where least of it is.
fn ends(name: &str) -> (String, String) {
    (
        wrap::head(name, HEAD).to_owned(),
        wrap::tail(name, TAIL).to_owned(),
    )
}

/// The one of the first dozen that a name has where nobody else does: FNV-1a, without case.
fn preferred(name: &str) -> usize {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in name.to_lowercase().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    usize::try_from(hash % DOZEN as u64).unwrap_or(0)
}

/// Colours that a palette has for names.
pub const HUES: usize = 32;
/// Those that are given first: the clearest.
const DOZEN: usize = 12;
/// What a terminal of sixteen colours has for names.
pub const FEW: usize = 6;
/// Names that are remembered.
const KNOWN: usize = 4096;
/// Cells of both ends that nine leave, beside a number of two digits.
const HEAD: usize = 3;
const TAIL: usize = 2;
/// More than so many that are the same at both ends are told apart by their colour only.
const TWINS: u8 = 98;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_room_of_thirty_wears_thirty_colours_and_the_first_dozen_first() {
        let names: Vec<_> = (0..30).map(|n| format!("aluna{n:02}")).collect();
        let mut faces = Faces::default();
        let mut seen: Vec<&str> = Vec::new();
        for name in &names {
            let beside: Vec<_> = seen.last().copied().into_iter().collect();
            faces.meet(name, &beside, &seen);
            seen.push(name);
        }
        let mut hues: Vec<_> = names.iter().map(|name| faces.of(name).hue).collect();
        for pair in hues.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        hues.sort_unstable();
        hues.dedup();
        assert_eq!(hues.len(), 30);
    }

    #[test]
    fn whoever_comes_back_or_is_called_otherwise_keeps_the_colour() {
        let mut faces = Faces::default();
        faces.meet("ana", &[], &[]);
        faces.meet("bob", &["ana"], &["ana"]);
        let ana = faces.of("ana");
        faces.meet("ana", &["bob"], &["bob"]);
        faces.renamed("ana", "anabela");
        assert_eq!((faces.of("ana"), faces.of("anabela").hue), (ana, ana.hue));
    }

    #[test]
    fn a_crowd_without_end_fills_no_memory() {
        let mut faces = Faces::default();
        for n in 0..20_000 {
            faces.meet(&format!("{n}"), &[], &[]);
        }
        assert!(faces.known.len() <= KNOWN && faces.alike.len() <= KNOWN);
    }

    proptest! {
        #[test]
        fn no_two_people_look_the_same_however_little_room_their_names_have(
            names in proptest::collection::hash_set(
                "(a|b){1,2}[ab]{0,9}(a|b|漢){0,11}|[\\p{L}0-9]{1,24}|professor-de-redes-[a-z]{1,5}",
                2..60,
            ),
            room in 9usize..=24,
        ) {
            let mut faces = Faces::default();
            for name in &names {
                faces.meet(name, &[], &[]);
            }
            let mut shown = HashMap::new();
            for name in &names {
                let fit = faces.of(name).fit(name, room);
                prop_assert!(wrap::width(&fit) <= room, "{fit}");
                if let Some(other) = shown.insert(fit.clone(), name) {
                    prop_assert!(false, "{name} and {other} are both {fit}");
                }
            }
        }

        #[test]
        fn neighbours_differ_also_where_there_are_few_colours(
            order in proptest::collection::vec(0u32..1_000_000, 1..80),
        ) {
            let mut faces = Faces::default();
            let mut seen: Vec<String> = Vec::new();
            for one in order {
                let name = format!("{one:06}");
                let Err(at) = seen.binary_search(&name) else { continue };
                let before = at.checked_sub(1).and_then(|at| seen.get(at));
                let beside: Vec<&str> = before.into_iter().chain(seen.get(at)).map(String::as_str).collect();
                let company: Vec<_> = seen.iter().map(String::as_str).collect();
                faces.meet(&name, &beside, &company);
                let hue = usize::from(faces.of(&name).hue);
                for other in beside {
                    prop_assert_ne!(hue, usize::from(faces.of(other).hue));
                }
                seen.insert(at, name);
            }
        }
    }
}
