//! What the program says in Portuguese, topic by topic.

mod keys;
mod status;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::Portuguese,
    keys: keys::KEYS,
    status: status::STATUS,
};
