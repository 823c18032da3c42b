//! What the program says in Portuguese, topic by topic.

mod status;
mod writing;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::Portuguese,
    status: status::STATUS,
    writing: writing::WRITING,
};
