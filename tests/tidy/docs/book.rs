//! The guides as a book: `docs/SUMMARY.md` lists each of them, once.

use super::links::beside;
use super::links::documents;
use super::links::links;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::file;
use crate::sources::made_up;

const SUMMARY: &str = "docs/SUMMARY.md";

/// Documents that the summary does not list, or more than once.
fn unlisted(summary: &Source, documents: &[Source]) -> Vec<String> {
    let listed = links(&summary.text);
    let listed = listed.iter().map(|(_, to)| beside(&summary.path, to));
    let listed = listed.collect::<Vec<_>>();
    let mut complaints = Vec::new();
    for document in documents.iter().filter(|d| d.path != summary.path) {
        match listed.iter().filter(|to| **to == document.path).count() {
            1 => {}
            times => complaints.push(format!(
                "{}: stands {times} times in {}",
                document.path, summary.path
            )),
        }
    }
    complaints
}

#[test]
fn every_document_is_in_the_book_once() {
    content(&unlisted(&file(SUMMARY), &documents()));
}

#[test]
fn a_document_that_is_not_in_the_book_is_missed() {
    let summary = "# Summary\n- [A](A.md)\n- [B](B.md)\n- [B](B.md)\n[R](../README.md)\n";
    let paths = ["README.md", "docs/A.md", "docs/B.md", "docs/C.md", SUMMARY];
    let tree = made_up(&paths.map(|path| (path, if path == SUMMARY { summary } else { "" })));
    let complaints = unlisted(&tree[4], &tree);
    complains(&complaints, &["docs/B.md", "docs/C.md"]);
}
