//! Who is on which other server of the conversation, as far as the server has told.

use std::collections::BTreeMap;

/// The servers, by name.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// At most [`PEOPLE`].
    servers: BTreeMap<String, String>,
}

impl Elsewhere {
    /// A list of people tells where each of them is: here, where it does not say.
    pub fn tell(&mut self, names: &[String], servers: &[(String, Vec<String>)]) {
        self.forget(names);
        for (server, people) in servers {
            for name in people {
                self.set(name, Some(server));
            }
        }
    }

    /// One of them is there; or here.
    pub fn set(&mut self, name: &str, server: Option<&String>) {
        let key = name.to_lowercase();
        match server {
            Some(server) if self.servers.len() < PEOPLE || self.servers.contains_key(&key) => {
                self.servers.insert(key, server.clone());
            }
            Some(_) => {}
            None => drop(self.servers.remove(&key)),
        }
    }

    /// These came or went: where they are now, nobody has told.
    pub fn forget(&mut self, names: &[String]) {
        for name in names {
            self.servers.remove(&name.to_lowercase());
        }
    }

    /// Somebody is called otherwise.
    pub fn renamed(&mut self, was: &str, now: &str) {
        if let Some(server) = self.servers.remove(&was.to_lowercase()) {
            self.servers.insert(now.to_lowercase(), server);
        }
    }

    /// Nothing is known any longer.
    pub fn clear(&mut self) {
        self.servers.clear();
    }

    /// The other server that this one is on.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.servers.get(&name.to_lowercase()).map(String::as_str)
    }
}

/// As many as the roster remembers.
const PEOPLE: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_newer_list_says_who_is_here_again() {
        let mut elsewhere = Elsewhere::default();
        let servers = [("lab2".to_owned(), names(&["Bob", "eva"]))];
        elsewhere.tell(&names(&["ana", "Bob", "eva"]), &servers);
        assert_eq!(elsewhere.of("bob"), Some("lab2"));
        elsewhere.renamed("Bob", "rob");
        assert_eq!(
            (elsewhere.of("bob"), elsewhere.of("rob")),
            (None, Some("lab2"))
        );
        elsewhere.tell(&names(&["ana", "rob"]), &[]);
        assert_eq!(
            (elsewhere.of("rob"), elsewhere.of("eva")),
            (None, Some("lab2"))
        );
        elsewhere.forget(&names(&["Eva"]));
        assert_eq!(elsewhere.of("eva"), None);
    }

    #[test]
    fn a_server_that_tells_of_more_and_more_fills_no_memory() {
        let mut elsewhere = Elsewhere::default();
        for n in 0..2 * PEOPLE {
            elsewhere.set(&format!("n{n}"), Some(&"lab2".to_owned()));
        }
        assert_eq!(elsewhere.servers.len(), PEOPLE);
    }
}
