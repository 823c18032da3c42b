//! Every sentence that a person reads, in each language.
//!
//! A topic lists its sentences: what is put into each, and its words in every
//! language, or the program does not compile. Several values go in by their names,
//! so that none takes another's place. Which language is asked for is decided at
//! the edge ([`Language::of_locale`]); the wire stays English.

mod retold;
mod word_error;
mod catalogue;
pub mod examples;
pub mod topic;
mod sentence;
mod template;
mod language;

pub use catalogue::Speech;
pub use language::Language;

/// What is said in this language.
pub fn of(language: Language) -> &'static Speech {
    match language {
        Language::English => &Speech::ENGLISH,
        Language::Portuguese => &Speech::PORTUGUESE,
        Language::Brazilian => &Speech::BRAZILIAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_said_in_every_language_with_everything_that_belongs_in_it() {
        for language in Language::ALL {
            for sentence in of(language).all() {
                let name = sentence.name;
                assert!(!sentence.words.trim().is_empty(), "{language:?}: {name}");
                let mut named = template::named(sentence.words);
                named.sort_unstable();
                named.dedup();
                let mut what = sentence.what.to_vec();
                what.sort_unstable();
                assert_eq!(named, what, "{language:?}: {name}");
            }
        }
    }

    #[test]
    fn brazil_reads_its_own_words() {
        let mut all: Vec<String> = Vec::new();
        for sentence in of(Language::Brazilian).all() {
            all.push(format!("{}: {}", sentence.name, sentence.words));
        }
        let options = of(Language::Brazilian).options.as_ref().unwrap();
        for option in options.described() {
            all.push(format!("--{option}: {}", options.help(option)));
        }
        all.extend([options.long_about, options.examples, options.template].map(str::to_owned));
        for said in &all {
            let words = words(said);
            let strange = of_portugal().find(|stem| words.contains(stem));
            assert_eq!(strange, None, "{said}");
        }
    }

    /// How words begin that Brazil does not use; the tests of the house rules read the same
    /// list against what `chat-wire` says.
    fn of_portugal() -> impl Iterator<Item = String> {
        let lines = include_str!("speech/of_portugal.txt").lines();
        let stems = lines.filter_map(|line| line.split_once(" = "));
        stems.map(|(stem, _)| format!(" {}", stem.replace('.', " ")))
    }

    /// In small letters, with a blank around each.
    fn words(said: &str) -> String {
        let is_of_a_word = |c: char| c.is_alphanumeric() || c == '-';
        let said = said.to_lowercase();
        let words = said.split(|c| !is_of_a_word(c)).filter(|w| !w.is_empty());
        words.fold(" ".to_owned(), |line, word| format!("{line}{word} "))
    }
}
