//! Days as they are read.

use crate::speech::topic::Dates;

pub(in crate::speech) const DATES: Dates = Dates {
    sunday: "Sunday",
    monday: "Monday",
    tuesday: "Tuesday",
    wednesday: "Wednesday",
    thursday: "Thursday",
    friday: "Friday",
    saturday: "Saturday",
    january: "January",
    february: "February",
    march: "March",
    april: "April",
    may: "May",
    june: "June",
    july: "July",
    august: "August",
    september: "September",
    october: "October",
    november: "November",
    december: "December",
    long: "{weekday} {of_month} {month} {year}",
    short: "{weekday} {of_month} {month}",
};
