//! What stands in the index, and what a search asks of it.
//!
//! The words are `chat_proto::search`'s, so that all who search find the same. Scripts
//! that part no words are cut into pairs of signs, so that what stands in the middle of
//! a run is found too.

use chat_proto::name::Name;
use chat_proto::search::wanted;
use chat_proto::search::words;

/// A text, as the index has it: terms with spaces between them.
pub fn of_text(text: &str) -> String {
    let mut terms = String::with_capacity(text.len());
    for word in words(text) {
        for run in runs(&word) {
            for term in of_run(run) {
                terms.push_str(&term);
                terms.push(' ');
            }
        }
    }
    terms
}

/// Who spoke: one term, the same for all spellings of a name.
pub fn of_name(name: &Name) -> String {
    let hex = name.key().plain().bytes().map(|b| format!("{b:02x}"));
    format!("n{}", hex.collect::<String>())
}

/// Where: one term.
pub fn of_room(id: i64) -> String {
    format!("r{id}")
}

/// What is asked of the index. Every term is quoted: none is an operator.
#[derive(Debug)]
pub struct AskedFor {
    /// Whatever room it was said in.
    pub anywhere: String,
    rooms: String,
}

impl AskedFor {
    /// In these rooms alone.
    pub fn in_rooms(&self) -> String {
        format!("{} AND {}", self.anywhere, self.rooms)
    }
}

/// The question to the index; none where nothing could be found.
pub fn question(text: &str, from: Option<&Name>, rooms: &[i64]) -> Option<AskedFor> {
    let (words, goes_on) = wanted(text);
    if rooms.is_empty() || words.is_empty() && from.is_none() {
        return None;
    }
    let mut asked = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let last_word = at + 1 == words.len();
        let parts: Vec<_> = runs(word).collect();
        for (at, run) in parts.iter().enumerate() {
            let last = last_word && at + 1 == parts.len();
            asked.extend(asked_of_run(run, last && goes_on));
        }
    }
    let mut question = Vec::new();
    if !asked.is_empty() {
        question.push(format!("text : ({})", asked.join(" AND ")));
    }
    if let Some(name) = from {
        question.push(format!("who : \"{}\"", of_name(name)));
    }
    let rooms: Vec<_> = rooms
        .iter()
        .map(|id| format!("\"{}\"", of_room(*id)))
        .collect();
    Some(AskedFor {
        anywhere: question.join(" AND "),
        rooms: format!("room : ({})", rooms.join(" OR ")),
    })
}

/// A word, parted where a script that parts no words begins or ends.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| parts_no_words(c) != parts_no_words(first));
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(run)
    })
}

/// A run of signs as each with the next, and the last one alone.
fn of_run(run: &str) -> Vec<String> {
    if !run.starts_with(parts_no_words) {
        return vec![run.to_owned()];
    }
    let next = run.chars().skip(1).map(Some).chain([None]);
    let pair =
        |(one, two): (char, Option<char>)| -> String { std::iter::once(one).chain(two).collect() };
    run.chars().zip(next).map(pair).collect()
}

/// One sign may stand anywhere: it begins a pair or is the last. Of several each pair
/// has to be there.
fn asked_of_run(run: &str, goes_on: bool) -> Vec<String> {
    let mut terms = of_run(run);
    let signs = run.starts_with(parts_no_words);
    if signs && terms.len() > 1 {
        terms.pop();
        return terms.iter().map(|term| format!("\"{term}\"")).collect();
    }
    let star = if goes_on || signs { " *" } else { "" };
    terms
        .iter()
        .map(|term| format!("\"{term}\"{star}"))
        .collect()
}

/// Han, kana, Thai, Lao, Khmer, Burmese: the scripts that are written without spaces.
fn parts_no_words(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> String {
        question(text, None, &[1]).map_or_else(String::new, |asked| asked.in_rooms())
    }

    #[test]
    fn terms_are_words_and_pairs_of_signs() {
        assert_eq!(of_text("Olá, Turma-2!"), "ola turma 2 ");
        assert_eq!(of_text("日本語abc"), "日本 本語 語 abc ");
    }

    #[test]
    fn nothing_that_is_asked_is_an_operator() {
        let of = |terms: &str| format!("text : ({terms}) AND room : (\"r1\")");
        assert_eq!(asked("a NEAR b*"), of("\"a\" AND \"near\" AND \"b\" *"));
        assert_eq!(
            asked("x*y \"q\" -z"),
            of("\"x\" AND \"y\" AND \"q\" AND \"z\"")
        );
        assert_eq!(asked("日"), of("\"日\" *"));
        assert_eq!(asked("本語"), of("\"本語\""));
        assert_eq!(asked("*** \"\" ()"), "");
    }

    #[test]
    fn who_and_where_are_part_of_the_question() {
        let ana = Name::parse("ANA").unwrap();
        let asked = question("oi", Some(&ana), &[1, 22]).unwrap();
        assert_eq!(asked.anywhere, "text : (\"oi\") AND who : \"n616e61\"");
        assert_eq!(
            asked.in_rooms(),
            "text : (\"oi\") AND who : \"n616e61\" AND room : (\"r1\" OR \"r22\")"
        );
        assert!(question("oi", None, &[]).is_none());
        assert!(question("", Some(&ana), &[1]).is_some());
    }
}
