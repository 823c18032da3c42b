//! What the program says in English, topic by topic.

mod signs;
mod status;
mod writing;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::English,
    signs: signs::SIGNS,
    status: status::STATUS,
    writing: writing::WRITING,
};
