//! The status row.

use crate::speech::topic::Status;

pub(in crate::speech) const STATUS: Status = Status {
    too_small: "janela pequena de mais ({width}x{height})",
    press_again: "carregue outra vez para sair",
    not_found: "não encontrado",
    searching: "↑ ↓ seguinte · Enter: ficar",
    search_back: "Esc: voltar",
    new_above: "{count} {count:nova|novas} acima · Alt-u",
    older: "mais antigas · Esc: fundo",
    new_below: "{count} {count:nova|novas} abaixo · Esc",
    too_long: "texto longo de mais: {bytes} de {most} bytes",
    next_try: "sem ligação: nova tentativa em {seconds} s (Enter: já)",
    connecting: "a ligar …",
    joining: "a entrar em {address} …",
    here: "{count} aqui",
    no_answer: "sem resposta há {seconds} s",
    to_send: "{count} por enviar",
};
