//! What the program says in Portuguese, topic by topic.

mod commands;
mod configuration;
mod dates;
mod failures;
mod flashes;
mod foreign;
mod keys;
mod lines;
mod options;
mod pipe;
mod reasons;
mod reading;
mod screen;
mod signs;
mod status;
mod writing;
mod troubles;
mod usage;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;

pub(in crate::speech) const SPEECH: Speech = Speech {
    language: Language::Portuguese,
    commands: commands::COMMANDS,
    configuration: configuration::CONFIGURATION,
    dates: dates::DATES,
    failures: failures::FAILURES,
    flashes: flashes::FLASHES,
    foreign: Some(foreign::FOREIGN),
    keys: keys::KEYS,
    lines: lines::LINES,
    options: Some(options::OPTIONS),
    pipe: pipe::PIPE,
    reasons: reasons::REASONS,
    reading: reading::READING,
    screen: screen::SCREEN,
    signs: signs::SIGNS,
    status: status::STATUS,
    writing: writing::WRITING,
    troubles: troubles::TROUBLES,
    usage: usage::USAGE,
};
