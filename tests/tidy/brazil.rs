//! What `chat-wire` says to Brazil: wherever it says a word that is of Portugal alone, it
//! says the same thing beside it with the word of Brazil. The words stand in a list beside
//! the client's catalogue, whose own sentences a test there holds against it.

use std::collections::BTreeSet;

use crate::code::Token;
use crate::code::stands;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::file;
use crate::sources::made_up;

/// A word of Portugal, and what Brazil says for it: one of these.
struct Pair {
    portugal: String,
    brazil: Vec<String>,
}

fn pairs(list: &str) -> Vec<Pair> {
    let lines = list.lines().filter_map(|line| line.split_once(" = "));
    let pair = |(portugal, brazil): (&str, &str)| Pair {
        portugal: format!(" {}", portugal.replace('.', " ")),
        brazil: brazil.split(" | ").map(str::to_owned).collect(),
    };
    lines.map(pair).collect()
}

/// Every literal that Brazil would read with a word of Portugal in it: neither what follows
/// it nor what stands in a table for Brazil says the same.
fn unsaid(sources: &[Source], pairs: &[Pair]) -> Vec<String> {
    let tree = Tree::of("chat-wire", sources);
    let mut complaints = Vec::new();
    for (_, module) in tree.modules() {
        let is_table = |at: &usize| stands(&module.code, *at, &["IN_BRAZIL", ":"]);
        let table = (0..module.code.len()).find(is_table);
        let table = said(module.code.split_at(table.unwrap_or(module.code.len())).1);
        let said = said(&module.code);
        for (at, (line, european)) in said.iter().enumerate() {
            let strange = strange(european, pairs);
            let Some(first) = strange.first() else {
                continue;
            };
            let mut others = said.get(at + 1).into_iter().chain(&table);
            if !others.any(|(_, other)| says(other, european, pairs)) {
                let word = first.portugal.trim();
                complaints.push(format!(
                    "{}:{line}: `{word}` is of Portugal, and Brazil has no words of its own",
                    module.file
                ));
            }
        }
    }
    complaints
}

/// The literals, each with its line.
fn said(code: &[Token]) -> Vec<(usize, String)> {
    let literals = code.iter().filter(|token| token.text.starts_with('"'));
    let said = literals.map(|token| (token.line, words(&token.text)));
    said.collect()
}

/// What in it is of Portugal.
fn strange<'a>(said: &str, pairs: &'a [Pair]) -> Vec<&'a Pair> {
    let strange = pairs.iter().filter(|pair| said.contains(&pair.portugal));
    strange.collect()
}

/// Whether it is the same thing with the words of Brazil: they are there, and of the other
/// words at least half.
fn says(brazilian: &str, european: &str, pairs: &[Pair]) -> bool {
    let is_clean = strange(brazilian, pairs).is_empty();
    let strange = strange(european, pairs);
    let has = |pair: &&Pair| pair.brazil.iter().any(|word| brazilian.contains(word));
    let replaced = strange.iter().flat_map(|pair| pair.portugal.split(' '));
    let replaced: Vec<_> = replaced.filter(|stem| !stem.is_empty()).collect();
    let others = european.split_whitespace();
    let others = others.filter(|word| !replaced.iter().any(|stem| word.starts_with(stem)));
    let others: Vec<_> = others.collect();
    let known: BTreeSet<_> = brazilian.split(' ').collect();
    let common = others.iter().filter(|word| known.contains(*word)).count();
    is_clean && strange.iter().all(has) && common * 2 >= others.len()
}

/// In small letters, with a blank around each.
fn words(said: &str) -> String {
    let is_of_a_word = |c: char| c.is_alphanumeric() || c == '-';
    let said = said.to_lowercase();
    let words = said.split(|c| !is_of_a_word(c)).filter(|w| !w.is_empty());
    words.fold(" ".to_owned(), |line, word| format!("{line}{word} "))
}

#[test]
fn what_the_wire_says_brazil_reads_in_its_own_words() {
    let list = file("crates/chat-tui/src/speech/of_portugal.txt");
    let pairs = pairs(&list.text);
    assert!(pairs.len() > 30, "the list is lost");
    content(&unsaid(&crates(), &pairs));
}

#[test]
fn a_word_of_portugal_that_brazil_would_read_is_seen() {
    let pairs = pairs("# a list\nligaç = conex\nestá a. = ndo\nporquê = por quê | motivo\n");
    let sources = made_up(&[
        (
            "crates/chat-wire/src/lib.rs",
            "a(\"a link\", \"uma ligação daqui\", \"uma conexão daqui\");\nb(\"links\", \"as ligações que há\");\nc(\"why\", \"diz porquê\", \"diz o motivo\");",
        ),
        (
            "crates/chat-wire/src/other.rs",
            "a(\"she writes\", \"ela está a escrever\");\nb(\"he writes\", \"ele está a ler\", \"ele está lendo\");\nconst T: [&str; 1] = [\"a ligação delas\"];\nconst IN_BRAZIL: [&str; 1] = [\"a conexão delas\"];",
        ),
        ("crates/chat-tui/src/lib.rs", "a(\"uma ligação\");"),
    ]);
    complains(
        &unsaid(&sources, &pairs),
        &[
            "crates/chat-wire/src/lib.rs:2",
            "crates/chat-wire/src/other.rs:1",
        ],
    );
}
