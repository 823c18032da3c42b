//! Refusals of hellos that come late.

use chat_proto::codec::json;
use chat_proto::frame::incoming::Kind;
use chat_proto::refusal::Code;

/// Whether a server without links refuses one more hello: those were under way
/// when it was understood, and say nothing of what was asked since.
pub(in crate::socket::datagrams) fn is_late(late: &mut u32, bytes: &[u8]) -> bool {
    let refused = || json::read_server(bytes).ok().map(|frame| frame.kind);
    let is_one = *late > 0
        && refused().is_some_and(|kind| {
            let Kind::Refused { code, id, .. } = kind else {
                return false;
            };
            code == Some(Code::BadFrame) && id.is_none()
        });
    *late -= u32::from(is_one);
    is_one
}
