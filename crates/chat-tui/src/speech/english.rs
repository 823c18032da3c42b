//! What the program says in English, topic by topic.

mod commands;
mod dates;
mod flashes;
mod keys;
mod screen;
mod signs;
mod status;
mod writing;
mod troubles;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::English,
    commands: commands::COMMANDS,
    dates: dates::DATES,
    flashes: flashes::FLASHES,
    foreign: None,
    keys: keys::KEYS,
    screen: screen::SCREEN,
    signs: signs::SIGNS,
    status: status::STATUS,
    writing: writing::WRITING,
    troubles: troubles::TROUBLES,
};
