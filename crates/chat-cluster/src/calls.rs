//! The calls of `JetStream` that lead to a log that is followed.

use bytes::BytesMut;

use crate::operation;
use crate::stream;
use crate::stream::Wish;
use crate::subjects::CALL;
use crate::subjects::Subjects;

/// A call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Is the log there?
    Find,
    /// Then make it.
    Make(Wish),
    /// Then deliver it to us.
    Consume,
}

/// Writes a call; its answer, and what a consumer delivers, come under this number. `next`
/// is the entry to begin with.
pub fn write(subjects: &Subjects, call: Call, number: u64, next: u64, out: &mut BytesMut) {
    let answer = subjects.answer(CALL, number);
    let stream = &subjects.stream;
    let (what, body) = match call {
        Call::Find => ("STREAM.INFO", String::new()),
        Call::Make(wish) => {
            let body = stream::create((stream, &subjects.log()), subjects.mark(), wish);
            ("STREAM.CREATE", body)
        }
        Call::Consume => {
            // It may deliver before it answers.
            let deliver = subjects.delivery(number);
            operation::subscribe(out, &deliver, number);
            let body = stream::consume(stream, &deliver, next);
            ("CONSUMER.CREATE", body)
        }
    };
    let subject = subjects.call(what);
    operation::publish(out, &subject, Some(&answer), body.as_bytes());
}
