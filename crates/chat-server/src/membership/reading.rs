//! How far this server has read the log, and what it knows of those that write it.

use std::collections::BTreeMap;

use chat_cluster::Counted;
use chat_cluster::Lives;
use chat_cluster::ServerSeen;
use chat_cluster::Sum;

use crate::membership::agreement::Agreement;
use crate::membership::agreement::Verdict;
use crate::membership::checkpoint::Checkpoint;
use crate::membership::checkpoint::ServerRow;

/// What is known of the log, as far as it was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Which entries have counted.
    lives: Lives,
    /// Each server's life, and by which rules it goes.
    rules: BTreeMap<String, (u64, String)>,
    /// Whether this server is what the others are.
    pub agreement: Agreement,
}

impl Reading {
    /// From where it was written down.
    pub fn going_on(checkpoint: &Checkpoint) -> Self {
        let servers = checkpoint.servers.iter();
        let rules = servers.map(|row| (row.name.clone(), (row.life, row.rules.clone())));
        Self {
            lives: checkpoint.lives.clone(),
            rules: rules.collect(),
            agreement: Agreement::going_on(checkpoint.lives.position()),
        }
    }

    /// The next entry that counts.
    pub fn note(&mut self, entry: &Counted) {
        self.lives.note(entry);
    }

    /// The next one is one that nobody can read.
    pub fn skip(&mut self, position: u64) {
        self.lives.skip(position);
    }

    /// A server begins to live, by these rules.
    pub fn begins(&mut self, server: String, life: u64, rules: String) {
        self.rules.insert(server, (life, rules));
    }

    /// A server's life is over.
    pub fn ends(&mut self, server: &str) {
        self.rules.remove(server);
    }

    /// By which rules another one goes, where that is the one that the log knows.
    pub fn rules_of(&self, other: &ServerSeen) -> Option<(u64, &str)> {
        let (life, rules) = self.rules.get(other.name.as_str())?;
        (other.life == Some(*life)).then_some((*life, rules))
    }

    /// What the log has made of another server.
    pub fn compare(&mut self, other: ServerSeen) {
        if let Some(life) = other.life {
            for sum in other.sums {
                self.agreement.other(other.name.as_str(), life, sum);
            }
        }
    }

    /// What it has made of this one.
    pub fn own(&mut self, sum: Sum) {
        self.agreement.own(sum);
    }

    /// Whether this one, in this life, is what the others are.
    pub fn judge(&mut self, own: u64) -> Option<Verdict> {
        let living = self.rules.iter().map(|(name, (life, _))| (name, *life));
        let living = living.filter(|(_, life)| *life != own);
        let living = living.map(|(name, life)| (name.as_str(), life)).collect();
        self.agreement.judge(own, &living)
    }

    /// What is written down, for going on from here.
    pub fn servers(&self) -> (Lives, Vec<ServerRow>) {
        let servers = self.rules.iter().map(|(name, (life, rules))| ServerRow {
            name: name.clone(),
            life: *life,
            rules: rules.clone(),
        });
        (self.lives.clone(), servers.collect())
    }
}
