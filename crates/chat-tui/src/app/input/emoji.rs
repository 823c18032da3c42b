//! Emoji by their names, as other programs call them. Plain values: two columns wide
//! everywhere, none of those that terminals disagree about.

/// Each with its name.
const ALL: [(&str, &str); 72] = [
    ("angry", "😠"),
    ("apple", "🍎"),
    ("astonished", "😲"),
    ("beer", "🍺"),
    ("bell", "🔔"),
    ("books", "📚"),
    ("boom", "💥"),
    ("brain", "🧠"),
    ("broken_heart", "💔"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("cake", "🍰"),
    ("calendar", "📅"),
    ("cat", "🐱"),
    ("clap", "👏"),
    ("clown", "🤡"),
    ("coffee", "☕"),
    ("computer", "💻"),
    ("confused", "😕"),
    ("cool", "😎"),
    ("cry", "😢"),
    ("crab", "🦀"),
    ("dog", "🐶"),
    ("eyes", "👀"),
    ("facepalm", "🤦"),
    ("fire", "🔥"),
    ("fish", "🐟"),
    ("gift", "🎁"),
    ("ghost", "👻"),
    ("grin", "😁"),
    ("hammer", "🔨"),
    ("heart", "💖"),
    ("hourglass", "⏳"),
    ("hug", "🤗"),
    ("joy", "😂"),
    ("key", "🔑"),
    ("kiss", "😘"),
    ("laughing", "😆"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("mailbox", "📫"),
    ("mega", "📣"),
    ("muscle", "💪"),
    ("neutral", "😐"),
    ("no", "🚫"),
    ("ok", "👌"),
    ("package", "📦"),
    ("party", "🥳"),
    ("penguin", "🐧"),
    ("pizza", "🍕"),
    ("pray", "🙏"),
    ("question", "❓"),
    ("rainbow", "🌈"),
    ("rocket", "🚀"),
    ("scream", "😱"),
    ("shrug", "🤷"),
    ("sleeping", "😴"),
    ("smile", "😄"),
    ("snail", "🐌"),
    ("sob", "😭"),
    ("sparkles", "✨"),
    ("star", "⭐"),
    ("sweat", "😅"),
    ("tada", "🎉"),
    ("thinking", "🤔"),
    ("thumbsdown", "👎"),
    ("thumbsup", "👍"),
    ("tongue", "😛"),
    ("turtle", "🐢"),
    ("wave", "👋"),
    ("wink", "😉"),
    ("zap", "⚡"),
];

/// Those whose names begin so, with or without a colon at the end.
pub fn fitting(begun: &str) -> Vec<String> {
    let begun = begun.trim_end_matches(':').to_lowercase();
    let fits = ALL.iter().filter(|(name, _)| name.starts_with(&begun));
    fits.map(|(_, emoji)| (*emoji).to_owned()).collect()
}

/// What an emoji is called.
pub fn name_of(emoji: &str) -> Option<&'static str> {
    let known = ALL.iter().find(|(_, known)| *known == emoji);
    known.map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wrap;

    #[test]
    fn each_is_two_columns_wide_and_has_a_name_of_its_own() {
        for (at, (name, emoji)) in ALL.iter().enumerate() {
            assert_eq!(wrap::width(emoji), 2, "{name}");
            let same = ALL.iter().skip(at + 1);
            let others = same.filter(|(other, sign)| other == name || sign == emoji);
            assert_eq!(others.count(), 0, "{name}");
            assert_eq!(name_of(emoji), Some(*name));
        }
        assert_eq!(fitting("tada:"), ["🎉"]);
        assert_eq!(fitting("thumbs"), ["👎", "👍"]);
        assert!(fitting("nothing").is_empty());
    }
}
