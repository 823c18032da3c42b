//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian.

use std::net::IpAddr;

/// A file so far.
#[derive(Debug, Default)]
pub(in crate::export::pcapng) struct Blocks(pub(in crate::export::pcapng) Vec<u8>);

impl Blocks {
    /// The section, with a comment.
    pub(in crate::export::pcapng) fn section(&mut self, comment: &str) {
        let mut body = Vec::new();
        body.extend(0x1a2b_3c4d_u32.to_le_bytes());
        body.extend([1, 0, 0, 0]);
        // Its length is not told.
        body.extend([0xff; 8]);
        option(&mut body, USER_APPLICATION, b"chat-tui replay");
        option(&mut body, COMMENT, bounded(comment));
        self.block(SECTION, body);
    }

    /// An interface of raw IP packets, with times in microseconds.
    pub(in crate::export::pcapng) fn interface(&mut self, name: &str) {
        let mut body = Vec::new();
        body.extend(RAW.to_le_bytes());
        body.extend([0, 0]);
        body.extend([0; 4]);
        option(&mut body, INTERFACE_NAME, name.as_bytes());
        option(&mut body, RESOLUTION, &[6]);
        self.block(INTERFACE, body);
    }

    /// Whose which address is.
    pub(in crate::export::pcapng) fn names(&mut self, names: &[(IpAddr, String)]) {
        let mut body = Vec::new();
        for (address, name) in names {
            let (kind, octets) = match address {
                IpAddr::V4(address) => (1, address.octets().to_vec()),
                IpAddr::V6(address) => (2, address.octets().to_vec()),
            };
            let record = [&octets, bounded(name), &[0]].concat();
            option(&mut body, kind, &record);
        }
        body.extend([0; 4]);
        self.block(NAMES, body);
    }

    /// A packet: of which interface, when, and whether it left the recorder.
    pub(in crate::export::pcapng) fn packet(
        &mut self,
        (interface, at, outward): (u32, u64, bool),
        bytes: &[u8],
        comments: &[String],
    ) {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let [time @ .., a, b, c, d] = at.to_be_bytes();
        let mut body = Vec::new();
        body.extend(interface.to_le_bytes());
        body.extend(u32::from_be_bytes(time).to_le_bytes());
        body.extend(u32::from_be_bytes([a, b, c, d]).to_le_bytes());
        body.extend(length.to_le_bytes());
        body.extend(length.to_le_bytes());
        body.extend(bytes);
        pad(&mut body);
        for comment in comments {
            option(&mut body, COMMENT, bounded(comment));
        }
        let direction = if outward { 2_u32 } else { 1 };
        option(&mut body, FLAGS, &direction.to_le_bytes());
        self.block(PACKET, body);
    }

    fn block(&mut self, kind: u32, mut body: Vec<u8>) {
        if kind != NAMES {
            // The end of the options.
            body.extend([0; 4]);
        }
        let length = u32::try_from(body.len() + 12).unwrap_or(u32::MAX);
        self.0.extend(kind.to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0.extend(body);
        self.0.extend(length.to_le_bytes());
    }
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    let length = u16::try_from(value.len()).unwrap_or(0);
    body.extend(code.to_le_bytes());
    body.extend(length.to_le_bytes());
    body.extend(value.iter().take(usize::from(length)));
    pad(body);
}

fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}

/// Not longer than anybody reads, and whole letters.
fn bounded(text: &str) -> &[u8] {
    let end = text.char_indices().map(|(at, _)| at).nth(WORDS);
    let (kept, _) = text.split_at(end.unwrap_or(text.len()));
    kept.as_bytes()
}

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const PACKET: u32 = 6;

/// `LINKTYPE_RAW`: a packet begins with its IP header.
const RAW: u16 = 101;

const COMMENT: u16 = 1;
const INTERFACE_NAME: u16 = 2;
const FLAGS: u16 = 2;
const USER_APPLICATION: u16 = 4;
const RESOLUTION: u16 = 9;

/// Characters of a comment.
const WORDS: usize = 2000;
