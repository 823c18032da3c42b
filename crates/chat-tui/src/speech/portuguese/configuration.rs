//! What is wrong with a configuration file, and with keys that somebody chose.

use crate::speech::topic::Configuration;

pub(in crate::speech) const CONFIGURATION: Configuration = Configuration {
    manual_keys: "As ações, como a tabela [keys] e --key lhes chamam, as suas teclas habituais e o que fazem; onde fazem coisas diferentes no chat, numa procura e na página de ajuda, uma após outra.",
    manual_names: "No ficheiro: {names}; e a tabela [keys].",
    manual: "Todas as opções que não são para uma só execução podem estar em config.toml, com o nome que têm aqui; server é o endereço. O ficheiro está em ~/.config/chat-tui no Linux (XDG_CONFIG_HOME é respeitada), em ~/Library/Application Support/chat-tui no macOS, em %APPDATA%\\chat-tui\\config no Windows, ou onde --config disser. A linha de comandos prevalece. chat-tui --write-config escreve-o, com o que faz cada opção e com as que estiverem ao lado na linha de comandos; --print-config mostra o mesmo.",
    written: "escrito: {path}",
    no_place: "este sistema não tem lugar para esses ficheiros: indique um com --config FICHEIRO",
    head: "chat-tui: as opções que ninguém escolheu estão atrás de um #, com o valor que têm",
    keys_head: "As teclas: uma ação, e as suas teclas ou [] para nenhuma",
    line: "{file}:{line}: {what}",
    whole: "{file}: {what}",
    mend: "{what} (--no-config ignora o ficheiro)",
    no_option: "não há nenhuma opção `{name}`",
    listed: "{what}: chat-tui --no-config --print-config mostra as que há",
    perhaps: "{what}: queria dizer `{name}`?",
    one_run: "`{name}` é para uma só execução do programa: use-a na linha de comandos, como --{name}",
    one_of: "`{name}` não pode ser `{value}`: é um destes: {allowed}",
    wrong_value: "`{name}` não pode ser `{value}`: {why}",
    wants_switch: "`{name}` é true ou false",
    wants_value: "`{name}` é um valor, como um texto entre aspas ou um número",
    wants_list: "`{name}` é um valor, ou uma lista de valores entre parênteses retos",
    wants_keys: "`keys` é uma tabela: `[keys]`, e abaixo linhas como `next-room = \"F6\"`",
    not_both: "`{one}` e `{other}` não podem estar ambos: retire um deles",
    no_action: "nenhuma ação se chama `{name}`",
    no_key: "`{keys}` não é uma tecla: escreva Ctrl-n, Alt-Left, Shift-Up, F5, PgUp e semelhantes, no máximo duas seguidas",
    text_key: "`{keys}` escreve um carácter: junte Ctrl ou Alt, como em Alt-{keys}",
    same_key: "`{keys}` é {other} num terminal: escreva {other}, ou escolha outra tecla",
    two_actions: "`{keys}` faria `{chosen}` e `{other}`: dê outras teclas a um deles, como em `{other} = []`",
    needed: "`{name}` não pode ficar sem tecla",
    action_and_keys: "escreva AÇÃO=TECLAS, como em next-room=F6",
};
