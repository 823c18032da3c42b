//! Copying, and lists to choose from.

use crate::speech::topic::Reading;

pub(in crate::speech) const READING: Reading = Reading {
    copy_usage: "/copy",
    copy: "copiar a última mensagem; /copy 2, /copy url (endereço)",
    bare_usage: "/bare",
    bare: "só o texto, para o selecionar",
    go_usage: "/go NOME",
    go: "ir à conversa que corresponde; /go lista-as",
    mentions_usage: "/mentions",
    mentions: "todas as mensagens para si, em todas as conversas",
    rooms_usage: "/rooms",
    rooms: "mostrar ou esconder a lista das conversas",
    people_usage: "/people",
    people: "mostrar ou esconder quem está",
    message_copied: "mensagem copiada, se o terminal o permitir",
    url_copied: "endereço copiado, se o terminal o permitir",
    nothing_to_copy: "não há essa mensagem aqui",
    no_url: "não há endereço nenhum aqui",
    too_long_to_copy: "longo de mais para a área de transferência",
    select: "selecione com o rato",
    go_prompt: "ir para:",
    mentions_prompt: "para si:",
    nothing_fits: "nada corresponde",
    no_mentions: "ainda ninguém o chamou",
};
