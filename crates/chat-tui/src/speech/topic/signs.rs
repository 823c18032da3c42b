//! What others let us know without words.

use crate::speech::sentence::topic;

topic! {
    /// Who writes, who is away.
    Signs {
        one_writes(who) {
            en: "{who} is typing",
            pt: "{who} está a escrever",
            br: "{who} está escrevendo",
        }
        two_write(TwoWrite { one, other }) {
            en: "{one} and {other} are typing",
            pt: "{one} e {other} estão a escrever",
            br: "{one} e {other} estão escrevendo",
        }
        many_write(count) {
            en: "{count} people are typing",
            pt: "{count} pessoas estão a escrever",
            br: "{count} pessoas estão escrevendo",
        }
        away(who) {
            en: "{who} (away)",
            pt: "{who} (ausente)",
        }
    }
}
