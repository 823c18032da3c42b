//! Links between the documents, and from them to the code.

use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::exists;
use crate::sources::file;
use crate::sources::made_up;
use crate::sources::walk;

/// Relative links that lead nowhere.
fn broken(document: &Source, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for (line, link) in links(&document.text) {
        let target = link.split('#').next().unwrap_or_default();
        let elsewhere = link.contains("://") || link.starts_with("mailto:");
        if !elsewhere && !target.is_empty() && !exists(&beside(&document.path, target)) {
            complaints.push(format!("{}:{line}: `{link}` leads nowhere", document.path));
        }
    }
    complaints
}

/// `](target)` and `](target "title")`, and `[name]: target`, outside fenced
/// blocks.
pub(super) fn links(text: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let inline = line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        let named = line.strip_prefix('[').and_then(|l| l.split_once("]: "));
        let all = inline.chain(named.map(|(_, target)| target));
        links.extend(all.filter_map(|l| Some((at + 1, l.split_whitespace().next()?))));
    }
    links
}

/// The path from the root of what a document calls `target`.
pub(super) fn beside(document: &str, target: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    path.join("/")
}

/// All that somebody reads.
pub(super) fn documents() -> Vec<Source> {
    let mut documents = walk(&["docs"], ".md");
    let root = [
        "README.md",
        "LEIAME.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ];
    documents.extend(root.map(file));
    documents
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let complaints = documents()
        .iter()
        .flat_map(|d| broken(d, exists))
        .collect::<Vec<_>>();
    content(&complaints);
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let text = "[a](b.md) [c](https://x/y) [d](#e)\n[f](../g.md#h \"i\")\n```\n[j](k)\n```\n[l](m)\n\n[n]: o\n";
    let documents = made_up(&[("docs/a.md", text)]);
    let exists = |path: &str| ["docs/b.md", "g.md"].contains(&path);
    let complaints = documents
        .iter()
        .flat_map(|d| broken(d, exists))
        .collect::<Vec<_>>();
    complains(&complaints, &["docs/a.md:6", "docs/a.md:8"]);
}
