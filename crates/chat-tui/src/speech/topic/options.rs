//! The command line's own help, where it is not in English: that stands beside
//! the options.

/// What `--help` says.
#[derive(Debug)]
pub struct Options {
    /// What the program is.
    pub about: &'static str,
    /// The same, and what it does without arguments.
    pub long_about: &'static str,
    /// What follows the options.
    pub examples: &'static str,
    /// The whole page, as clap wants it written.
    pub template: &'static str,
    /// The heading of the arguments without a name.
    pub arguments: &'static str,
    /// The heading of the options that have no other.
    pub others: &'static str,
    /// What stands before a value that need not be given.
    pub default: &'static str,
    /// What stands before the values that there are.
    pub values: &'static str,
    /// Each option's help, by its name in the program.
    pub(in crate::speech) helps: &'static [(&'static str, &'static str)],
    /// Headings, by the English one.
    pub(in crate::speech) headings: &'static [(&'static str, &'static str)],
    /// What a value is called, by its English name, where that is another word.
    pub(in crate::speech) value_names: &'static [(&'static str, &'static str)],
}

impl Options {
    /// The help of this option; nothing where there is none.
    pub fn help(&self, option: &str) -> &'static str {
        find(self.helps, option).unwrap_or_default()
    }

    /// A heading.
    pub fn heading(&self, english: &str) -> &'static str {
        find(self.headings, english).unwrap_or(self.others)
    }

    /// What a value is called, if that is another word.
    pub fn value(&self, english: &str) -> Option<&'static str> {
        find(self.value_names, english)
    }

    /// The options that are described.
    #[cfg(test)]
    pub fn described(&self) -> impl Iterator<Item = &'static str> {
        self.helps.iter().map(|(option, _)| *option)
    }
}

fn find(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == word);
    found.map(|(_, words)| *words)
}
