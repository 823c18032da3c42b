//! What the program says in English, topic by topic.

mod status;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::English,
    status: status::STATUS,
};
