//! Links to a heading: the heading is there, in this document or another one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::links::beside;
use super::links::documents;
use super::links::links;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::made_up;

/// Links whose heading no document has.
fn lost(documents: &[Source]) -> Vec<String> {
    let headings: BTreeMap<_, _> = documents
        .iter()
        .map(|d| (d.path.as_str(), anchors(&d.text)))
        .collect();
    let mut complaints = Vec::new();
    for document in documents {
        for (line, link) in links(&document.text) {
            let Some((target, anchor)) = link.split_once('#') else {
                continue;
            };
            let path = match target {
                "" => document.path.clone(),
                target => beside(&document.path, target),
            };
            let there = headings.get(path.as_str());
            if there.is_some_and(|there| !there.contains(anchor)) {
                let place = format!("{}:{line}", document.path);
                complaints.push(format!("{place}: no heading of {path} is `#{anchor}`"));
            }
        }
    }
    complaints
}

/// What one writes after `#` to reach each heading, as GitHub and mdBook count: small
/// letters, digits, `-` and `_`, a blank as `-`, and a number where it is there already.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let title = line.trim_start_matches('#');
        if fenced || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let words = title.trim().chars().filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c => c.is_alphanumeric().then_some(c),
        });
        let plain = words.flat_map(char::to_lowercase).collect::<String>();
        let again = (1..).map(|n| format!("{plain}-{n}"));
        let mut all = [plain.clone()].into_iter().chain(again);
        anchors.extend(all.find(|one| !anchors.contains(one)));
    }
    anchors
}

#[test]
fn links_to_headings_lead_to_one() {
    content(&lost(&documents()));
}

#[test]
fn a_heading_that_is_not_there_is_missed() {
    let one =
        "# A `b` c: d\n[a](#a-b-c-d) [b](#a-b-c)\n```\n# No\n```\n[c](b.md#dezasseis-lições)\n";
    let two = "## Dezasseis lições\n# E\n# E\n[d](a.md#e)\n[e](#e) [f](#e-1) [g](#e-2)\n";
    let documents = made_up(&[("docs/a.md", one), ("docs/b.md", two)]);
    let complaints = lost(&documents);
    complains(&complaints, &["docs/a.md:2", "docs/b.md:4", "docs/b.md:5"]);
}
