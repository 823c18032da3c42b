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
            pt: "`{taken}` já é de alguém: tentamos `{trying}`. Se for você, escreva /words e as suas seis palavras",
        }
        also(names) {
            en: "here with the same key: {names}. If that is not you, this machine was copied: /words new makes a key of your own",
            pt: "está cá com a mesma chave: {names}. Se não for você, esta máquina foi copiada: /words new faz uma chave só sua",
            br: "está aqui com a mesma chave: {names}. Se não for você, esta máquina foi copiada: /words new faz uma chave só sua",
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
