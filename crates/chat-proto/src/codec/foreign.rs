//! Somebody else's language: what a browser and a program with TLS say first. Neither
//! is a peer, and what follows is said to nobody.

/// A language that is not ours, known by its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// An HTTP request: a browser, or a web page in one that would speak here.
    Http,
    /// A TLS record.
    Tls,
}

impl Foreign {
    /// What a first line says about its speaker.
    pub fn of(line: &[u8]) -> Option<Self> {
        if is_record(line) {
            Some(Self::Tls)
        } else if is_request(line) {
            Some(Self::Http)
        } else {
            None
        }
    }

    /// The same of a line that was cut: its end is not needed, nor would one come.
    pub fn of_cut(line: &[u8]) -> Option<Self> {
        if is_record(line) {
            Some(Self::Tls)
        } else if begins_request(line).is_some() {
            Some(Self::Http)
        } else {
            None
        }
    }

    /// The same of a first datagram, by its first line that is not blank.
    pub fn of_datagram(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
        lines.find(|line| !line.is_empty()).and_then(Self::of)
    }

    /// The same of a line that is still under way: only TLS has no lines.
    pub fn of_begun(line: &[u8]) -> Option<Self> {
        is_record(line).then_some(Self::Tls)
    }
}

/// What a browser is answered, whatever it asked for.
pub fn http_response(why: &str) -> String {
    let body = format!("{why}\n");
    let length = body.len();
    format!(
        "HTTP/1.1 400 Bad Request\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\n\
         Connection: close\r\n\
         \r\n\
         {body}"
    )
}

impl Foreign {
    /// Whether a first line that has not ended is the beginning of a request, as a browser
    /// sends it: its rest may be on its way. One that is whole but for its end is none.
    pub fn is_cut_request(begun: &[u8]) -> bool {
        let method = begun.split(|byte| *byte == b' ').next();
        let known = method.is_some_and(|method| METHODS.contains(&method));
        known && begins_request(begun).is_some() && !is_request(begun)
    }
}

fn is_record(line: &[u8]) -> bool {
    line.first() == Some(&HANDSHAKE)
}

/// `GET / HTTP/1.1`: method, target, version (RFC 9112, section 3).
fn is_request(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let version = begins_request(line).and_then(|rest| rest.rsplit(|b| *b == b' ').next());
    version.is_some_and(|version| match version {
        [protocol @ .., digit] if digit.is_ascii_digit() => {
            let name = protocol.get(..VERSION.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(VERSION))
        }
        _ => false,
    })
}

/// What follows the method, where that and the target are of HTTP: `/path`, `*`,
/// `http://host/path` or `host:port`.
fn begins_request(line: &[u8]) -> Option<&[u8]> {
    let line = line.trim_ascii_start();
    let (method, rest) = line.split_at_checked(line.iter().position(|b| *b == b' ')?)?;
    let rest = rest.trim_ascii_start();
    let is_method = !method.is_empty()
        && method.len() <= METHOD_BYTES
        && method.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    let target = rest.split(|b| *b == b' ').next()?;
    let is_target = match target {
        [b'/', ..] | [b'*'] => true,
        _ => target.get(1..).is_some_and(|t| t.contains(&b':')),
    };
    (is_method && is_target).then_some(rest)
}

/// A record of TLS that carries a handshake begins with this byte.
const HANDSHAKE: u8 = 0x16;

/// The methods of RFC 9110, section 9, and PATCH.
const METHODS: [&[u8]; 9] = [
    b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"CONNECT", b"OPTIONS", b"TRACE", b"PATCH",
];

/// How every version of HTTP begins.
const VERSION: &[u8] = b"HTTP/";

/// Longer than any method that is registered.
const METHOD_BYTES: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<Foreign>) {
        assert_eq!(Foreign::of(line.as_bytes()), expected, "{line:?}");
    }

    #[test]
    fn requests_and_records_are_known_by_their_first_line() {
        for line in [
            "GET / HTTP/1.1",
            "POST /?a=b HTTP/1.0",
            "OPTIONS * HTTP/1.1",
            "PRI * HTTP/2.0",
            "CONNECT example.org:443 HTTP/1.1",
            "GET http://example.org/ HTTP/1.1",
            "M-SEARCH * HTTP/1.1",
            "GET /a path with spaces HTTP/1.1 ",
        ] {
            check(line, Some(Foreign::Http));
        }
        check("\u{16}\u{3}\u{1}", Some(Foreign::Tls));
    }

    #[test]
    fn what_people_say_is_no_request() {
        for line in [
            "",
            "GET",
            "GET /",
            "I like HTTP/1.1",
            "what is / in HTTP",
            "GET / HTTP/",
            "say: HTTP/1.1",
            "/join lab",
            "{\"text\":\"GET / HTTP/1.1\"}",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn a_request_that_was_cut_is_still_one() {
        let long = format!("GET /{}", "x".repeat(40_000));
        assert_eq!(Foreign::of(long.as_bytes()), None);
        assert_eq!(Foreign::of_cut(long.as_bytes()), Some(Foreign::Http));
        let prose = "say it ".repeat(6000);
        assert_eq!(Foreign::of_cut(prose.as_bytes()), None);
    }

    #[test]
    fn a_response_says_how_long_it_is() {
        let response = http_response("olá");
        assert!(response.starts_with("HTTP/1.1 400 "));
        assert!(response.contains("Content-Length: 5\r\n"));
        assert!(response.ends_with("\r\n\r\nolá\n"));
    }
}
