//! What a server says of those that share its conversation. Read in a further look at the
//! few lines that may say it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::incoming::labels::Names;
use crate::codec::json::incoming::labels::label;
use crate::frame::cluster::Cluster;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Kind;
use crate::limits::OTHER_SERVERS;

/// Such fields. Everything may be missing, and what is odd counts as that.
#[derive(Default, Deserialize)]
struct Read<'a> {
    #[serde(borrow)]
    server: Option<&'a RawValue>,
    #[serde(borrow)]
    others: Option<&'a RawValue>,
    #[serde(borrow)]
    servers: Option<&'a RawValue>,
}

/// The frame, with what such fields of its line say.
pub fn filled(mut kind: Kind, line: &[u8]) -> Kind {
    let read = || serde_json::from_slice::<Read<'_>>(line).unwrap_or_default();
    match &mut kind {
        Kind::Welcome { cluster, .. } => **cluster = told(&read()),
        Kind::Who { roll, .. } => roll.servers = elsewhere(&read()),
        Kind::Whois(whois) => whois.server = named(&read()),
        Kind::Notice { happening, .. } => {
            if let Happening::Other(word) = happening
                && let Some(apart) = parted(word)
            {
                *happening = Happening::Apart(apart);
            }
        }
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Other
        | Kind::Pasted { .. }
        | Kind::Pong { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Said { .. }
        | Kind::Search(_) => {}
    }
    kind
}

fn parted(word: &str) -> Option<bool> {
    match word {
        "apart" => Some(true),
        "together" => Some(false),
        _ => None,
    }
}

fn told(read: &Read<'_>) -> Cluster {
    let others: Vec<&RawValue> = value(read.others).unwrap_or_default();
    // What is odd among them does not cost the rest.
    let others = others.into_iter().filter_map(|one| value(Some(one)));
    Cluster::bounded(named(read), others)
}

fn named(read: &Read<'_>) -> Option<String> {
    let name = label(&value::<String>(read.server)?);
    Some(name).filter(|name| !name.is_empty())
}

/// No more servers than there can be others.
fn elsewhere(read: &Read<'_>) -> Vec<(String, Vec<String>)> {
    let servers: BTreeMap<String, Names> = value(read.servers).unwrap_or_default();
    let servers = servers.iter().take(OTHER_SERVERS);
    servers
        .map(|(name, people)| (label(name), people.cleaned()))
        .collect()
}

fn value<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

#[cfg(test)]
mod tests {
    use crate::codec::json::read_server;
    use crate::frame::cluster::Cluster;
    use crate::frame::incoming::Happening;
    use crate::frame::incoming::Kind;

    fn cluster(fields: &str) -> Cluster {
        let line = format!(r#"{{"type":"welcome","you":"ana","room":"lobby"{fields}}}"#);
        let Kind::Welcome { cluster, .. } = read_server(line.as_bytes()).unwrap().kind else {
            panic!("no welcome")
        };
        *cluster
    }

    #[test]
    fn what_is_odd_among_other_servers_is_left_out() {
        assert_eq!(cluster(""), Cluster::default());
        let odd = cluster(r#","server":7,"others":["lab2:1234",7,null,"a b","lab3:1"]"#);
        assert_eq!((odd.server, odd.others.len()), (None, 2));
        assert_eq!(cluster(r#","others":"lab2:1234""#).others.len(), 0);
        let long = format!(r#","server":"{0}","others":["{0}"]"#, "a".repeat(10_000));
        let long = cluster(&long);
        assert!(long.server.is_some_and(|name| name.len() < 200));
        assert!(long.others.is_empty());
    }

    #[test]
    fn a_list_may_say_who_is_elsewhere() {
        let servers = |fields: &str| {
            let line = format!(r#"{{"type":"who","room":"lab","names":["bob","eva"]{fields}}}"#);
            let Kind::Who { roll, .. } = read_server(line.as_bytes()).unwrap().kind else {
                panic!("no list")
            };
            roll.servers
        };
        let told = servers(r#","servers":{"lab3":"eva","lab2":["bob\u001b"]}"#);
        let expected = [("lab2", "bob"), ("lab3", "eva")];
        assert_eq!(
            told,
            expected.map(|(server, name)| (server.to_owned(), vec![name.to_owned()]))
        );
        for odd in ["", r#","servers":7"#, r#","servers":["lab2"]"#] {
            assert_eq!(servers(odd), [], "{odd}");
        }
    }

    #[test]
    fn a_server_that_is_cut_off_says_so_and_when_it_is_not() {
        let happening = |event: &str| {
            let line = format!(r#"{{"type":"notice","room":"lab","event":"{event}"}}"#);
            let Kind::Notice { happening, .. } = read_server(line.as_bytes()).unwrap().kind else {
                panic!("no notice")
            };
            happening
        };
        assert_eq!(happening("apart"), Happening::Apart(true));
        assert_eq!(happening("together"), Happening::Apart(false));
        assert_eq!(happening("kept"), Happening::Other("kept".to_owned()));
    }
}
