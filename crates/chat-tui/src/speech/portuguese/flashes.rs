//! A word in the status row, until the next key.

use crate::speech::topic::Flashes;

pub(in crate::speech) const FLASHES: Flashes = Flashes {
    nothing_older_for_you: "nada mais antigo para si",
    nothing_newer_for_you: "nada mais recente para si",
    nothing_unread: "nada por ler",
    nothing_new: "nada de novo noutras conversas",
    no_such_conversation: "essa conversa não existe",
    one_conversation: "esta é a única conversa",
    nothing_written: "ainda não escreveu nada aqui",
    nothing_older: "nada mais antigo",
    nothing_newer: "nada mais recente",
};
