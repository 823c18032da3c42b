//! Why there is no connection, and why it is over.

use crate::speech::sentence::topic;

topic! {
    /// Why there is no connection.
    Reasons {
        closed {
            en: "the server closed the connection",
            pt: "o servidor fechou a ligação",
            br: "o servidor fechou a conexão",
        }
        closed_saying(words) {
            en: "the server closed the connection: {words}",
            pt: "o servidor fechou a ligação: {words}",
            br: "o servidor fechou a conexão: {words}",
        }
        silent(seconds) {
            en: "the server has been silent for {seconds} s",
            pt: "o servidor não dá sinal há {seconds} s",
        }
        not_known(place) {
            en: "{place} is not known to be the server that is meant: nothing was said to it",
            pt: "não se sabe se {place} é o servidor pretendido: nada lhe foi dito",
        }
        forgotten {
            en: "the server has forgotten us",
            pt: "o servidor já não nos conhece",
        }
        not_a_chat(address) {
            en: "{address} answers, but not as a chat server does: `chat-tui --plain` talks to any server",
            pt: "{address} responde, mas não como um servidor de chat: `chat-tui --plain` fala com qualquer servidor",
        }
        no_welcome(address) {
            en: "{address} does not answer as a chat server does: is it one? (`chat-tui --plain` talks to any server)",
            pt: "{address} não responde como um servidor de chat: será um? (`chat-tui --plain` fala com qualquer servidor)",
        }
        choose_room(why) {
            en: "{why} (choose a room with --room)",
            pt: "{why} (escolha uma sala com --room)",
        }
        choose_name(why) {
            en: "{why} (choose a name with --name)",
            pt: "{why} (escolha um nome com --name)",
        }
        names_taken(name) {
            en: "every name like `{name}` is taken: choose another with --name",
            pt: "todos os nomes como `{name}` estão a ser usados: escolha outro com --name",
            br: "todos os nomes como `{name}` estão sendo usados: escolha outro com --name",
        }
        not_let_in(why) {
            en: "the server does not let us in: {why}",
            pt: "o servidor não nos deixa entrar: {why}",
        }
        give_password(why) {
            en: "{why} (give it with --password-file FILE or in CHAT_PASSWORD)",
            pt: "{why} (indique-a com --password-file FICHEIRO ou em CHAT_PASSWORD)",
            br: "{why} (indique-a com --password-file ARQUIVO ou em CHAT_PASSWORD)",
        }
        password_asked {
            en: "this server asks for a password",
            pt: "este servidor pede uma palavra-passe",
            br: "este servidor pede uma senha",
        }
        only_clear {
            en: "this server cannot have the password proved and wants it as it is, where anybody on the way can read it: --clear-password sends it",
            pt: "este servidor não aceita prova da palavra-passe e quere-a tal como é, onde qualquer pessoa no caminho a pode ler: --clear-password envia-a",
            br: "este servidor não aceita prova da senha e a quer tal como é, onde qualquer pessoa no caminho pode lê-la: --clear-password a envia",
        }
        impostor {
            en: "this server does not know the password: it is not the one you mean, and nothing was said to it",
            pt: "este servidor não sabe a palavra-passe: não é o que procura, e nada lhe foi dito",
            br: "este servidor não sabe a senha: não é o que procura, e nada lhe foi dito",
        }
        asks_for_another(name) {
            en: "this server wants your key to sign for `{name}`, which you did not ask for: nothing was signed",
            pt: "este servidor quer que a sua chave assine por `{name}`, que não pediu: nada foi assinado",
        }
        odd_rounds(rounds) {
            en: "this server wants the password worked over {rounds} times, which is too few or too many: nothing was shown to it",
            pt: "este servidor quer a palavra-passe trabalhada {rounds} vezes, que são de menos ou de mais: nada lhe foi mostrado",
            br: "este servidor quer a senha trabalhada {rounds} vezes, que são de menos ou de mais: nada lhe foi mostrado",
        }
        dismissed(words) {
            en: "the server has ended it: {words}",
            pt: "o servidor terminou: {words}",
        }
        not_in(room) {
            en: "you are not in #{room}: /join {room}",
            pt: "não está em #{room}: /join {room}",
        }
        you_left {
            en: "you left",
            pt: "saiu",
        }
    }
}
