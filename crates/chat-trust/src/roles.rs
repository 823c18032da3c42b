//! Who leads, and who may not come in: as lines of the file of names.
//!
//! Every change comes out as the record that keeps it. Whatever line cannot be read is
//! somebody else's, or skipped.

mod record;

use std::collections::BTreeMap;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::stamp::Stamp;

pub use self::record::Ban;
pub use self::record::Newcomer;
pub use self::record::RoleRecord;

/// What teachers have decided that outlives a run.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// The keys of the teachers, and under which name each was made one.
    teachers: BTreeMap<PublicKey, Name>,
    /// Who may not come in, by the plain key of the name under which they were banned.
    bans: BTreeMap<Box<str>, Ban>,
}

impl Roles {
    /// What a line of the file says.
    pub fn restore(&mut self, record: RoleRecord, now: Stamp) {
        match record {
            RoleRecord::Teacher(key, name) if self.teachers.len() < TEACHERS => {
                self.teachers.insert(key, name);
            }
            RoleRecord::Banned(ban) if ban.holds(now) && self.bans.len() < BANS => {
                self.bans.insert(ban.name.key().plain().into(), ban);
            }
            RoleRecord::Teacher(..) | RoleRecord::Banned(_) => {}
            RoleRecord::NoTeacher(key) => drop(self.teachers.remove(&key)),
            RoleRecord::Unbanned(name) => drop(self.bans.remove(name.key().plain())),
        }
    }

    /// Everything that a file has to hold.
    pub fn records(&self) -> impl Iterator<Item = RoleRecord> {
        let teachers = self.teachers.iter();
        let teachers = teachers.map(|(key, name)| RoleRecord::Teacher(*key, name.clone()));
        let bans = self.bans.values().cloned().map(RoleRecord::Banned);
        teachers.chain(bans)
    }

    /// Whether anybody is a teacher.
    pub fn has_teacher(&self) -> bool {
        !self.teachers.is_empty()
    }

    /// Whether a key is a teacher's.
    pub fn is_teacher(&self, key: &PublicKey) -> bool {
        self.teachers.contains_key(key)
    }

    /// A key is a teacher's from now on; nothing where there are too many.
    pub fn appoint(&mut self, key: PublicKey, name: &Name) -> Option<RoleRecord> {
        if self.teachers.len() >= TEACHERS && !self.is_teacher(&key) {
            return None;
        }
        self.teachers.insert(key, name.clone());
        Some(RoleRecord::Teacher(key, name.clone()))
    }

    /// A key is a teacher's no longer; nothing where it was none.
    pub fn dismiss(&mut self, key: PublicKey) -> Option<RoleRecord> {
        self.teachers.remove(&key)?;
        Some(RoleRecord::NoTeacher(key))
    }

    /// The key of the teacher who was made one under this name.
    pub fn teacher_called(&self, name: &NameKey) -> Option<(PublicKey, &Name)> {
        let mut all = self.teachers.iter();
        let found = all.find(|(_, known)| known.key().plain() == name.plain());
        found.map(|(key, known)| (*key, known))
    }

    /// The ban that keeps somebody out, if there is one.
    pub fn keeps_out(&self, now: Stamp, who: Newcomer<'_>) -> Option<&Ban> {
        let mut holding = self.bans.values().filter(|ban| ban.holds(now));
        holding.find(|ban| ban.is_of(who))
    }

    /// Somebody may not come in from now on; nothing where there are too many.
    pub fn ban(&mut self, now: Stamp, ban: Ban) -> Option<RoleRecord> {
        self.bans.retain(|_, ban| ban.holds(now));
        let plain = ban.name.key().plain();
        if self.bans.len() >= BANS && !self.bans.contains_key(plain) {
            return None;
        }
        self.bans.insert(plain.into(), ban.clone());
        Some(RoleRecord::Banned(ban))
    }

    /// Somebody may come in again; nothing where they might before.
    pub fn unban(&mut self, name: &NameKey) -> Option<(Name, RoleRecord)> {
        let ban = self.bans.remove(name.plain())?;
        Some((ban.name.clone(), RoleRecord::Unbanned(ban.name)))
    }

    /// All bans that hold.
    pub fn bans(&self, now: Stamp) -> impl Iterator<Item = &Ban> {
        self.bans.values().filter(move |ban| ban.holds(now))
    }
}

/// One teacher, and assistants.
const TEACHERS: usize = 64;

/// People who may not come in: more than any class has.
const BANS: usize = 4096;

#[cfg(test)]
mod tests;
