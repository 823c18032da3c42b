//! A day as it is read.

use chat_proto::stamp::Day;

/// As it stands on the rule between two days.
pub(in crate::view) fn long(day: Day) -> String {
    let (year, month, of_month) = day.date();
    let month = MONTHS.get(usize::from(month) - 1).unwrap_or(&"");
    let weekday = WEEKDAYS.get(usize::from(day.weekday())).unwrap_or(&"");
    format!("{weekday} {of_month} {month} {year}")
}

/// As it stands at the top of the screen.
pub(in crate::view) fn short(day: Day) -> String {
    let (_, month, of_month) = day.date();
    let month = MONTHS.get(usize::from(month) - 1).unwrap_or(&"");
    let weekday = WEEKDAYS.get(usize::from(day.weekday())).unwrap_or(&"");
    let three = |word: &str| word.chars().take(3).collect::<String>();
    format!("{} {of_month} {}", three(weekday), three(month))
}

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use chat_proto::stamp::Stamp;

    use super::*;

    #[test]
    fn a_day_has_its_name() {
        let day = Stamp::parse("2026-11-20T23:30:00.000Z").unwrap().day(0);
        assert_eq!(long(day), "Friday 20 November 2026");
        assert_eq!(short(day), "Fri 20 Nov");
        let next = Stamp::parse("2026-12-31T23:30:00.000Z").unwrap().day(60);
        assert_eq!(long(next), "Friday 1 January 2027");
    }
}
