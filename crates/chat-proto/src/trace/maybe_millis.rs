//! Times that may be missing, as `millis` writes them.

use std::time::Duration;

use serde::Deserializer;
use serde::Serializer;

use crate::trace::millis;

#[expect(clippy::ref_option, reason = "serde hands over a reference")]
pub fn serialize<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => millis::serialize(time, serializer),
        None => serializer.serialize_none(),
    }
}

pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    millis::deserialize(deserializer).map(Some)
}
