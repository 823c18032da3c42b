//! All topics together.

use crate::speech::language::Language;
use crate::speech::topic::Class;
use crate::speech::topic::Commands;
use crate::speech::topic::Configuration;
use crate::speech::topic::Dates;
use crate::speech::topic::Demo;
use crate::speech::topic::Doing;
use crate::speech::topic::Failures;
use crate::speech::topic::Finding;
use crate::speech::topic::Flashes;
use crate::speech::topic::Foreign;
use crate::speech::topic::House;
use crate::speech::topic::Keys;
use crate::speech::topic::Lab;
use crate::speech::topic::Lines;
use crate::speech::topic::Manual;
use crate::speech::topic::Options;
use crate::speech::topic::Past;
use crate::speech::topic::Pasting;
use crate::speech::topic::Pattern;
use crate::speech::topic::Pipe;
use crate::speech::topic::Reading;
use crate::speech::topic::Reasons;
use crate::speech::topic::Referring;
use crate::speech::topic::Screen;
use crate::speech::topic::Secret;
use crate::speech::topic::Setting;
use crate::speech::topic::Several;
use crate::speech::topic::Signs;
use crate::speech::topic::Slips;
use crate::speech::topic::Status;
use crate::speech::topic::Troubles;
use crate::speech::topic::Trust;
use crate::speech::topic::Usage;
use crate::speech::topic::Weather;
use crate::speech::topic::Wire;
use crate::speech::topic::Writing;
use crate::speech::topic::options;
use crate::speech::topic::options_in_brazil;

/// All that the program says, in one language.
#[derive(Debug)]
pub struct Speech {
    /// Which one.
    pub language: Language,
    /// A class that is led.
    pub class: Class,
    /// The commands, and what a slip is told.
    pub commands: Commands,
    /// What is wrong with a configuration.
    pub configuration: Configuration,
    /// Days as they are read.
    pub dates: Dates,
    /// The demo.
    pub demo: Demo,
    /// What one does in the window on the wire.
    pub doing: Doing,
    /// A word in the status row, until the next key.
    pub flashes: Flashes,
    /// What the protocol says, which speaks English: nothing where that is the
    /// language.
    pub(in crate::speech) foreign: Option<Foreign>,
    /// What each key does.
    pub keys: Keys,
    /// What was said before.
    pub past: Past,
    /// Code that is shared.
    pub pasting: Pasting,
    /// What is wrong with a regular expression.
    pub pattern: Pattern,
    /// Copying, and lists to choose from.
    pub reading: Reading,
    /// What is said about another message.
    pub referring: Referring,
    /// The rooms of a server, and who somebody is.
    pub house: House,
    /// Several servers at once.
    pub several: Several,
    /// What stands around the history.
    pub screen: Screen,
    /// Secret connections: which server it is.
    pub secret: Secret,
    /// Settings that change while the program runs.
    pub setting: Setting,
    /// What others let us know without words.
    pub signs: Signs,
    /// The status row.
    pub status: Status,
    /// What is said about what the person writes.
    pub writing: Writing,
    /// What the program itself says in the history.
    pub troubles: Troubles,
    /// Keys and their words.
    pub trust: Trust,
    /// What is wrong with words of the weather, which speak English: nothing
    /// where that is the language.
    pub(in crate::speech) slips: Option<Slips>,
    /// The weather, and datagrams that wait for a person.
    pub weather: Weather,
    /// The window on the wire.
    pub wire: Wire,
    /// Why there is no connection, and why it is over.
    pub reasons: Reasons,
    /// What can go wrong, and what to do next.
    pub failures: Failures,
    /// Servers that were found.
    pub finding: Finding,
    /// A lab, the day before.
    pub lab: Lab,
    /// The command line's own help: nothing in English, which stands beside the
    /// options.
    pub options: Option<Options>,
    /// What is said where there is no screen.
    pub pipe: Pipe,
    /// What is wrong with the arguments.
    pub usage: Usage,
    /// What the manual page says behind the options.
    pub manual: Manual,
    /// What is said in lines, without a screen.
    pub lines: Lines,
}

impl Speech {
    /// All of it in English.
    pub(in crate::speech) const ENGLISH: Self = Self {
        language: Language::English,
        class: Class::ENGLISH,
        commands: Commands::ENGLISH,
        configuration: Configuration::ENGLISH,
        dates: Dates::ENGLISH,
        demo: Demo::ENGLISH,
        doing: Doing::ENGLISH,
        flashes: Flashes::ENGLISH,
        foreign: None,
        keys: Keys::ENGLISH,
        manual: Manual::ENGLISH,
        past: Past::ENGLISH,
        pasting: Pasting::ENGLISH,
        pattern: Pattern::ENGLISH,
        reading: Reading::ENGLISH,
        referring: Referring::ENGLISH,
        house: House::ENGLISH,
        several: Several::ENGLISH,
        screen: Screen::ENGLISH,
        secret: Secret::ENGLISH,
        setting: Setting::ENGLISH,
        signs: Signs::ENGLISH,
        status: Status::ENGLISH,
        writing: Writing::ENGLISH,
        troubles: Troubles::ENGLISH,
        trust: Trust::ENGLISH,
        slips: None,
        weather: Weather::ENGLISH,
        wire: Wire::ENGLISH,
        reasons: Reasons::ENGLISH,
        failures: Failures::ENGLISH,
        finding: Finding::ENGLISH,
        lab: Lab::ENGLISH,
        options: None,
        pipe: Pipe::ENGLISH,
        usage: Usage::ENGLISH,
        lines: Lines::ENGLISH,
    };

    /// All of it in Portuguese.
    pub(in crate::speech) const PORTUGUESE: Self = Self {
        language: Language::Portuguese,
        class: Class::PORTUGUESE,
        commands: Commands::PORTUGUESE,
        configuration: Configuration::PORTUGUESE,
        dates: Dates::PORTUGUESE,
        demo: Demo::PORTUGUESE,
        doing: Doing::PORTUGUESE,
        flashes: Flashes::PORTUGUESE,
        foreign: Some(Foreign::PORTUGUESE),
        keys: Keys::PORTUGUESE,
        manual: Manual::PORTUGUESE,
        past: Past::PORTUGUESE,
        pasting: Pasting::PORTUGUESE,
        pattern: Pattern::PORTUGUESE,
        reading: Reading::PORTUGUESE,
        referring: Referring::PORTUGUESE,
        house: House::PORTUGUESE,
        several: Several::PORTUGUESE,
        screen: Screen::PORTUGUESE,
        secret: Secret::PORTUGUESE,
        setting: Setting::PORTUGUESE,
        signs: Signs::PORTUGUESE,
        status: Status::PORTUGUESE,
        writing: Writing::PORTUGUESE,
        troubles: Troubles::PORTUGUESE,
        trust: Trust::PORTUGUESE,
        slips: Some(Slips::PORTUGUESE),
        weather: Weather::PORTUGUESE,
        wire: Wire::PORTUGUESE,
        reasons: Reasons::PORTUGUESE,
        failures: Failures::PORTUGUESE,
        finding: Finding::PORTUGUESE,
        lab: Lab::PORTUGUESE,
        options: Some(options::PORTUGUESE),
        pipe: Pipe::PORTUGUESE,
        usage: Usage::PORTUGUESE,
        lines: Lines::PORTUGUESE,
    };

    /// All of it as it is said in Brazil.
    pub(in crate::speech) const BRAZILIAN: Self = Self {
        language: Language::Brazilian,
        class: Class::BRAZILIAN,
        commands: Commands::BRAZILIAN,
        configuration: Configuration::BRAZILIAN,
        dates: Dates::BRAZILIAN,
        demo: Demo::BRAZILIAN,
        doing: Doing::BRAZILIAN,
        flashes: Flashes::BRAZILIAN,
        foreign: Some(Foreign::BRAZILIAN),
        keys: Keys::BRAZILIAN,
        manual: Manual::BRAZILIAN,
        past: Past::BRAZILIAN,
        pasting: Pasting::BRAZILIAN,
        pattern: Pattern::BRAZILIAN,
        reading: Reading::BRAZILIAN,
        referring: Referring::BRAZILIAN,
        house: House::BRAZILIAN,
        several: Several::BRAZILIAN,
        screen: Screen::BRAZILIAN,
        secret: Secret::BRAZILIAN,
        setting: Setting::BRAZILIAN,
        signs: Signs::BRAZILIAN,
        status: Status::BRAZILIAN,
        writing: Writing::BRAZILIAN,
        troubles: Troubles::BRAZILIAN,
        trust: Trust::BRAZILIAN,
        slips: Some(Slips::BRAZILIAN),
        wire: Wire::BRAZILIAN,
        weather: Weather::BRAZILIAN,
        reasons: Reasons::BRAZILIAN,
        failures: Failures::BRAZILIAN,
        finding: Finding::BRAZILIAN,
        lab: Lab::BRAZILIAN,
        options: Some(options_in_brazil::BRAZILIAN),
        pipe: Pipe::BRAZILIAN,
        usage: Usage::BRAZILIAN,
        lines: Lines::BRAZILIAN,
    };
}

#[cfg(test)]
impl Speech {
    /// Every sentence: its name, its words, and what is put into it.
    pub(in crate::speech) fn all(&self) -> Vec<crate::speech::sentence::Sentence> {
        [
            self.class.all(),
            self.commands.all(),
            self.configuration.all(),
            self.dates.all(),
            self.demo.all(),
            self.doing.all(),
            self.flashes.all(),
            self.foreign.as_ref().map(Foreign::all).unwrap_or_default(),
            self.keys.all(),
            self.manual.all(),
            self.past.all(),
            self.pasting.all(),
            self.pattern.all(),
            self.reading.all(),
            self.referring.all(),
            self.house.all(),
            self.several.all(),
            self.screen.all(),
            self.secret.all(),
            self.setting.all(),
            self.signs.all(),
            self.status.all(),
            self.troubles.all(),
            self.trust.all(),
            self.slips.as_ref().map(Slips::all).unwrap_or_default(),
            self.weather.all(),
            self.wire.all(),
            self.reasons.all(),
            self.failures.all(),
            self.finding.all(),
            self.lab.all(),
            self.pipe.all(),
            self.usage.all(),
            self.lines.all(),
            self.writing.all(),
        ]
        .concat()
    }
}
