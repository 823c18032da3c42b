//! The last line of the program, where it could not do what it was asked.

use crate::speech::sentence::topic;

topic! {
    /// What can go wrong, and what to do next.
    Failures {
        file(File { path, error, option }) {
            en: "cannot read {path}: {error}; give --{option} another path, or mend this one",
            pt: "não foi possível ler {path}: {error}; dê outro caminho a --{option}, ou corrija este",
        }
        trace(Trace { path, error }) {
            en: "cannot write the trace {path}: {error}; give --trace another path",
            pt: "não é possível escrever o trace {path}: {error}; dê outro caminho a --trace",
        }
        trace_lost(TraceLost { path, count }) {
            en: "{count} {count:event is|events are} missing from the trace {path}: it took them too slowly, or not at all",
            pt: "{count} {count:evento falta|eventos faltam} no trace {path}: foi escrito devagar demais, ou não foi escrito",
        }
        written(Written { path, error }) {
            en: "cannot write the configuration {path}: {error}; give --config another path",
            pt: "não é possível escrever a configuração {path}: {error}; dê outro caminho a --config",
        }
        log(Log { path, error }) {
            en: "cannot write the log {path}: {error}; give --log another path",
            pt: "não é possível escrever o registo {path}: {error}; dê outro caminho a --log",
            br: "não é possível escrever o registro {path}: {error}; dê outro caminho a --log",
        }
        output(error) {
            en: "cannot write to standard output: {error}; everything else was done",
            pt: "não é possível escrever na saída padrão: {error}; o resto foi feito",
        }
        unknown_host(UnknownHost { host, error }) {
            en: "no machine is called `{host}` ({error}): check the spelling, or use its address, like 192.168.1.7",
            pt: "nenhuma máquina se chama `{host}` ({error}): veja se está bem escrito, ou use o endereço, como 192.168.1.7",
        }
        name_server_silent {
            en: "the name server does not answer",
            pt: "o servidor de nomes não responde",
        }
        no_address {
            en: "it has no address",
            pt: "não tem endereço",
        }
        refused(Refused { endpoint, how }) {
            en: "nobody listens on {endpoint}: {how}",
            pt: "ninguém está à escuta em {endpoint}: {how}",
            br: "ninguém escuta em {endpoint}: {how}",
        }
        brackets(Brackets { what, address }) {
            en: "{what}; with a port an IPv6 address is written {address}",
            pt: "{what}; com porto, um endereço IPv6 escreve-se {address}",
            br: "{what}; com porta, um endereço IPv6 escreve-se {address}",
        }
        start_there(command) {
            en: "start a server there with `{command}`, or check host and port",
            pt: "inicie lá um servidor com `{command}`, ou confirme a máquina e o porto",
            br: "inicie lá um servidor com `{command}`, ou confirme a máquina e a porta",
        }
        start_here(command) {
            en: "start a server with `{command}`",
            pt: "inicie um servidor com `{command}`",
        }
        no_socket(path) {
            en: "{path} is a file that is no socket: give --unix the path at which a chat-server listens",
            pt: "{path} é um ficheiro e não um socket: dê a --unix o caminho onde um chat-server escuta",
            br: "{path} é um arquivo e não um socket: dê a --unix o caminho onde um chat-server escuta",
        }
        other_transport(OtherTransport { endpoint, other, how }) {
            en: "nobody answers on {endpoint}, but a server is there on {other}: {how}",
            pt: "ninguém responde em {endpoint}, mas há lá um servidor em {other}: {how}",
        }
        add_udp {
            en: "add --udp",
            pt: "acrescente --udp",
        }
        leave_out_udp {
            en: "leave out --udp",
            pt: "retire --udp",
        }
        silent(Silent { endpoint, seconds, port }) {
            en: "no answer from {endpoint} in {seconds} s: is the address right, are both machines in the same network, does a firewall block port {port}?",
            pt: "sem resposta de {endpoint} em {seconds} s: o endereço está certo? as duas máquinas estão na mesma rede? alguma firewall bloqueia o porto {port}?",
            br: "sem resposta de {endpoint} em {seconds} s: o endereço está certo? as duas máquinas estão na mesma rede? algum firewall bloqueia a porta {port}?",
        }
        silent_so_far(SilentSoFar { endpoint, seconds, patience }) {
            en: "no answer from {endpoint} in {seconds} s so far: is the address right, is a server there, does a firewall block it? It is asked for up to {patience} s",
            pt: "ainda sem resposta de {endpoint}, ao fim de {seconds} s: o endereço está certo? há lá um servidor? alguma firewall o bloqueia? Continua a tentar durante {patience} s",
            br: "ainda sem resposta de {endpoint}, depois de {seconds} s: o endereço está certo? há um servidor lá? algum firewall o bloqueia? Continua tentando por {patience} s",
        }
        says_nothing(SaysNothing { address, seconds, patience }) {
            en: "no answer from {address} in {seconds} s so far: it takes the connection and says nothing. Is that a chat server, and does it run? It is waited for up to {patience} s",
            pt: "ainda sem resposta de {address}, ao fim de {seconds} s: aceita a ligação e não diz nada. É um servidor de chat? está a correr? Espera-se por ele durante {patience} s",
            br: "ainda sem resposta de {address}, depois de {seconds} s: aceita a conexão e não diz nada. É um servidor de chat? está rodando? Espera-se por ele até {patience} s",
        }
        best_effort(endpoint) {
            en: "{endpoint} does not support reliable UDP: lost messages are not resent",
            pt: "{endpoint} não suporta UDP fiável: as mensagens perdidas não são retransmitidas",
            br: "{endpoint} não oferece UDP confiável: as mensagens perdidas não são retransmitidas",
        }
        unreachable(Unreachable { endpoint, error }) {
            en: "cannot reach {endpoint}: {error}",
            pt: "não foi possível chegar a {endpoint}: {error}",
        }
        already_hosted(join) {
            en: "a chat-server already runs here: join it with `{join}`",
            pt: "já há um chat-server nesta máquina: entre nele com `{join}`",
        }
        hosting(why) {
            en: "cannot host: {why}",
            pt: "não é possível alojar: {why}",
            br: "não é possível hospedar: {why}",
        }
        hosted(why) {
            en: "the server that this program hosted has failed: {why}",
            pt: "o servidor que este programa alojava falhou: {why}",
            br: "o servidor que este programa hospedava falhou: {why}",
        }
        nobody_here(port) {
            en: "no chat-server on this machine's port {port}: start `chat-server`, or name the machine that runs one, as in `chat-tui HOST`",
            pt: "não há nenhum chat-server no porto {port} desta máquina: inicie `chat-server`, ou indique a máquina que tem um, como em `chat-tui HOST`",
            br: "não há nenhum chat-server na porta {port} desta máquina: inicie `chat-server`, ou indique a máquina que tem um, como em `chat-tui HOST`",
        }
        nobody_found(port) {
            en: "no chat-server answers on UDP port {port}: some Wi-Fi keeps its machines apart, and a server with --bind or --hidden does not hear this; type the address that its screen shows, as in `chat-tui HOST`",
            pt: "nenhum chat-server responde no porto UDP {port}: há redes Wi-Fi que isolam as máquinas, e um servidor com --bind ou --hidden não ouve isto; escreva o endereço que o ecrã dele mostra, como em `chat-tui HOST`",
            br: "nenhum chat-server responde na porta UDP {port}: há redes Wi-Fi que isolam as máquinas, e um servidor com --bind ou --hidden não ouve isto; escreva o endereço que a tela dele mostra, como em `chat-tui HOST`",
        }
        terminal(error) {
            en: "cannot use this terminal: {error}",
            pt: "não é possível usar este terminal: {error}",
        }
        closed(endpoint) {
            en: "{endpoint} closed the connection: the server may have stopped",
            pt: "{endpoint} fechou a ligação: o servidor pode ter parado",
            br: "{endpoint} fechou a conexão: o servidor pode ter parado",
        }
        broke(endpoint) {
            en: "the connection to {endpoint} broke: the server may have stopped",
            pt: "a ligação a {endpoint} caiu: o servidor pode ter parado",
            br: "a conexão com {endpoint} caiu: o servidor pode ter parado",
        }
        broke_with(BrokeWith { endpoint, error }) {
            en: "the connection to {endpoint} broke: {error}",
            pt: "a ligação a {endpoint} caiu: {error}",
            br: "a conexão com {endpoint} caiu: {error}",
        }
        unconfirming(endpoint) {
            en: "{endpoint} confirms nothing any more: what is unconfirmed may have arrived",
            pt: "{endpoint} já não confirma nada: o que está por confirmar pode ter chegado",
        }
        stopped(endpoint) {
            en: "nobody listens on {endpoint} any longer: the server has stopped",
            pt: "já ninguém está à escuta em {endpoint}: o servidor parou",
            br: "ninguém mais escuta em {endpoint}: o servidor parou",
        }
    }
}
