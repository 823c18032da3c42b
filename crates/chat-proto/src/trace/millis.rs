//! Times as they stand in a recording: milliseconds, exact to the microsecond.

use std::time::Duration;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serializer;
use serde::de::Error;

pub fn serialize<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    let us = u32::try_from(time.as_micros()).map_or(f64::MAX, f64::from);
    let exact = if us < f64::MAX {
        us
    } else {
        (time.as_secs_f64() * 1e6).round()
    };
    serializer.serialize_f64(exact / 1000.0)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let millis = f64::deserialize(deserializer)?;
    let time = Duration::try_from_secs_f64(millis / 1000.0).map_err(D::Error::custom)?;
    let us = (time.as_nanos() + 500) / 1000;
    let us = u64::try_from(us).map_err(D::Error::custom)?;
    Ok(Duration::from_micros(us))
}
