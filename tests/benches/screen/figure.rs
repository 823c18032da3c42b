//! What was measured, beside what it must be.

use std::fmt;
use std::time::Duration;

/// One measured thing.
pub(crate) struct Figure {
    /// Of what.
    pub(crate) what: &'static str,
    /// What it must be, in the unit in which it is shown.
    target: f64,
    /// What it is; nothing where it could not be measured.
    value: Option<f64>,
    unit: &'static str,
}

impl Figure {
    /// A time in milliseconds.
    pub(crate) fn ms(what: &'static str, target: f64, value: Option<Duration>) -> Self {
        let value = value.map(|time| time.as_secs_f64() * 1000.0);
        Self::new(what, target, value, "ms")
    }

    /// A time in seconds.
    pub(crate) fn seconds(what: &'static str, target: f64, value: Option<Duration>) -> Self {
        Self::new(what, target, value.map(|time| time.as_secs_f64()), "s")
    }

    /// Bytes.
    pub(crate) fn bytes(what: &'static str, target: f64, value: Option<f64>) -> Self {
        Self::new(what, target, value, "B")
    }

    /// Bytes by the million.
    pub(crate) fn megabytes(what: &'static str, target: f64, value: Option<f64>) -> Self {
        Self::new(what, target, value.map(|bytes| bytes / 1e6), "MB")
    }

    /// How many.
    pub(crate) fn count(what: &'static str, target: f64, value: Option<f64>) -> Self {
        Self::new(what, target, value, "")
    }

    fn new(what: &'static str, target: f64, value: Option<f64>, unit: &'static str) -> Self {
        Self {
            what,
            target,
            value,
            unit,
        }
    }

    fn shown(&self, number: f64) -> String {
        // As many digits as say something.
        let digits = match number {
            _ if number.fract().abs() < 1e-9 => 0,
            _ if number >= 100.0 => 0,
            _ if number >= 10.0 => 1,
            _ => 2,
        };
        format!("{number:.digits$} {}", self.unit)
            .trim_end()
            .to_owned()
    }

    fn verdict(&self) -> String {
        match self.value {
            None => "–".to_owned(),
            Some(value) if value <= self.target => self.shown(value),
            Some(value) => format!("{} !", self.shown(value)),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.verdict())
    }
}

/// A table: one column of figures for each program, the first one ours.
pub(crate) fn print(names: &[&str], columns: &[Vec<Figure>]) {
    println!("\n| 120×40 | must be | {} |", names.join(" | "));
    println!("|---|---|{}", "---|".repeat(names.len()));
    let Some((ours, others)) = columns.split_first() else {
        return;
    };
    for figure in ours {
        let beside = others.iter().map(|column| {
            let same = column.iter().find(|other| other.what == figure.what);
            let value = same.and_then(|other| other.value);
            value.map_or_else(|| "–".to_owned(), |value| figure.shown(value))
        });
        let cells: Vec<_> = std::iter::once(figure.verdict()).chain(beside).collect();
        let target = figure.shown(figure.target);
        println!("| {} | ≤ {target} | {} |", figure.what, cells.join(" | "));
    }
    println!("\n`!`: more than it must be. Times are this machine's, with all that it does.");
}

/// The one in the middle.
pub(crate) fn median<T: Copy + PartialOrd>(mut values: Vec<T>) -> Option<T> {
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len() / 2).copied()
}
