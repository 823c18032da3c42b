//! Days as they are read.

use crate::speech::topic::Dates;

pub(in crate::speech) const DATES: Dates = Dates {
    sunday: "domingo",
    monday: "segunda-feira",
    tuesday: "terça-feira",
    wednesday: "quarta-feira",
    thursday: "quinta-feira",
    friday: "sexta-feira",
    saturday: "sábado",
    january: "janeiro",
    february: "fevereiro",
    march: "março",
    april: "abril",
    may: "maio",
    june: "junho",
    july: "julho",
    august: "agosto",
    september: "setembro",
    october: "outubro",
    november: "novembro",
    december: "dezembro",
    long: "{weekday}, {of_month} de {month} de {year}",
    short: "{weekday} {of_month} {month}",
};
