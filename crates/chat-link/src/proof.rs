//! Address validation (RFC 9000, section 8): a client repeats a number that was sent
//! to its address. The server keeps no state for it.
//!
//! The number is `SipHash`-2-4 of address, nonce and half-minute under a secret
//! of 128 bits drawn at the server's start. `SipHash` is made for exactly this:
//! short inputs, a secret key, 64 bits of tag; whoever does not know the key
//! guesses one of 2^64 within a minute, and learns nothing about the next from
//! any number of them. It is no hash for anything else.

use std::hash::Hash;
use std::hash::Hasher;
use std::net::SocketAddr;
use std::time::Duration;

use chat_proto::frame::token::Token;
use siphasher::sip::SipHasher24;

use crate::envelope::Cookie;
use crate::envelope::LinkId;
use crate::envelope::Nonce;

/// The server's secret: whoever has it can speak from any address.
#[derive(Clone, Copy)]
pub struct Secret([u64; 2]);

impl Secret {
    /// From 128 bits that nobody can guess.
    pub fn new(bits: [u64; 2]) -> Self {
        Self(bits)
    }

    /// The bits, for those who share it.
    pub fn bits(&self) -> [u64; 2] {
        self.0
    }

    /// The cookie for a stranger at this address, at this time since the
    /// server's start.
    pub fn cookie(&self, from: SocketAddr, nonce: Nonce, since_start: Duration) -> Cookie {
        self.cookie_of(from, nonce, slot(since_start))
    }

    /// Whether a cookie is the one that was sent to this address, now or a
    /// little while ago.
    pub fn proves(
        &self,
        cookie: Cookie,
        from: SocketAddr,
        nonce: Nonce,
        since_start: Duration,
    ) -> bool {
        let slot = slot(since_start);
        let now = self.cookie_of(from, nonce, slot) == cookie;
        let before = slot > 0 && self.cookie_of(from, nonce, slot - 1) == cookie;
        now || before
    }

    /// The four digits for a person at this address, who types them back.
    pub fn code(&self, from: SocketAddr, since_start: Duration) -> u16 {
        self.code_of(from, minute(since_start))
    }

    /// Whether four digits are those that were sent to this address, within the
    /// last minute or two. One of ten thousand guesses is right: whoever asks
    /// counts the wrong ones.
    pub fn admits(&self, code: u16, from: SocketAddr, since_start: Duration) -> bool {
        let minute = minute(since_start);
        let now = self.code_of(from, minute) == code;
        now || (minute > 0 && self.code_of(from, minute - 1) == code)
    }

    /// The name of the n-th link: nobody can guess it.
    pub fn link_id(&self, n: u64) -> LinkId {
        LinkId(self.tag(|hasher| (LINKS, n).hash(hasher)))
    }

    /// The token of the n-th session: nobody can guess it.
    pub fn token(&self, n: u64) -> Token {
        Token::new(n, self.tag(|hasher| (SESSIONS, n).hash(hasher)))
    }

    /// The session that a token proves, if it is one of ours.
    pub fn session_of(&self, token: Token) -> Option<u64> {
        (self.token(token.session) == token).then_some(token.session)
    }

    fn cookie_of(&self, from: SocketAddr, nonce: Nonce, slot: u64) -> Cookie {
        Cookie(self.tag(|hasher| {
            COOKIES.hash(hasher);
            from.ip().to_canonical().hash(hasher);
            from.port().hash(hasher);
            (nonce.0, slot).hash(hasher);
        }))
    }

    fn code_of(&self, from: SocketAddr, minute: u64) -> u16 {
        let tag = self.tag(|hasher| {
            CODES.hash(hasher);
            from.ip().to_canonical().hash(hasher);
            (from.port(), minute).hash(hasher);
        });
        u16::try_from(tag % 10_000).unwrap_or(0)
    }

    fn tag(&self, write: impl FnOnce(&mut SipHasher24)) -> u64 {
        let [a, b] = self.0;
        let mut hasher = SipHasher24::new_with_keys(a, b);
        write(&mut hasher);
        hasher.finish()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

fn slot(since_start: Duration) -> u64 {
    since_start.as_secs() / SLOT_SECONDS
}

fn minute(since_start: Duration) -> u64 {
    since_start.as_secs() / 60
}

/// A cookie is good for the rest of its slot and the next one.
const SLOT_SECONDS: u64 = 30;

/// What keeps the uses of the secret apart.
const COOKIES: u8 = 1;
const LINKS: u8 = 2;
const CODES: u8 = 3;
const SESSIONS: u8 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: Nonce = Nonce(7);

    #[track_caller]
    fn check(from: &str, nonce: Nonce, seconds: u64, expected: bool) {
        let secret = Secret::new([1, 2]);
        let given = secret.cookie("10.0.0.7:4040".parse().unwrap(), NONCE, Duration::ZERO);
        let later = Duration::from_secs(seconds);
        let proves = secret.proves(given, from.parse().unwrap(), nonce, later);
        assert_eq!(proves, expected, "{from}, {nonce:?}, {seconds} s");
    }

    #[test]
    fn a_cookie_is_good_at_its_address_for_a_while() {
        check("10.0.0.7:4040", NONCE, 0, true);
        check("10.0.0.7:4040", NONCE, 59, true);
        check("[::ffff:10.0.0.7]:4040", NONCE, 0, true);
        check("10.0.0.7:4040", NONCE, 60, false);
        check("10.0.0.7:4041", NONCE, 0, false);
        check("10.0.0.8:4040", NONCE, 0, false);
        check("10.0.0.7:4040", Nonce(8), 0, false);
    }

    #[test]
    fn four_digits_are_good_at_their_address_for_a_minute_or_two() {
        let secret = Secret::new([1, 2]);
        let from: SocketAddr = "10.0.0.7:4040".parse().unwrap();
        let code = secret.code(from, Duration::ZERO);
        let good = |from, seconds| secret.admits(code, from, Duration::from_secs(seconds));
        assert!(good(from, 0) && good(from, 119) && !good(from, 120));
        let others = (1..=1000).filter(|port| good(SocketAddr::new(from.ip(), *port), 0));
        assert!(others.count() < 5, "each port has digits of its own");
    }

    #[test]
    fn another_secret_is_another_server() {
        let from = "10.0.0.7:4040".parse().unwrap();
        let given = Secret::new([1, 2]).cookie(from, NONCE, Duration::ZERO);
        assert!(!Secret::new([1, 3]).proves(given, from, NONCE, Duration::ZERO));
        let token = Secret::new([1, 2]).token(7);
        assert_eq!(Secret::new([1, 2]).session_of(token), Some(7));
        assert_eq!(Secret::new([1, 3]).session_of(token), None);
        assert_eq!(Secret::new([1, 2]).session_of(Token::new(7, 7)), None);
        assert_ne!(
            Secret::new([1, 2]).link_id(1),
            Secret::new([1, 2]).link_id(2)
        );
    }
}
