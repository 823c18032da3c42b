//! What reaches us in English: faults of names and texts, refusals, what happened.

use crate::speech::sentence::translated;

translated! {
    /// What the protocol says in English, said again in another language.
    Foreign {
        name_empty(most) {
            pt: "um nome precisa de 1 a {most} caracteres visíveis",
        }
        name_long(NameLong { count, most }) {
            pt: "o nome tem {count} caracteres e pode ter até {most}",
        }
        name_space {
            pt: "um nome não tem espaços: experimente - ou _",
        }
        name_invisible {
            pt: "o nome tem caracteres invisíveis ou de controlo: retire-os",
            br: "o nome tem caracteres invisíveis ou de controle: retire-os",
        }
        name_mixed {
            pt: "o nome mistura alfabetos que se confundem: use as letras de um só",
        }
        name_reserved {
            pt: "o nome está reservado para o servidor ou para os seus convidados: escolha outro",
        }
        room_empty(most) {
            pt: "uma sala precisa de um nome: 1 a {most} letras, algarismos, - ou _",
        }
        room_long(RoomLong { count, most }) {
            pt: "o nome da sala tem {count} caracteres e pode ter até {most}",
        }
        room_character(word) {
            pt: "`{word}` não pode ser uma sala: o nome só pode ter letras, algarismos, - e _",
        }
        text_empty {
            pt: "o texto está vazio: nada foi dito",
        }
        text_long(TextLong { count, most }) {
            pt: "o texto tem {count} bytes e uma mensagem pode ter até {most}: divida-o em partes",
        }
        name_taken {
            pt: "esse nome já está a ser usado, ou parece-se com um que está: escolha outro",
            br: "esse nome já está sendo usado, ou parece-se com um que está: escolha outro",
        }
        no_such_name {
            pt: "não há aqui ninguém com esse nome: /who mostra quem está numa sala",
        }
        no_such_room {
            pt: "essa sala não existe: /join cria-a",
        }
        not_joined {
            pt: "ainda não está em nenhuma sala: entre numa com /join SALA",
        }
        wrong_password {
            pt: "este servidor pede uma palavra-passe e não recebeu a certa: peça-a a quem o gere",
            br: "este servidor pede uma senha e não recebeu a certa: peça-a a quem o gere",
        }
        too_fast(seconds) {
            pt: "demasiado depressa: aguarde {seconds} s",
            br: "rápido demais: aguarde {seconds} s",
        }
        apart {
            pt: "sem ligação aos outros servidores: o que disser espera aqui até eles voltarem",
            br: "sem conexão com os outros servidores: o que disser espera aqui até eles voltarem",
        }
        together {
            pt: "os outros servidores voltaram: o que esperava é dito agora",
        }
        enough_waits {
            pt: "sem ligação aos outros servidores, e já há muito à espera: diga-o mais tarde",
            br: "sem conexão com os outros servidores, e já há muito esperando: diga mais tarde",
        }
        unreached {
            pt: "essa pessoa está noutro servidor, que agora não responde: tente daqui a pouco",
            br: "essa pessoa está em outro servidor, que agora não responde: tente daqui a pouco",
        }
        renamed(Renamed { was, now }) {
            pt: "{was} chama-se agora {now}",
            br: "{was} agora se chama {now}",
        }
        joined(who) {
            pt: "{who} entrou",
        }
        left(who) {
            pt: "{who} saiu",
        }
        welcome(Welcome { you, room }) {
            pt: "está em {room} com o nome {you}",
        }
        welcome_unasked(WelcomeUnasked { you, room }) {
            pt: "está em {room} com o nome {you}; aqui não se pede palavra-passe: qualquer pessoa pode entrar",
            br: "está em {room} com o nome {you}; aqui não se pede senha: qualquer pessoa pode entrar",
        }
        people(People { room, names }) {
            pt: "em {room}: {names}",
        }
        nobody(room) {
            pt: "em {room}: ninguém",
        }
    }
}
