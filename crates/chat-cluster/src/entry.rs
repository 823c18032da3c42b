//! An entry of the log, as JSON.
//!
//! ```text
//! {"v":1,"server":"lab1","at":1764495451000,"nonce":"…","after":0,"hello":{…}}
//! {"v":1,"server":"lab1","at":1764495451001,"life":7,"n":1,"deeds":[{…},{…}]}
//! {"v":1,"server":"lab1","at":1764495451002,"life":7,"n":2,"dead":{"server":"lab2","life":5}}
//! ```
//!
//! A hello names the life of the same server that it comes `after` (0: none), so that a
//! late copy of an older one begins nothing.

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::address::ServerName;
use crate::news::Counted;
use crate::news::What;

/// An entry that can be read. Whether it counts is another question.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose it is.
    pub server: ServerName,
    /// When it was made: milliseconds since 1970.
    pub at: u64,
    /// What it says.
    pub said: Said,
}

/// What an entry says.
#[derive(Clone, Debug)]
pub enum Said {
    /// A life begins.
    Hello {
        /// By which its sender knows it again.
        nonce: String,
        /// The life before it.
        after: u64,
        /// Who is here.
        hello: Box<RawValue>,
    },
    /// In a life, the next.
    Turn {
        /// Which life.
        life: u64,
        /// Its number.
        n: u64,
        /// What it says.
        turn: Turn,
    },
}

/// What is said in a life.
#[derive(Clone, Debug)]
pub enum Turn {
    /// What was done.
    Deeds(Vec<Box<RawValue>>),
    /// A life is over.
    Dead(Grave),
}

impl Turn {
    fn told(self) -> What {
        match self {
            Self::Deeds(deeds) => What::Deeds(deeds),
            Self::Dead(Grave { server, life }) => What::Dead { server, life },
        }
    }
}

/// A life that is over, or should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grave {
    /// Whose.
    pub server: ServerName,
    /// Which.
    pub life: u64,
}

/// Why an entry cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// By a newer server.
    #[error("version {0} of an entry: a newer server wrote it, and this one should be renewed too")]
    Newer(u64),
    /// Under another's subject.
    #[error("an entry of {0} under another server's subject")]
    Borrowed(ServerName),
    /// Neither of the three.
    #[error("it is neither a hello nor deeds nor a death")]
    Shape,
    /// Not JSON, or a field is wrong.
    #[error("{0}")]
    Json(String),
}

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    v: u64,
    server: ServerName,
    at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<u64>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    hello: Option<&'a RawValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    life: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deeds: Option<Vec<Box<RawValue>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dead: Option<Grave>,
}

#[derive(Deserialize)]
struct Version {
    v: u64,
}

impl Entry {
    /// Reads an entry that stands under the subject of `speaker`.
    pub fn read(payload: &[u8], speaker: Option<&ServerName>) -> Result<Self, Unreadable> {
        let written: Written<'_> = match serde_json::from_slice(payload) {
            Ok(written) => written,
            Err(why) => return Err(why_not(payload, &why)),
        };
        if written.v != VERSION {
            return Err(Unreadable::Newer(written.v));
        }
        if speaker != Some(&written.server) {
            return Err(Unreadable::Borrowed(written.server));
        }
        let (server, at) = (written.server.clone(), written.at);
        let said = said(written).ok_or(Unreadable::Shape)?;
        Ok(Self { server, at, said })
    }

    /// The same at its place in the log.
    pub fn at(self, position: u64) -> Counted {
        let (life, n, what) = match self.said {
            Said::Hello { hello, .. } => (position, 0, What::Hello(hello)),
            Said::Turn { life, n, turn } => (life, n, turn.told()),
        };
        Counted {
            position,
            at: self.at,
            server: self.server,
            life,
            n,
            what,
        }
    }

    /// The nonce of a hello.
    pub fn nonce(&self) -> Option<&str> {
        match &self.said {
            Said::Hello { nonce, .. } => Some(nonce),
            Said::Turn { .. } => None,
        }
    }

    /// As it is sent.
    pub fn write(&self) -> String {
        let mut written = Written {
            v: VERSION,
            server: self.server.clone(),
            at: self.at,
            nonce: None,
            after: None,
            hello: None,
            life: None,
            n: None,
            deeds: None,
            dead: None,
        };
        match &self.said {
            Said::Hello {
                nonce,
                after,
                hello,
            } => {
                written.nonce = Some(nonce.clone());
                written.after = Some(*after);
                written.hello = Some(hello);
            }
            Said::Turn { life, n, turn } => {
                written.life = Some(*life);
                written.n = Some(*n);
                match turn {
                    Turn::Deeds(deeds) => written.deeds = Some(deeds.clone()),
                    Turn::Dead(grave) => written.dead = Some(grave.clone()),
                }
            }
        }
        // Words, numbers and what is JSON already: it cannot fail.
        serde_json::to_string(&written).unwrap_or_default()
    }
}

fn said(written: Written<'_>) -> Option<Said> {
    match (written.hello, written.deeds, written.dead) {
        (Some(hello), None, None) if is_object(hello) => Some(Said::Hello {
            nonce: written.nonce?,
            after: written.after?,
            hello: hello.to_owned(),
        }),
        (None, Some(deeds), None) if deeds.iter().all(|deed| is_object(deed)) => Some(Said::Turn {
            life: written.life?,
            n: written.n?,
            turn: Turn::Deeds(deeds),
        }),
        (None, None, Some(grave)) => Some(Said::Turn {
            life: written.life?,
            n: written.n?,
            turn: Turn::Dead(grave),
        }),
        _ => None,
    }
}

/// A newer version may have other fields: its number is said first.
fn why_not(payload: &[u8], why: &serde_json::Error) -> Unreadable {
    match serde_json::from_slice::<Version>(payload) {
        Ok(version) if version.v != VERSION => Unreadable::Newer(version.v),
        Ok(_) | Err(_) => Unreadable::Json(why.to_string()),
    }
}

/// A JSON object, where it is one.
pub fn object(written: String) -> Option<Box<RawValue>> {
    RawValue::from_string(written)
        .ok()
        .filter(|value| is_object(value))
}

fn is_object(value: &RawValue) -> bool {
    value.get().starts_with('{')
}

/// The only one so far.
const VERSION: u64 = 1;

#[cfg(test)]
mod tests;
