//! `--naive-udp code`: whoever asks for no link types four digits back before
//! anything is heard or sent. Nothing is remembered of a stranger.

use chat_proto::codec::Tongue;
use chat_proto::stamp::Stamp;

/// Somebody unknown says something.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    /// Its text, if it is a message.
    pub text: Option<&'a str>,
    /// How long the datagram was.
    pub bytes: usize,
    /// The tongue to answer in.
    pub tongue: Tongue,
}

/// What becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Whether it has shown that it hears at its address.
    pub granted: bool,
    /// What it is told; nothing, where that is best.
    pub answer: Vec<u8>,
}

impl Knock<'_> {
    /// The four digits that it says, and nothing else.
    pub(in crate::links) fn code(&self) -> Option<u16> {
        let text = self.text?.trim();
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    }

    /// What it is told that has typed the code. A program asks for its welcome by
    /// itself.
    pub(in crate::links) fn welcome(&self) -> &'static [u8] {
        match self.tongue {
            Tongue::Plain | Tongue::Ascii => b"you are in: type, and the room hears it\n",
            Tongue::Json => b"",
        }
    }

    /// The question, where it is not too long for what was said: whoever forges
    /// an address has no gain.
    /// Another server's question is not answered with one.
    pub(in crate::links) fn question(&self, at: Stamp, code: u16) -> Option<Vec<u8>> {
        if self.text.is_some_and(|text| text.starts_with(QUESTION)) {
            return None;
        }
        let words = format!("{QUESTION}{code:04}: type it to come in");
        let question = match self.tongue {
            Tongue::Plain | Tongue::Ascii => format!("{words}\n"),
            Tongue::Json => format!(
                r#"{{"type":"error","code":"not_joined","name":"server","timestamp":"{at}","text":"{words}"}}"#
            ),
        };
        let most = 3 * (HEADERS + self.bytes);
        (HEADERS + question.len() <= most).then(|| question.into_bytes())
    }
}

/// How the question begins.
const QUESTION: &str = "code ";

/// What a datagram has before its bytes, over IPv4.
const HEADERS: usize = 28;
