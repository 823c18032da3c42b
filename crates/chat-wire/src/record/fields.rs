//! The fields of one line, each read by its name, with nothing promised.

use serde_json::Map;
use serde_json::Value;

/// The object that a line is.
pub struct Fields(pub Map<String, Value>);

impl Fields {
    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The same, as it is kept: bounded.
    pub fn kept(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        Some(text.chars().take(KEPT_CHARS).collect())
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// One that fits its place.
    pub fn small<T: TryFrom<u64>>(&self, name: &str) -> Option<T> {
        T::try_from(self.number(name)?).ok()
    }

    /// A length.
    pub fn bytes(&self, name: &str) -> Option<usize> {
        self.small(name)
    }

    /// Milliseconds, as microseconds.
    pub fn millis(&self, name: &str) -> Option<i64> {
        micros(self.0.get(name)?.as_f64()?)
    }

    /// Whole numbers.
    pub fn list(&self, name: &str) -> Vec<u64> {
        let list = self.0.get(name).and_then(Value::as_array);
        let numbers = list.into_iter().flatten().filter_map(Value::as_u64);
        numbers.take(MOST).collect()
    }

    /// Another object.
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name)?.as_object()
    }

    /// A name or a number, as a name.
    pub fn label(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) => Some(text.chars().take(KEPT_CHARS).collect()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// Milliseconds to microseconds, within three hundred years.
fn micros(ms: f64) -> Option<i64> {
    let us = (ms * 1000.0).round();
    // Every whole number up to this one is exact in a float.
    let most = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it was looked at")]
    (us.abs() <= most).then_some(us as i64)
}

/// Longer is no address, no name and no reason.
const KEPT_CHARS: usize = 300;

/// More ends than any line of ours lists.
const MOST: usize = 1024;
