//! The words of a filter. The first of each is how it is written back.

use chat_proto::text::unaccented;
use strsim::damerau_levenshtein;

use crate::filter::term::Field;
use crate::filter::term::Kind;
use crate::filter::term::Test;

/// The field of this name.
pub(in crate::filter) fn field(name: &str) -> Option<Field> {
    find(&FIELDS, name)
}

/// The kind of row of this name.
pub(in crate::filter) fn kind(name: &str) -> Option<Kind> {
    find(&WORDS, name)
}

/// The word that is meant, if one is near.
pub(in crate::filter) fn nearest(word: &str) -> Option<&'static str> {
    let typed = plain(word.trim_start_matches('-'));
    let typed = typed.split(':').next().unwrap_or_default();
    let known = FIELDS.iter().map(|(name, _)| *name);
    let known = known.chain(WORDS.iter().map(|(name, _)| *name));
    let near = known.map(|name| (damerau_levenshtein(typed, name), name));
    let (distance, name) = near.min()?;
    (distance <= FAR && distance < name.chars().count()).then_some(name)
}

/// A test, as it is read again.
pub(in crate::filter) fn written(test: &Test) -> String {
    match test {
        Test::Field(field, value) => {
            let name = FIELDS.iter().find(|(_, known)| known == field);
            format!("{}:{value}", name.map_or("", |(name, _)| name))
        }
        Test::Is(kind) => {
            let name = WORDS.iter().find(|(_, known)| known == kind);
            name.map_or("", |(name, _)| name).to_owned()
        }
        Test::After(us) => format!(">{us}us"),
        Test::Between(from, to) => format!("{from}us..{to}us"),
        Test::Text(words) => format!("\"{words}\""),
    }
}

fn find<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<T> {
    let name = plain(name);
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, found)| *found)
}

/// Small letters without accents.
fn plain(word: &str) -> String {
    unaccented(&word.to_lowercase())
}

/// What has a value.
pub(in crate::filter) const FIELDS: [(&str, Field); 17] = [
    ("seq", Field::Seq),
    ("n", Field::N),
    ("id", Field::Id),
    ("x", Field::X),
    ("type", Field::Type),
    ("tipo", Field::Type),
    ("from", Field::From),
    ("de", Field::From),
    ("to", Field::To),
    ("para", Field::To),
    ("peer", Field::Peer),
    ("com", Field::Peer),
    ("flow", Field::Flow),
    ("fluxo", Field::Flow),
    ("transporte", Field::Flow),
    ("room", Field::Room),
    ("sala", Field::Room),
];

/// What a row can be.
pub(in crate::filter) const WORDS: [(&str, Kind); 23] = [
    ("lost", Kind::Lost),
    ("perdidos", Kind::Lost),
    ("perdidas", Kind::Lost),
    ("again", Kind::Again),
    ("copias", Kind::Again),
    ("copies", Kind::Again),
    ("dup", Kind::Duplicate),
    ("duplicates", Kind::Duplicate),
    ("duplicados", Kind::Duplicate),
    ("held", Kind::Held),
    ("retidos", Kind::Held),
    ("refused", Kind::Refused),
    ("recusados", Kind::Refused),
    ("unknown", Kind::Unknown),
    ("incertos", Kind::Unknown),
    ("overtaken", Kind::Overtaken),
    ("ultrapassados", Kind::Overtaken),
    ("background", Kind::Background),
    ("fundo", Kind::Background),
    ("reads", Kind::Reads),
    ("leituras", Kind::Reads),
    ("writes", Kind::Writes),
    ("escritas", Kind::Writes),
];

/// More letters that are wrong make another word.
const FAR: usize = 2;
