//! The modules of a crate: which files they are, in which order their parents
//! list them, and what each of them names.

use std::collections::BTreeMap;

use crate::code::CFG_TEST;
use crate::code::Token;
use crate::code::after_bracket;
use crate::code::is_word;
use crate::code::stands;
use crate::code::tokens;
use crate::code::without_tests;
use crate::sources::Source;

/// The names from the root of the crate to a module; the root's is empty.
pub(crate) type Path = Vec<String>;

/// One crate.
pub(crate) struct Tree<'a> {
    modules: BTreeMap<Path, Module<'a>>,
}

/// One file of it.
pub(crate) struct Module<'a> {
    pub(crate) file: &'a str,
    /// Without comments and test modules.
    pub(crate) code: Vec<Token>,
    pub(crate) list: Vec<Listed>,
}

/// One line of a `mod` list.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What such a line says about the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is a file.
    File,
    /// It is a file that exists in tests only.
    Test,
    /// Its body stands in the same file.
    Inline,
}

/// A path in the code, from the root of the crate.
pub(crate) struct Named {
    pub(crate) path: Path,
    pub(crate) line: usize,
}

impl<'a> Tree<'a> {
    /// The library of the crate with this name; its program (`main.rs`) has no
    /// modules of its own.
    pub(crate) fn of(name: &str, sources: &'a [Source]) -> Self {
        let folder = format!("crates/{name}/src/");
        let module = |source: &'a Source| {
            let inside = source.path.strip_prefix(&folder)?.strip_suffix(".rs")?;
            let path = match inside {
                "main" => return None,
                "lib" => Path::new(),
                _ => inside.split('/').map(str::to_owned).collect(),
            };
            Some((path, Module::of(source)))
        };
        Self {
            modules: sources.iter().filter_map(module).collect(),
        }
    }

    /// Every module that is there when nobody tests, parents first.
    pub(crate) fn modules(&self) -> impl Iterator<Item = (&Path, &Module<'a>)> {
        self.modules.iter().filter(|(path, _)| !self.is_test(path))
    }

    /// The same of these rooms alone, with all that is in them; of none named, all.
    pub(crate) fn of_rooms(&self, rooms: &[&str]) -> impl Iterator<Item = &Module<'a>> {
        let is_there = |path: &[String]| match path.first() {
            Some(room) => rooms.is_empty() || rooms.contains(&&**room),
            None => rooms.is_empty(),
        };
        let there = self.modules().filter(move |(path, _)| is_there(path));
        there.map(|(_, module)| module)
    }

    /// The `mod` list of a module.
    pub(crate) fn list(&self, path: &[String]) -> &[Listed] {
        self.modules.get(path).map_or(&[], |module| &module.list)
    }

    /// The place of a name in the `mod` list of a module.
    pub(crate) fn place(&self, parent: &[String], name: &str) -> Option<usize> {
        self.list(parent).iter().position(|l| l.name == name)
    }

    /// How much of a path are modules: the rest are items.
    pub(crate) fn modules_in(&self, path: &[String]) -> usize {
        let is_module = |end: &usize| self.modules.contains_key(path.split_at(*end).0);
        (1..=path.len()).take_while(is_module).count()
    }

    /// Whether the parent has the module in its list.
    pub(crate) fn is_listed(&self, path: &[String]) -> bool {
        let (name, parents) = path.split_last().expect("the root is in no list");
        self.place(parents, name).is_some()
    }

    fn is_test(&self, path: &[String]) -> bool {
        path.iter().enumerate().any(|(at, name)| {
            let (parents, _) = path.split_at(at);
            let listed = self.list(parents).iter().find(|l| l.name == *name);
            name == "tests" || listed.is_some_and(|l| l.kind == Kind::Test)
        })
    }
}

impl<'a> Module<'a> {
    fn of(source: &'a Source) -> Self {
        let code = without_tests(&tokens(&source.text));
        Self {
            file: &source.path,
            list: list(&code),
            code,
        }
    }

    /// Every path that begins with `crate`, `self` or `super`, wherever it
    /// stands; what says only who may see an item is none.
    pub(crate) fn names(&self, own: &[String]) -> Vec<Named> {
        let begins = |at: &usize| {
            let head = self
                .code
                .get(*at)
                .is_some_and(|t| HEADS.contains(&&*t.text));
            let inside = *at > 0 && stands(&self.code, *at - 1, &["::"]);
            let visibility = *at > 1 && stands(&self.code, *at - 2, &["(", "in"]);
            head && stands(&self.code, *at + 1, &["::"]) && !inside && !visibility
        };
        let heads = (0..self.code.len()).filter(begins);
        heads.map(|at| self.resolve(own, at)).collect()
    }

    fn resolve(&self, own: &[String], head: usize) -> Named {
        let mut path = own.to_vec();
        let mut at = head;
        while let Some(token) = self.code.get(at) {
            match &*token.text {
                "crate" => path.clear(),
                "self" => {}
                "super" => drop(path.pop()),
                name => path.push(name.to_owned()),
            }
            if !stands(&self.code, at + 1, &["::"]) || stands(&self.code, at + 2, &["<"]) {
                break;
            }
            at += 2;
        }
        let line = self.code.get(head).map_or(0, |t| t.line);
        Named { path, line }
    }
}

/// The `mod` list: what stands outside all brackets.
fn list(code: &[Token]) -> Vec<Listed> {
    let mut list = Vec::new();
    let mut test = false;
    let mut at = 0;
    while let Some(token) = code.get(at) {
        let name = code.get(at + 1).filter(|name| is_word(name));
        match (&*token.text, name) {
            ("#", _) if stands(code, at, &CFG_TEST) => {
                test = true;
                at += CFG_TEST.len();
                continue;
            }
            ("mod", Some(name)) => list.push(Listed {
                name: name.text.clone(),
                line: name.line,
                kind: match (stands(code, at + 2, &["{"]), test) {
                    (true, _) => Kind::Inline,
                    (false, true) => Kind::Test,
                    (false, false) => Kind::File,
                },
            }),
            ("{" | "(" | "[", _) => {
                test &= token.text != "{";
                at = after_bracket(code, at);
                continue;
            }
            (";", _) => test = false,
            _ => {}
        }
        at += 1;
    }
    list
}

/// What a path begins with that says where it begins.
const HEADS: [&str; 3] = ["crate", "self", "super"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    fn named(text: &str) -> Vec<String> {
        let sources = made_up(&[("crates/x/src/a/b.rs", text)]);
        let tree = Tree::of("x", &sources);
        let own = ["a".to_owned(), "b".to_owned()];
        let module = tree.modules.values().next().unwrap();
        let named = module.names(&own).into_iter();
        named.map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn paths_are_found_wherever_they_stand() {
        assert_eq!(named("use crate::c::D;"), ["c::D"]);
        assert_eq!(
            named("fn f(x: &super::E) { self::g::<crate::H>() }"),
            ["a::E", "a::b::g", "H"]
        );
        assert_eq!(named("use super\n::super::{I};"), ["{"]);
        assert_eq!(named("use super::*; x::y(); self.z"), ["a::*"]);
        assert_eq!(
            named("// crate::c\npub(in crate::a) fn f() { \"super::g\" }"),
            [""; 0]
        );
        assert_eq!(named("#[cfg(test)] mod tests { use super::*; }"), [""; 0]);
    }

    #[test]
    fn a_mod_list_is_read_in_its_order() {
        let text = "pub mod z; #[cfg(test)] mod t; #[doc(hidden)] pub(crate) mod a; mod i { mod j; } fn f() { mod k; }";
        let found: Vec<_> = list(&tokens(text))
            .into_iter()
            .map(|l| (l.name, l.kind))
            .collect();
        let expected = [
            ("z", Kind::File),
            ("t", Kind::Test),
            ("a", Kind::File),
            ("i", Kind::Inline),
        ];
        assert_eq!(found, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn tests_are_not_among_the_modules() {
        let sources = made_up(&[
            ("crates/x/src/lib.rs", "mod a; #[cfg(test)] mod made;"),
            ("crates/x/src/a.rs", "#[cfg(test)] mod tests;"),
            ("crates/x/src/a/tests.rs", ""),
            ("crates/x/src/made.rs", "mod inner;"),
            ("crates/x/src/made/inner.rs", ""),
            ("crates/x/src/main.rs", ""),
        ]);
        let tree = Tree::of("x", &sources);
        let files: Vec<_> = tree.modules().map(|(_, module)| module.file).collect();
        assert_eq!(files, ["crates/x/src/lib.rs", "crates/x/src/a.rs"]);
    }
}
