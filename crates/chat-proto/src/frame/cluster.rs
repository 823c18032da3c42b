//! Which servers share one conversation, as a welcome tells of them.
//!
//! A client reads it from a server that may be anybody's: what is out of bounds is left out.

use crate::limits::ADDRESS_BYTES;
use crate::limits::OTHER_SERVERS;

/// The place of a server among those that share its conversation; one by itself has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The server's own name among them.
    pub server: Option<String>,
    /// The addresses of the others, `host:port`, in the order in which to try them.
    pub others: Vec<String>,
}

impl Cluster {
    /// As it was said, without addresses that cannot be any, and no more than so many.
    pub fn bounded(server: Option<String>, others: impl IntoIterator<Item = String>) -> Self {
        let others = others.into_iter().filter(|address| is_address(address));
        Self {
            server: server.filter(|name| !name.is_empty()),
            others: others.take(OTHER_SERVERS).collect(),
        }
    }
}

/// Whether it may be the address of a server: short enough, in printable ASCII without
/// spaces.
fn is_address(word: &str) -> bool {
    (1..=ADDRESS_BYTES).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_an_address_is_left_out() {
        let longest = "a".repeat(ADDRESS_BYTES);
        let long = "a".repeat(ADDRESS_BYTES + 1);
        let said = [
            "lab2:1234",
            "",
            "a b:1",
            "a\u{1b}[2J:1",
            "\u{e9}:1",
            &long,
            &longest,
            "[::1]:9",
        ];
        let cluster = Cluster::bounded(Some(String::new()), said.map(str::to_owned));
        assert_eq!(cluster.others, ["lab2:1234", &longest, "[::1]:9"]);
        assert_eq!(cluster.server, None);
    }

    #[test]
    fn more_others_than_anybody_has_are_left_out() {
        let said = (0..100).map(|port| format!("lab:{port}"));
        let cluster = Cluster::bounded(None, said);
        assert_eq!(cluster.others.len(), OTHER_SERVERS);
        assert_eq!(cluster.others.first().map(String::as_str), Some("lab:0"));
    }
}
