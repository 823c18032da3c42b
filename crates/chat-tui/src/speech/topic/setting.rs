//! Settings that change while the program runs.

use crate::speech::sentence::topic;

topic! {
    /// Settings that change while the program runs.
    Setting {
        usage {
            en: "/set [KEY VALUE]",
            pt: "/set [CHAVE VALOR]",
        }
        what {
            en: "change a setting; /set lists them, /save alone writes them into the file",
            pt: "mudar uma definição; /set lista-as, /save sozinho escreve-as no ficheiro",
            br: "mudar uma configuração; /set lista todas, /save sozinho escreve no arquivo",
        }
        highlight_usage {
            en: "/highlight [WORD]",
            pt: "/highlight [PALAVRA]",
        }
        highlight {
            en: "mark messages with a word or a /regex/ as if it was your name; /highlight lists, /highlight -WORD undoes",
            pt: "marcar mensagens com uma palavra ou /regex/ como se fosse o seu nome; /highlight lista, /highlight -PALAVRA desfaz",
        }
        how {
            en: "/set KEY VALUE changes one, /save writes what was changed into the file",
            pt: "/set CHAVE VALOR muda uma, /save escreve no ficheiro o que mudou",
            br: "/set CHAVE VALOR muda uma, /save escreve no arquivo o que mudou",
        }
        changed(Changed { name, value }) {
            en: "{name} = {value}, until the end: /save keeps it",
            pt: "{name} = {value}, até ao fim: /save guarda-o",
            br: "{name} = {value}, até o fim: /save guarda",
        }
        no_such(NoSuch { name, all }) {
            en: "no setting is called `{name}` that can change now: {all}",
            pt: "nenhuma definição se chama `{name}` que possa mudar agora: {all}",
            br: "nenhuma configuração se chama `{name}` que possa mudar agora: {all}",
        }
        no_such_but(NoSuchBut { name, near }) {
            en: "no setting is called `{name}` that can change now: did you mean `{near}`?",
            pt: "nenhuma definição se chama `{name}` que possa mudar agora: queria dizer `{near}`?",
            br: "nenhuma configuração se chama `{name}` que possa mudar agora: queria dizer `{near}`?",
        }
        no_value(NoValue { name, value, all }) {
            en: "`{name}` cannot be `{value}`: {all}",
            pt: "`{name}` não pode ser `{value}`: {all}",
        }
        nothing_changed {
            en: "nothing to write: /set has changed nothing (/save NUMBER writes shared code)",
            pt: "nada para escrever: /set não mudou nada (/save NÚMERO escreve código partilhado)",
            br: "nada para escrever: /set não mudou nada (/save NÚMERO escreve código compartilhado)",
        }
        kept(Kept { path, names }) {
            en: "written into {path}: {names}",
            pt: "escrito em {path}: {names}",
        }
        no_file {
            en: "nothing is written: this run reads no configuration file",
            pt: "nada é escrito: esta execução não lê nenhum ficheiro de configuração",
            br: "nada é escrito: esta execução não lê nenhum arquivo de configuração",
        }
        not_kept(NotKept { path, why }) {
            en: "{path} was left as it is: {why}",
            pt: "{path} ficou como estava: {why}",
        }
        not_this_way {
            en: "it would no longer say what it says; change it by hand",
            pt: "deixaria de dizer o que diz; mude-o à mão",
        }
        highlights(words) {
            en: "marked as if they were your name: {words}",
            pt: "marcadas como se fossem o seu nome: {words}",
        }
        no_highlights {
            en: "no word is marked yet: /highlight WORD marks one",
            pt: "ainda nenhuma palavra é marcada: /highlight PALAVRA marca uma",
        }
        highlighted(word) {
            en: "messages with {word} are marked from now on: /save keeps it",
            pt: "mensagens com {word} passam a ser marcadas: /save guarda-o",
            br: "mensagens com {word} passam a ser marcadas: /save guarda",
        }
        unhighlighted(word) {
            en: "{word} is no longer marked: /save keeps it so",
            pt: "{word} deixa de ser marcada: /save guarda-o",
            br: "{word} deixa de ser marcada: /save guarda",
        }
        not_highlighted(word) {
            en: "{word} was not marked",
            pt: "{word} não estava marcada",
        }
        no_word {
            en: "that is no word, or too long a one",
            pt: "isso não é uma palavra, ou é demasiado longa",
            br: "isso não é uma palavra, ou é longa demais",
        }
        too_many(most) {
            en: "{most} words are marked already: /highlight -WORD first",
            pt: "já há {most} palavras marcadas: primeiro /highlight -PALAVRA",
        }
    }
}
