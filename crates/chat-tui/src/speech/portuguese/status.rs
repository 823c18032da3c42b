//! The status row.

use crate::speech::topic::Status;

pub(in crate::speech) const STATUS: Status = Status {
    too_small: "janela demasiado pequena ({width}x{height})",
    press_again: "carregue outra vez para sair",
    not_found: "não encontrado",
    new_above: "{count} {count:nova|novas} acima",
    older: "mais antigas",
    new_below: "{count} {count:nova|novas} abaixo",
    too_long: "texto demasiado longo: {bytes} de {most} bytes",
    next_try: "sem ligação: nova tentativa em {seconds} s ({key}: já)",
    connecting: "a ligar …",
    joining: "a entrar em {address} …",
    here: "{count} aqui",
    no_answer: "sem resposta há {seconds} s",
    to_send: "{count} por enviar",
};
