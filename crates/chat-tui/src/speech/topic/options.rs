//! The command line's own help, where it is not in English: that stands beside
//! the options.

use crate::speech::topic::options_of_replay;
use crate::speech::topic::options_of_replay::ReplayOptions;
use crate::speech::topic::options_of_replay::find;

/// What `--help` says.
#[derive(Debug)]
pub struct Options {
    /// What the program is.
    pub about: &'static str,
    /// The same, and what it does without arguments.
    pub long_about: &'static str,
    /// What follows the options.
    pub examples: &'static str,
    /// The whole page, as clap wants it written.
    pub template: &'static str,
    /// The heading of the arguments without a name.
    pub arguments: &'static str,
    /// The heading of the options that have no other.
    pub others: &'static str,
    /// What stands before a value that need not be given.
    pub default: &'static str,
    /// What stands before the values that there are.
    pub values: &'static str,
    /// Each option's help, by its name in the program.
    pub(in crate::speech) helps: &'static [(&'static str, &'static str)],
    /// Headings, by the English one.
    pub(in crate::speech) headings: &'static [(&'static str, &'static str)],
    /// What a value is called, by its English name, where that is another word.
    pub(in crate::speech) value_names: &'static [(&'static str, &'static str)],
    /// What stands in a refusal, by the English that clap has for it.
    pub(in crate::speech) refusals: &'static [(&'static str, &'static str)],
    /// The same of `chat-tui replay`.
    pub replay: &'static ReplayOptions,
    /// Where to look for what is not said here.
    pub(in crate::speech) otherwise: Option<&'static Self>,
}

impl Options {
    /// What clap says when it refuses, in this language.
    pub fn refusal(&self, english: &str) -> String {
        let otherwise = self.otherwise.map_or(&[][..], |other| other.refusals);
        let phrases = self.refusals.iter().chain(otherwise);
        phrases.fold(english.to_owned(), |said, (phrase, own)| {
            said.replace(phrase, own)
        })
    }

    /// The help of this option; nothing where there is none.
    pub fn help(&self, option: &str) -> &'static str {
        let own = find(self.helps, option);
        own.or_else(|| self.otherwise.map(|other| other.help(option)))
            .unwrap_or_default()
    }

    /// A heading.
    pub fn heading(&self, english: &str) -> &'static str {
        let own = find(self.headings, english);
        own.or_else(|| self.otherwise.map(|other| other.heading(english)))
            .unwrap_or(self.others)
    }

    /// What a value is called, if that is another word.
    pub fn value(&self, english: &str) -> Option<&'static str> {
        let own = find(self.value_names, english);
        own.or_else(|| self.otherwise?.value(english))
    }

    /// The options that are described.
    #[cfg(test)]
    pub fn described(&self) -> impl Iterator<Item = &'static str> {
        let all = self.otherwise.unwrap_or(self);
        all.helps.iter().map(|(option, _)| *option)
    }
}

/// The help in Portuguese; the English one stands beside the options, for clap.
pub(in crate::speech) const PORTUGUESE: Options = Options {
    about: "Um chat no terminal",
    long_about: "Um chat no terminal.

Sem HOST: entra no servidor desta máquina; se não houver, mostra os desta rede e, se não houver
nenhum, aloja um. Quando a entrada ou a saída não é um terminal: diz cada linha da entrada e escreve
cada mensagem.",
    examples:
        "\
Exemplos:
  chat-tui                       entra no servidor desta máquina, ou aloja um
  chat-tui 192.168.1.7           entra no daquela máquina
  chat-tui --find                os servidores desta rede
  chat-tui --check-lab HOST      se uma turma pode conversar com esse
  echo olá | chat-tui 192.168.1.7  diz uma só coisa; estado 0 significa entregue
  chat-tui --plain HOST:PORTO    fala com qualquer servidor, linha a linha
  chat-tui completions bash      o que uma shell precisa para completar as opções
  chat-tui man                   a página de manual: chat-tui man | man -l -
  chat-tui replay FICHEIRO       o que --trace FICHEIRO escreveu, em escada
  chat-tui --observe             quem está ligado e como, no servidor desta máquina
  chat-tui --demo                experimentar tudo a sós: um servidor e pessoas que seguem um guião",
    template: "{about-with-newline}\nUtilização: chat-tui [OPÇÕES] [HOST[:PORTO]]...\n\n{all-args}{after-help}",
    arguments: "Argumentos",
    others: "Opções",
    default: "predefinição",
    values: "valores",
    helps: &[
        (
            "address",
            "Onde está o servidor: um nome, um endereço IPv4 ou IPv6, `[IPv6]:PORTO`",
        ),
        ("more", "Mais servidores ao lado desse, num ecrã"),
        ("tcp", "Ligar por TCP (a predefinição)"),
        ("udp", "Ligar por UDP"),
        ("unix", "Ligar a um ficheiro de socket"),
        (
            "host",
            "Alojar um servidor dentro deste programa, para toda a gente na rede",
        ),
        (
            "demo",
            "Conversar com N pessoas que seguem um guião, de 2 a 8, num servidor dentro deste programa: sem rede, e nada se guarda [predefinição: 3]",
        ),
        (
            "find",
            "Escrever os servidores desta rede, ou o de HOST, e terminar",
        ),
        (
            "check_lab",
            "Ver se uma turma pode conversar com o servidor em HOST, escrever o que há a fazer, e terminar",
        ),
        (
            "observe",
            "Mostrar quem está ligado e como ao servidor desta máquina, que corre com --observe",
        ),
        ("port", "O porto, quando HOST não o diz"),
        ("name", "O nome a usar [predefinição: o nome de utilizador]"),
        (
            "room",
            "A sala onde entrar; pode repetir-se, a primeira é a mostrada",
        ),
        ("json", "Sem ecrã: escrever as tramas tal como chegam"),
        (
            "lines",
            "Linhas em vez de ecrã, para leitores de ecrã e ligações lentas; também se `TERM` for `dumb`",
        ),
        (
            "plain",
            "Linhas em bruto para um servidor qualquer; nada é interpretado",
        ),
        (
            "password_file",
            "Um ficheiro com a palavra-passe do servidor [ou `CHAT_PASSWORD`, no ambiente]",
        ),
        (
            "tls",
            "Falar em segredo (TLS) ou não falar, por TCP, UDP e sockets locais",
        ),
        (
            "words",
            "Com --tls: as seis palavras que o ecrã do servidor mostra",
        ),
        (
            "key_file",
            "O ficheiro com a sua chave, que faz seu o seu nome; `off` para nenhuma [predefinição: um seu, feito na primeira vez, ou `CHAT_KEY`, no ambiente]",
        ),
        (
            "keep_key",
            "Se a sua chave dura além desta vez; não em contas que muitos partilham",
        ),
        (
            "clear_password",
            "Enviar a palavra-passe tal como é, a um servidor que não aceita prova dela: qualquer pessoa a pode ler",
        ),
        (
            "lang",
            "A língua do ecrã [predefinição: a de `LANG`, ou então a do sistema]",
        ),
        (
            "config",
            "Ler as opções deste ficheiro [predefinição: config.toml, no lugar que o sistema lhe dá]",
        ),
        ("no_config", "Não ler opções de nenhum ficheiro"),
        (
            "print_config",
            "Escrever todas as opções como estão agora, na forma desse ficheiro, e terminar",
        ),
        (
            "write_config",
            "Escrevê-las nesse ficheiro, em vez do que lá está, e terminar",
        ),
        (
            "theme",
            "As cores: as dezasseis do terminal, ou uma paleta nossa para fundo escuro ou claro",
        ),
        (
            "notify",
            "O que chama quando o seu nome é dito, ou lhe falam a sós, e está a olhar para outro lado; vários com vírgulas",
        ),
        (
            "highlight",
            "Palavras ou /expressões regulares/ que marcam uma mensagem como o seu nome; várias com vírgulas, ou repetida",
        ),
        (
            "history",
            "Quantas mensagens são guardadas, de todas as conversas juntas",
        ),
        (
            "live_rows",
            "Quantas das linhas mais recentes ficam no ecrã enquanto se leem outras",
        ),
        ("times", "O que a hora de uma mensagem mostra"),
        (
            "repeat_names",
            "Se cada mensagem traz o nome de quem a diz, e não só a primeira de várias",
        ),
        ("room_list", "Se as conversas são listadas onde há largura"),
        ("people_list", "Se as pessoas são listadas onde há largura"),
        (
            "signs",
            "Se os outros veem que escreve ou está ausente; os deles veem-se de qualquer modo",
        ),
        ("wire", "Se se guarda o que passou há pouco no fio, para F9"),
        (
            "keyboard_protocol",
            "Se se pede ao terminal o protocolo de teclado alargado, como para Shift-Enter",
        ),
        (
            "open_ear",
            "Em UDP: ouvir os datagramas de todos, recusar o que não é do servidor, e mostrá-lo (F9)",
        ),
        (
            "ascii",
            "Se os sinais se desenham em ASCII; auto: quando a localização não diz UTF-8",
        ),
        (
            "mouse",
            "Se a roda do rato desloca o texto e um clique vai a uma sala, um nome ou um endereço; Shift seleciona",
        ),
        (
            "log",
            "Acrescentar o que se lê a este ficheiro, que só o próprio pode ler",
        ),
        (
            "key",
            "Outra tecla para uma ação, como em next-room=F6; pode repetir-se. F1 e `chat-tui man` dizem as ações",
        ),
        (
            "rto",
            "O tempo de espera antes de retransmitir: medido pelo RTT, ou como no livro",
        ),
        (
            "patience",
            "Desistir de um servidor de que nada se receba durante estes segundos",
        ),
        (
            "trace",
            "Registar leituras, escritas, ligação e mau tempo: um objeto JSON por linha",
        ),
        (
            "weather",
            "Simular uma rede má (perda, atraso, variação do atraso, duplicação, reordenação), num só texto: \"drop 30%, delay 20..80ms, seed 7\", sobre TCP \"slice 1..16, stall 10s+5s\"; ou classroom, crowded-wifi, 3g, satellite, textbook",
        ),
        (
            "drop",
            "Perder datagramas: 30%, in:30%, out:30%, #2,#5, every:3, ack:50%, burst:5%/30%",
        ),
        (
            "delay",
            "Atrasar datagramas, ou os bytes do TCP; um intervalo varia o atraso: 80ms, 20..80ms, out:100ms",
        ),
        ("dup", "Duplicar datagramas: 10%"),
        (
            "reorder",
            "Reordenar datagramas, de modo que três outros os ultrapassem: 20%:3",
        ),
        (
            "corrupt",
            "Trocar um bit, que a soma de controlo torna em perda: 1%",
        ),
        ("mtu", "Perder os datagramas maiores: 576"),
        ("rate", "Limitar o débito: 64kbps, 2mbps"),
        (
            "blackout",
            "Perder tudo durante algum tempo: 10s+5s, 10s+5s/30s",
        ),
        (
            "slice",
            "Sobre TCP: dividir o que se escreve e lê em pedaços de tantos bytes: 5, 1..16",
        ),
        ("glue", "Sobre TCP: juntar bytes durante este tempo: 200ms"),
        (
            "stall",
            "Sobre TCP: nada anda durante algum tempo: 10s+5s, 10s+5s/30s",
        ),
        (
            "reset",
            "Sobre TCP: cortar cada ligação ao fim deste tempo: 20s",
        ),
        (
            "hold",
            "Sobre UDP: cada datagrama espera até que o liberte, duplique ou mate",
        ),
        (
            "seed",
            "Repetir um mau tempo: a mesma semente dá as mesmas perdas e atrasos",
        ),
        ("help", "Mostrar esta ajuda"),
        ("version", "Mostrar a versão"),
    ],
    headings: &[
        ("Screen", "Ecrã"),
        ("Over UDP", "Por UDP"),
        ("Weather", "Mau tempo"),
    ],
    value_names: &[
        ("HOST[:PORT]", "HOST[:PORTO]"),
        ("ACTION=KEYS", "AÇÃO=TECLAS"),
        ("HOW", "COMO"),
        ("THEME", "TEMA"),
        ("PATH", "CAMINHO"),
        ("NAME", "NOME"),
        ("ROOM", "SALA"),
        ("FILE", "FICHEIRO"),
        ("LANG", "LÍNGUA"),
        ("SECONDS", "SEGUNDOS"),
        ("WORDS", "PALAVRAS"),
        ("WHICH", "QUAIS"),
        ("TIME", "TEMPO"),
        ("RATE", "DÉBITO"),
        ("WHEN", "QUANDO"),
    ],
    refusals: &[
        ("unexpected argument ", "opção desconhecida: "),
        ("unrecognized subcommand ", "palavra desconhecida: "),
        ("unexpected value ", "valor a mais: "),
        (" found; no more were expected", ""),
        (" found\n", "\n"),
        ("invalid value ", "valor inválido: "),
        (" for '", " para '"),
        ("a value is required", "falta um valor"),
        (" but none was supplied", ""),
        (
            "the following required arguments were not provided:",
            "falta indicar:",
        ),
        ("the argument ", "a opção "),
        (" cannot be used with", " não se pode usar com"),
        (
            " cannot be used multiple times",
            " só se pode indicar uma vez",
        ),
        ("possible values:", "valores:"),
        ("tip: a similar argument exists: ", "parecida: "),
        ("tip: some similar arguments exist: ", "parecidas: "),
        ("tip: to pass ", "para usar "),
        (" as a value, use ", " como valor, escreva "),
        ("Usage: ", "Utilização: "),
        ("[OPTIONS]", "[OPÇÕES]"),
        ("For more information, try ", "Para saber mais: "),
    ],
    replay: &options_of_replay::PORTUGUESE,
    otherwise: None,
};
