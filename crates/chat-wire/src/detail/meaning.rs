//! What each field of the protocol is for.

use crate::words::language::Language;

/// Of a field's name, or of what stands around the fields.
pub(in crate::detail) fn of(key: &str, language: Language) -> String {
    let known = MEANINGS.iter().find(|(known, ..)| *known == key);
    let Some((_, english, portuguese)) = known else {
        return String::new();
    };
    let own = IN_BRAZIL.iter().find(|(known, _)| *known == key);
    let brazilian = own.map_or(*portuguese, |(_, brazilian)| brazilian);
    language.word([english, portuguese, brazilian]).to_owned()
}

/// `docs/PROTOCOL.md` and `docs/LINK.md` define them.
const MEANINGS: [(&str, &str, &str); 63] = [
    ("{", "an object begins", "começa um objeto"),
    (
        "}",
        "and ends; in a stream a line end follows",
        "e acaba; num fluxo segue-se um fim de linha",
    ),
    (
        "link",
        "which conversation: a secret of the two ends",
        "que conversa: um segredo das duas pontas",
    ),
    (
        "n",
        "the frame's number on this link, from this side",
        "o número da trama nesta ligação, deste lado",
    ),
    (
        "try",
        "which transmission of that frame",
        "que transmissão dessa trama",
    ),
    (
        "ack",
        "every frame up to this one has come (cumulative)",
        "chegaram todas as tramas até esta (cumulativo)",
    ),
    (
        "got",
        "and these beyond a gap, too (selective)",
        "e também estas, depois de uma falha (seletivo)",
    ),
    (
        "for",
        "which frame, and which transmission of it, is answered",
        "a que trama, e a que transmissão dela, se responde",
    ),
    (
        "tries",
        "every transmission of that frame that came",
        "todas as transmissões dessa trama que chegaram",
    ),
    (
        "part",
        "which fragment of a long frame, and of how many",
        "que fragmento de uma trama longa, e de quantos",
    ),
    (
        "piece",
        "the fragment itself: a piece of the frame's text",
        "o próprio fragmento: um pedaço do texto da trama",
    ),
    (
        "tls",
        "TLS inside the link: asked for, or its bytes in base64",
        "TLS dentro da ligação: o pedido, ou os bytes em base64",
    ),
    ("type", "what kind of frame it is", "que tipo de mensagem é"),
    ("room", "in which room", "em que sala"),
    ("to", "for one person only", "só para uma pessoa"),
    ("text", "what is said", "o que se diz"),
    (
        "id",
        "the sender's own mark: the receipt bears it",
        "a marca de quem envia: o recibo traz a mesma",
    ),
    (
        "seq",
        "its number in the room: the order that everybody hears",
        "o seu número na sala: a ordem que todos ouvem",
    ),
    (
        "reply",
        "the number of the message that this one answers",
        "o número da mensagem a que esta responde",
    ),
    ("name", "who speaks", "quem fala"),
    ("timestamp", "the server's clock", "o relógio do servidor"),
    (
        "again",
        "it was sent before, on another connection",
        "já tinha sido enviada, por outra ligação",
    ),
    (
        "history",
        "it was said before one came",
        "foi dita antes de se entrar",
    ),
    (
        "hello",
        "the client asks for a link: its number of this",
        "o cliente pede uma ligação: o número deste pedido",
    ),
    (
        "cookie",
        "shows that the client hears at its address",
        "mostra que o cliente ouve no seu endereço",
    ),
    (
        "pad",
        "as long as any answer, so that nobody can be flooded with answers",
        "tão longo como qualquer resposta, para ninguém ser inundado com respostas",
    ),
    (
        "you",
        "how the server calls whoever it speaks to",
        "como o servidor chama a quem fala",
    ),
    (
        "run",
        "which run of the server: numbers begin anew with it",
        "que execução do servidor: com ela os números recomeçam",
    ),
    ("names", "who is there", "quem está"),
    ("event", "what happened", "o que aconteceu"),
    ("who", "to whom it happened", "a quem aconteceu"),
    ("code", "why something is refused", "porque se recusa"),
    (
        "password",
        "a secret: never shown",
        "um segredo: nunca se mostra",
    ),
    (
        "proof",
        "shows a secret without telling it",
        "prova um segredo sem o dizer",
    ),
    ("key", "a public key", "uma chave pública"),
    (
        "session",
        "whose conversation goes on",
        "que conversa continua",
    ),
    (
        "token",
        "whose conversation goes on",
        "que conversa continua",
    ),
    (
        "rate",
        "how fast one may speak",
        "a que ritmo se pode falar",
    ),
    ("limit", "at most so many", "no máximo tantas"),
    ("reason", "why", "porquê"),
    ("action", "it is done, and not said", "faz-se, e não se diz"),
    ("typing", "whether somebody writes", "se alguém escreve"),
    (
        "away",
        "whether nobody sits there",
        "se não está lá ninguém",
    ),
    (
        "edit",
        "the number of the message that this one says better",
        "o número da mensagem que esta corrige",
    ),
    (
        "react",
        "the number of the message that this sign is about",
        "o número da mensagem a que este sinal reage",
    ),
    ("topic", "what the room is about", "de que trata a sala"),
    (
        "rooms",
        "which rooms there are, or where somebody is",
        "as salas que há, ou onde alguém está",
    ),
    ("people", "how many are there", "quantas pessoas lá estão"),
    (
        "transport",
        "over what somebody is here: TCP, UDP, a link, a socket file",
        "por que transporte alguém está: TCP, UDP, uma ligação fiável, um socket local",
    ),
    (
        "address",
        "from which address and port",
        "de que endereço e porto",
    ),
    (
        "since",
        "since when, or from which number on",
        "desde quando, ou a partir de que número",
    ),
    (
        "rtt_ms",
        "how long a round trip takes, in milliseconds",
        "quanto demora uma ida e volta, em milissegundos",
    ),
    (
        "log",
        "which numbering: while it is the same, numbers go on",
        "que numeração: enquanto é a mesma, os números continuam",
    ),
    (
        "replay",
        "so many older messages follow",
        "seguem-se tantas mensagens anteriores",
    ),
    (
        "missed",
        "so many were said meanwhile and do not follow",
        "tantas foram ditas entretanto e não se seguem",
    ),
    (
        "rate_limit",
        "how fast one may speak: a burst, and so many a second",
        "a que ritmo se pode falar: uma rajada, e tantas por segundo",
    ),
    (
        "wait_ms",
        "when to try again, in milliseconds",
        "quando tentar outra vez, em milissegundos",
    ),
    (
        "known",
        "whose name is proved",
        "de quem o nome está provado",
    ),
    (
        "more",
        "whether there is more than this",
        "se há mais do que isto",
    ),
    (
        "do",
        "what is to be done in the class",
        "o que se há de fazer na turma",
    ),
    ("by", "who had it done", "quem o mandou fazer"),
    (
        "signs",
        "whether one wants to know who writes and who is away",
        "se se quer saber quem escreve e quem está ausente",
    ),
    (
        "me",
        "it is something that the speaker does",
        "é algo que quem fala faz",
    ),
];

/// What Brazil says otherwise.
const IN_BRAZIL: [(&str, &str); 15] = [
    ("n", "o número do quadro nesta conexão, deste lado"),
    ("try", "que transmissão desse quadro"),
    ("ack", "chegaram todos os quadros até este (cumulativo)"),
    ("got", "e também estes, depois de uma falha (seletivo)"),
    ("for", "a que quadro, e a que transmissão dele, se responde"),
    ("tries", "todas as transmissões desse quadro que chegaram"),
    ("part", "que fragmento de um quadro longo, e de quantos"),
    ("piece", "o próprio fragmento: um pedaço do texto do quadro"),
    (
        "tls",
        "TLS dentro da conexão: o pedido, ou os bytes em base64",
    ),
    ("again", "já tinha sido enviada, por outra conexão"),
    ("hello", "o cliente pede uma conexão: o número deste pedido"),
    ("reason", "o motivo"),
    (
        "transport",
        "por que transporte alguém está: TCP, UDP, uma conexão confiável, um socket local",
    ),
    ("address", "de que endereço e porta"),
    ("code", "por que se recusa"),
];
