//! A day as it is read.

use chat_proto::stamp::Day;

use crate::speech::topic::Dates;
use crate::speech::topic::dates;

/// As it stands on the rule between two days.
pub(in crate::view) fn long(day: Day, dates: &Dates) -> String {
    let (year, _, of_month) = day.date();
    dates.long(dates::Long {
        weekday: weekday(day, dates),
        of_month,
        month: month(day, dates),
        year,
    })
}

/// As it stands at the top of the screen.
pub(in crate::view) fn short(day: Day, dates: &Dates) -> String {
    let (_, _, of_month) = day.date();
    let three = |word: &str| word.chars().take(3).collect::<String>();
    let (weekday, month) = (weekday(day, dates), month(day, dates));
    dates.short(dates::Short {
        weekday: three(weekday),
        of_month,
        month: three(month),
    })
}

fn weekday(day: Day, dates: &Dates) -> &'static str {
    let word = WEEKDAYS.get(usize::from(day.weekday()));
    word.map_or("", |word| word(dates))
}

fn month(day: Day, dates: &Dates) -> &'static str {
    let (_, month, _) = day.date();
    let word = MONTHS.get(usize::from(month) - 1);
    word.map_or("", |word| word(dates))
}

type Word = fn(&Dates) -> &'static str;

const WEEKDAYS: [Word; 7] = [
    Dates::sunday,
    Dates::monday,
    Dates::tuesday,
    Dates::wednesday,
    Dates::thursday,
    Dates::friday,
    Dates::saturday,
];
const MONTHS: [Word; 12] = [
    Dates::january,
    Dates::february,
    Dates::march,
    Dates::april,
    Dates::may,
    Dates::june,
    Dates::july,
    Dates::august,
    Dates::september,
    Dates::october,
    Dates::november,
    Dates::december,
];

#[cfg(test)]
mod tests {
    use chat_proto::stamp::Stamp;

    use super::*;
    use crate::speech;
    use crate::speech::Language;

    #[test]
    fn a_day_has_its_name() {
        let day = Stamp::parse("2026-11-20T23:30:00.000Z").unwrap().day(0);
        let dates = &speech::of(Language::English).dates;
        assert_eq!(long(day, dates), "Friday 20 November 2026");
        assert_eq!(short(day, dates), "Fri 20 Nov");
        let next = Stamp::parse("2026-12-31T23:30:00.000Z").unwrap().day(60);
        assert_eq!(long(next, dates), "Friday 1 January 2027");
    }

    #[test]
    fn a_day_has_its_name_in_portuguese() {
        let day = Stamp::parse("2027-03-06T12:00:00.000Z").unwrap().day(0);
        let dates = &speech::of(Language::Portuguese).dates;
        assert_eq!(long(day, dates), "sábado, 6 de março de 2027");
        assert_eq!(short(day, dates), "sáb 6 mar");
    }
}
