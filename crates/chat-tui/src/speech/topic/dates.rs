//! Days as they are read.

use crate::speech::sentence::topic;

topic! {
    /// Days as they are read.
    Dates {
        sunday {
            en: "Sunday",
            pt: "domingo",
        }
        monday {
            en: "Monday",
            pt: "segunda-feira",
        }
        tuesday {
            en: "Tuesday",
            pt: "terça-feira",
        }
        wednesday {
            en: "Wednesday",
            pt: "quarta-feira",
        }
        thursday {
            en: "Thursday",
            pt: "quinta-feira",
        }
        friday {
            en: "Friday",
            pt: "sexta-feira",
        }
        saturday {
            en: "Saturday",
            pt: "sábado",
        }
        january {
            en: "January",
            pt: "janeiro",
        }
        february {
            en: "February",
            pt: "fevereiro",
        }
        march {
            en: "March",
            pt: "março",
        }
        april {
            en: "April",
            pt: "abril",
        }
        may {
            en: "May",
            pt: "maio",
        }
        june {
            en: "June",
            pt: "junho",
        }
        july {
            en: "July",
            pt: "julho",
        }
        august {
            en: "August",
            pt: "agosto",
        }
        september {
            en: "September",
            pt: "setembro",
        }
        october {
            en: "October",
            pt: "outubro",
        }
        november {
            en: "November",
            pt: "novembro",
        }
        december {
            en: "December",
            pt: "dezembro",
        }
        long(Long { weekday, of_month, month, year }) {
            en: "{weekday} {of_month} {month} {year}",
            pt: "{weekday}, {of_month} de {month} de {year}",
        }
        short(Short { weekday, of_month, month }) {
            en: "{weekday} {of_month} {month}",
            pt: "{weekday} {of_month} {month}",
        }
    }
}
