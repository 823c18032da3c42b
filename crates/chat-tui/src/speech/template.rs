//! Putting values into a sentence: `{count} new below`, and where a number
//! decides about the words, `{count} {count:message|messages}`.

use std::fmt::Display;

/// The sentence with what belongs in it. A name that is not given stays as it is
/// written, which the catalogue's test does not let pass.
pub(in crate::speech) fn fill(words: &str, given: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(words.len() + 16);
    for part in parts(words) {
        let (name, forms) = match part {
            Part::Words(words) => {
                filled.push_str(words);
                continue;
            }
            Part::Value(name, forms) => (name, forms),
        };
        let value = given.iter().find(|(known, _)| *known == name);
        match (value.map(|(_, value)| value.to_string()), forms) {
            (None, _) => filled.push_str(name),
            (Some(value), None) => filled.push_str(&value),
            (Some(value), Some((one, many))) => {
                filled.push_str(if value == "1" { one } else { many });
            }
        }
    }
    filled
}

/// The names of what is put into it.
#[cfg(test)]
pub(in crate::speech) fn named(words: &str) -> Vec<&str> {
    let names = parts(words).into_iter().filter_map(|part| match part {
        Part::Words(_) => None,
        Part::Value(name, _) => Some(name),
    });
    names.collect()
}

enum Part<'a> {
    Words(&'a str),
    /// A name, and the words for one and for many of it.
    Value(&'a str, Option<(&'a str, &'a str)>),
}

fn parts(words: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else {
            break;
        };
        parts.push(Part::Words(before));
        parts.push(match inside.split_once(':') {
            None => Part::Value(inside, None),
            Some((name, forms)) => {
                Part::Value(name, Some(forms.split_once('|').unwrap_or((forms, forms))))
            }
        });
        rest = after;
    }
    parts.push(Part::Words(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_are_named() {
        let check = |words, expected| {
            assert_eq!(fill(words, &[("count", &1), ("who", &"ana")]), expected);
        };
        check("nothing to fill", "nothing to fill");
        check("{who}: {count} new", "ana: 1 new");
        check("{count} {count:message|messages}", "1 message");
        check("an { alone", "an { alone");
        assert_eq!(fill("{count:one|many}", &[("count", &2)]), "many");
        assert_eq!(named("{who}: {count:one|many}"), ["who", "count"]);
    }
}
