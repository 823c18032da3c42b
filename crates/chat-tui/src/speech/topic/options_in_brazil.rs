//! The command line's own help in Brazil: what is said otherwise there.

use crate::speech::topic::options::Options;
use crate::speech::topic::options::PORTUGUESE;
use crate::speech::topic::options_of_replay;

/// The help in Brazil: only what is said otherwise there.
pub(in crate::speech) const BRAZILIAN: Options = Options {
    about: "Um chat no terminal",
    long_about: "Um chat no terminal.

Sem HOST: entra no servidor desta máquina; se não houver, mostra os desta rede e, se não houver
nenhum, hospeda um. Quando a entrada ou a saída não é um terminal: diz cada linha da entrada e
escreve cada mensagem.",
    examples: "\
Exemplos:
  chat-tui                       entra no servidor desta máquina, ou hospeda um
  chat-tui 192.168.1.7           entra no daquela máquina
  chat-tui --find                os servidores desta rede
  chat-tui --check-lab HOST      se uma turma pode conversar com esse
  echo olá | chat-tui 192.168.1.7  diz uma só coisa; estado 0 quer dizer entregue
  chat-tui --plain HOST:PORTA    fala com qualquer servidor, linha a linha
  chat-tui completions bash      o que uma shell precisa para completar as opções
  chat-tui man                   a página de manual: chat-tui man | man -l -
  chat-tui replay ARQUIVO        o que --trace ARQUIVO escreveu, em escada
  chat-tui --observe             quem está conectado e como, no servidor desta máquina
  chat-tui --demo                experimentar tudo a sós: um servidor e pessoas que seguem um roteiro",
    template: "{about-with-newline}\nUso: chat-tui [OPÇÕES] [HOST[:PORTA]]...\n\n{all-args}{after-help}",
    arguments: "Argumentos",
    others: "Opções",
    default: "padrão",
    values: "valores",
    helps: &[
        (
            "address",
            "Onde está o servidor: um nome, um endereço IPv4 ou IPv6, `[IPv6]:PORTA`",
        ),
        ("more", "Mais servidores ao lado desse, em uma tela"),
        ("tcp", "Conectar por TCP (o padrão)"),
        ("udp", "Conectar por UDP"),
        ("unix", "Conectar a um arquivo de socket"),
        (
            "host",
            "Hospedar um servidor dentro deste programa, para todo mundo na rede",
        ),
        (
            "demo",
            "Conversar com N pessoas que seguem um roteiro, de 2 a 8, num servidor dentro deste programa: sem rede, e nada é guardado [padrão: 3]",
        ),
        (
            "observe",
            "Mostrar quem está conectado e como ao servidor desta máquina, que roda com --observe",
        ),
        ("port", "A porta, quando HOST não a diz"),
        ("name", "O nome a usar [padrão: o nome de usuário]"),
        ("json", "Sem tela: escrever os quadros como chegam"),
        (
            "lines",
            "Linhas em vez de tela, para leitores de tela e conexões lentas; também se `TERM` for `dumb`",
        ),
        (
            "words",
            "Com --tls: as seis palavras que a tela do servidor mostra",
        ),
        (
            "password_file",
            "Um arquivo com a senha do servidor [ou `CHAT_PASSWORD`, no ambiente]",
        ),
        (
            "key_file",
            "O arquivo com a sua chave, que faz seu o seu nome; `off` para nenhuma [padrão: um seu, feito na primeira vez, ou `CHAT_KEY`, no ambiente]",
        ),
        (
            "keep_key",
            "Se a sua chave dura além desta vez; não em contas que muitos compartilham",
        ),
        (
            "clear_password",
            "Enviar a senha tal como é, a um servidor que não aceita prova dela: qualquer pessoa a pode ler",
        ),
        (
            "lang",
            "O idioma da tela [padrão: o de `LANG`, ou então o do sistema]",
        ),
        (
            "config",
            "Ler as opções deste arquivo [padrão: config.toml, no lugar que o sistema lhe dá]",
        ),
        ("no_config", "Não ler opções de nenhum arquivo"),
        (
            "print_config",
            "Escrever todas as opções como estão agora, na forma desse arquivo, e terminar",
        ),
        (
            "write_config",
            "Escrevê-las nesse arquivo, em vez do que lá está, e terminar",
        ),
        (
            "notify",
            "O que chama quando o seu nome é dito, ou lhe falam a sós, e está olhando para outro lado; vários com vírgulas",
        ),
        (
            "live_rows",
            "Quantas das linhas mais recentes ficam na tela enquanto se leem outras",
        ),
        (
            "mouse",
            "Se a roda do mouse desloca o texto e um clique vai a uma sala, um nome ou um endereço; Shift seleciona",
        ),
        (
            "log",
            "Acrescentar o que se lê a este arquivo, que só o próprio pode ler",
        ),
        (
            "trace",
            "Registrar leituras, escritas, conexão e mau tempo: um objeto JSON por linha",
        ),
        (
            "weather",
            "Simular uma rede ruim (perda, atraso, variação do atraso, duplicação, reordenação), num só texto: \"drop 30%, delay 20..80ms, seed 7\", sobre TCP \"slice 1..16, stall 10s+5s\"; ou classroom, crowded-wifi, 3g, satellite, textbook",
        ),
        (
            "corrupt",
            "Trocar um bit, o que a soma de verificação torna em perda: 1%",
        ),
        ("rate", "Limitar a taxa: 64kbps, 2mbps"),
        (
            "reset",
            "Sobre TCP: cortar cada conexão depois deste tempo: 20s",
        ),
    ],
    headings: &[("Screen", "Tela")],
    value_names: &[
        ("HOST[:PORT]", "HOST[:PORTA]"),
        ("FILE", "ARQUIVO"),
        ("LANG", "IDIOMA"),
        ("RATE", "TAXA"),
    ],
    refusals: &[("Usage: ", "Uso: ")],
    replay: &options_of_replay::BRAZILIAN,
    otherwise: Some(&PORTUGUESE),
};
