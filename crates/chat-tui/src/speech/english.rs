//! What the program says in English, topic by topic.

mod keys;
mod status;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::English,
    keys: keys::KEYS,
    status: status::STATUS,
};
