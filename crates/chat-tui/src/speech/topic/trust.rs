//! Whose name it is: keys and their words.

use crate::speech::sentence::topic;

topic! {
    /// Keys and their words.
    Trust {
        words_usage {
            en: "/words",
            pt: "/words",
        }
        words_help {
            en: "six words that make your name yours on another machine",
            pt: "seis palavras que fazem seu o seu nome noutra máquina",
            br: "seis palavras que fazem seu o seu nome em outra máquina",
        }
        explain {
            en: "whoever has your six words can have your name: /words show shows them until the next key; /words and the six words, on another machine, make you the same person there; /words new makes others",
            pt: "quem tiver as suas seis palavras pode ficar com o seu nome: /words show mostra-as até à próxima tecla; /words e as seis palavras, noutra máquina, fazem de si lá a mesma pessoa; /words new faz outras",
            br: "quem tiver as suas seis palavras pode ficar com o seu nome: /words show mostra-as até à próxima tecla; /words e as seis palavras, em outra máquina, fazem de você lá a mesma pessoa; /words new faz outras",
        }
        no_words {
            en: "you have no key, so no name is yours alone: leave out --key-file off",
            pt: "não tem chave, e por isso nenhum nome é só seu: não use --key-file off",
        }
        identified {
            en: "you have another key now: its words are yours to keep (/words)",
            pt: "tem agora outra chave: guarde as palavras dela (/words)",
        }
        for_the_session(ForTheSession { path, why }) {
            en: "your key cannot be kept in {path} ({why}): it is yours until you leave",
            pt: "não é possível guardar a sua chave em {path} ({why}): é sua até sair",
        }
        not_readable(path) {
            en: "{path} is not a key file of ours: move it away, or name another with --key-file",
            pt: "{path} não é um ficheiro de chave nosso: tire-o de lá, ou indique outro com --key-file",
            br: "{path} não é um arquivo de chave nosso: tire-o de lá, ou indique outro com --key-file",
        }
        owned(Owned { taken, trying }) {
            en: "`{taken}` belongs to somebody: trying `{trying}`. If that is you, type /words and your six words",
            pt: "`{taken}` já é de alguém: tentamos `{trying}`. Se é seu, escreva /words e as suas seis palavras",
            br: "`{taken}` já é de alguém: tentamos `{trying}`. Se for você, escreva /words e as suas seis palavras",
        }
        also(names) {
            en: "here with the same key: {names}. If that is not you, this machine was copied: /words new makes a key of your own",
            pt: "está cá com a mesma chave: {names}. Se não se trata de si, esta máquina foi copiada: /words new faz uma chave só sua",
            br: "está aqui com a mesma chave: {names}. Se não for você, esta máquina foi copiada: /words new faz uma chave só sua",
        }
        password_asked {
            en: "this server asks for a password: it is not shown while you type, and never sent",
            pt: "este servidor pede uma palavra-passe: não se vê enquanto a escreve, e nunca é enviada",
            br: "este servidor pede uma senha: ela não aparece enquanto você a escreve, e nunca é enviada",
        }
        password_wrong {
            en: "that is not the password: try again",
            pt: "não é essa a palavra-passe: tente outra vez",
            br: "não é essa a senha: tente outra vez",
        }
        password_prompt {
            en: "password>",
            pt: "palavra-passe>",
            br: "senha>",
        }
        name_owned(NameOwned { taken, instead }) {
            en: "`{taken}` belongs to somebody. If that is you, on another machine, type the six words that /words show tells there; or another name; or Enter for `{instead}`",
            pt: "`{taken}` já é de alguém. Se é seu, noutra máquina, escreva as seis palavras que lá mostra /words show; ou outro nome; ou Enter para `{instead}`",
            br: "`{taken}` já é de alguém. Se for você, em outra máquina, escreva as seis palavras que lá mostra /words show; ou outro nome; ou Enter para `{instead}`",
        }
        name_prompt {
            en: "six words, or a name>",
            pt: "seis palavras, ou um nome>",
        }
        be_called(name) {
            en: "be `{name}`",
            pt: "ser `{name}`",
        }
        go_in {
            en: "go in",
            pt: "entrar",
        }
        leave_hint {
            en: "leave",
            pt: "sair",
        }
        making_key {
            en: "making the key of these words …",
            pt: "a fazer a chave destas palavras …",
            br: "fazendo a chave destas palavras …",
        }
        ask_twice(AskTwice { names, send }) {
            en: "{names} has your key too: {send} makes a key of your own",
            pt: "{names} também tem a sua chave: {send} faz uma só sua",
        }
        that_is_me_hint {
            en: "that is me, twice",
            pt: "sou eu, duas vezes",
        }
        new_key_hint {
            en: "a key of my own",
            pt: "uma chave só minha",
        }
        unasked {
            en: "you gave a password, and this server asks for none: anybody may come in, and it may not be the one you mean",
            pt: "deu uma palavra-passe e este servidor não pede nenhuma: qualquer pessoa pode entrar, e pode não ser o que procura",
            br: "você deu uma senha e este servidor não pede nenhuma: qualquer pessoa pode entrar, e pode não ser o que procura",
        }
        words_count(count) {
            en: "there are six words, and these are {count}",
            pt: "as palavras são seis, e estas são {count}",
        }
        words_unknown(which) {
            en: "word {which} is not in the list: look at its spelling",
            pt: "a palavra {which} não está na lista: veja como se escreve",
        }
        words_impossible {
            en: "these words are in the wrong order, or one of them is another's",
            pt: "estas palavras estão por outra ordem, ou uma delas é de outra chave",
        }
    }
}
