//! What the client says where it has no screen, on standard error.

use crate::speech::topic::Pipe;

pub(in crate::speech) const PIPE: Pipe = Pipe {
    name_taken: "`{taken}` já está a ser usado aqui: a entrar como `{trying}`",
    not_confirmed: "não confirmada: pode ter chegado (os datagramas perdem-se; com --tcp há certeza)",
    one_not_said: "uma linha não foi dita: {why}",
    not_said: "{count} linhas não foram ditas; a primeira: {why}",
    one_unconfirmed: "{why} (uma linha ficou por confirmar)",
    unconfirmed: "{why} ({count} linhas ficaram por confirmar)",
    line: "linha {number}: {why}",
    line_long: "a linha {number} tem mais de {most} bytes",
    signal: "parado por um sinal",
};
