//! The last line of the program, where it could not do what it was asked.

use crate::speech::topic::Failures;

pub(in crate::speech) const FAILURES: Failures = Failures {
    file: "não foi possível ler {path}: {error}; dê outro caminho a --{option}, ou corrija este",
    trace: "não é possível escrever o trace {path}: {error}; dê outro caminho a --trace",
    log: "não é possível escrever o registo {path}: {error}; dê outro caminho a --log",
    unknown_host: "nenhuma máquina se chama `{host}` ({error}): veja se está bem escrito, ou use o endereço, como 192.168.1.7",
    name_server_silent: "o servidor de nomes não responde",
    no_address: "não tem endereço",
    refused: "ninguém está à escuta em {endpoint}: {how}",
    brackets: "{what}; com porta, um endereço IPv6 escreve-se {address}",
    start_there: "inicie lá um servidor com `{command}`, ou confirme a máquina e a porta",
    start_here: "inicie um servidor com `{command}`",
    no_socket: "{path} é um ficheiro e não um socket: dê a --unix o caminho onde um chat-server escuta",
    other_transport: "ninguém responde em {endpoint}, mas há lá um servidor em {other}: {how}",
    add_udp: "acrescente --udp",
    leave_out_udp: "retire --udp",
    silent: "sem resposta de {endpoint} em {seconds} s: o endereço está certo? as duas máquinas estão na mesma rede? alguma firewall bloqueia a porta {port}?",
    silent_so_far: "ainda sem resposta de {endpoint}, ao fim de {seconds} s: o endereço está certo? há lá um servidor? alguma firewall o bloqueia? Continua-se a tentar, até {patience} s",
    best_effort: "{endpoint} não suporta UDP fiável: as mensagens perdidas não são retransmitidas",
    unreachable: "não foi possível chegar a {endpoint}: {error}",
    already_hosted: "já há um chat-server nesta máquina: entre nele com `{join}`",
    hosting: "não é possível alojar: {why}",
    nobody_here: "não há nenhum chat-server na porta {port} desta máquina: inicie `chat-server`, ou indique a máquina que tem um, como em `chat-tui HOST`",
    terminal: "não é possível usar este terminal: {error}",
    closed: "{endpoint} fechou a ligação: o servidor pode ter parado",
    broke: "a ligação a {endpoint} caiu: o servidor pode ter parado",
    broke_with: "a ligação a {endpoint} caiu: {error}",
    unconfirming: "{endpoint} já não confirma nada: o que está por confirmar pode ter chegado",
    stopped: "já ninguém está à escuta em {endpoint}: o servidor parou",
};
