//! What is said where there are lines instead of a screen.

use crate::speech::sentence::topic;

topic! {
    /// What is said in lines.
    Lines {
        begins;
        dumb;
        waits;
        retrying;
        speaking_in(place);
        speaking_to(who);
        naming_you(who);
        privately(who);
        came(who, count);
        left(who, count);
        line_long(most);
        unconfirmed(count);
        on_screen;
    }
}
