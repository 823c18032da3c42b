//! Colours by meaning. The terminal's own sixteen, so that they suit whatever
//! background somebody chose; never the only sign of anything.

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

/// The styles of everything that has a meaning.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Messages.
    pub text: Style,
    /// Everything that is not a message: times, comings and goings, rules.
    pub quiet: Style,
    /// What this program says.
    pub hint: Style,
    /// What went wrong.
    pub trouble: Style,
    /// The rows above and below the history.
    pub bar: Style,
    /// The same, where the connection is not what it should be.
    pub alarm: Style,
    /// What is for us, and what is new.
    pub mention: Style,
    /// The message that was looked for.
    pub found: Style,
    /// What is written beyond what one message may have.
    pub beyond: Style,
    /// Our own name.
    pub own: Style,
    /// The names of others, each by its letters.
    names: Vec<Style>,
}

impl Theme {
    /// The terminal's colours, or none where `NO_COLOR` asks for that.
    pub fn new(colours: bool) -> Self {
        let plain = Style::default();
        let coloured = |colour| {
            if colours { plain.fg(colour) } else { plain }
        };
        let bar = plain.add_modifier(Modifier::REVERSED);
        Self {
            text: plain,
            quiet: plain.add_modifier(Modifier::DIM),
            hint: coloured(Color::Cyan),
            trouble: coloured(Color::Red).add_modifier(Modifier::BOLD),
            bar,
            alarm: if colours {
                bar.fg(Color::Red).add_modifier(Modifier::BOLD)
            } else {
                bar.add_modifier(Modifier::BOLD)
            },
            mention: coloured(Color::Magenta).add_modifier(Modifier::BOLD),
            found: plain.add_modifier(Modifier::REVERSED),
            beyond: coloured(Color::Red).add_modifier(Modifier::UNDERLINED),
            own: plain.add_modifier(Modifier::BOLD),
            names: NAMES.map(coloured).to_vec(),
        }
    }

    /// The style of a name: the same on every day and every machine.
    pub fn name(&self, name: &str) -> Style {
        // FNV-1a, over the name without case.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in name.to_lowercase().bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let count = u64::try_from(self.names.len().max(1)).unwrap_or(1);
        let at = usize::try_from(hash % count).unwrap_or(0);
        self.names.get(at).copied().unwrap_or_default()
    }
}

/// Readable on light and dark: no black, no white, no blue, no plain yellow.
const NAMES: [Color; 6] = [
    Color::Red,
    Color::Green,
    Color::Magenta,
    Color::Cyan,
    Color::LightRed,
    Color::LightMagenta,
];
