//! The name that somebody probably meant.

/// The most alike of the known ones, if it is alike enough.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let rated = known.map(|known| (strsim::jaro_winkler(name, known), known));
    let near = rated.filter(|(likeness, _)| *likeness >= LIKE);
    let best = near.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, known)| known)
}

/// Two letters exchanged in a short word are more alike than this.
const LIKE: f64 = 0.8;
