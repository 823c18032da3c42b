//! What is wrong with a configuration file, and with keys that somebody chose.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with a configuration.
    Configuration {
        manual_keys {
            en: "The actions, as the table [keys] and --key name them, their usual keys, and what they do; where they do different things in the chat, in a search and on the help page, one after another.",
            pt: "As ações, como a tabela [keys] e --key lhes chamam, as suas teclas habituais e o que fazem; onde fazem coisas diferentes no chat, numa procura e na página de ajuda, uma após outra.",
        }
        manual_names(names) {
            en: "In the file: {names}; and the table [keys].",
            pt: "No ficheiro: {names}; e a tabela [keys].",
            br: "No arquivo: {names}; e a tabela [keys].",
        }
        manual {
            en: "Every option that is not for one run only can stand in config.toml, under the name it has here; server is the address. The file is in ~/.config/chat-tui on Linux (XDG_CONFIG_HOME is honoured), in ~/Library/Application Support/chat-tui on macOS, in %APPDATA%\\chat-tui\\config on Windows, or where --config says. The command line stands over it. chat-tui --write-config writes it, with what each option is for and with those that stand beside it on the command line; --print-config prints the same.",
            pt: "Todas as opções que não são para uma só execução podem estar em config.toml, com o nome que têm aqui; server é o endereço. O ficheiro está em ~/.config/chat-tui no Linux (XDG_CONFIG_HOME é respeitada), em ~/Library/Application Support/chat-tui no macOS, em %APPDATA%\\chat-tui\\config no Windows, ou onde --config disser. A linha de comandos prevalece. chat-tui --write-config escreve-o, com o que faz cada opção e com as que estiverem ao lado na linha de comandos; --print-config mostra o mesmo.",
            br: "Todas as opções que não são para uma só execução podem estar em config.toml, com o nome que têm aqui; server é o endereço. O arquivo está em ~/.config/chat-tui no Linux (XDG_CONFIG_HOME é respeitada), em ~/Library/Application Support/chat-tui no macOS, em %APPDATA%\\chat-tui\\config no Windows, ou onde --config disser. A linha de comando prevalece. chat-tui --write-config escreve-o, com o que faz cada opção e com as que estiverem ao lado na linha de comando; --print-config mostra o mesmo.",
        }
        written(path) {
            en: "written: {path}",
            pt: "escrito: {path}",
        }
        no_place {
            en: "this system has no place for such files: name one with --config FILE",
            pt: "este sistema não tem lugar para esses ficheiros: indique um com --config FICHEIRO",
            br: "este sistema não tem lugar para esses arquivos: indique um com --config ARQUIVO",
        }
        head {
            en: "chat-tui: the options that nobody chose stand behind a #, with what they are then",
            pt: "chat-tui: as opções que ninguém escolheu estão atrás de um #, com o valor que têm",
        }
        keys_head {
            en: "The keys: an action, and its keys or [] for none",
            pt: "As teclas: uma ação, e as suas teclas ou [] para nenhuma",
        }
        line(Line { file, line, what }) {
            en: "{file}:{line}: {what}",
            pt: "{file}:{line}: {what}",
        }
        mend(what) {
            en: "{what} (--no-config leaves the file out)",
            pt: "{what} (--no-config ignora o ficheiro)",
            br: "{what} (--no-config ignora o arquivo)",
        }
        no_option(name) {
            en: "there is no option `{name}`",
            pt: "não há nenhuma opção `{name}`",
        }
        listed(what) {
            en: "{what}: chat-tui --no-config --print-config lists them",
            pt: "{what}: chat-tui --no-config --print-config mostra as que há",
        }
        perhaps(Perhaps { what, name }) {
            en: "{what}: did you mean `{name}`?",
            pt: "{what}: queria dizer `{name}`?",
        }
        one_run(name) {
            en: "`{name}` is for one run of the program: give it on the command line, as --{name}",
            pt: "`{name}` é para uma só execução do programa: use-a na linha de comandos, como --{name}",
            br: "`{name}` é para uma só execução do programa: use-a na linha de comando, como --{name}",
        }
        one_of(OneOf { name, value, allowed }) {
            en: "`{name}` cannot be `{value}`: it is one of {allowed}",
            pt: "`{name}` não pode ser `{value}`: é um destes: {allowed}",
        }
        wrong_value(WrongValue { name, value, why }) {
            en: "`{name}` cannot be `{value}`: {why}",
            pt: "`{name}` não pode ser `{value}`: {why}",
        }
        wants_switch(name) {
            en: "`{name}` is true or false",
            pt: "`{name}` é true ou false",
        }
        wants_value(name) {
            en: "`{name}` is one value, such as a text in quotes or a number",
            pt: "`{name}` é um valor, como um texto entre aspas ou um número",
        }
        wants_list(name) {
            en: "`{name}` is a value, or a list of values in brackets",
            pt: "`{name}` é um valor, ou uma lista de valores entre parênteses retos",
            br: "`{name}` é um valor, ou uma lista de valores entre colchetes",
        }
        wants_keys {
            en: "`keys` is a table: `[keys]`, and below it lines such as `next-room = \"F6\"`",
            pt: "`keys` é uma tabela: `[keys]`, e abaixo linhas como `next-room = \"F6\"`",
        }
        not_both(NotBoth { one, other }) {
            en: "`{one}` and `{other}` cannot both be set: take one of them out",
            pt: "`{one}` e `{other}` não podem estar ambos: retire um deles",
        }
        no_action(name) {
            en: "no action is called `{name}`",
            pt: "nenhuma ação se chama `{name}`",
        }
        no_key(keys) {
            en: "`{keys}` is no key: write Ctrl-n, Alt-Left, Shift-Up, F5, PgUp and the like, at most two after one another",
            pt: "`{keys}` não é uma tecla: escreva Ctrl-n, Alt-Left, Shift-Up, F5, PgUp e semelhantes, no máximo duas seguidas",
        }
        text_key(keys) {
            en: "`{keys}` writes a character: hold Ctrl or Alt beside it, as in Alt-{keys}",
            pt: "`{keys}` escreve um carácter: junte Ctrl ou Alt, como em Alt-{keys}",
            br: "`{keys}` escreve um caractere: junte Ctrl ou Alt, como em Alt-{keys}",
        }
        same_key(SameKey { keys, other }) {
            en: "`{keys}` is {other} on a terminal: write {other}, or take another key",
            pt: "`{keys}` é {other} num terminal: escreva {other}, ou escolha outra tecla",
        }
        two_actions(TwoActions { keys, chosen, other }) {
            en: "`{keys}` would do both `{chosen}` and `{other}`: give one of them other keys, as in `{other} = []`",
            pt: "`{keys}` faria `{chosen}` e `{other}`: dê outras teclas a um deles, como em `{other} = []`",
        }
        needed(name) {
            en: "`{name}` cannot be without a key",
            pt: "`{name}` não pode ficar sem tecla",
        }
        action_and_keys {
            en: "write ACTION=KEYS, as in next-room=F6",
            pt: "escreva AÇÃO=TECLAS, como em next-room=F6",
        }
    }
}
