//! A word in the status row, until the next key.

use crate::speech::sentence::topic;

topic! {
    /// A word in the status row, until the next key.
    Flashes {
        nothing_older_for_you {
            en: "nothing older is for you",
            pt: "nada mais antigo para si",
            br: "nada mais antigo para você",
        }
        nothing_newer_for_you {
            en: "nothing newer is for you",
            pt: "nada mais recente para si",
            br: "nada mais recente para você",
        }
        nothing_unread {
            en: "nothing is unread",
            pt: "nada por ler",
        }
        nothing_new {
            en: "nothing new elsewhere",
            pt: "nada de novo noutras conversas",
            br: "nada de novo em outras conversas",
        }
        no_such_conversation {
            en: "there is no such conversation",
            pt: "essa conversa não existe",
        }
        one_conversation {
            en: "this is the only conversation",
            pt: "esta é a única conversa",
        }
        nothing_written {
            en: "you have written nothing here yet",
            pt: "ainda não escreveu nada aqui",
        }
        nothing_older {
            en: "nothing older",
            pt: "nada mais antigo",
        }
        nothing_newer {
            en: "nothing newer",
            pt: "nada mais recente",
        }
    }
}
