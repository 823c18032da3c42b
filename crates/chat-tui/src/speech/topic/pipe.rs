//! What the client says where it has no screen, on standard error.

use crate::speech::sentence::topic;

topic! {
    /// What is said where there is no screen.
    Pipe {
        name_taken(NameTaken { taken, trying }) {
            en: "`{taken}` is taken here: joining as `{trying}`",
            pt: "`{taken}` já está a ser usado aqui: a entrar como `{trying}`",
            br: "`{taken}` já está sendo usado aqui: entrando como `{trying}`",
        }
        not_confirmed {
            en: "not confirmed: it may have arrived (datagrams get lost; --tcp is certain)",
            pt: "não confirmada: pode ter chegado (os datagramas perdem-se; com --tcp há certeza)",
        }
        one_not_said(why) {
            en: "one line was not said: {why}",
            pt: "uma linha não foi dita: {why}",
        }
        not_said(NotSaid { count, why }) {
            en: "{count} lines were not said; the first: {why}",
            pt: "{count} linhas não foram ditas; a primeira: {why}",
        }
        one_unconfirmed(why) {
            en: "{why} (one line was not confirmed)",
            pt: "{why} (uma linha ficou por confirmar)",
        }
        unconfirmed(Unconfirmed { why, count }) {
            en: "{why} ({count} lines were not confirmed)",
            pt: "{why} ({count} linhas ficaram por confirmar)",
        }
        line(Line { number, why }) {
            en: "line {number}: {why}",
            pt: "linha {number}: {why}",
        }
        line_long(LineLong { number, most }) {
            en: "line {number} has more than {most} bytes",
            pt: "a linha {number} tem mais de {most} bytes",
        }
        signal {
            en: "stopped by a signal",
            pt: "parado por um sinal",
        }
    }
}
