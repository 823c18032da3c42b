//! Days as they are read.

use crate::speech::sentence::topic;

topic! {
    /// Days as they are read.
    Dates {
        sunday;
        monday;
        tuesday;
        wednesday;
        thursday;
        friday;
        saturday;
        january;
        february;
        march;
        april;
        may;
        june;
        july;
        august;
        september;
        october;
        november;
        december;
        long(weekday, of_month, month, year);
        short(weekday, of_month, month);
    }
}
