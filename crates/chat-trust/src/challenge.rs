//! The challenge of a connection: asked once, good once, for a while, and only the
//! newest.
//!
//! What waits for the answer (a `join` or a `nick`) is kept with the question, so that
//! the answer cannot be to another one. Whoever calls decides in which order things are
//! looked at: first the signature, then, if the address may still guess, the password.

use std::time::Duration;
use std::time::Instant;

use chat_proto::hex::Hex;
use chat_proto::hex::Nonce;
use chat_proto::hex::Proof;
use chat_proto::hex::PublicKey;
use chat_proto::hex::Signature;
use chat_proto::name::Name;
use thiserror::Error;

use crate::key::is_signed;
use crate::mac::hmac;
use crate::password::PasswordKey;
use crate::statement::Meeting;
use crate::statement::Side;

/// What one connection has been asked and has not answered. `H` is what waits for it.
/// Most connections wait for nothing: it takes a word then.
#[derive(Clone, Debug)]
pub struct Open<H>(Option<Box<Challenge<H>>>);

/// A question.
#[derive(Clone, Debug)]
pub struct Challenge<H> {
    /// What both sides have drawn for it.
    pub meeting: Meeting,
    /// The key that the peer says it has.
    pub key: Option<PublicKey>,
    /// The name that the key has to ask for.
    pub name: Option<Name>,
    /// Whether the password is to be proved.
    pub password: bool,
    /// When it was asked.
    pub asked: Instant,
    /// What waits for the answer.
    pub held: H,
}

/// Why an answer is none. Whoever gives it is told which, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nothing was asked, or it was answered already.
    #[error("nothing waits for a `prove`: a challenge is good once, and only the newest")]
    Unasked,
    /// It was asked too long ago.
    #[error("this `prove` comes too late: a challenge is good for {} s", GOOD_FOR.as_secs())]
    Stale,
    /// A field that was asked for is missing.
    #[error("this challenge needs `{0}` in its `prove`")]
    Missing(&'static str),
    /// Somebody else's signature, or one of something else.
    #[error("`sign` is not this key's signature of what was asked")]
    WrongSign,
}

impl<H> Default for Open<H> {
    fn default() -> Self {
        Self(None)
    }
}

impl<H> Open<H> {
    /// Asks: what was asked before is answered by nothing any more.
    pub fn ask(&mut self, challenge: Challenge<H>) {
        self.0 = Some(Box::new(challenge));
    }

    /// An answer has come: to which question, if to any. The next one has none.
    pub fn take(&mut self, now: Instant) -> Result<Challenge<H>, Fault> {
        let challenge = self.0.take().ok_or(Fault::Unasked)?;
        if now.saturating_duration_since(challenge.asked) > GOOD_FOR {
            return Err(Fault::Stale);
        }
        Ok(*challenge)
    }

    /// What waits for an answer.
    pub fn held(&self) -> Option<&H> {
        self.0.as_ref().map(|challenge| &challenge.held)
    }

    /// Nothing waits any more.
    pub fn withdraw(&mut self) {
        self.0 = None;
    }
}

impl<H> Challenge<H> {
    /// Whether the peer has the key, where it says that it has one.
    pub fn proves_name(&self, run: &str, sign: Option<&Signature>) -> Result<(), Fault> {
        let (Some(key), Some(name)) = (&self.key, &self.name) else {
            return Ok(());
        };
        let sign = sign.ok_or(Fault::Missing("sign"))?;
        let is_right = is_signed(key, sign, &self.meeting, (run, name.as_str()));
        is_right.then_some(()).ok_or(Fault::WrongSign)
    }

    /// Whether the peer knows the password.
    pub fn proves_password(&self, right: &PasswordKey, given: &Proof) -> bool {
        let given = (self.key.as_ref(), given);
        right.is_proved(Side::Client, &self.meeting, given)
    }

    /// What shows the peer that the server knows it too.
    pub fn proof(&self, password: &PasswordKey) -> Proof {
        password.proof(Side::Server, &self.meeting, self.key.as_ref())
    }
}

/// Where nonces come from: each once, and nobody can tell the next.
#[derive(Clone)]
pub struct Nonces {
    secret: [u8; 32],
    drawn: u64,
}

impl Nonces {
    /// From what was drawn at the start of a run.
    pub fn new(secret: [u8; 32]) -> Self {
        Self { secret, drawn: 0 }
    }

    /// The next one.
    pub fn draw(&mut self) -> Nonce {
        self.drawn += 1;
        let code = hmac(&self.secret, &self.drawn.to_be_bytes());
        let mut nonce = [0; 16];
        nonce.iter_mut().zip(code).for_each(|(to, from)| *to = from);
        Hex(nonce)
    }
}

impl std::fmt::Debug for Nonces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Nonces, {} drawn", self.drawn)
    }
}

/// How long a challenge may be answered: a person's machine that has been asleep asks
/// again.
pub const GOOD_FOR: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::key::Key;
    use crate::statement::Bind;

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn key() -> Key {
        Key::from_seed(&Hex([7; 32]))
    }

    fn challenge(server: u8, asked: Instant) -> Challenge<u8> {
        Challenge {
            meeting: Meeting {
                client: Hex([1; 16]),
                server: Hex([server; 16]),
                bind: Bind::Open,
            },
            key: Some(key().public()),
            name: Some(Name::parse("ana").unwrap()),
            password: true,
            asked,
            held: server,
        }
    }

    #[test]
    fn a_challenge_is_good_once_and_only_the_newest() {
        let (mut open, now) = (Open::default(), epoch());
        assert_eq!(open.take(now).unwrap_err(), Fault::Unasked);
        open.ask(challenge(1, now));
        open.ask(challenge(2, now));
        assert_eq!(open.take(now).unwrap().held, 2);
        assert_eq!(open.take(now).unwrap_err(), Fault::Unasked);
        open.ask(challenge(3, now));
        open.withdraw();
        assert_eq!(open.take(now).unwrap_err(), Fault::Unasked);
    }

    #[test]
    fn a_challenge_is_good_for_thirty_seconds() {
        let (mut open, now) = (Open::default(), epoch());
        open.ask(challenge(1, now));
        assert!(open.take(now + Duration::from_secs(30)).is_ok());
        open.ask(challenge(1, now));
        assert_eq!(
            open.take(now + Duration::from_millis(30_001)).unwrap_err(),
            Fault::Stale
        );
        assert_eq!(open.take(now).unwrap_err(), Fault::Unasked, "it is used up");
    }

    #[test]
    fn a_name_is_proved_by_the_signature_of_this_very_question() {
        let asked = challenge(1, epoch());
        let sign = key().sign(&asked.meeting, "run", "ana");
        assert_eq!(asked.proves_name("run", Some(&sign)), Ok(()));
        assert_eq!(asked.proves_name("run", None), Err(Fault::Missing("sign")));
        assert_eq!(
            asked.proves_name("another", Some(&sign)),
            Err(Fault::WrongSign)
        );
        let of_another = challenge(2, epoch());
        assert_eq!(
            of_another.proves_name("run", Some(&sign)),
            Err(Fault::WrongSign)
        );
        let nameless = Challenge { key: None, ..asked };
        assert_eq!(nameless.proves_name("run", None), Ok(()));
    }

    #[test]
    fn both_sides_prove_the_password_and_neither_can_repeat_the_others_proof() {
        let asked = challenge(1, epoch());
        let password = PasswordKey::derive("acrobat", b"salt", 1);
        let public = key().public();
        let given = password.proof(Side::Client, &asked.meeting, Some(&public));
        assert!(asked.proves_password(&password, &given));
        let told = asked.proof(&password);
        assert!(!asked.proves_password(&password, &told));
        assert!(password.is_proved(Side::Server, &asked.meeting, (Some(&public), &told)));
    }

    #[test]
    fn a_nonce_is_drawn_once() {
        let mut nonces = Nonces::new([1; 32]);
        let drawn: BTreeSet<Nonce> = (0..10_000).map(|_| nonces.draw()).collect();
        assert_eq!(drawn.len(), 10_000);
        let other = Nonces::new([2; 32]).draw();
        assert!(!drawn.contains(&other), "another run draws others");
    }

    /// What may happen to a connection.
    #[derive(Clone, Debug)]
    enum Step {
        Ask,
        Answer,
        Wait(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Ask),
            Just(Step::Answer),
            (0_u8..40).prop_map(Step::Wait)
        ]
    }

    proptest! {
        /// Against the plainest model: a question, its age, or none.
        #[test]
        fn an_answer_meets_the_newest_question_once_and_in_time(
            steps in prop::collection::vec(step(), 0..60)
        ) {
            let (mut open, mut now, mut asked) = (Open::default(), epoch(), None);
            for (at, step) in steps.into_iter().enumerate() {
                let number = u8::try_from(at).unwrap();
                match step {
                    Step::Ask => {
                        open.ask(challenge(number, now));
                        asked = Some((number, now));
                    }
                    Step::Wait(seconds) => now += Duration::from_secs(seconds.into()),
                    Step::Answer => {
                        let right = match asked.take() {
                            None => Err(Fault::Unasked),
                            Some((_, then)) if now - then > GOOD_FOR => Err(Fault::Stale),
                            Some((number, _)) => Ok(number),
                        };
                        prop_assert_eq!(open.take(now).map(|asked| asked.held), right);
                    }
                }
            }
        }
    }
}
