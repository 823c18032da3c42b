//! Servers that were found, a line for each.

use crate::speech::sentence::topic;

topic! {
    /// Servers that were found, a line for each.
    Finding {
        untitled {
            en: "(no title)",
            pt: "(sem título)",
        }
        people(count) {
            en: "{count} {count:person|people}",
            pt: "{count} {count:pessoa|pessoas}",
        }
        password {
            en: "password",
            pt: "palavra-passe",
            br: "senha",
        }
        secret(words) {
            en: "secret: {words}",
            pt: "ligação secreta: {words}",
            br: "conexão secreta: {words}",
        }
        alike {
            en: "looks like another title",
            pt: "título igual ou parecido a outro",
        }
    }
}
