//! What reaches us in English: faults of names and texts, refusals, what happened.

use crate::speech::topic::Foreign;

pub(in crate::speech) const FOREIGN: Foreign = Foreign {
    name_empty: "um nome precisa de 1 a {most} caracteres visíveis",
    name_long: "o nome tem {count} caracteres e pode ter até {most}",
    name_space: "um nome não tem espaços: experimente - ou _",
    name_invisible: "o nome tem caracteres invisíveis ou de controlo: retire-os",
    name_mixed: "o nome mistura alfabetos que se confundem: use as letras de um só",
    name_reserved: "o nome está reservado para o servidor ou para os seus convidados: escolha outro",
    room_empty: "uma sala precisa de um nome: 1 a {most} letras, algarismos, - ou _",
    room_long: "o nome da sala tem {count} caracteres e pode ter até {most}",
    room_character: "`{word}` não pode ser uma sala: o nome só pode ter letras, algarismos, - e _",
    text_empty: "o texto está vazio: nada foi dito",
    text_long: "o texto tem {count} bytes e uma mensagem pode ter até {most}: divida-o em partes",
    name_taken: "esse nome já está a ser usado, ou parece-se com um que está: escolha outro",
    no_such_name: "não há aqui ninguém com esse nome: /who mostra quem está numa sala",
    no_such_room: "essa sala não existe: /join cria-a",
    not_joined: "ainda não está em nenhuma sala: entre numa com /join SALA",
    wrong_password: "este servidor pede uma palavra-passe e não recebeu a certa: peça-a a quem o gere",
    too_fast: "demasiado depressa: aguarde {seconds} s",
    renamed: "{was} chama-se agora {now}",
    joined: "{who} entrou",
    left: "{who} saiu",
    welcome: "está em {room} com o nome {you}",
    welcome_unasked: "está em {room} com o nome {you}; aqui não se pede palavra-passe: qualquer pessoa pode entrar",
    people: "em {room}: {names}",
    nobody: "em {room}: ninguém",
};
