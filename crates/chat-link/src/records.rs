//! TLS inside a link: its bytes, in base64, as frames of type `tls`.
//!
//! The link's own fields stay readable: whoever listens sees what is lost and sent again,
//! and no words. The bytes are a stream, cut anywhere: a frame says nothing of where a
//! record of TLS begins.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chat_proto::stamp::Stamp;
use serde::Deserialize;

use crate::envelope;
use crate::policy::DATAGRAM_BYTES;
use crate::policy::FIELDS_BYTES;

/// Writes bytes as a frame: [`PIECE_BYTES`] of them at most, or it becomes fragments.
/// `speaker` is the stamp of the server's.
pub fn write(out: &mut Vec<u8>, speaker: Option<Stamp>, bytes: &[u8]) {
    envelope::write_record(out, speaker, &STANDARD.encode(bytes));
}

/// The bytes of a frame; nothing where it is another one.
pub fn read(frame: &[u8]) -> Option<Vec<u8>> {
    let record: Record<'_> = serde_json::from_slice(frame).ok()?;
    let is_one = record.kind == "tls";
    STANDARD.decode(record.tls).ok().filter(|_| is_one)
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    tls: &'a str,
}

/// As many as one datagram carries, with everything else that a server's has: three for
/// each four letters of base64.
pub const PIECE_BYTES: usize = (DATAGRAM_BYTES - FIELDS_BYTES - AROUND_BYTES) / 4 * 3;

/// What stands around the letters of a server's frame.
const AROUND_BYTES: usize = 104;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_come_back_and_the_longest_piece_fits_a_datagram() {
        let at = Stamp::from_unix_ms(0);
        for speaker in [None, Some(at)] {
            for length in [0, 1, 2, 3, PIECE_BYTES] {
                let bytes: Vec<u8> = (0..=255).cycle().take(length).collect();
                let mut frame = Vec::new();
                write(&mut frame, speaker, &bytes);
                assert_eq!(read(&frame), Some(bytes));
                assert!(
                    frame.len() <= DATAGRAM_BYTES - FIELDS_BYTES,
                    "{}",
                    frame.len()
                );
            }
        }
    }

    #[test]
    fn what_is_no_such_frame_has_no_bytes() {
        for frame in [
            &b""[..],
            b"{}",
            br#"{"type":"ping"}"#,
            br#"{"type":"msg","tls":"AAAA"}"#,
            br#"{"type":"tls","tls":true}"#,
            br#"{"type":"tls","tls":"AAA"}"#,
            br#"{"type":"tls","tls":"A A="}"#,
            br#"{"type":"tls","tls":"\u0041AAA"}"#,
        ] {
            assert_eq!(read(frame), None, "{}", frame.escape_ascii());
        }
    }
}
