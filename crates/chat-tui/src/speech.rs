//! Every sentence that a person reads, in each language.
//!
//! A topic lists its sentences: what is put into each, and its words in every
//! language, or the program does not compile. Several values go in by their names,
//! so that none takes another's place. Which language is asked for is decided at
//! the edge ([`Language::of_locale`]); the wire stays English.

mod retold;
mod word_error;
mod catalogue;
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
}
