//! What is wrong with words of the weather, in the language of the screen.

use chat_weather::word_error::KINDS;
use chat_weather::word_error::WordError;

use crate::speech::catalogue::Speech;
use crate::speech::topic::slips;

impl Speech {
    /// Why words of the weather mean nothing, and what to write instead.
    pub fn weather_error(&self, error: &WordError) -> String {
        let Some(words) = &self.slips else {
            return error.to_string();
        };
        match error {
            WordError::Share(what) => words.share(what),
            WordError::AllOrFirst(word) => words.all_or_first(word),
            WordError::Number(what) => words.number(what),
            WordError::Every(what) => words.every(what),
            WordError::Burst(what) => words.burst(what),
            WordError::Past(what) => words.past(what),
            WordError::Time(what) => words.time(what),
            WordError::Backwards(what) => words.backwards(what),
            WordError::Rate(what) => words.rate(what),
            WordError::Length(what) => words.length(what),
            WordError::Spell(what) => words.spell(what),
            WordError::Piece(what) => words.piece(what),
            WordError::Seed(what) => words.seed(what),
            WordError::Alone(word) => words.alone(word),
            WordError::OnDatagrams(word) => words.on_datagrams(word),
            WordError::OnStreams(word) => words.on_streams(word),
            WordError::Unknown {
                word,
                known,
                profiles,
            } => words.unknown(slips::Unknown {
                word,
                known,
                profiles,
            }),
            WordError::Endless(what) => words.endless(what),
            WordError::AtOnce(what) => words.at_once(what),
            WordError::Kind(what) => words.kind(slips::Kind {
                what,
                kinds: KINDS.join(", "),
            }),
            WordError::Twice(what) => words.twice(what),
            WordError::Bare { word, example } => words.bare(slips::Bare { word, example }),
        }
    }
}
