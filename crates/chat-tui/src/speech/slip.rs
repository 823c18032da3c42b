//! What is wrong with words of the weather, in the language of the screen.

use chat_weather::slip::KINDS;
use chat_weather::slip::Slip;

use crate::speech::catalogue::Speech;

impl Speech {
    /// Why words of the weather mean nothing, and what to write instead.
    pub fn weather_slip(&self, slip: &Slip) -> String {
        let Some(words) = &self.slips else {
            return slip.to_string();
        };
        match slip {
            Slip::Share(what) => words.share(what),
            Slip::AllOrFirst(word) => words.all_or_first(word),
            Slip::Number(what) => words.number(what),
            Slip::Every(what) => words.every(what),
            Slip::Burst(what) => words.burst(what),
            Slip::Past(what) => words.past(what),
            Slip::Time(what) => words.time(what),
            Slip::Backwards(what) => words.backwards(what),
            Slip::Rate(what) => words.rate(what),
            Slip::Length(what) => words.length(what),
            Slip::Spell(what) => words.spell(what),
            Slip::Piece(what) => words.piece(what),
            Slip::Seed(what) => words.seed(what),
            Slip::Alone(word) => words.alone(word),
            Slip::OnDatagrams(word) => words.on_datagrams(word),
            Slip::OnStreams(word) => words.on_streams(word),
            Slip::Unknown { word, known, skies } => words.unknown(word, known, skies),
            Slip::Endless(what) => words.endless(what),
            Slip::AtOnce(what) => words.at_once(what),
            Slip::Kind(what) => words.kind(what, KINDS.join(", ")),
            Slip::Twice(what) => words.twice(what),
            Slip::Bare { word, example } => words.bare(word, example),
        }
    }
}
